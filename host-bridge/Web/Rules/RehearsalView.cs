using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules.WhatIf;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Rules;

/// <summary>One difference in words.</summary>
public sealed record DifferenceLine(string At, string Who, IReadOnlyList<string> Before, IReadOnlyList<string> After);

/// <summary>One piece of the week that cannot be replayed, in words.</summary>
public sealed record UnplayedLine(string From, string To, string Why, string Raw);

/// <summary>What the ledger would have had otherwise for somebody, in words.</summary>
public sealed record LedgerLine(string Staff, string Name, IReadOnlyList<string> Before, IReadOnlyList<string> After);

/// <summary>What changed rules would have made of the last week, in words.</summary>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment behind it.</param>
/// <param name="Taps">How many taps were played.</param>
/// <param name="Played">How many pieces of the week were.</param>
/// <param name="Pieces">How many there are in which somebody tapped.</param>
/// <param name="Differences">The differences at the terminal.</param>
/// <param name="More">How many more there are than are shown.</param>
/// <param name="Unplayed">What cannot be replayed.</param>
/// <param name="Ledgers">The differences in the ledger.</param>
/// <param name="FinesBefore">All fines of the week by the old rules.</param>
/// <param name="FinesAfter">All fines of the week by the new ones.</param>
/// <param name="IsCut">Whether there were more records than may be played.</param>
public sealed record RehearsalView(
    string From, string To, int Taps, int Played, int Pieces, IReadOnlyList<DifferenceLine> Differences, int More, IReadOnlyList<UnplayedLine> Unplayed, IReadOnlyList<LedgerLine> Ledgers, int FinesBefore, int FinesAfter, bool IsCut)
{
    private const int MostLines = 200;

    /// <summary>Whether nothing could be replayed, so that nothing is known.</summary>
    public bool IsNone => Played == 0;

    /// <summary>Whether nothing of what was replayed would have been different.</summary>
    public bool IsSame => Differences.Count == 0 && Ledgers.Count == 0;

    /// <summary>Puts a rehearsal into words.</summary>
    public static RehearsalView Of(Language t, RosterModel roster, Rehearsal rehearsal, DateTimeOffset now)
    {
        var time = new CivilTime(roster, now);
        RuleDifference[] all = [.. rehearsal.Differences];
        PlayedPiece[] tapped = [.. rehearsal.Pieces.Where(piece => piece.Taps > 0 || piece.Reason != Unplayable.None)];
        return new RehearsalView(
            time.Dated(rehearsal.From),
            time.Dated(rehearsal.To),
            rehearsal.Pieces.Where(piece => piece.Reason == Unplayable.None).Sum(piece => piece.Taps),
            tapped.Count(piece => piece.Reason == Unplayable.None),
            tapped.Length,
            [.. all.Take(MostLines).Select(difference => new DifferenceLine(
                time.Dated(difference.At), difference.Staff.Length > 0 ? roster.NameOf(difference.Staff) : "", Said(t, roster, difference.Before, difference.At, time), Said(t, roster, difference.After, difference.At, time)))],
            Math.Max(0, all.Length - MostLines),
            [.. tapped.Where(piece => piece.Reason != Unplayable.None).Select(piece => new UnplayedLine(
                time.Dated(piece.From), time.Dated(piece.To), piece.Reason == Unplayable.Differs ? t["rules.unplayable-differs", Told(t, roster, piece.Was), Told(t, roster, piece.Would)] : t[$"rules.unplayable-{piece.Reason.ToString().ToLowerInvariant()}"],
                piece.Reason == Unplayable.Differs ? $"{piece.Recorded} ≠ {piece.Replayed}" : ""))],
            [.. rehearsal.Ledgers.Select(ledger => new LedgerLine(ledger.Staff, roster.NameOf(ledger.Staff), Rows(t, ledger.Before), Rows(t, ledger.After)))],
            rehearsal.FinesBefore,
            rehearsal.FinesAfter,
            rehearsal.IsCut);
    }

    private static string[] Said(Language t, RosterModel roster, IReadOnlyList<PlayedRecord> records, DateTimeOffset at, CivilTime time)
    {
        return records.Count == 0 ? [t["rules.nothing"]] : [.. records.Select(record => record.Read(view =>
        {
            string details = string.Join(" · ", RecordDetail.Of(t, view, roster));
            string moved = (record.At - at).Duration() >= TimeSpan.FromMinutes(1) ? $" ({time.Dated(record.At)})" : "";
            return $"{BoardWords.Of(t, record.Type)}{(details.Length > 0 ? " · " + details : "")}{moved}";
        }))];
    }

    private static string[] Rows(Language t, IReadOnlyList<LedgerRow> rows)
    {
        return rows.Count == 0 ? [t["rules.nothing"]] : [.. rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row.Day.Month:00}-{row.Day.Day:00} {t[$"ledger.kind-{row.Kind}"]}{(row.Minutes > 0 ? " " + t["ledger.minutes", row.Minutes] : "")}{(row.AmountYuan > 0 ? " " + t["ledger.yuan", row.AmountYuan] : "")}"))];
    }

    // Who and what, as the board would say it.
    private static string Told(Language t, RosterModel roster, PlayedRecord? record)
    {
        return record == null
            ? t["rules.nothing"]
            : record.Read(view => string.Join(" · ", new[] { RecordDetail.Who(view, roster), BoardWords.Of(t, record.Type) }.Concat(RecordDetail.Of(t, view, roster)).Where(said => said.Length > 0)));
    }
}
