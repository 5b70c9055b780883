using System.Linq;
using DutyKiosk.HostBridge.Roster;
using Xunit;
using static DutyKiosk.HostBridge.Tests.Roster.RosterOfTests;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Presence checks: when the holder has to answer.</summary>
public sealed class PresenceCheckTests
{
    /// <summary>There is a check only while a shift runs, whose end is not part of it; the last moment of a span is not part of that either.</summary>
    [Fact]
    public void ThereIsACheckWhileAShiftRuns()
    {
        RosterModel model = Model();
        Assert.Equal(["b", "c"], Ids(model, "2026-03-02 00:00", "2026-03-03 00:00"));
        Assert.Equal(["b"], Ids(model, "2026-03-02 00:00", "2026-03-02 19:59"));
        Assert.Empty(Ids(model, "2026-03-03 00:00", "2026-03-04 00:00"));
    }

    /// <summary>One that is due already is told as long as it may be answered.</summary>
    [Fact]
    public void WhatMayStillBeAnsweredIsTold()
    {
        RosterModel model = Model();
        Assert.Equal(["b", "c"], Ids(model, "2026-03-02 08:04", "2026-03-03 00:00"));
        Assert.Equal(["c"], Ids(model, "2026-03-02 08:05", "2026-03-03 00:00"));
    }

    private static RosterModel Model()
    {
        RosterDocument document = Document("Asia/Shanghai", ("checks", "a 07:59, d 20:00, c 19:59, b 08:00"), ("checkAnswerMin", "5"));
        document.Shifts.Add(Shift("D1", "2026-03-02 08:00", "2026-03-02 20:00", "S01"));
        return RosterModel.Of(document);
    }

    private static string[] Ids(RosterModel model, string from, string to) => [.. PresenceChecks.Of(model, "hotline", model.At(from), model.At(to)).Select(check => check.Id)];
}
