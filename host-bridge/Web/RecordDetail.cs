using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web;

/// <summary>What a record says beside its type and its people: how late, how early, why not, in whose stead.</summary>
public static class RecordDetail
{
    private const int SecondsAMinute = 60;

    /// <summary>The details in words, the weightiest first; none: the record has none.</summary>
    public static IReadOnlyList<string> Of(Language t, RecordView record, RosterModel roster) => Parts(t, record, roster).Where(part => part.Length > 0).ToArray();

    /// <summary>The names of whom a record is about, the outgoing before the incoming; empty: nobody.</summary>
    public static string Who(RecordView record, RosterModel roster)
    {
        return string.Join(" → ", new[] { record.Text("staff"), record.Text("outgoing"), record.Text("incoming") }.Where(id => id.Length > 0).Select(roster.NameOf));
    }

    private static IEnumerable<string> Parts(Language t, RecordView record, RosterModel roster) => record.Type switch
    {
        "duty.clock-in" => ClockIn(t, record, roster),
        "duty.clock-out" => ClockOut(t, record),
        "handover.confirmed" => Confirmed(t, record, roster),
        "handover.refused" or "tap.refused" => Refused(t, record),
        "handover.due" or "handover.late" => [record.Number("minutes") > 0 ? t["record.past-end", record.Number("minutes")] : ""],
        "handover.silenced" or "terminal.reader-recovered" or "check.answered" => [Seconds(t, record.Number("seconds"))],
        "away.ended" => [Seconds(t, record.Number("seconds")), record.Flag("over") ? t["record.away-over"] : ""],
        "terminal.started" => [BoardWords.Of(t, record.Text("cause")), record.Text("detail")],
        "terminal.clock-set" => [Step(t, record.Number("stepSeconds"))],
        "terminal.reader-fault" => [record.Text("detail")],
        "terminal.journal-near-full" => [$"{record.Number("percent")}%"],
        "terminal.journal-damaged" => [$"#{record.Number("from")}–#{record.Number("to")}"],
        "roster.applied" => [t["record.people-count", record.Number("staffCount")], t["record.shift-count", record.Number("shiftCount")]],
        "hold.released" => [record.Text("hold")],
        _ => [],
    };

    private static IEnumerable<string> ClockIn(Language t, RecordView record, RosterModel roster)
    {
        long minutes = record.Number("minutes");
        yield return record.Text("arrival") switch
        {
            "late" => t["record.late", minutes],
            "on-time" => t["record.on-time"],
            "returned" => t["record.returned"],
            "unrostered" => t["record.unrostered"],
            string other => other,
        };
        yield return record.Text("crossPost") is { Length: > 0 } post ? t["record.cross-post", PostOrder.NameOf(roster, post)] : "";
        yield return record.Flag("holder") ? t["record.took-duty"] : "";
    }

    private static IEnumerable<string> ClockOut(Language t, RecordView record)
    {
        long minutes = Math.Abs(record.Number("minutes"));
        yield return record.Text("leaving") switch
        {
            "early" => t["record.early", minutes],
            "stayed-over" => t["record.stayed", minutes],
            "on-time" => t["record.on-time"],
            string other => other,
        };
        yield return record.Flag("holder") ? t["record.nobody-holds"] : "";
    }

    private static IEnumerable<string> Confirmed(Language t, RecordView record, RosterModel roster)
    {
        // Minutes are whole ones, rounded up when late, as the terminal's own are.
        long minutes = (record.Number("latenessSeconds") + SecondsAMinute - 1) / SecondsAMinute;
        yield return minutes > 0 ? t["record.overdue", minutes] : "";
        yield return record.Flag("hasty") ? t["record.hasty"] : "";
        yield return record.Flag("absent") ? t["record.absent"] : "";
        yield return record.Text("releasedBy") is { Length: > 0 } supervisor ? t["record.released-by", roster.NameOf(supervisor)] : "";
        yield return record.Text("sheet") is "stale" ? t["record.sheet-stale"] : "";
    }

    private static IEnumerable<string> Refused(Language t, RecordView record)
    {
        yield return BoardWords.Of(t, record.Text("reason"));
        yield return record.Text("hold");
        yield return record.Number("count") > 1 ? $"×{record.Number("count")}" : "";
    }

    private static string Seconds(Language t, long seconds)
    {
        return seconds >= SecondsAMinute ? t["record.minutes", seconds / SecondsAMinute] : seconds > 0 ? t["record.seconds", seconds] : "";
    }

    // The first time after a start is a step from 1970 or from nothing: only what moved a running clock is worth a number.
    private static string Step(Language t, long seconds)
    {
        return seconds == 0 ? "" : Math.Abs(seconds) >= SecondsAMinute ? t["record.minutes", Signed(seconds / SecondsAMinute)] : t["record.seconds", Signed(seconds)];
    }

    private static string Signed(long number) => number.ToString("+#;-#", CultureInfo.InvariantCulture);
}
