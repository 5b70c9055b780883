using System;
using System.Collections.Generic;
using System.Globalization;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Chinese words, with the English ones behind them, for the words of the wire.</summary>
public static class BoardWords
{
    private const string Held = "held:";

    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["duty.clock-in"] = "签到 clocked in",
        ["duty.clock-out"] = "签退 clocked out",
        ["duty.continued"] = "续班 continued",
        ["handover.started"] = "交接开始 handover begun",
        ["handover.timed-out"] = "交接超时 handover timed out",
        ["handover.confirmed"] = "交接完成 handover confirmed",
        ["handover.refused"] = "交接被拒 handover refused",
        ["tap.refused"] = "刷卡被拒 tap refused",
        ["handover.due"] = "应交接 handover due",
        ["handover.late"] = "交接逾时 handover late",
        ["handover.silenced"] = "静音 silenced",
        ["away.started"] = "离岗 stepped away",
        ["away.ended"] = "返岗 came back",
        ["check.due"] = "查岗 check due",
        ["check.answered"] = "查岗应答 check answered",
        ["check.missed"] = "查岗未应 check missed",
        ["hold.released"] = "放行 hold released",
        ["release.opened"] = "临时放行 release opened",
        ["roster.applied"] = "排班更新 roster applied",
        ["policy.applied"] = "制度更新 policy applied",
        ["terminal.started"] = "终端启动 terminal started",
        ["terminal.clock-set"] = "校时 clock set",
        ["terminal.reader-fault"] = "读卡器故障 reader fault",
        ["terminal.reader-recovered"] = "读卡器恢复 reader recovered",
        ["terminal.journal-near-full"] = "日志将满 journal near full",
        ["terminal.journal-damaged"] = "日志受损 journal damaged",
        ["unknown-badge"] = "未知卡 unknown badge",
        ["blocked-badge"] = "已停用卡 blocked badge",
        ["not-on-roster"] = "不在排班 not on roster",
        ["roster-missing"] = "无排班 roster missing",
        ["same-person"] = "同一人 same person",
        ["not-entitled"] = "无权交接 not entitled",
        ["window-closed"] = "未到交接时间 window closed",
        ["already-in"] = "已签到 already in",
        ["on-hold"] = "不得交班 on hold",
        ["sheet-incomplete"] = "记录不全 sheet incomplete",
        ["double-shift"] = "连班 double shift",
        ["cross-post"] = "串岗 cross-post",
        ["late-handover"] = "交接逾时 late handover",
        ["missed-handover"] = "漏交接 missed handover",
        ["hasty-handover"] = "匆忙交接 hasty handover",
        ["unattended"] = "无人值守 unattended",
        ["away-too-long"] = "离岗过久 away too long",
        ["check-missed"] = "查岗未应 check missed",
        ["terminal-lost"] = "终端失联 terminal lost",
        ["reader-fault"] = "读卡器故障 reader fault",
        ["journal-near-full"] = "日志将满 journal near full",
        ["release-opened"] = "临时放行 release opened",
        ["clock-out-missing"] = "漏签退 clock-out missing",
        ["history-broken"] = "记录链断裂 history broken",
        ["hold-opened"] = "新增不得交班情形 hold opened",
        ["dispute"] = "异议 dispute",
        ["coverage-gap"] = "排班空档 coverage gap",
        ["headcount"] = "人数不足 headcount",
        ["unqualified"] = "无资格 unqualified",
        ["prepare-sheet"] = "请填交接班记录 prepare the sheet",
        ["next-shift"] = "下一班提醒 next shift",
        ["item-overdue"] = "事项逾期 item overdue",
        ["major-event"] = "重大事件 major event",
        ["daily-feedback"] = "每日反馈 daily feedback",
        ["monthly-hand-in"] = "每月上交 monthly hand-in",
        ["taken-over"] = "他人接岗 taken over",
        ["swap"] = "换班 swap",
        ["delivery-failed"] = "通知未送达 notices not delivered",
        ["terminal-cloned"] = "疑似克隆终端 terminal may be cloned",
        ["badge-cloned"] = "疑似克隆卡 badge may be cloned",
        ["take-overs"] = "两台设备轮流抢占连接 two devices take the connection from each other",
        ["two-journals"] = "两份日志交替写入 two journals go on in turn",
        ["two-sessions"] = "两串连接号交替出现 two rows of sessions come in turn",
        ["power"] = "通电 power",
        ["restart"] = "重启 restart",
        ["fault"] = "故障 fault",
        ["entry"] = "条目无法读取 unreadable entry",
        ["end"] = "与终端不一致 differs from the terminal",
        ["put-back"] = "终端退回旧状态 terminal put back",
        ["cut"] = "存储缺少终端已确认的记录 store lacks what it acknowledged",
        ["positions"] = "数据库缺条目 entries missing",
        ["flood"] = "无法证明的记录过多，已拒收 too much that proves nothing, refused",
        ["new-journal"] = "终端另起日志 new journal",
        ["ok"] = "完好 ok",
        ["bad-mac"] = "签名不符 bad-mac",
        ["gap"] = "缺号 gap",
        ["fork"] = "同号冲突 fork",
        ["erased"] = "已删个人信息 person erased",
        ["quarantined"] = "无法识别 quarantined",
        ["operator"] = "话务员 operator",
        ["leader"] = "班长 leader",
        ["supervisor"] = "值班领导 supervisor",
        ["manager"] = "主管 manager",
        ["auditor"] = "审计员 auditor",
        ["online"] = "在线 online",
        ["lost"] = "失联 lost",
        ["never"] = "未接入 never seen",
        ["revoked"] = "已注销 revoked",
    };

    /// <summary>The words for the quality of a terminal's clock.</summary>
    public static string OfClock(string clock)
    {
        return clock is "set" ? "时钟准 clock set"
            : clock.StartsWith(Held, StringComparison.Ordinal) && long.TryParse(clock.AsSpan(Held.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? $"时钟自走 {seconds / 3600} 小时 clock held for {seconds / 3600} h"
            : "时钟未校 clock unset";
    }

    /// <summary>The words for a word of the wire, or that word itself.</summary>
    public static string Of(string word) => Words.GetValueOrDefault(word, word);
}
