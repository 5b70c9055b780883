using System;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>Intervals are counted in ticks: the wall clock may jump at any moment, by any amount.</summary>
public sealed class TimeTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>The ladder begins at the end of the shift, whatever the wall clock shows before, at and after it.</summary>
    [Theory]
    [InlineData(3600, 5)]
    [InlineData(-3600, 5)]
    [InlineData(315360000, 5)]
    [InlineData(-315360000, 5)]
    [InlineData(86400, 19)]
    [InlineData(-86400, 21)]
    [InlineData(-86400, 24)]
    public void TheLadderKeepsItsTimes(int jumpSeconds, int afterMinutes)
    {
        _night.Run(afterMinutes * Minute);
        _night.Board.Clock.Jump(TimeSpan.FromSeconds(jumpSeconds));
        _night.Run((19 - afterMinutes) * Minute);
        if (afterMinutes < 20)
        {
            Assert.Equal(0, _night.Count("handover.due"));
            _night.Run(2 * Minute);
        }

        Assert.Equal(1, _night.Count("handover.due"));
        _night.Run(5 * Minute);
        Assert.InRange(_night.Count("handover.late"), 2, 3);
    }

    /// <summary>A pair has its fifteen seconds, and a badge its three, across a jump.</summary>
    [Theory]
    [InlineData(86400)]
    [InlineData(-86400)]
    public void PairAndLockoutCountTicks(int jumpSeconds)
    {
        _night.Tap(NightShift.Relief);
        _night.Run(12 * Minute);
        _night.Tap(NightShift.Leader);
        _night.Board.Clock.Jump(TimeSpan.FromSeconds(jumpSeconds));
        _night.Tap(NightShift.Leader);
        Assert.Equal(0, _night.Count("handover.refused"));
        _night.Run(TimeSpan.FromSeconds(8));
        _night.Tap(NightShift.Relief);
        Assert.Equal("handover.confirmed", _night.Newest);
    }

    /// <summary>After a reboot without network time goes on from the newest journalled one, the window counts as open, and nothing is judged.</summary>
    [Fact]
    public void WithoutAClockNothingIsJudged()
    {
        _night.Board.Network.Up = false;
        _night.Restart();
        Assert.Equal("clock-unset", _night.Stage.SignalOf("T1", "clock-unset"));
        _night.Tap(NightShift.Relief);
        Assert.False(_night.Last("duty.clock-in").TryGetProperty("arrival", out _));
        Assert.Equal("unset", _night.Last("duty.clock-in").GetProperty("clock").GetString());
        _night.Run(TimeSpan.FromSeconds(5));
        _night.Tap(NightShift.Leader);
        Assert.Equal("handover.started", _night.Newest);
        _night.Board.Network.Up = true;
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(1, _night.Count("terminal.clock-set") - 1);
    }

    /// <summary>On the network the clock stays set: the hourly synchronisation is noticed.</summary>
    [Fact]
    public void TheClockStaysSet()
    {
        _night.Tap(NightShift.Relief);
        Assert.Equal("set", _night.Last("duty.clock-in").GetProperty("clock").GetString());
    }

    /// <summary>A time server of the house is asked where one is configured.</summary>
    [Fact]
    public void TheHousesOwnTimeServer()
    {
        _night.Configure(("ntp", "time.house"));
        _night.Run(Minute);
        _night.Tap(NightShift.Relief);
        Assert.Equal("set", _night.Last("duty.clock-in").GetProperty("clock").GetString());
        Assert.Equal("time.house", _night.OnBoard(() => nanoFramework.Networking.Sntp.Server1));
    }

    /// <summary>With TLS the time server of the house is asked before there is any connection.</summary>
    [Fact]
    public void TheHousesTimeServerWaitsForNoConnection()
    {
        _night.Broker.Up = false;
        _night.Configure(("ntp", "time.house"), ("tls", true));
        _night.Run(Minute);
        Assert.Equal("time.house", _night.OnBoard(() => nanoFramework.Networking.Sntp.Server1));
    }

    /// <summary>A silence goes on over a reboot for what is left of it, and no longer.</summary>
    [Fact]
    public void ASilenceGoesOnOverAReboot()
    {
        _night.Run(24 * Minute);
        _night.Tap(NightShift.Leader);
        Assert.Equal(1, _night.Count("handover.silenced"));
        _night.Run(TimeSpan.FromSeconds(4));
        _night.Restart();
        _night.Run(2 * Minute);
        int shown = _night.Stage.ShownCount("T1");
        _night.Run(Minute);
        Assert.Equal(shown, _night.Stage.ShownCount("T1"));
        _night.Run(4 * Minute);
        Assert.True(_night.Stage.ShownCount("T1") > shown, "then the alarm sounds again");
    }

    /// <summary>Who waited for the second badge when the power went is told by signal, and must tap again.</summary>
    [Fact]
    public void APairDoesNotSurviveAReboot()
    {
        _night.Tap(NightShift.Relief);
        _night.Run(12 * Minute);
        _night.Tap(NightShift.Leader);
        _night.Restart();
        Assert.Equal("refused", _night.Stage.SignalOf("T1", ""));
        _night.Run(TimeSpan.FromSeconds(4));
        Assert.Equal(1, _night.Count("handover.timed-out"));
        _night.Tap(NightShift.Relief);
        Assert.Equal("handover.started", _night.Last("handover.started").GetProperty("type").GetString());
        _night.Tap(NightShift.Leader);
        Assert.Equal(1, _night.Count("handover.confirmed"));
    }
}
