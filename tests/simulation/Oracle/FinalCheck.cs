using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.Core.Duty;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Simulation.World;
using NodaTime;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>What has to be so once everything is mended and nothing is under way any more.</summary>
public sealed class FinalCheck(
    House house, Verdict verdict, SimBridge bridge, LogMirror log, SimTerminal[] terminals, TerminalOracle[] oracles, HashSet<(string Terminal, long Seq)> claimed, bool restored, DateTimeOffset now)
{
    private static readonly TimeSpan GapPatience = TimeSpan.FromMinutes(1);

    /// <summary>Looks.</summary>
    public void Look()
    {
        BridgeCore core = bridge.Core!;
        for (int i = 0; i < terminals.Length; i++)
        {
            Complete(core, house.Entries[i], oracles[i].Journal);
        }

        if (verdict.First != null)
        {
            return;
        }

        Recount recount = Count();
        for (int i = 0; i < terminals.Length; i++)
        {
            SamePeople(core, recount, terminals[i], oracles[house.PostOf(i).Terminals[0]]);
        }

        Ledgers(core, recount);
        FoldAgain(core);
    }

    private void Complete(BridgeCore core, TerminalEntry terminal, JournalMirror journal)
    {
        verdict.Check(Invariants.Complete, log.UpTo(terminal.Id) == journal.Records.Count, () => $"{terminal.Id} has written {journal.Records.Count} records, and the log has them up to {log.UpTo(terminal.Id)}");
        verdict.Check(Invariants.Complete, !journal.Undeclared.Any(), () => $"{terminal.Id} has given up {string.Join(", ", journal.Undeclared)}, and declares nothing of it");
        long stored = core.Read((_, chain) => chain.StoredUpTo(terminal.Id, journal.Epoch));

        // A record whose number somebody else has claimed is proved by the one behind it, so the newest may still wait.
        bool waits = claimed.Any(claim => string.Equals(claim.Terminal, terminal.Id, StringComparison.Ordinal) && claim.Seq >= journal.Records.Count);
        verdict.Check(Invariants.Proved, stored == journal.Records.Count || waits, () => $"{terminal.Id} has written {journal.Records.Count} records, and {stored} are proved");
        string[] breaks = [.. core.VerifyHistory(terminal.Id).Where(found => !claimed.Contains((terminal.Id, found.Seq))).Select(found => found.ToString())];
        verdict.Check(Invariants.Proved, breaks.Length == 0, () => $"the history is broken: {string.Join("; ", breaks)}");

        // On a bad network one record may come many minutes before the one before it; the bridge waits for a minute before it tells of that.
        bool lacked = log.LongestGap(terminal.Id) >= GapPatience;
        string[] told = restored || journal.HasGivenUp || claimed.Count > 0 ? []
            : core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is "history-broken" && string.Equals(sent.Notice.Terminal, terminal.Id, StringComparison.Ordinal) && !(lacked && sent.Notice.Cause is "gap")).Select(sent => sent.Notice.Key).ToArray());
        verdict.Check(Invariants.Proved, told.Length == 0, () => $"nothing was lost or forged, and people were told of {string.Join(", ", told)}");
        verdict.Check(Invariants.AckInTime, journal.Told == journal.Records.Count || waits, () => $"{terminal.Id} has written {journal.Records.Count} records, and was told of {journal.Told}");
    }

    private void SamePeople(BridgeCore core, Recount recount, SimTerminal terminal, TerminalOracle handover)
    {
        DutyState state = terminal.Core!.State;
        (string holder, string[] folded, string[] aMinuteAgo, string[] counted) = core.Read((room, _) =>
        {
            PostState post = room.PostOf(terminal.Entry.Post);
            string[] PeopleAt(DateTimeOffset at) => [.. post.PresentAt(at, room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(person => person.Key)];

            // A terminal is stepped once a minute, and has somebody in until then whose presence lapses meanwhile.
            return (post.Holder, PeopleAt(now), PeopleAt(now.AddMinutes(-1)), recount.In(room.Roster, post.Post, handover.Holder, now).ToArray());
        });
        verdict.Check(Invariants.SameHolder, string.Equals(holder, handover.Holder, StringComparison.Ordinal) && string.Equals(holder, state.Holder, StringComparison.Ordinal), () => $"{terminal.Entry.Id}: by the records '{handover.Holder}' holds, the bridge has '{holder}', the terminal '{state.Holder}'");
        string[] seen = [.. Enumerable.Range(0, state.Count).Select(state.At).Where(person => person.In).Select(person => person.Staff).Order(StringComparer.Ordinal)];

        // Who holds, and has left at a terminal that did not know of that, stays in where he is to hand over.
        string[] expected = terminal.Entry.Handover && state.Holder.Length > 0 ? [.. folded.Union([state.Holder], StringComparer.Ordinal).Order(StringComparer.Ordinal)] : folded;
        bool same = seen.SequenceEqual(expected, StringComparer.Ordinal) || seen.SequenceEqual(aMinuteAgo, StringComparer.Ordinal);
        verdict.Check(Invariants.SamePresence, same, () => $"{terminal.Entry.Id}: it has {string.Join(",", seen)} in, the bridge {string.Join(",", folded)}");

        // A terminal believes what the bridge says of it, so the two may agree on what is wrong.
        verdict.Check(Invariants.SamePresence, folded.Where(staff => !recount.IsLate(staff)).SequenceEqual(counted.Where(staff => !recount.IsLate(staff)), StringComparer.Ordinal), () => $"{terminal.Entry.Post}: the bridge has {string.Join(",", folded)} in, by the records it is {string.Join(",", counted)}");
    }

    private Recount Count()
    {
        JournalMirror JournalOf(string terminal) => oracles[Array.FindIndex(terminals, candidate => string.Equals(candidate.Entry.Id, terminal, StringComparison.Ordinal))].Journal;
        return new Recount(
            log.Records.Where(row => log.IsOwn(row)),
            terminal => house.Entries.First(entry => string.Equals(entry.Id, terminal, StringComparison.Ordinal)).Post,
            (terminal, seq) => seq <= JournalOf(terminal).Records.Count && JournalOf(terminal).Records[(int)seq - 1] == null);
    }

    private void Ledgers(BridgeCore core, Recount recount)
    {
        core.Read((room, _) =>
        {
            YearMonth month = room.Roster.Civil(House.Begin).Date.ToYearMonth();
            foreach (string staff in house.People.Where(staff => !recount.IsLate(staff)))
            {
                MonthlyFigures told = MonthlyFigures.Of(room, staff, month, now);
                MonthlyFigures counted = recount.Of(room.Roster, house.Posts.Select(post => post.Id), staff, month, now);
                verdict.Check(Invariants.Ledger, counted == told with { Absent = 0, FineYuan = 0 }, () => $"{staff}: the ledger says {told}, a recount {counted}");
            }

            return 0;
        });
    }

    private void FoldAgain(BridgeCore core)
    {
        string before = Folded(core);
        core.Rebuild();
        string after = Folded(core);
        verdict.Check(Invariants.Folds, string.Equals(before, after, StringComparison.Ordinal), () => $"folding again comes to something else: {Difference(before, after)}");
        verdict.Check(Invariants.Proved, house.Entries.All(terminal => core.Read((_, chain) => chain.BreaksOf(terminal.Id).All(found => claimed.Contains((terminal.Id, found.Seq)) || found.Proof == Proof.Gap))), () => "proved anew, the history is broken");
    }

    private static string Folded(BridgeCore core) => core.Read((room, _) => JsonSerializer.Serialize(new { Posts = room.Posts.ToArray(), room.Plan, room.Ledger, room.Exports, Notices = room.Notices.All, room.Roster.Document }));

    private static string Difference(string before, string after)
    {
        int at = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        int from = Math.Max(0, at - 120);
        return $"…{before[from..Math.Min(before.Length, at + 160)]}… / …{after[from..Math.Min(after.Length, at + 160)]}…";
    }
}
