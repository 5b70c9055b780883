using System;
using System.Collections.Generic;
using nanoFramework.Runtime.Native;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class BoardTests
{
    [Fact]
    public void Outside_a_board_the_libraries_say_so()
    {
        Assert.Throws<InvalidOperationException>(() => Board.Current);
    }

    [Fact]
    public void Two_boards_in_one_process_are_two()
    {
        var one = new Simulation().On(() => { });
        var other = new Board("T2", one.Time, new BoardFlash());
        other.PowerOn(() => nanoFramework.Networking.Sntp.Server1 = "time.example");
        string? server = null;
        one.OnBoard(() => server = nanoFramework.Networking.Sntp.Server1);

        Assert.Equal("0.pool.ntp.org", server);
        Assert.NotEqual(one.Board.MacAddress, other.MacAddress);
    }

    [Fact]
    public void A_thread_that_hangs_does_nothing_more_and_its_loops_go_on()
    {
        var world = new Simulation();
        int steps = 0;
        bool after = false;
        world.On(() =>
        {
            world.Board.StartLoop("loop", ticks =>
            {
                steps++;
                return ticks + 10;
            });
            try
            {
                Board.HangHere();
            }
            finally
            {
                Assert.Throws<PowerLostException>(() => Board.Current);
            }

            after = true;
        });
        world.RunFor(20);

        Assert.False(after);
        Assert.Equal(3, steps);
        Assert.True(world.Board.IsPowered);
    }

    [Fact]
    public void Bytes_that_stand_for_no_program_are_no_assembly()
    {
        var programs = new Simulation().Board.Programs;
        programs.Add([1, 2], null);
        programs.Add([1, 3], slot => slot + "!");
        programs.Load([1, 2]);
        programs.Load([1, 3]);

        Assert.Throws<ArgumentException>(() => programs.Load([1, 4]));
        Assert.Throws<InvalidOperationException>(() => programs.Start([1, 2], "a"));
        Assert.Equal("a!", programs.Start([1, 3], "a"));
    }

    [Fact]
    public void Without_power_every_call_throws_and_loops_are_gone()
    {
        var world = new Simulation();
        int steps = 0;
        LoopHandle? loop = null;
        world.On(() => loop = world.Board.StartLoop("loop", ticks =>
        {
            steps++;
            return ticks + 10;
        }));
        world.RunFor(10);
        using IDisposable entered = world.Board.Enter();
        world.Board.PowerOff();
        world.RunFor(100);

        Assert.Equal(2, steps);
        Assert.True(loop!.WaitForEnd(0));
        Assert.Throws<PowerLostException>(() => Board.Current);
        Assert.Throws<PowerLostException>(() => world.Board.Flash.Write("a", [1]));
    }

    [Fact]
    public void Code_of_the_last_start_does_not_run_on_in_the_next()
    {
        var world = new Simulation().On(() => { });
        using IDisposable before = world.Board.Enter();
        world.Board.PowerOff();
        world.Board.PowerOn(() => { });

        Assert.Throws<PowerLostException>(() => Board.Current);
        Assert.Throws<PowerLostException>(() => world.Board.Flash.Append("journal", [1]));
    }

    [Fact]
    public void A_reboot_starts_the_same_program_a_second_later()
    {
        var world = new Simulation();
        var starts = new List<long>();
        world.On(() =>
        {
            starts.Add(world.Time.UnixMs - Simulation.StartMs);
            if (starts.Count == 1)
            {
                world.Board.StartLoop("restarts", _ =>
                {
                    Power.RebootDevice();
                    return long.MaxValue;
                });
            }
        });
        world.RunFor(5000);

        Assert.Equal([0, 1000], starts);
        Assert.Equal(2, world.Board.Starts);
    }

    [Fact]
    public void A_switch_that_is_pressed_during_a_reboot_wins()
    {
        var world = new Simulation().On(() => { });
        world.Board.Reboot();
        world.Board.PowerOff();
        world.RunFor(5000);

        Assert.False(world.Board.IsPowered);
    }

    [Fact]
    public void Lamps_go_dark_with_the_power()
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() => Board.Current.Pins.Drive(25, true));
        var changes = new List<string>();
        world.Board.Pins.Changed += change => changes.Add(change.ToString());
        world.Board.PowerOff();

        Assert.Equal(["0 25 low"], changes);
    }
}
