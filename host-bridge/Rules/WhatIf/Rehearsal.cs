using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>One moment at which changed rules would have made a difference.</summary>
/// <param name="At">When.</param>
/// <param name="Staff">Who tapped; empty: nobody.</param>
/// <param name="Before">What was recorded; none: nothing.</param>
/// <param name="After">What would have been recorded; none: nothing.</param>
public sealed record RuleDifference(DateTimeOffset At, string Staff, IReadOnlyList<PlayedRecord> Before, IReadOnlyList<PlayedRecord> After);

/// <summary>Why a piece of the week cannot be replayed.</summary>
public enum Unplayable
{
    /// <summary>It can.</summary>
    None,

    /// <summary>Nobody knows how it began: who held the duty might not have taken it by the roster.</summary>
    Beginning,

    /// <summary>More than one terminal wrote of it.</summary>
    Terminals,

    /// <summary>The clock of the terminal was not set.</summary>
    Clock,

    /// <summary>The replay by the old rules does not come to what was recorded: something was so that no record tells.</summary>
    Differs,
}

/// <summary>One piece of the week: from the middle of a shift to the middle of the next, so that each has one handover and begins as it really began.</summary>
/// <param name="From">Its first moment.</param>
/// <param name="To">The first moment behind it.</param>
/// <param name="Taps">How many taps were played.</param>
/// <param name="Reason">Why it cannot be replayed.</param>
/// <param name="Differences">What changed rules would have made different.</param>
/// <param name="After">The records that they would have come to; of a piece that cannot be replayed those that are.</param>
public sealed record PlayedPiece(
    DateTimeOffset From, DateTimeOffset To, int Taps, Unplayable Reason, IReadOnlyList<RuleDifference> Differences, IReadOnlyList<PlayedRecord> After)
{
    /// <summary>Where the replay by the old rules differs: the record that there is; null: there is none, or it does not differ.</summary>
    public PlayedRecord? Was { get; init; }

    /// <summary>Likewise the record that it came to.</summary>
    public PlayedRecord? Would { get; init; }

    /// <summary>The first of them as a line; empty: there is none.</summary>
    public string Recorded => Was?.Line ?? "";

    /// <summary>Likewise the other.</summary>
    public string Replayed => Would?.Line ?? "";
}

/// <summary>What the ledger would have proposed otherwise for somebody.</summary>
/// <param name="Staff">For whom.</param>
/// <param name="Before">The rows of the week by the old rules.</param>
/// <param name="After">The rows by the new ones.</param>
public sealed record LedgerDifference(string Staff, IReadOnlyList<Ledger.LedgerRow> Before, IReadOnlyList<Ledger.LedgerRow> After);

