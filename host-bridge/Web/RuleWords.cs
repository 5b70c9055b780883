using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Chinese words for what a pack is made of; the English one is the name itself, which is what people write into a file.</summary>
public static class RuleWords
{
    private static readonly Dictionary<string, string> Mechanisms = new(StringComparer.Ordinal)
    {
        ["ARRIVE"] = "到岗", ["WINDOW"] = "交接时段", ["PAIR"] = "双方签字", ["STAY"] = "坚守岗位", ["HASTY"] = "匆忙与漏交接", ["LEADER"] = "班长负责", ["SHEET"] = "交接表",
        ["HOLD"] = "不得交班", ["RESPONSIBLE"] = "责任与异议", ["ROSTER"] = "排班", ["AWAY"] = "离岗", ["POST"] = "岗位值守", ["TIME"] = "统一计时", ["FAULT"] = "故障上报", ["ARCHIVE"] = "存档",
        ["LEDGER"] = "考勤台账", ["REMIND"] = "提醒", ["VISITOR"] = "外来人员", ["PRIVACY"] = "保密", ["CORRECTION"] = "补录更正", ["NOTICE"] = "通知",
    };

    private static readonly Dictionary<string, string> Parameters = new(StringComparer.Ordinal)
    {
        ["requiredLeadMin"] = "提前到岗", ["graceMin"] = "宽限", ["windowMin"] = "下班前交接时段", ["pairingTimeS"] = "双方刷卡间隔", ["clockOutAtHandover"] = "交接即签退",
        ["dueMin"] = "应交接提示", ["lateMin"] = "逾时提示", ["supervisorMin"] = "通知值班领导", ["repeatMin"] = "重复提示", ["silenceMin"] = "静音", ["shortestOverlapMin"] = "最短同岗时间",
        ["comingMin"] = "可提前签到", ["lapseMin"] = "漏签退视为离开", ["releaseS"] = "放行有效时间", ["serviceGapMin"] = "无人接班的空档", ["minStayMin"] = "最短在岗时间", ["away"] = "离岗登记",
        ["awayLimitMin"] = "离岗时限", ["checkAnswerMin"] = "查岗应答时限", ["doubleShift"] = "连班", ["crossPost"] = "串岗", ["unrostered"] = "不在排班的人", ["holdsOffline"] = "离线时的不得交班情形",
        ["sheetRequired"] = "须填交接表", ["missedAfterMin"] = "视为漏交接", ["unattendedAfterMin"] = "视为无人值守", ["faultDetectionS"] = "故障发现时限", ["headcount"] = "每班人数",
        ["coverFrom"] = "值守时段始", ["coverTo"] = "值守时段止", ["coverToSat"] = "周六值守止", ["coverToSun"] = "周日值守止", ["weekends"] = "周末", ["restDays"] = "休息日", ["longestStretchH"] = "最长连续时间",
        ["oncePerMonth"] = "每月至多一次", ["unqualified"] = "未培训人员", ["unqualifiedOutBy"] = "未培训人员最晚下班", ["mealFrom"] = "用餐时段始", ["mealTo"] = "用餐时段止", ["awayAllowanceMin"] = "另允离岗",
        ["awayReasons"] = "离岗事由", ["checks"] = "定时查岗", ["prepareSheetMin"] = "提前整理提醒", ["nextShiftMin"] = "下一班提醒", ["dailyLogFrom"] = "每日记录始", ["dailyLogTo"] = "每日记录止",
        ["dailyFeedback"] = "每日反馈", ["monthlyHandIn"] = "每月上交", ["offSiteSunFrom"] = "周日可不在岗始", ["entriesDueMon"] = "周一补录截止", ["lateFineYuan"] = "迟到罚款", ["earlyFineYuan"] = "早退罚款",
        ["fineStepMin"] = "罚款计时单位", ["fineRounding"] = "不足一单位", ["unattendedFineYuan"] = "无人值守罚款", ["noReminderFineYuan"] = "未提醒罚款", ["fineCapYuan"] = "罚款上限", ["grades"] = "处分等级",
        ["gradeEvery"] = "每级所需次数", ["escalateMin"] = "逐级上报间隔", ["escalation"] = "逐级上报", ["holidayNotices"] = "节假日通知",
    };

    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["true"] = "是 yes", ["false"] = "否 no", ["refuse"] = "拒绝 refuse", ["mark"] = "放行并标记 mark", ["warn"] = "提醒 warn", ["allow"] = "允许 allow", ["work"] = "上班 work", ["rest"] = "休息 rest",
        ["withdrawn"] = "取消 withdrawn", ["kept"] = "保留 kept", ["started"] = "按一单位计 started", ["full"] = "不计 full", ["manager"] = "主管 manager", ["supervisor"] = "值班领导 supervisor", ["day-shift"] = "白班 day-shift",
        ["off"] = "无 off", ["supervisor,manager"] = "值班领导、主管 supervisor, manager", [""] = "无 none",
    };

    private static readonly (string Suffix, string Words)[] Units = [("Min", "分钟 min"), ("S", "秒 s"), ("H", "小时 h"), ("Yuan", "元 yuan")];

    /// <summary>The Chinese word for a mechanism.</summary>
    public static string OfMechanism(string mechanism) => Mechanisms.GetValueOrDefault(mechanism, "");

    /// <summary>The Chinese words for a parameter.</summary>
    public static string OfParameter(string parameter) => Parameters.GetValueOrDefault(parameter, "");

    /// <summary>A value with its unit, which is what the parameter's name ends with.</summary>
    public static string OfValue(Parameter parameter, string value)
    {
        string unit = parameter.Words.Length > 0 ? "" : Units.FirstOrDefault(unit => parameter.Name.EndsWith(unit.Suffix, StringComparison.Ordinal)).Words ?? "";
        return unit.Length > 0 ? $"{value} {unit}" : Values.GetValueOrDefault(value, value);
    }
}
