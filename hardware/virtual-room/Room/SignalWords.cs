using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What a terminal's signals mean, Chinese first: the page and the command line say the same.</summary>
public static class SignalWords
{
    /// <summary>The word of a terminal without power.</summary>
    public const string Off = "off";

    /// <summary>The word of a terminal that has power and shows nothing yet.</summary>
    public const string Starting = "starting";

    /// <summary>All of them, by the firmware's word.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["ready"] = "待机 ready",
        ["heard"] = "已读卡 heard",
        ["accepted"] = "已记录 accepted",
        ["late"] = "已记录，迟到 accepted, late",
        ["left"] = "已签退 left",
        ["away"] = "离岗 away",
        ["back"] = "返岗 back",
        ["waiting-for-second"] = "等待第二张卡 waiting for the second badge",
        ["confirmed"] = "交接完成 handover confirmed",
        ["released"] = "已放行 released",
        ["refused"] = "拒绝 refused",
        ["on-hold"] = "不得交班 on hold",
        ["check-due"] = "查岗，请刷卡 check due, tap your badge",
        ["notice"] = "可以交接 handover open",
        ["due"] = "应交接 handover due",
        ["overdue"] = "交接逾时 handover overdue",
        ["supervisor"] = "交接逾时，已通知领导 overdue, supervisor told",
        ["offline"] = "离线，照常记录 offline, taps are kept",
        ["clock-unset"] = "时钟未校 clock unset",
        ["fault"] = "故障 fault",
        ["misconfigured"] = "配置有误 misconfigured",
        ["formatted"] = "存储已清空 flash was formatted",
        ["draining"] = "正在上传余下记录 draining",
        ["drained"] = "记录已全部上传 drained",
        [Starting] = "启动中 starting",
        [Off] = "断电 no power",
    };

    /// <summary>The words of one.</summary>
    public static string Of(string signal) => All.GetValueOrDefault(signal, signal);
}
