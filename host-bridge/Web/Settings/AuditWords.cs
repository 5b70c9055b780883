using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.My;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>
/// Words for what the audit log says. It is written in words of the program's own, as it is sealed and goes to programs, too; a person reads it in his language. What is not one of those words, names
/// and texts of people above all, stays as it is.
/// </summary>
public static partial class AuditWords
{
    private const string Key = "key ";
    private static readonly string[] Outcomes = ["disabled", "no-role", "too-many", "unknown", "wrong", "locked"];

    /// <summary>Who has done it.</summary>
    public static string By(Language t, string by)
    {
        return by is Caller.ConsoleName || by.StartsWith(Caller.ConsoleName + " ", StringComparison.Ordinal) ? t["settings.by-console"] + by[Caller.ConsoleName.Length..]
            : by.StartsWith(Key, StringComparison.Ordinal) ? $"{t["settings.by-key"]} {by[Key.Length..]}"
            : by;
    }

    /// <summary>To whom or what it was done.</summary>
    public static string Target(Language t, AuditAct act) => act.Action is AuditActions.StaffTaken ? Counted(t, act.Target) : act.Target is "*" ? t["settings.audit-all"] : act.Target;

    /// <summary>What else there is to know.</summary>
    public static string Detail(Language t, AuditAct act)
    {
        string detail = act.Detail;
        return act.Action switch
        {
            AuditActions.UserMade or AuditActions.UserSealed or AuditActions.PersonAdded or AuditActions.PersonChanged => detail is "the first manager" ? t["settings.audit-first"] : RoleOf(t, detail),
            AuditActions.UserChanged when detail is "the provider says no role any more" => t["settings.audit-no-role"],
            AuditActions.UserChanged => t.List(detail.Split(", ").Select(member => Member(t, member))),
            AuditActions.KeyMade => t.List(detail.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(scope => t.Of("scope", scope))),
            AuditActions.KeyChanged when detail is "does not expire" => t["settings.audit-endless"],
            AuditActions.KeyChanged when detail.StartsWith("expires ", StringComparison.Ordinal) => t["settings.audit-expires", detail["expires ".Length..]],
            AuditActions.PasswordChanged when detail is "by a link" => t["settings.audit-by-link"],
            AuditActions.StoreVerified when detail is "failed" => t["settings.audit-failed"],
            AuditActions.StoreBackedUp or AuditActions.StoreVerified or AuditActions.StoreErased or AuditActions.StaffTaken or AuditActions.StaffExported or AuditActions.RosterImported => Counted(t, detail),
            AuditActions.RequestDecided or AuditActions.CorrectionDecided or AuditActions.ObjectionDecided or AuditActions.LedgerExcused => string.Join(' ', detail.Split(' ').Select(word => Word(t, act.Action, word))),
            AuditActions.TerminalCommanded => Command(t, detail),
            AuditActions.TerminalEnrolled when detail.EndsWith(", handover", StringComparison.Ordinal) => $"{detail[..^", handover".Length]} · {t["settings.audit-handover"]}",
            _ => detail,
        };
    }

    /// <summary>Why it was not done.</summary>
    public static string Outcome(Language t, string outcome) => Outcomes.Contains(outcome, StringComparer.Ordinal) ? t[$"settings.outcome-{outcome}"] : outcome;

    // Users and people have some roles in common, and some of their own.
    private static string RoleOf(Language t, string role) => Rights.Roles.Contains(role, StringComparer.Ordinal) ? t.Of("role", role) : BoardWords.Of(t, role);

    private static string Member(Language t, string member)
    {
        return member.Split(" = ", 2) is not [{ } name, { } value] ? member : name switch
        {
            "role" => $"{t["settings.col-role"]} = {RoleOf(t, value)}",
            "disabled" => t[string.Equals(value, bool.TrueString, StringComparison.OrdinalIgnoreCase) ? "settings.user-do-shut" : "settings.user-do-open"],
            "staff" => $"{t["settings.col-staff"]} = {value}",
            "mail" => $"{t["settings.mail"]} = {value}",
            "display name" => $"{t["settings.col-shown"]} = {value}",
            _ => member,
        };
    }

    private static string Word(Language t, string action, string word)
    {
        return word is "approve" or "approved" or "upheld" ? t["settings.audit-yes"]
            : word is "reject" or "rejected" ? t["settings.audit-no"]
            : word is "swap" or "leave" ? t[$"settings.audit-{word}"]
            : action is AuditActions.CorrectionDecided && word is "clock-in" or "clock-out" or "handover" or "sheet" ? AskWords.OfCorrected(t, word)
            : LedgerKinds.All.Contains(word, StringComparer.Ordinal) ? AskWords.OfKind(t, word)
            : word;
    }

    private static string Command(Language t, string detail)
    {
        return CommandMark().Match(detail) is { Success: true } found && t.Has($"terminals.do-{found.Groups["word"].Value}")
            ? $"{t[$"terminals.do-{found.Groups["word"].Value}"]} {detail[(found.Index + found.Length)..].TrimStart(',')}".TrimEnd()
            : detail;
    }

    private static string Counted(Language t, string text) => Count().Replace(text, found => long.TryParse(found.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? t[$"settings.audit-n-{found.Groups["what"].Value}", number] : found.Value);

    [GeneratedRegex("(?<number>[0-9]+) (?<what>people|entries|faults|shifts|added|changed|left|records)\\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Count();

    [GeneratedRegex("^\"command\":\"(?<word>[a-z]+)\"", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex CommandMark();
}
