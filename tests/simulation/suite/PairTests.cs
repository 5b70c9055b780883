using System;
using System.Linq;
using DutyKiosk.Core.Signals;
using DutyKiosk.HostBridge.Roster;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>The second badge of a pair that is read between two steps of the terminal.</summary>
public sealed class PairTests
{
    private const int PairingTimeMs = 15000;

    /// <summary>It confirms up to the end of the pairing time, and not a millisecond behind it, whether or not the terminal has found meanwhile that the time is over.</summary>
    [Theory]
    [InlineData(PairingTimeMs, true)]
    [InlineData(PairingTimeMs + 1, false)]
    public void ItsTimeIsLookedAtWhenItIsRead(int apartMs, bool confirms)
    {
        var kiosk = new BareKiosk(40);
        RosterShift now = kiosk.Model.Covering("hotline", kiosk.Now)!;
        RosterShift next = kiosk.Model.Covering("hotline", now.End)!;
        kiosk.Tap(UidOf(now.Entry.Leader));
        Assert.Equal(now.Entry.Leader, kiosk.Holder);
        kiosk.Wait((long)(now.End - kiosk.Now).TotalMilliseconds - 60000);
        kiosk.Tap(UidOf(now.Entry.Leader));
        Assert.Equal(Signal.WaitingForSecond, kiosk.Shown);
        kiosk.Tap(UidOf(next.Entry.Leader), apartMs);
        Assert.Equal(confirms, kiosk.Shown == Signal.Confirmed);
        Assert.Equal(confirms ? next.Entry.Leader : now.Entry.Leader, kiosk.Holder);
        Assert.Equal(!confirms, kiosk.Lines.Any(line => line.Contains("\"handover.timed-out\"", StringComparison.Ordinal)));
    }

    private static byte[] UidOf(string staff) => BareKiosk.Uid(int.Parse(staff.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture));
}
