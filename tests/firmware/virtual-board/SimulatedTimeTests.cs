using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class SimulatedTimeTests
{
    [Fact]
    public void Events_come_before_loops_and_loops_in_the_order_of_their_start()
    {
        var world = new Simulation();
        var trace = new List<string>();
        world.On(() =>
        {
            world.Board.StartLoop("first", ticks => Note("first", ticks));
            world.Board.StartLoop("second", ticks => Note("second", ticks));
        });
        world.Time.At(Simulation.StartMs + 10, () => trace.Add("event"));
        world.RunFor(10);

        Assert.Equal(["first 0", "second 0", "event", "first 10", "second 10"], trace);

        long Note(string name, long ticks)
        {
            trace.Add(name + " " + ticks.ToString(CultureInfo.InvariantCulture));
            return ticks + 10;
        }
    }

    [Fact]
    public void A_loop_that_is_woken_by_another_runs_in_the_same_moment()
    {
        var world = new Simulation();
        int runs = 0;
        world.On(() =>
        {
            LoopHandle sleeper = world.Board.StartLoop("sleeper", _ =>
            {
                runs++;
                return long.MaxValue;
            });
            world.Board.StartLoop("waker", ticks =>
            {
                if (ticks == 5)
                {
                    sleeper.Wake();
                }

                return ticks + 5;
            });
        });
        world.RunFor(5);

        Assert.Equal(2, runs);
    }

    [Fact]
    public void A_step_that_wakes_its_own_loop_is_stepped_again()
    {
        var world = new Simulation();
        int runs = 0;
        LoopHandle? self = null;
        world.On(() => self = world.Board.StartLoop("self", _ =>
        {
            if (++runs < 3)
            {
                self!.Wake();
            }

            return long.MaxValue;
        }));
        world.RunFor(1);

        Assert.Equal(3, runs);
    }

    [Fact]
    public void An_idle_loop_is_left_alone_until_its_world_changes_and_then_steps_at_that_moment()
    {
        var world = new Simulation();
        var ticksSeen = new List<long>();
        world.On(() => world.Board.StartLoop(
            "reader",
            ticks =>
            {
                ticksSeen.Add(ticks);
                return ticks + 100;
            },
            () => !world.Board.Reader.HasCard));
        world.Time.At(Simulation.StartMs + 43200000, () => world.Board.Reader.Tap([1, 2, 3, 4]));
        world.RunFor(43201000);

        Assert.Equal([0, 43200000, 43200100, 43200200, 43200300], ticksSeen);
    }

    [Fact]
    public void A_card_does_not_hurry_a_loop_that_waits_for_a_time()
    {
        var world = new Simulation();
        var ticksSeen = new List<long>();
        world.On(() => world.Board.StartLoop(
            "retry",
            ticks =>
            {
                ticksSeen.Add(ticks);
                return ticks + 1000;
            },
            () => false));
        world.Time.At(Simulation.StartMs + 500, () => world.Board.Reader.Place([1, 2, 3, 4]));
        world.RunFor(1000);

        Assert.Equal([0, 1000], ticksSeen);
    }

    [Fact]
    public void A_loop_that_is_due_again_and_again_is_named()
    {
        var world = new Simulation();
        world.On(() => world.Board.StartLoop("busy", ticks => ticks));

        StalledException stalled = Assert.Throws<StalledException>(() => world.RunFor(1));
        Assert.Contains("T1 busy", stalled.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_step_throws_comes_out_and_ends_its_loop_alone()
    {
        var world = new Simulation();
        int others = 0;
        world.On(() =>
        {
            world.Board.StartLoop("bad", _ => throw new FormatException("bad"));
            world.Board.StartLoop("good", ticks =>
            {
                others++;
                return ticks + 10;
            });
        });

        Assert.Throws<FormatException>(() => world.RunFor(20));
        world.RunFor(20);
        Assert.Equal(3, others);
    }

    [Fact]
    public void The_same_inputs_give_the_same_run()
    {
        string[] first = RunOnce();

        Assert.Equal(first, RunOnce());
        Assert.True(first.Length > 500);
    }

    private static string[] RunOnce()
    {
        var trace = new List<string>();
        var time = new SimulatedTime(Simulation.StartMs);
        var random = new Random(7);
        foreach (string name in new[] { "T1", "T2" })
        {
            var board = new Board(name, time, new BoardFlash());
            board.Pins.Changed += change => trace.Add(name + " " + change);
            board.PowerOn(() =>
            {
                board.StartLoop("lamp", ticks =>
                {
                    board.Pins.Drive(25, !board.Pins.Level(25));
                    return ticks + 250;
                });
                board.StartLoop("reader", ticks =>
                {
                    trace.Add(name + " reads " + board.Clock.UtcNow.ToString("o", CultureInfo.InvariantCulture));
                    return ticks + 100;
                }, () => !board.Reader.HasCard);
            });
            for (int i = 0; i < 50; i++)
            {
                time.At(Simulation.StartMs + random.Next(60000), () => board.Reader.Tap([1, 2, 3, (byte)trace.Count]));
            }
        }

        time.RunUntil(Simulation.StartMs + 60000);
        return trace.ToArray();
    }
}