/// <summary>What another pack or other parameters would have changed in the last week of a post, had they been in force.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment behind it.</param>
/// <param name="Pieces">The pieces of the week.</param>
/// <param name="Ledgers">Whose ledger would be another.</param>
/// <param name="FinesBefore">All fines of the week by the old rules.</param>
/// <param name="FinesAfter">All fines of the week by the new ones.</param>
/// <param name="IsCut">Whether there were more records than may be played.</param>
public sealed record Rehearsal(DateTimeOffset From, DateTimeOffset To, IReadOnlyList<PlayedPiece> Pieces, IReadOnlyList<LedgerDifference> Ledgers, int FinesBefore, int FinesAfter, bool IsCut)
{
    private const int MostPieces = 120;
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);

    /// <summary>The differences at the terminal, by time.</summary>
    public IEnumerable<RuleDifference> Differences => Pieces.SelectMany(piece => piece.Differences).OrderBy(difference => difference.At);

    /// <summary>Plays the week by the rules in force, to see that it comes to what was recorded, and by others.</summary>
    /// <param name="input">The week.</param>
    /// <param name="changed">The post with its changed rules.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="RosterException">The changed rules are impossible.</exception>
    public static Rehearsal Of(RehearsalInput input, PostEntry changed, CancellationToken cancel)
    {
        var cast = new Cast(input);
        RosterModel old = cast.Model(input.Post), fresh = cast.Model(changed);
        var pieces = new List<PlayedPiece>();
        for (int i = 0; i + 1 < input.Standings.Count && i < MostPieces; i++)
        {
            cancel.ThrowIfCancellationRequested();
            pieces.Add(Piece(input, cast, old, fresh, input.Standings[i], input.Standings[i + 1].At, cancel));
        }

        (IReadOnlyList<LedgerDifference> ledgers, int finesBefore, int finesAfter) = WeekLedger.Compare(input, cast, changed, pieces);
        return new Rehearsal(input.From, input.To, pieces, ledgers, finesBefore, finesAfter, input.IsCut);
    }

    private static PlayedPiece Piece(RehearsalInput input, Cast cast, RosterModel old, RosterModel fresh, Standing standing, DateTimeOffset to, CancellationToken cancel)
    {
        (string Terminal, PlayedRecord Record)[] own = [.. input.Records.Where(record => record.Record.At >= standing.At && record.Record.At < to)];
        PlayedRecord[] records = [.. own.Select(record => record.Record)];
        IReadOnlyList<Decision> decisions = Decision.Of(records);
        if (decisions.Count == 0)
        {
            return new PlayedPiece(standing.At, to, 0, Unplayable.None, [], records);
        }

        if (own.Select(record => record.Terminal).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            return Fails(Unplayable.Terminals);
        }

        // A start is always written before the clock is set; what was decided by such a clock is another matter.
        if (decisions.SelectMany(decision => decision.Records).Any(record => record.Read(view => view.Text("clock")) is "unset"))
        {
            return Fails(Unplayable.Clock);
        }

        Decision[] taps = [.. decisions.Where(decision => decision.IsTap)];
        if (Play(input, cast, old, standing, to, taps) is not { } replayed)
        {
            return Fails(Unplayable.Beginning);
        }

        // A replay that does not come to what was lacks something that no record tells, and what it says of other rules is worth nothing.
        if (FirstDifference(decisions, replayed) is { } differs)
        {
            return Fails(Unplayable.Differs) with { Was = differs.Was, Would = differs.Would };
        }

        cancel.ThrowIfCancellationRequested();
        return Play(input, cast, fresh, standing, to, taps) is { } after
            ? new PlayedPiece(standing.At, to, taps.Length, Unplayable.None, [.. Differing(replayed, after)], [.. after.SelectMany(decision => decision.Records)])
            : Fails(Unplayable.Beginning);

        PlayedPiece Fails(Unplayable reason) => new(standing.At, to, decisions.Count(decision => decision.IsTap), reason, [], records);
    }

    // The decisions, each tap with what was written for it, also where that is nothing; null: it cannot begin as it did.
    private static List<Decision>? Play(RehearsalInput input, Cast cast, RosterModel rules, Standing standing, DateTimeOffset to, Decision[] taps)
    {
        var terminal = new ReplayTerminal(rules, input.Post.Id, standing.At - Lead);
        terminal.Present(standing.In.Where(person => cast.Knows(person.Key)));
        if (standing.Holder.Length > 0)
        {
            // Who holds the duty at a terminal is what it has seen itself.
            terminal.Tap(cast.UidOf(standing.Holder, false));
            if (!string.Equals(terminal.Holder, standing.Holder, StringComparison.Ordinal))
            {
                return null;
            }
        }

        var gates = new Queue<(DateTimeOffset At, Sheets.Gate Gate)>(input.Gates.Where(gate => gate.At < to));
        while (gates.Count > 1 && gates.ElementAt(1).At <= standing.At)
        {
            gates.Dequeue();
        }

        terminal.RunTo(standing.At);
        terminal.Take();
        var decisions = new List<Decision>();
        foreach (Decision tap in taps)
        {
            RunTo(tap.At);
            decisions.AddRange(Decision.Of(terminal.Take()));
            terminal.Tap(cast.UidOf(tap.Staff, tap.IsBlocked));
            Decision[] written = [.. Decision.Of(terminal.Take())];
            decisions.AddRange(written.Where(decision => !decision.IsTap));
            decisions.Add(new Decision(tap.At, tap.Staff, true, tap.IsBlocked, [.. written.Where(decision => decision.IsTap).SelectMany(decision => decision.Records)]));
        }

        RunTo(to);
        decisions.AddRange(Decision.Of(terminal.Take()));
        return decisions;

        void RunTo(DateTimeOffset moment)
        {
            while (gates.TryPeek(out (DateTimeOffset At, Sheets.Gate Gate) gate) && gate.At <= moment)
            {
                gates.Dequeue();
                terminal.RunTo(gate.At);
                terminal.Tell(gate.Gate, gate.At);
            }

            terminal.RunTo(moment);
        }
    }

    private static (PlayedRecord? Was, PlayedRecord? Would)? FirstDifference(IReadOnlyList<Decision> recorded, IReadOnlyList<Decision> replayed)
    {
        PlayedRecord[] was = [.. recorded.SelectMany(decision => decision.Records).Where(record => record.Type is not "handover.silenced")];
        PlayedRecord[] played = [.. replayed.SelectMany(decision => decision.Records).Where(record => record.Type is not "handover.silenced")];
        int at = was.Zip(played).TakeWhile(pair => string.Equals(pair.First.Line, pair.Second.Line, StringComparison.Ordinal)).Count();
        return at == was.Length && at == played.Length ? null : (was.ElementAtOrDefault(at), played.ElementAtOrDefault(at));
    }

    // Taps are the same in both, and stand beside each other; of the timers those of one step do.
    private static IEnumerable<RuleDifference> Differing(IReadOnlyList<Decision> before, IReadOnlyList<Decision> after)
    {
        foreach ((Decision was, Decision would) in before.Where(decision => decision.IsTap).Zip(after.Where(decision => decision.IsTap)))
        {
            if (!was.SaysTheSameAs(would))
            {
                yield return new RuleDifference(was.At, was.Staff, was.Records, would.Records);
            }
        }

        PlayedRecord[] timers = [.. Timers(before)], others = [.. Timers(after)];
        var left = others.ToList();
        foreach (PlayedRecord timer in timers)
        {
            PlayedRecord? same = left.Find(other => string.Equals(other.Line, timer.Line, StringComparison.Ordinal));
            if (same == null)
            {
                yield return new RuleDifference(timer.At, "", [timer], []);
                continue;
            }

            left.Remove(same);
            if ((same.At - timer.At).Duration() >= TimeSpan.FromMinutes(1))
            {
                yield return new RuleDifference(timer.At, "", [timer], [same]);
            }
        }

        foreach (PlayedRecord other in left)
        {
            yield return new RuleDifference(other.At, "", [], [other]);
        }

        static IEnumerable<PlayedRecord> Timers(IEnumerable<Decision> decisions) => decisions.Where(decision => !decision.IsTap).SelectMany(decision => decision.Records);
    }
}
