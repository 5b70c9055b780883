using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Web;

/// <summary>What a record says beside its type and its people: how late, how early, why not, in whose stead.</summary>
public static class RecordDetail
{
    private const int SecondsAMinute = 60;

    /// <summary>The details in words, the weightiest first; none: the record has none.</summary>
    public static IReadOnlyList<string> Of(RecordView record, RosterModel roster) => Parts(record, roster).Where(part => part.Length > 0).ToArray();

    private static IEnumerable<string> Parts(RecordView record, RosterModel roster) => record.Type switch
    {
        "duty.clock-in" => ClockIn(record, roster),
        "duty.clock-out" => ClockOut(record),
        "handover.confirmed" => Confirmed(record, roster),
        "handover.refused" or "tap.refused" => Refused(record),
        "handover.due" or "handover.late" => [record.Number("minutes") > 0 ? $"已过 {record.Number("minutes")} 分钟 {record.Number("minutes")} min past the end" : ""],
        "handover.silenced" or "terminal.reader-recovered" or "check.answered" => [Seconds(record.Number("seconds"))],
        "away.ended" => [Seconds(record.Number("seconds")), record.Flag("over") ? "离岗过久 too long" : ""],
        "terminal.started" => [BoardWords.Of(record.Text("cause")), record.Text("detail")],
        "terminal.clock-set" => [Step(record.Number("stepSeconds"))],
        "terminal.reader-fault" => [record.Text("detail")],
        "terminal.journal-near-full" => [$"{record.Number("percent")}%"],
        "terminal.journal-damaged" => [$"#{record.Number("from")}–#{record.Number("to")}"],
        "roster.applied" => [$"{record.Number("staffCount")} 人 people", $"{record.Number("shiftCount")} 班 shifts"],
        "hold.released" => [record.Text("hold")],
        _ => [],
    };

    private static IEnumerable<string> ClockIn(RecordView record, RosterModel roster)
    {
        long minutes = record.Number("minutes");
        yield return record.Text("arrival") switch
        {
            "late" => $"迟到 {minutes} 分钟 {minutes} min late",
            "on-time" => "准时 on time",
            "returned" => "返回 returned",
            "unrostered" => "未排班 unrostered",
            string other => other,
        };
        yield return record.Text("crossPost") is { Length: > 0 } post ? $"串岗，来自{PostOrder.NameOf(roster, post)} cross-post from {post}" : "";
        yield return record.Flag("holder") ? "接岗当班 took the duty" : "";
    }

    private static IEnumerable<string> ClockOut(RecordView record)
    {
        long minutes = Math.Abs(record.Number("minutes"));
        yield return record.Text("leaving") switch
        {
            "early" => $"早退 {minutes} 分钟 {minutes} min early",
            "stayed-over" => $"超时 {minutes} 分钟 stayed {minutes} min over",
            "on-time" => "准时 on time",
            string other => other,
        };
        yield return record.Flag("holder") ? "岗位无人当班 nobody holds the duty now" : "";
    }

    private static IEnumerable<string> Confirmed(RecordView record, RosterModel roster)
    {
        // Minutes are whole ones, rounded up when late, as the terminal's own are.
        long minutes = (record.Number("latenessSeconds") + SecondsAMinute - 1) / SecondsAMinute;
        yield return minutes > 0 ? $"逾时 {minutes} 分钟 {minutes} min late" : "";
        yield return record.Flag("hasty") ? "匆忙 hasty" : "";
        yield return record.Flag("absent") ? "交班人缺席 outgoing absent" : "";
        yield return record.Text("releasedBy") is { Length: > 0 } supervisor ? $"{roster.NameOf(supervisor)}放行 released by {roster.NameOf(supervisor)}" : "";
        yield return record.Text("sheet") is "stale" ? "交接班记录未更新 sheet stale" : "";
    }

    private static IEnumerable<string> Refused(RecordView record)
    {
        yield return BoardWords.Of(record.Text("reason"));
        yield return record.Text("hold");
        yield return record.Number("count") > 1 ? $"×{record.Number("count")}" : "";
    }

    private static string Seconds(long seconds)
    {
        return seconds >= SecondsAMinute ? $"{seconds / SecondsAMinute} 分钟 min" : seconds > 0 ? $"{seconds} 秒 s" : "";
    }

    // The first time after a start is a step from 1970 or from nothing: only what moved a running clock is worth a number.
    private static string Step(long seconds)
    {
        return seconds == 0 ? "" : Math.Abs(seconds) >= SecondsAMinute ? $"{seconds / SecondsAMinute:+#;-#} 分钟 min" : $"{seconds:+#;-#} 秒 s";
    }
}
