using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Signals;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>What a person at the terminal notices of the journal.</summary>
public sealed class JournalTests
{
    /// <summary>Near full it warns once; full it refuses aloud and counts, but a handover is still taken; with room again everything is.</summary>
    [Fact]
    public void AFullJournalKeepsRoomForHandovers()
    {
        var kiosk = new BareKiosk(40, 6) { Acknowledges = false };
        var days = new OrdinaryDays(kiosk);
        int confirmed = 0, changes = 0, refusals = 0;
        while (refusals == 0)
        {
            days.Change();
            changes++;
            confirmed = Count(kiosk, "handover.confirmed");
            refusals = kiosk.Health.GetProperty("refusedTaps").GetInt32();
            Assert.True(changes < 200, "the journal must run full");
        }

        Assert.Equal(1, Count(kiosk, "terminal.journal-near-full"));
        Assert.Equal(Signal.Fault, kiosk.Shown);
        int clockIns = OfCrew(kiosk);
        for (int i = 0; i < 4; i++)
        {
            days.Change();
        }

        Assert.Equal(clockIns, OfCrew(kiosk));
        Assert.True(Count(kiosk, "handover.confirmed") > confirmed, "the last of the room is for handovers");
        Assert.True(kiosk.Health.GetProperty("refusedTaps").GetInt32() > refusals);

        kiosk.Acknowledges = true;
        kiosk.LinkUp();
        for (int i = 0; i < 600; i++)
        {
            kiosk.Wait(100);
        }

        Assert.Equal(0, kiosk.Health.GetProperty("outboxDepth").GetInt32());
        refusals = kiosk.Health.GetProperty("refusedTaps").GetInt32();
        days.Change();
        Assert.Equal(refusals, kiosk.Health.GetProperty("refusedTaps").GetInt32());
    }

    /// <summary>Strange cards that a full journal has no room to count do not keep the terminal busy: it tries again each second.</summary>
    [Fact]
    public void WhatCannotBeCountedIsTriedEachSecond()
    {
        var kiosk = new BareKiosk(40, 3) { Acknowledges = false };
        for (int i = 0; kiosk.Health.GetProperty("refusedTaps").GetInt32() < 30; i++)
        {
            Assert.True(i < 5000, "the journal must run full");
            kiosk.Tap([0x04, 0xDE, (byte)(i >> 8), (byte)i]);
            kiosk.Wait(1000);
        }

        for (int i = 0; i < 200; i++)
        {
            kiosk.Wait(1000);
            Assert.True(kiosk.DueInMs > 500, $"it is due again after {kiosk.DueInMs} ms");
        }
    }

    /// <summary>What is sent is the same to the byte, whatever roster is loaded by then and however often the terminal has started.</summary>
    [Fact]
    public void WhatIsSentNeverChanges()
    {
        var kiosk = new BareKiosk(40) { Acknowledges = false };
        var days = new OrdinaryDays(kiosk);
        for (int i = 0; i < 6; i++)
        {
            days.Change();
        }

        string[] before = [.. kiosk.Lines];
        kiosk.Publish(99);
        kiosk.Restart();
        days.Change();
        Assert.Equal(before, kiosk.Lines.Take(before.Length));
        Assert.True(before.Length > 60);
    }

    /// <summary>The duty survives power cuts at every hour of some days.</summary>
    [Fact]
    public void TheDutySurvivesRestarts()
    {
        var steady = new BareKiosk(40);
        var shaken = new BareKiosk(40);
        var days = new OrdinaryDays(steady);
        var same = new OrdinaryDays(shaken);
        for (int i = 0; i < 10; i++)
        {
            days.Change();
            same.Change();
            shaken.Restart();
            shaken.LinkUp();
            shaken.Wait(1000);
        }

        string[] kinds = ["duty.", "handover.", "tap."];
        Assert.Equal(Outcomes(steady, kinds), Outcomes(shaken, kinds));
    }

    private static int Count(BareKiosk kiosk, string type) => kiosk.Lines.Count(line => line.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal));

    // A leader who was refused before comes in with the handover itself; the crew, S04 and on, has to wait.
    private static int OfCrew(BareKiosk kiosk)
    {
        return kiosk.Lines.Count(line => line.Contains("\"type\":\"duty.clock-in\"", StringComparison.Ordinal) && !Enumerable.Range(0, 4).Any(leader => line.Contains($"\"staff\":\"S0{leader}\"", StringComparison.Ordinal)));
    }

    // What happened to whom, without the numbers and clocks that restarts move.
    private static List<string> Outcomes(BareKiosk kiosk, string[] kinds)
    {
        return [.. kiosk.Lines.Where(line => kinds.Any(kind => line.Contains($"\"type\":\"{kind}", StringComparison.Ordinal)))
            .Select(line => line[line.IndexOf("\"type\"", StringComparison.Ordinal)..line.IndexOf("\"at\"", StringComparison.Ordinal)] + line[(line.IndexOf("\"ticks\"", StringComparison.Ordinal) + 9)..line.IndexOf(",\"mac\"", StringComparison.Ordinal)])
            .Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)] + (line.Contains("\"staff\"", StringComparison.Ordinal) ? line[line.IndexOf("\"staff\"", StringComparison.Ordinal)..] : ""))
            .Select(line => line.Split(",\"roster\"")[0])];
    }
}
