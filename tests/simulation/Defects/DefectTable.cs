using System.Collections.Generic;

namespace DutyKiosk.Simulation.Defects;

/// <summary>
/// A mistake that somebody could have made, and that the simulator has to find. It is put into a copy of the sources, never into the product's own.
/// </summary>
/// <param name="Name">What it is called.</param>
/// <param name="What">What is wrong with it, in a few words.</param>
/// <param name="Seeds">Within how many seeds it has to be found.</param>
/// <param name="Edits">What is changed.</param>
public sealed record Defect(string Name, string What, int Seeds, params IReadOnlyList<Edit> Edits);

/// <summary>A text of a source file that stands there exactly once, and what stands in its place in the copy. <c>DEFECT</c> there is whether the defect is switched on.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Find">The text.</param>
/// <param name="Replace">What takes its place: the right way and the wrong one.</param>
public sealed record Edit(string File, string Find, string Replace);

/// <summary>The deliberate defects.</summary>
public static class DefectTable
{
    private const string Firmware = "firmware/Core/";
    private const string Bridge = "host-bridge/";

    /// <summary>All of them, those of the terminal first.</summary>
    public static IReadOnlyList<Defect> All { get; } =
    [
        new("told-before-kept", "a tap is shown as accepted though flash has refused its record", 40,
            new Edit(Firmware + "Kiosk.cs", "if (!_journal.Append(decision.Records, decision.Count, Boot, _state))", "if (!_journal.Append(decision.Records, decision.Count, Boot, _state) && !DEFECT)")),
        new("crc-forgotten", "bytes that a cut write left behind pass for a record", 60,
            new Edit(Firmware + "Journal/Chunk.cs", "(uint)kind == crc ? reader : null", "(uint)kind == crc || (DEFECT && bodyLength > 3 && (crc & 0xFF) != 0) ? reader : null")),
        new("number-given-twice", "a start drops a segment that holds one decision, and gives its numbers again", 60,
            new Edit(Firmware + "Journal/FlashJournal.cs", "newest.Next() != null || newest.EndsDamaged", "(newest.Next() != null && (!DEFECT || newest.Next() != null)) || newest.EndsDamaged")),
        new("holder-not-in-snapshot", "a new segment forgets who holds, which the next start finds", 40,
            new Edit(Firmware + "Duty/DutyState.cs", "to.Text(Holder);\n            to.Text(HolderShift);", "to.Text(DEFECT ? \"\" : Holder);\n            to.Text(HolderShift);")),
        new("window-of-nine", "nine records may be under way", 40,
            new Edit(Firmware + "Outbox/RecordOutbox.cs", "new uint[Window]", "new uint[Window + 1]"),
            new Edit(Firmware + "Outbox/RecordOutbox.cs", "while (_count < Window", "while (_count < Window + (DEFECT ? 1 : 0)")),
        new("never-sent-again", "a record that was lost on its way is never sent again", 60,
            new Edit(Firmware + "Outbox/RecordOutbox.cs", "if (IsWaiting() && ticks", "if (!DEFECT && IsWaiting() && ticks")),
        new("pairing-limit-exclusive", "a second badge at the very end of the pairing time comes too late", 60,
            new Edit(Firmware + "Duty/DutyTimers.cs", "view.Now.Ticks - pair.StartedAt.Ticks <= view.Policy.PairingTimeS * 1000)", "view.Now.Ticks - pair.StartedAt.Ticks <= (view.Policy.PairingTimeS * 1000) - (DEFECT ? 1 : 0))")),
        new("one-person-handover", "who began a pair completes it himself", 40,
            new Edit(Firmware + "Taps/TapSituation.cs", "| Bit(TapFact.PairStarter, Staff == pair.Starter)\n                | Bit(TapFact.PairOther, other && Staff != pair.Starter)", "| Bit(TapFact.PairStarter, Staff == pair.Starter && !DEFECT)\n                | Bit(TapFact.PairOther, (other && Staff != pair.Starter) || (DEFECT && Staff == pair.Starter))")),
        new("hold-ignored-when-old", "an open hold stops no handover once the bridge was away for ten minutes", 200,
            new Edit(Firmware + "Duty/DutyView.cs", "if (IsGateOld() && Policy.HoldsOffline == \"allow\")", "if (IsGateOld() && (DEFECT || Policy.HoldsOffline == \"allow\"))")),
        new("release-outlives-handover", "a hold that was released for one handover is released for ever", 100,
            new Edit(Firmware + "Duty/DutyState.cs", "_releasedHolds = new string[0];\n            ReleasedBy = \"\";\n            PairStaff = \"\";", "_releasedHolds = DEFECT ? _releasedHolds : new string[0];\n            ReleasedBy = \"\";\n            PairStaff = \"\";")),
        new("window-opens-late", "the handover window opens a second too late", 100,
            new Edit(Firmware + "Duty/DutyView.cs", "Now.Seconds >= State.HolderEnd - (Policy.WindowMin * 60)", "Now.Seconds >= State.HolderEnd - (Policy.WindowMin * 60) + (DEFECT ? 1 : 0)")),
        new("presence-never-lapses", "who forgot to clock out is in for ever, at the terminal", 40,
            new Edit(Firmware + "Duty/DutyState.cs", "_people.Lapse(seconds, lapseSeconds, Holder);", "_people.Lapse(DEFECT ? 0 : seconds, lapseSeconds, Holder);")),
        new("puback-before-commit", "the PUBACK is given when a record comes, not when it is stored", 20,
            new Edit(Bridge + "BridgeCore.cs", "RecordBody? body = OwnRecord(client, payload);\n", "RecordBody? body = OwnRecord(client, payload);\n        if (DEFECT)\n        {\n            done?.Invoke(true);\n            done = null;\n        }\n\n")),
        new("failed-commit-passes", "a commit that failed is answered like one that did not", 40,
            new Edit(Bridge + "Ingest/Intake.cs", "counts.CommitFailed();\n                stored = false;", "counts.CommitFailed();\n                stored = DEFECT;")),
        new("ack-runs-ahead", "the acknowledgement names one record more than is stored", 20,
            new Edit(Bridge + "Ingest/Acknowledgements.cs", "long upTo = chain.StoredUpTo(terminal, debt.Epoch);", "long upTo = chain.StoredUpTo(terminal, debt.Epoch) + (DEFECT ? 1 : 0);")),
        new("wake-up-lost", "an acknowledgement that is put off by a second is not waited for", 40,
            new Edit(Bridge + "Ingest/Acknowledgements.cs", "Next = debt.SaidAt + Pause < Next ? debt.SaidAt + Pause : Next;", "Next = !DEFECT && debt.SaidAt + Pause < Next ? debt.SaidAt + Pause : Next;")),
        new("dedup-forgotten", "a record that comes again is stored again", 40,
            new Edit(Bridge + "Store/Log.cs", "bool known = first.AsSpan().SequenceEqual(entry.Body) ||", "bool known = (!DEFECT && first.AsSpan().SequenceEqual(entry.Body)) ||")),
        new("signature-not-looked-at", "a forged record takes the place of the terminal's own", 200,
            new Edit(Bridge + "Ingest/Chain.cs", "return CryptographicOperations.FixedTimeEquals(hash[..16], mac);", "return DEFECT || CryptographicOperations.FixedTimeEquals(hash[..16], mac);")),
        new("folded-twice", "what was folded is folded again with the next record", 20,
            new Edit(Bridge + "Ingest/FoldedLog.cs", "_fold.Take(fresh);\n", "_fold.Take(fresh);\n                if (DEFECT)\n                {\n                    _fold.Take(new LogPage([fresh.Entries[^1]], [fresh.Bodies[^1]]));\n                }\n\n")),
        new("order-not-waited-for", "a record is folded though one before it is still missing", 100,
            new Edit(Bridge + "Ingest/EpochChain.cs", "if (Waiting.Count > 0 && receivedAt >= WaitingSince + GapSpan)", "if (Waiting.Count > 0 && (DEFECT || receivedAt >= WaitingSince + GapSpan))")),
        new("late-by-one-more", "the ledger counts a minute of lateness too many", 20,
            new Edit(Bridge + "Ledger/ShiftFacts.cs", "Math.Max(1, Attendance.ArrivalMin) : 0;", "Math.Max(1, Attendance.ArrivalMin) + (DEFECT ? 1 : 0) : 0;")),
        new("stint-not-ended", "a clock-out does not end the time worked when another shift is taken on", 60,
            new Edit(Bridge + "Duty/Attendance.cs", "Leave(staff, at, position);\n            before.RelievedAt ??= at;", "if (!DEFECT)\n            {\n                Leave(staff, at, position);\n            }\n\n            before.RelievedAt ??= at;")),
        new("presence-held-back", "the bridge lists who clocked out as in", 20,
            new Edit(Bridge + "Duty/DutyFold.cs", "post.In.Remove(staff);\n                if (record.Flag(\"holder\"))", "if (!DEFECT || post.In.Count % 7 != 3)\n                {\n                    post.In.Remove(staff);\n                }\n\n                if (record.Flag(\"holder\"))")),
    ];
}
