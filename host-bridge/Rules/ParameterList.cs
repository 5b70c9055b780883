using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>What a parameter may be.</summary>
/// <param name="Name">Its name, unit last.</param>
/// <param name="Default">Its value where neither pack nor post says otherwise.</param>
/// <param name="Least">Of a number: the least.</param>
/// <param name="Most">Of a number: the most.</param>
/// <param name="Words">
/// Of a word: the choices, with bars between them; <c>HH:mm</c>, <c>HH:mm?</c> (which may be empty), <c>text</c> and <c>checks</c> are forms; empty: it is a number.
/// </param>
/// <param name="OnTerminal">Whether the terminal needs it.</param>
/// <param name="Aliases">Other names that people use for it, with bars between them.</param>
public sealed record Parameter(string Name, string Default, int Least, int Most, string Words, bool OnTerminal, string Aliases);

/// <summary>Every parameter that a mechanism reads. The order is that of the policy message.</summary>
public static class ParameterList
{
    private const int DayMin = 1440;
    private const int LongestText = 200;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Parameter> All { get; } =
    [
        new("requiredLeadMin", "0", 0, 240, "", true, "arrive|lead|required lead"),
        new("graceMin", "0", 0, 240, "", true, "grace"),
        new("windowMin", "10", 0, 240, "", true, "window|opens before end"),
        new("pairingTimeS", "15", 1, 600, "", true, "pair|pairing|pairing time"),
        new("clockOutAtHandover", "false", 0, 0, "true|false", true, ""),
        new("dueMin", "0", 0, 240, "", true, "due"),
        new("lateMin", "3", 0, 480, "", true, "late"),
        new("supervisorMin", "5", 0, 960, "", true, "supervisor"),
        new("repeatMin", "10", 1, DayMin, "", true, "repeat|every"),
        new("silenceMin", "5", 0, 60, "", true, "silence"),
        new("shortestOverlapMin", "5", 0, 240, "", true, "hasty|overlap|shortest overlap"),
        new("comingMin", "120", 0, DayMin, "", true, "coming"),
        new("lapseMin", "240", 0, 2880, "", true, "lapse"),
        new("releaseS", "60", 1, 3600, "", true, "release|release time"),
        new("serviceGapMin", "60", 0, DayMin, "", true, "service gap"),
        new("minStayMin", "10", 0, 240, "", true, "min stay|shortest stay"),
        new("away", "false", 0, 0, "true|false", true, "stepping away"),
        new("awayLimitMin", "0", 0, DayMin, "", true, "away limit|limit"),
        new("checkAnswerMin", "5", 1, 240, "", true, "answer|answer time|check answer"),
        new("doubleShift", "warn", 0, 0, "allow|warn|refuse", true, "double shift rule|double shifts"),
        new("crossPost", "mark", 0, 0, "mark|refuse", true, ""),
        new("unrostered", "mark", 0, 0, "mark|refuse", true, "visitor"),
        new("holdsOffline", "refuse", 0, 0, "refuse|allow", true, "offline"),
        new("sheetRequired", "true", 0, 0, "true|false", true, "sheet"),
        new("missedAfterMin", "60", 1, DayMin, "", false, "missed|missed after"),
        new("unattendedAfterMin", "5", 1, DayMin, "", false, "unattended|unattended after"),
        new("faultDetectionS", "75", 45, 120, "", false, "fault|detection|fault detection"),
        new("headcount", "0", 0, 100, "", false, "minimum headcount"),
        new("coverFrom", "00:00", 0, 0, "HH:mm", false, "cover from"),
        new("coverTo", "24:00", 0, 0, "HH:mm", false, "cover to"),
        new("coverToSat", "", 0, 0, "HH:mm?", false, "cover to on saturday"),
        new("coverToSun", "", 0, 0, "HH:mm?", false, "cover to on sunday"),
        new("weekends", "rest", 0, 0, "rest|work", false, ""),
        new("restDays", "kept", 0, 0, "kept|withdrawn", false, "rest days"),
        new("longestStretchH", "24", 1, 336, "", false, "longest stretch|stretch"),
        new("oncePerMonth", "false", 0, 0, "true|false", false, "once a month"),
        new("unqualified", "warn", 0, 0, "warn|refuse", false, "unqualified may hold"),
        new("unqualifiedOutBy", "", 0, 0, "HH:mm?", false, "interns out by"),
        new("mealFrom", "", 0, 0, "HH:mm?", false, "meal from"),
        new("mealTo", "", 0, 0, "HH:mm?", false, "meal to"),
        new("awayAllowanceMin", "0", 0, DayMin, "", false, "allowance|away allowance"),
        new("awayReasons", "", 0, 0, "text", false, ""),
        new("checks", "", 0, 0, "checks", false, "check times"),
        new("prepareSheetMin", "0", 0, DayMin, "", false, "prepare sheet"),
        new("nextShiftMin", "0", 0, 2880, "", false, "next shift"),
        new("dailyLogFrom", "", 0, 0, "HH:mm?", false, "daily log from"),
        new("dailyLogTo", "", 0, 0, "HH:mm?", false, "daily log to"),
        new("dailyFeedback", "", 0, 0, "HH:mm?", false, "daily feedback"),
        new("monthlyHandIn", "off", 0, 0, "off|day-shift|manager", false, "monthly hand-in|monthly feedback"),
        new("offSiteSunFrom", "", 0, 0, "HH:mm?", false, "off-site on sunday from"),
        new("entriesDueMon", "", 0, 0, "HH:mm?", false, "entries due on monday"),
        new("lateFineYuan", "0", 0, 10000, "", false, "late fine|fine late"),
        new("earlyFineYuan", "0", 0, 10000, "", false, "early fine|fine early"),
        new("fineStepMin", "10", 1, DayMin, "", false, "fine step|step"),
        new("fineRounding", "started", 0, 0, "started|full", false, "rounding"),
        new("unattendedFineYuan", "0", 0, 10000, "", false, "unattended fine|fine unattended"),
        new("noReminderFineYuan", "0", 0, 10000, "", false, "no reminder fine|fine no reminder"),
        new("fineCapYuan", "0", 0, 1000000, "", false, "cap|fine cap"),
        new("grades", "", 0, 0, "text", false, ""),
        new("gradeEvery", "3", 1, 100, "", false, "entries a grade"),
        new("escalateMin", "30", 1, DayMin, "", false, "escalate"),
        new("escalation", "supervisor,manager", 0, 0, "text", false, "chain|escalation chain"),
        new("holidayNotices", "supervisor", 0, 0, "supervisor|manager", false, "notices on holidays"),
    ];

