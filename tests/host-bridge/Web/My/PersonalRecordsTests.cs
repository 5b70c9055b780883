using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.My;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.My;

/// <summary>Everybody finds his own records of a week, and what the rest of the house does costs him nothing.</summary>
public sealed class PersonalRecordsTests : IDisposable
{
    private static readonly LocalDate Monday = new(2026, 3, 2);
    private static readonly DateTimeZone Zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];

    private readonly TestBridge _bridge = new();

    /// <summary>A bridge with the roster of the tests.</summary>
    public PersonalRecordsTests() => _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>His own are found, of the days that are asked for, whether the index has them or not; who has only released a handover has tapped nothing.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void OwnRecordsAreFound(bool followed)
    {
        _bridge.Receive(
            Tap("S02", "2026-03-01T15:59:00.000Z"),
            Tap("S02", "2026-03-02T00:10:00.000Z"),
            Tap("S03", "2026-03-02T00:11:00.000Z"),
            _bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S03\",\"from\":\"N1\",\"to\":\"D1\",\"releasedBy\":\"S02\"", "2026-03-02T00:12:00.000Z"),
            Tap("S02", "2026-03-08T15:59:59.000Z"),
            Tap("S02", "2026-03-08T16:00:00.000Z"));
        if (followed)
        {
            Follow();
        }

        PersonalRecords found = Find();
        Assert.Equal(["2026-03-02T00:10", "2026-03-08T15:59"], found.Records.Select(record => record.At.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture)));
        Assert.Equal((false, 0L), (found.HasMore, found.Unsearched));
    }

    /// <summary>Of very many the newest are there, and it is told that there are more; what the index has not come to is told, too.</summary>
    [Fact]
    public void OfVeryManyTheNewestAreThere()
    {
        _bridge.Receive(Enumerable.Range(0, PersonalRecords.Most + 10).Select(_ => Tap("S02", "2026-03-02T00:10:00.000Z")));
        Follow();
        PersonalRecords found = Find();
        Assert.Equal((PersonalRecords.Most, true, 0L), (found.Records.Count, found.HasMore, found.Unsearched));
        _bridge.Receive(Enumerable.Range(0, RecordSearch.MostLookedAt + 100).Select(_ => Tap("S03", "2026-03-02T00:10:00.000Z")));
        Assert.True(Find().Unsearched > 0);
    }

    private byte[] Tap(string staff, string at) => _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{staff}\",\"shift\":\"D1\"", at);

    private void Follow()
    {
        var follower = new SearchFollower(_bridge.Core.Log, _bridge.Terminals);
        while (follower.Step(Zone))
        {
            // It goes on until it has come to the end.
        }
    }

    private PersonalRecords Find() => PersonalRecords.Of(Language.Chinese, _bridge.Core, new RecordSearch(_bridge.Core.Log, _bridge.Terminals), "S02", Monday, Monday.PlusDays(6));
}
