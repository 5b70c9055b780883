using System;
using System.Linq;
using System.Threading;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules.WhatIf;
using DutyKiosk.HostBridge.Tests.Ledger;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>What changed rules would have made of the last week.</summary>
public sealed class RehearsalTests
{
    /// <summary>The rules in force come to what was recorded, and so differ in nothing.</summary>
    [Fact]
    public void TheRulesInForceChangeNothing()
    {
        using LedgerBench bench = HandedOver();
        Rehearsal rehearsal = Rehearse(bench, _ => { });
        Assert.Equal("", Unplayed(rehearsal));
        Assert.Empty(rehearsal.Differences);
        Assert.Empty(rehearsal.Ledgers);
        Assert.Equal(4, rehearsal.Pieces.Sum(piece => piece.Taps));
    }

    /// <summary>A narrower window refuses the taps that began the handover, and an alarm follows that there was none of.</summary>
    [Fact]
    public void ANarrowerWindowRefusesTheTap()
    {
        using LedgerBench bench = HandedOver();
        Rehearsal rehearsal = Rehearse(bench, post => post.Parameters["windowMin"] = "3");
        Assert.Equal("", Unplayed(rehearsal));
        RuleDifference refused = rehearsal.Differences.First(difference => difference.Staff is "S01");
        Assert.Equal(["handover.started"], refused.Before.Select(record => record.Type));
        Assert.Equal(["window-closed"], refused.After.Select(record => record.Read(view => view.Text("reason"))));
        Assert.Contains(rehearsal.Differences, difference => difference.Staff.Length == 0 && difference.After.Any(record => record.Type is "handover.due"));
    }

    /// <summary>Whoever must come sooner would have been late, and the ledger proposes a fine for it.</summary>
    [Fact]
    public void ALongerLeadMakesSomebodyLate()
    {
        using LedgerBench bench = HandedOver();
        Rehearsal rehearsal = Rehearse(bench, post =>
        {
            post.Parameters["requiredLeadMin"] = "25";
            post.Parameters["lateFineYuan"] = "100";
        });
        Assert.Equal("", Unplayed(rehearsal));
        RuleDifference late = rehearsal.Differences.Single(difference => difference.Staff is "S02");
        Assert.Equal("on-time", late.Before[0].Read(view => view.Text("arrival")));
        Assert.Equal(("late", 5L), late.After[0].Read(view => (view.Text("arrival"), view.Number("minutes"))));
        LedgerDifference row = rehearsal.Ledgers.Single(ledger => ledger.Staff is "S02");
        Assert.Empty(row.Before);
        Assert.Equal(("late", 5, 100), (row.After[0].Kind, row.After[0].Minutes, row.After[0].AmountYuan));
        Assert.Equal(0, rehearsal.FinesBefore);
        Assert.True(rehearsal.FinesAfter >= 100);
    }

    /// <summary>Where the rules in force do not come to what was recorded, that piece is not played, and says so.</summary>
    [Fact]
    public void WhatCannotBeReplayedIsSaidSo()
    {
        using LedgerBench bench = HandedOver(arrival: "\"arrival\":\"late\",\"minutes\":40");
        Rehearsal rehearsal = Rehearse(bench, post => post.Parameters["windowMin"] = "3");
        PlayedPiece piece = rehearsal.Pieces.Single(piece => piece.Reason != Unplayable.None);
        Assert.Equal(Unplayable.Differs, piece.Reason);
        Assert.Contains("minutes=40", piece.Recorded, StringComparison.Ordinal);
        Assert.Empty(rehearsal.Differences);
    }

    /// <summary>Records of a clock that was never set tell no times that rules could be tried on.</summary>
    [Fact]
    public void AnUnsetClockCannotBeReplayed()
    {
        using LedgerBench bench = HandedOver();
        bench.Bridge.Receive(bench.Bridge.Terminal.Next("tap.refused", "\"badge\":\"0011223344556677\",\"reason\":\"unknown-badge\"", "2026-03-02T00:10:00.000Z", "unset"));
        Rehearsal rehearsal = Rehearse(bench, post => post.Parameters["windowMin"] = "3");
        Assert.Contains(rehearsal.Pieces, piece => piece.Reason == Unplayable.Clock);
    }

    /// <summary>It can be ended.</summary>
    [Fact]
    public void ItCanBeEnded()
    {
        using LedgerBench bench = HandedOver();
        RehearsalInput input = RehearsalInput.Of(bench.Bridge.Core, "hotline")!;
        Assert.Throws<OperationCanceledException>(() => Rehearsal.Of(input, input.Post, new CancellationToken(true)));
        Assert.Null(RehearsalInput.Of(bench.Bridge.Core, "nowhere"));
    }

    // S01 holds N1 until 08:00 and hands over to S02 at 07:55, who came at 07:40; it is 08:20.
    private static LedgerBench HandedOver(string arrival = "\"arrival\":\"on-time\",\"minutes\":-5")
    {
        var bench = new LedgerBench();
        bench.Until("2026-03-02T00:20:00Z");
        bench.Record("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"arrival\":\"late\",\"minutes\":375,\"holder\":true", "2026-03-01T18:00:00.000Z");
        bench.Record("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"D1\"," + arrival, "2026-03-01T23:40:00.000Z");
        bench.Record("handover.started", "\"staff\":\"S01\",\"side\":\"outgoing\",\"shift\":\"N1\"", "2026-03-01T23:55:00.000Z");
        bench.Record("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"outgoingAt\":\"2026-03-01T23:55:00.000Z\",\"incomingAt\":\"2026-03-01T23:55:05.000Z\",\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":0", "2026-03-01T23:55:05.000Z");
        return bench;
    }

    private static Rehearsal Rehearse(LedgerBench bench, Action<PostEntry> change)
    {
        RehearsalInput input = RehearsalInput.Of(bench.Bridge.Core, "hotline")!;
        PostEntry changed = input.Roster.Document.Copy().Posts.Single(post => post.Id is "hotline");
        change(changed);
        return Rehearsal.Of(input, changed, CancellationToken.None);
    }

    private static string Unplayed(Rehearsal rehearsal)
    {
        return string.Join('\n', rehearsal.Pieces.Where(piece => piece.Reason != Unplayable.None).Select(piece => $"{piece.From:O} {piece.Reason}: recorded {piece.Recorded}, replayed {piece.Replayed}"));
    }
}
