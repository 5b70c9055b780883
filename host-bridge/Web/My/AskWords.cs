using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.My;

/// <summary>Words for what people ask for, and for what became of it.</summary>
public static class AskWords
{
    /// <summary>What a row of the ledger is about.</summary>
    public static string OfKind(Language t, string kind) => t[$"my.kind-{kind}"];

    /// <summary>What a correction is about.</summary>
    public static string OfCorrected(Language t, string what) => t[$"my.corrects-{what}"];

    /// <summary>How far a request has come.</summary>
    public static string OfState(Language t, RequestState state) => t[$"my.request-{state.ToString().ToLowerInvariant()}"];

    /// <summary>Who may decide what somebody has asked for: the supervisor of the shift first, and never a side of it.</summary>
    public static string Deciders(Language t, RosterModel roster, string first, params string[] sides)
    {
        IEnumerable<string> others = roster.Document.Staff.Where(person => person.Qualified && Sides.Supervises(roster, person.Id)).Select(person => person.Id);
        string[] all = [.. others.Prepend(first).Where(id => id.Length > 0 && !sides.Contains(id, StringComparer.Ordinal)).Distinct(StringComparer.Ordinal).Take(MostNamed).Select(roster.NameOf)];
        return all.Length == 0 ? t["my.nobody-decides"] : t.List(all);
    }

    private const int MostNamed = 4;
}
