using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>What is folded can be written and read, and a fold that was read goes on as the one that never stopped.</summary>
public sealed class FoldStateTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>At whatever place a fold of whatever log is written, the one that is read is the same, and comes to the same at the end.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void AFoldThatWasReadGoesOn(int seed)
    {
        List<LogEntry> entries = RandomLog.Of(seed, 600);
        (LogFold whole, HistoryWatch found) = New();
        whole.Take(entries);
        Assert.True(whole.Room.Posts.Any(post => post.Attendance.Shifts.Count > 5) && whole.Chain.Terminals.Any(terminal => whole.Chain.BreaksOf(terminal).Count > 0));
        for (int split = 1; split < entries.Count; split += entries.Count / 9)
        {
            (LogFold first, _) = New();
            first.Take(entries.GetRange(0, split));
            byte[] saved = Bytes(first);
            (LogFold read, HistoryWatch goesOn) = Read(saved);
            Assert.Equal(saved, Bytes(read));
            Assert.Equal(Projection.Of(first), Projection.Of(read));
            read.Take(entries.GetRange(split, entries.Count - split));
            Assert.Equal(Projection.Of(whole), Projection.Of(read));
            Assert.Equal(Bytes(whole), Bytes(read));
            Assert.Equal(found.Noted(whole.Chain).Order(), goesOn.Noted(read.Chain).Order());
            foreach (string terminal in whole.Chain.Terminals)
            {
                Assert.Equal(whole.Chain.BreaksOf(terminal), read.Chain.BreaksOf(terminal));
                Assert.Equal(whole.Chain.JournalsOf(terminal), read.Chain.JournalsOf(terminal));
            }
        }
    }

    /// <summary>What is told of a broken history, and what of posts and terminals, is the same after the state was read.</summary>
    [Fact]
    public void TheSameIsToldAfterwards()
    {
        List<LogEntry> entries = RandomLog.Of(11, 500);
        (LogFold whole, HistoryWatch found) = New();
        whole.Take(entries);
        (LogFold read, HistoryWatch goesOn) = Read(Bytes(whole));
        DateTimeOffset now = entries[^1].ReceivedAt.AddHours(1);
        found.Look(whole.Chain, whole.Room, now);
        goesOn.Look(read.Chain, read.Room, now);
        string[] told = [.. whole.Room.NoticesDue(now).Select(notice => notice.Key).Order(StringComparer.Ordinal)];
        Assert.Contains(told, key => key.StartsWith("history-broken/", StringComparison.Ordinal));
        Assert.Equal(told, read.Room.NoticesDue(now).Select(notice => notice.Key).Order(StringComparer.Ordinal));
    }

    /// <summary>Of what was read nothing is said to be proved, but what was found wrong is not forgotten.</summary>
    [Fact]
    public void WhatWasReadIsNotProved()
    {
        List<LogEntry> entries = RandomLog.Of(3, 300);
        (LogFold whole, _) = New();
        whole.Take(entries);
        (LogFold read, _) = Read(Bytes(whole));
        foreach (LogEntry entry in entries)
        {
            Proof? proof = whole.Chain.ProofOf(entry.Position);
            Assert.Equal(proof == Proof.Ok ? null : proof, read.Chain.ProofOf(entry.Position));
        }
    }

    /// <summary>Bytes that are not what was written are told from it, wherever they end.</summary>
    [Fact]
    public void WhatWasCutIsRefused()
    {
        (LogFold whole, _) = New();
        whole.Take(RandomLog.Of(5, 60));
        byte[] saved = Bytes(whole);
        for (int length = 0; length < saved.Length; length += 7)
        {
            byte[] cut = saved[..length];
            Assert.ThrowsAny<Exception>(() => Read(cut));
        }
    }

    /// <summary>
    /// Whoever adds something to what is folded has to write and read it, too, and then to name it here. What is made of other fields, or made anew by whoever asks for it, stands here as well: somebody has
    /// thought of it.
    /// </summary>
    [Fact]
    public void EveryFieldOfWhatIsFoldedIsKnown()
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Duty.Absence"] = "End Start UnattendedFrom Verdict",
            ["Duty.AlarmFact"] = "At Type",
            ["Duty.AttendanceBook"] = "Shifts Spans _current _ofPerson _ofShift",
            ["Duty.AwaySpan"] = "From Held Position Reason To",
            ["Duty.AwayVerdict"] = "CountedSeconds FaultFrom IsForbidden OverMinutes",
            ["Duty.DutyRoom"] = "CommandVersions Exports FirmwareOffers Ledger Plan Roster RosterPosition RosterSince RosterVersion RosterWindow RosteredSince StartedAt _allStirredAt _clones _escalation _forgottenBefore _lookedAhead _lookedAt _newestAt _notices _past _posts _sightings _stirs _terminals _terminalsOf _twins _written",
            ["Duty.DutySpan"] = "Shift Since Staff Until",
            ["Duty.HandoverBook"] = "Alarms Handovers",
            ["Duty.HandoverFact"] = "At DueAt IsAbsent IsHasty IsReleased LateSeconds Position",
            ["Duty.KeptLook"] = "At Next Stirs",
            ["Duty.PostState"] = "Attendance Book ChangedAt Gate GateLooked GateSeen HandedOverAt Handovers Holder HolderPosition HolderShift In LadderStep LateFrom Looked PolicyMembers PolicyVersion Post Since StirredAt Until",
            ["Duty.PresentPerson"] = "AwaySeconds AwaySince LastAway Reason Relieved RelievedLate Shift ShiftEnd Since",
            ["Duty.ShiftAttendance"] = "Absences Arrival ArrivalMin Leaving ReleasedEarly RelievedAt Shift Staff Start Stints",
            ["Duty.Stint"] = "CamePosition LeftPosition _fromTicks _toTicks",
            ["Duty.TerminalState"] = "AsksAt Clock Epoch HeardAt Id Post RosterHeld Seq Session Since State",
            ["Firmware.FirmwareOffer"] = "By Firmware Hash Size",
            ["Firmware.PlacedOffer"] = "Offer Position",
            ["Ingest.Candidate"] = "Entry Loss Mac",
            ["Ingest.Chain"] = "Changes _bad _changedBreaks _counts _journals _judgedTo _keysOf _newJournals _takenOverTo _terminals _unproved",
            ["Ingest.EpochChain"] = "Ahead Begun Breaks FoldedTo IsClosed IsProved KeysFrom Links Lost NewestProved Older Passed StoredUpTo Waiting WaitingSince",
            ["Ingest.HistoryBreak"] = "Epoch Proof ReceivedAt Seq Terminal",
            ["Ingest.HistoryWatch"] = "Next _altered _breaks _causes _changed _found _healed _seen _young",
            ["Ingest.Link"] = "Candidates Claims IsContested IsProved IsVouched Waiting _lookedAt _lookedAtWith",
            ["Ingest.LogFold"] = "Chain IsOutdated Position Room _changedBefore _fault _history _retained _terminals",
            ["Ledger.Confirmation"] = "At By Month Staff",
            ["Ledger.Correction"] = "Answer At DecidedBy RequestedAt Staff State Text What",
            ["Ledger.Excuse"] = "At By Day Staff What",
            ["Ledger.LedgerBook"] = "Confirmations Corrections Entries Excuses Objections",
            ["Ledger.Objection"] = "Answer DecidedBy RequestedAt Row State Text",
            ["Ledger.PersonalEntry"] = "At Post Shift Staff Text",
            ["Ledger.RowName"] = "At Day Kind Post Shift Staff",
            ["Notices.BadgeSightings"] = "_people",
            ["Notices.BadgeSightings+Sighting"] = "At Badge Post Terminal",
            ["Notices.CloneFindings"] = "_found",
            ["Notices.Escalation"] = "_open _roster _seen",
            ["Notices.Notice"] = "At Cause Count Key Level Post Staff Terminal To Topic",
            ["Notices.NoticeBoard"] = "_due _firstSteps _newest _sent _sentKeys",
            ["Notices.SentNotice"] = "Acknowledged AcknowledgedBy Notice Position SentAt",
            ["Notices.TwinTerminals"] = "_terminals",
            ["Notices.TwinTerminals+Journal"] = "NewestAt",
            ["Notices.TwinTerminals+Turns"] = "_at",
            ["Notices.TwinTerminals+Twin"] = "Falls Journals Newest Session Turns",
            ["Roster.Leave"] = "AskedAt DecidedBy Planned Post Reason Shift Staff State",
            ["Roster.PastShifts"] = "Until _shifts",
            ["Roster.PlanBook"] = "Changes Leaves Swaps _turns",
            ["Roster.RosterShift"] = "End Entry Id Planned Post Start",
            ["Roster.ShiftChange"] = "Kind Other Plan Planned Post Shift Staff Time",
            ["Roster.ShiftEntry"] = "Crew Deputies Doubles End Id Leader Post Start Supervisor",
            ["Roster.ShiftPlan"] = "Crew Deputies Doubles End Leader Start Supervisor",
            ["Roster.Swap"] = "AskedAt DecidedBy From Planned Post Shift State To",
            ["Sheets.Gate"] = "Complete Holds ReadBy Sheet Shift",
            ["Sheets.Hold"] = "At Clearance ClearedAt ClearedBy Entitled Id Incoming IsReleased Kind Reason Releases Staff",
            ["Sheets.HoldRelease"] = "At Staff",
            ["Sheets.ItemDetails"] = "Cause Course Due How Reason Result Watch",
            ["Sheets.Sheet"] = "Amendments BegunAt Changes Content Counts Disputes Items Nothing Number Reads Shift Signature Ticks Version",
            ["Sheets.SheetAmendment"] = "At Change Staff Text",
            ["Sheets.SheetBook"] = "Forgotten Holds Sheets",
            ["Sheets.SheetChange"] = "Act At Name Said Staff Text Version",
            ["Sheets.SheetCount"] = "Incoming Outgoing",
            ["Sheets.SheetDispute"] = "At Reason SettledBy Settlement Staff",
            ["Sheets.SheetItem"] = "At CarriedFrom Changed ClosedBy Details Draft Earlier Id Section Staff Text Version",
            ["Sheets.SheetSignature"] = "At Incoming Outgoing Record Version",
            ["Sheets.SheetTick"] = "Incoming Outgoing OutgoingAt",
            ["Sheets.SheetWording"] = "At Name Staff Text Unseen",
            ["Sheets.ToldGate"] = "AsOf Gate Version",
            ["Store.ExportAct"] = "By Count From To",
            ["Store.LogEntry"] = "Body Epoch IsAltered Kind Position ReceivedAt Seq Terminal",
        };
        Dictionary<string, string> found = FieldsFrom(typeof(LogFold));
        Assert.Equal(known.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Key}: {type.Value}"), found.OrderBy(type => type.Key, StringComparer.Ordinal).Select(type => $"{type.Key}: {type.Value}"));
    }

    // Types that come of configuration, or of other things than the log, and are given to every fold.
    private static bool IsGiven(Type type) => type == typeof(TerminalRegister) || type == typeof(RetainedAct) || type == typeof(HostBridge.Roster.RosterModel) || type == typeof(TerminalKey);

    private static Dictionary<string, string> FieldsFrom(Type root)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Queue<Type>([root]);
        while (open.TryDequeue(out Type? type))
        {
            foreach (Type part in type.IsGenericType ? type.GetGenericArguments() : type.HasElementType ? [type.GetElementType()!] : Array.Empty<Type>())
            {
                open.Enqueue(part);
            }

            if (type.Assembly != typeof(LogFold).Assembly || type.HasElementType || type.IsEnum || IsGiven(type) || typeof(Delegate).IsAssignableFrom(type) || found.ContainsKey(KeyOf(type)))
            {
                continue;
            }

            FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
            found.Add(KeyOf(type), string.Join(' ', fields.Select(field => NameOf(field)).Order(StringComparer.Ordinal)));
            foreach (FieldInfo field in fields)
            {
                open.Enqueue(field.FieldType);
            }
        }

        return found;
    }

    private static string KeyOf(Type type) => type.FullName!.Replace("DutyKiosk.HostBridge.", "", StringComparison.Ordinal);

    // The field behind a property has its name, and that of a parameter the parameter's.
    private static string NameOf(FieldInfo field) => field.Name.StartsWith('<') && field.IsDefined(typeof(CompilerGeneratedAttribute)) ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;

    private static (LogFold Fold, HistoryWatch History) New()
    {
        var history = new HistoryWatch();
        return (new LogFold(RandomLog.Terminals, history, (_, _) => { }, RetainedAct.None), history);
    }

    private (LogFold Fold, HistoryWatch History) Read(byte[] saved)
    {
        var history = new HistoryWatch();
        var reader = new StateReader(saved);
        LogFold fold = LogFold.Load(reader, _bridge.Core.Log, RandomLog.Terminals, history, (_, _) => { })!;
        Assert.True(reader.IsAtEnd);
        return (fold, history);
    }

    private static byte[] Bytes(LogFold fold) => StateWriter.BytesOf(fold.Save);
}
