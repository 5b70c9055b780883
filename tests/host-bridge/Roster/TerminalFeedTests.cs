using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Who is told of what, and when, in a house that has many terminals.</summary>
public sealed class TerminalFeedTests : IDisposable
{
    private const int More = 59;
    private static readonly string Key = new('7', 64);

    private readonly TestBridge _bridge = new(Enumerable.Range(2, More).Select(i => new TerminalEntry { Id = Id(i), Post = string.Create(CultureInfo.InvariantCulture, $"desk{i}"), Key = Key }));

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>
    /// What somebody has done at one post is told there at once, and at all others as well, some at a look: each is told once, and the next look is due until all are.
    /// </summary>
    [Fact]
    public void TheOthersAreToldSomeAtALook()
    {
        Begin();
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        Assert.Equal(26, Told().Length);
        Assert.Contains("T1", Told());
        Assert.True(_bridge.Core.Step() <= _bridge.Time.GetUtcNow());
        Assert.Equal(51, Told().Length);
        _bridge.Core.Step();
        Assert.Equal(More + 1, Told().Length);
        Assert.Equal(More + 1, Told().Distinct(StringComparer.Ordinal).Count());
        _bridge.Core.Step();
        Assert.Equal(More + 1, Told().Length);
        Assert.All(_bridge.Published.Where(message => IsPresence(message.Topic)), message => Assert.Contains("S01", message.Payload, StringComparison.Ordinal));
    }

    /// <summary>However often there is news, nobody is passed over: the next look begins with the first that had to wait.</summary>
    [Fact]
    public void EachHasItsTurn()
    {
        Begin();
        foreach (string staff in new[] { "S02", "S03", "S04" })
        {
            _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{staff}\",\"shift\":\"N1\""));
        }

        Assert.Equal(More + 1, Told().Distinct(StringComparer.Ordinal).Count());
    }

    // Every terminal has written something, and knows the house as it is.
    private void Begin()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        for (int i = 2; i <= More + 1; i++)
        {
            var terminal = new FakeTerminal(Id(i), Convert.FromHexString(Key));
            _bridge.ReceiveFrom(terminal, terminal.Next());
        }

        _bridge.Published.Clear();
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"T{number}");

    private static bool IsPresence(string topic) => topic.EndsWith("/presence", StringComparison.Ordinal);

    private string[] Told() => _bridge.Published.Select(message => message.Topic).Where(IsPresence).Select(topic => topic.Split('/')[2]).ToArray();
}
