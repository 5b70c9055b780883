using System;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class BoardClockTests
{
    private static readonly DateTime Start = DateTime.UnixEpoch.AddMilliseconds(Simulation.StartMs);

    [Fact]
    public void It_shows_1970_until_the_first_synchronisation()
    {
        var world = new Simulation().On(Sntp.Start);
        world.RunFor(999);
        Assert.Equal(DateTime.UnixEpoch.AddMilliseconds(999), world.Board.Clock.UtcNow);

        world.RunFor(1);
        Assert.Equal(Start.AddMilliseconds(1000), world.Board.Clock.UtcNow);
        Assert.Equal(1000, world.Board.Clock.TickMs);
    }

    [Fact]
    public void It_waits_for_the_network()
    {
        var world = new Simulation().On(Sntp.Start);
        world.Board.Network.Up = false;
        world.RunFor(60000);
        Assert.Equal(1970, world.Board.Clock.UtcNow.Year);

        world.Board.Network.Up = true;
        world.RunFor(1000);
        Assert.Equal(2026, world.Board.Clock.UtcNow.Year);
    }

    [Fact]
    public void Each_synchronisation_moves_it_a_little_and_puts_a_jump_right()
    {
        var world = new Simulation().On(Sntp.Start);
        world.RunFor(2000);
        world.Board.Clock.Jump(TimeSpan.FromHours(3));
        Assert.Equal(Start.AddMilliseconds(2000).AddHours(3), world.Board.Clock.UtcNow);

        world.RunFor(3600000);
        Assert.Equal(Start.AddMilliseconds(3602000 + world.Board.Clock.JitterMs), world.Board.Clock.UtcNow);
    }

    [Fact]
    public void A_synchronisation_that_was_due_has_happened_though_nobody_read_the_clock()
    {
        var world = new Simulation().On(Sntp.Start);
        world.RunFor(5000);
        world.Board.Network.Up = false;
        world.RunFor(5000);

        Assert.Equal(Start.AddMilliseconds(10000), world.Board.Clock.UtcNow);
    }

    [Fact]
    public void It_has_no_battery()
    {
        var world = new Simulation().On(() => Rtc.SetSystemTime(Start));
        Assert.Equal(2026, world.Board.Clock.UtcNow.Year);

        world.Board.PowerOff();
        world.Board.PowerOn(() => { });
        Assert.Equal(DateTime.UnixEpoch, world.Board.Clock.UtcNow);
    }
}
