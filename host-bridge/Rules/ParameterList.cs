using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Rules;

/// <summary>What a parameter may be.</summary>
/// <param name="Name">Its name, unit last.</param>
/// <param name="Default">Its value where neither pack nor post says otherwise.</param>
/// <param name="Least">Of a number: the least.</param>
/// <param name="Most">Of a number: the most.</param>
/// <param name="Words">Of a word: the choices, with bars between them; empty: it is a number.</param>
/// <param name="OnTerminal">Whether the terminal needs it.</param>
/// <param name="Aliases">Other names that people use for it, with bars between them.</param>
public sealed record Parameter(string Name, string Default, int Least, int Most, string Words, bool OnTerminal, string Aliases);

/// <summary>Every parameter that a mechanism reads. The order is that of the policy message.</summary>
public static class ParameterList
{
    private const int DayMin = 1440;

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
        new("faultDetectionS", "60", 30, 120, "", false, "fault|detection|fault detection"),
        new("headcount", "0", 0, 100, "", false, "minimum headcount"),
        new("coverFrom", "00:00", 0, 0, "HH:mm", false, "cover from"),
        new("coverTo", "24:00", 0, 0, "HH:mm", false, "cover to"),
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

    /// <summary>What is wrong with a value; null: nothing.</summary>
    public static string? Fault(Parameter parameter, string value)
    {
        if (string.Equals(parameter.Words, "HH:mm", StringComparison.Ordinal))
        {
            return value.Length == 5 && value[2] == ':' && value.Where(char.IsAsciiDigit).Count() == 4 ? null : "must be a time of day, HH:mm";
        }

        if (parameter.Words.Length > 0)
        {
            return parameter.Words.Split('|').Contains(value, StringComparer.Ordinal) ? null : "must be one of " + parameter.Words.Replace("|", ", ", StringComparison.Ordinal);
        }

        return int.TryParse(value, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= parameter.Least && number <= parameter.Most
            ? null
            : $"must be a whole number from {parameter.Least} to {parameter.Most}";
    }

    private static string Bare(string name)
    {
        // RULES.md writes the unit in brackets behind some names.
        int bracket = name.IndexOf('(', StringComparison.Ordinal);
        name = bracket > 0 ? name[..bracket].Trim() : name;
        string bare = new(name.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant).ToArray());
        foreach (string unit in new[] { "minutes", "seconds", "min", "s" })
        {
            if (bare.Length > unit.Length + 2 && bare.EndsWith(unit, StringComparison.Ordinal) && (unit.Length > 1 || name.EndsWith('S') || name.EndsWith(" s", StringComparison.Ordinal)))
            {
                return bare[..^unit.Length];
            }
        }

        return bare;
    }
}