    /// <summary>
    /// The parameter that a name stands for. Case, blanks, hyphens and the unit at the end are forgiven, as people write them as they speak.
    /// </summary>
    public static Parameter? Find(string name)
    {
        string wanted = Bare(name);
        return All.FirstOrDefault(parameter => string.Equals(Bare(parameter.Name), wanted, StringComparison.Ordinal)
            || parameter.Aliases.Split('|', StringSplitOptions.RemoveEmptyEntries).Any(alias => string.Equals(Bare(alias), wanted, StringComparison.Ordinal)));
    }

    /// <summary>
    /// A value that people write as one and that are several: hours with a dash between, the steps of the ladder with commas, a fine for late and early.
    /// Everything else stays as it is.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Spread(string name, string value)
    {
        // One fine without a word of what it is for is that of the ten minutes, whether late or early.
        if (Bare(name) is "fine" or "fines")
        {
            return [("lateFineYuan", value), ("earlyFineYuan", value)];
        }

        (string[] Names, char[] Between) spread = Bare(name) switch
        {
            "cover" or "coverhours" or "servicehours" => (["coverFrom", "coverTo"], ['-', '–']),
            "meal" or "mealwindow" or "mealwindows" => (["mealFrom", "mealTo"], ['-', '–']),
            "ladder" => (["dueMin", "lateMin", "supervisorMin", "repeatMin"], [',', ' ', '/']),
            _ => ([], []),
        };
        string[] parts = spread.Names.Length == 0 ? [] : value.Split(spread.Between, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length > 0 && parts.Length == spread.Names.Length ? spread.Names.Zip(parts.Select(part => part.Length == 4 && part[1] == ':' ? "0" + part : part)) : [(name, value)];
    }

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public static string? Fault(Parameter parameter, string value)
    {
        switch (parameter.Words)
        {
            case "HH:mm":
                return IsTime(value) ? null : "must be a time of day, HH:mm";
            case "HH:mm?":
                return value.Length == 0 || IsTime(value) ? null : "must be a time of day, HH:mm, or empty";
            case "text":
                return value.Length <= LongestText ? null : $"must be at most {LongestText} characters";
            case "checks":
                return value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).All(IsCheck) ? null : "must be checks with commas between them, each an id and a time, such as 'report-110 08:30'";
        }

        if (parameter.Words.Length > 0)
        {
            return parameter.Words.Split('|').Contains(value, StringComparer.Ordinal) ? null : "must be one of " + parameter.Words.Replace("|", ", ", StringComparison.Ordinal);
        }

        return int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= parameter.Least && number <= parameter.Most
            ? null
            : $"must be a whole number from {parameter.Least} to {parameter.Most}";
    }

    // What a pack or a house gives as a value is written out in full.
    private static bool IsTime(string value) => value.Length == "HH:mm".Length && CivilClock.MinuteOf(value) != null;

    private static bool IsCheck(string value)
    {
        string[] parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return parts.Length == 2 && RecordBody.IsId(parts[0]) && IsTime(parts[1]);
    }

    private static string Bare(string name)
    {
        // RULES.md writes the unit in brackets behind some names.
        int bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket].Trim() : name;
        string bare = new(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
        foreach (string unit in new[] { "minutes", "seconds", "yuan", "min", "h", "s" })
        {
            if (bare.Length > unit.Length + 2 && bare.EndsWith(unit, StringComparison.Ordinal) && (unit.Length > 1 || name.EndsWith(char.ToUpperInvariant(unit[0])) || name.EndsWith(" " + unit, StringComparison.Ordinal)))
            {
                return bare[..^unit.Length];
            }
        }

        return bare;
    }
}
