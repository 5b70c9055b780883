using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.People;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.People;

/// <summary>The newest unknown taps are offered to be enrolled, and no others.</summary>
public sealed class EnrolViewTests : IDisposable
{
    private static readonly byte[] Key = Convert.FromHexString(new string('5', 64));

    private readonly TestBridge _bridge = new();

    /// <summary>A bridge with the roster of the tests.</summary>
    public EnrolViewTests() => _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Each unknown badge stands there once, the newest first; one with a random UID has no digits, and the taps of known people are not there.</summary>
    [Fact]
    public void UnknownBadgesAreOffered()
    {
        Refuse("0123456789abcdef");
        Refuse("fedcba9876543210");
        Refuse("0123456789abcdef");
        _bridge.Receive(_bridge.Terminal.Next("tap.refused", "\"reason\":\"unknown-badge\"", "2026-03-02T00:00:00.000Z"));
        _bridge.Receive(_bridge.Terminal.Next("tap.refused", "\"staff\":\"S01\",\"badge\":\"00000000000000aa\",\"reason\":\"window-closed\"", "2026-03-02T00:00:00.000Z"));
        EnrolView view = View();
        Assert.Equal(["", "0123456789abcdef", "fedcba9876543210"], view.Taps.Select(tap => tap.Code));
        Assert.Equal([1, 2, 1], view.Taps.Select(tap => tap.Count));
        Assert.All(view.Taps, tap => Assert.Equal(("T1", "hotline", "08:00:00"), (tap.Terminal, tap.Post, tap.At)));
    }

    /// <summary>A tap is offered for ten minutes.</summary>
    [Fact]
    public void ATapIsOfferedForTenMinutes()
    {
        Refuse("0123456789abcdef");
        _bridge.Time.Advance(EnrolView.Offered - TimeSpan.FromSeconds(1));
        Assert.Single(View().Taps);
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(View().Taps);
    }

    /// <summary>A badge that was given to somebody meanwhile is not offered any more, whether by its tap or by its UID.</summary>
    [Theory]
    [InlineData("tap:")]
    [InlineData("04D0E0F1")]
    public void AnEnrolledBadgeIsNotOffered(string badge)
    {
        string code = Badge.HashOf(Key, "04D0E0F1");
        Refuse(code);
        Assert.Single(View().Taps);
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff.Single(person => person.Id is "S05").Badges = [badge is Badge.TapMark ? badge + code : badge];
        _bridge.Core.SetRoster(roster);
        Assert.Empty(View().Taps);
    }

    /// <summary>What is not proved enrols nobody: a forged record would give its maker's badge a name.</summary>
    [Fact]
    public void AForgedTapIsNotOffered()
    {
        var stranger = new FakeTerminal("T1", new byte[32]);
        _bridge.ReceiveFrom(stranger, stranger.Next("tap.refused", "\"badge\":\"0123456789abcdef\",\"reason\":\"unknown-badge\"", "2026-03-02T00:00:00.000Z"));
        Assert.Empty(View().Taps);
    }

    private void Refuse(string badge) => _bridge.Receive(_bridge.Terminal.Next("tap.refused", $"\"badge\":\"{badge}\",\"reason\":\"unknown-badge\"", "2026-03-02T00:00:00.000Z"));

    private EnrolView View()
    {
        return _bridge.Core.Read((room, chain) => EnrolView.Of(Language.English, room, _bridge.Core.Log.ReadNewestRecords(EnrolView.Records), chain.ProofOf, [Key], _bridge.Time.GetUtcNow()));
    }
}
