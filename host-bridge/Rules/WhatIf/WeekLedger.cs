using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>What the ledger makes of a week by two sets of rules: the bridge's own fold of what was recorded, and of what would have been.</summary>
internal static class WeekLedger
{
    /// <summary>Compares them.</summary>
    internal static (IReadOnlyList<LedgerDifference> Ledgers, int Before, int After) Compare(RehearsalInput input, Cast cast, PostEntry changed, IReadOnlyList<PlayedPiece> pieces)
    {
        PlayedRecord[] recorded = [.. input.Records.Select(record => record.Record)];
        PlayedRecord[] wouldBe = [.. recorded.Where(record => !pieces.Any(piece => record.At >= piece.From && record.At < piece.To)).Concat(pieces.SelectMany(piece => piece.After)).OrderBy(record => record.At)];
        DutyRoom before = Room(input, cast, input.Post, recorded), after = Room(input, cast, changed, wouldBe);
        var differences = new List<LedgerDifference>();
        int finesBefore = 0, finesAfter = 0;
        foreach (string staff in cast.All)
        {
            LedgerRow[] was = Rows(input, before, staff), would = Rows(input, after, staff);
            finesBefore += was.Sum(row => row.AmountYuan);
            finesAfter += would.Sum(row => row.AmountYuan);
            if (!was.Select(Said).SequenceEqual(would.Select(Said)))
            {
                differences.Add(new LedgerDifference(staff, was, would));
            }
        }

        return (differences, finesBefore, finesAfter);

        static (LocalDate Day, string Kind, int Minutes, int Yuan, bool Excused, string Detail) Said(LedgerRow row) => (row.Day, row.Kind, row.Minutes, row.AmountYuan, row.Excused, row.Detail);
    }

    private static DutyRoom Room(RehearsalInput input, Cast cast, PostEntry post, IReadOnlyList<PlayedRecord> records)
    {
        var room = new DutyRoom(new TerminalRegister(new string('5', 64), [new TerminalEntry { Id = ReplayTerminal.Id, Post = post.Id, Handover = true, Key = new string('1', 64) }]));
        DateTimeOffset begin = input.Shifts.Count > 0 && input.Shifts[0].Start < input.From ? input.Shifts[0].Start.AddDays(-1) : input.From;
        long position = 0;
        Apply(LogKind.Roster, "", JsonSerializer.SerializeToUtf8Bytes(cast.Document(post)), begin);
        Apply(LogKind.Link, ReplayTerminal.Id, "{\"state\":\"online\",\"session\":1}"u8.ToArray(), begin);
        foreach (PlayedRecord record in records)
        {
            Apply(LogKind.Record, ReplayTerminal.Id, record.Json, record.At);
        }

        room.Ledger.Excuses.AddRange(input.Excuses);
        room.Ledger.Corrections.AddRange(input.Corrections);
        return room;

        void Apply(LogKind kind, string terminal, byte[] body, DateTimeOffset at) => room.Apply(new LogEntry(++position, kind, terminal, kind == LogKind.Record ? "5f0c9a1e" : "", kind == LogKind.Record ? position : 0, body, at));
    }

    // Of the shifts that began in the week; a grade hangs on the whole month, which is not played.
    private static LedgerRow[] Rows(RehearsalInput input, DutyRoom room, string staff)
    {
        LocalDate first = input.Roster.Civil(input.From).Date, last = input.Roster.Civil(input.To).Date;
        return [.. new[] { first.ToYearMonth(), last.ToYearMonth() }.Distinct().SelectMany(month => MonthLedger.Of(room, staff, month, input.To)).Where(row => row.Day >= first && row.Day <= last && row.Kind is not "grade")];
    }
}
