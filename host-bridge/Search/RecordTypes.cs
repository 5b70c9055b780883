using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Search;

/// <summary>
/// The types by which records are found. The index has their places in this list, so another one comes to its end and none goes. A type that is not in it, from a later terminal or
/// from whoever forges records, is found as <see cref="Other"/>: nobody can make the list longer than it is.
/// </summary>
public static class RecordTypes
{
    /// <summary>Any type that the bridge does not know.</summary>
    public const string Other = "other";

    /// <summary>Bytes that are no record.</summary>
    public const string NoRecord = "quarantined";

    private static readonly string[] Known =
    [
        Other, NoRecord,
        "duty.clock-in", "duty.clock-out", "duty.continued", "handover.started", "handover.confirmed", "handover.refused", "handover.timed-out", "handover.due", "handover.late", "handover.silenced",
        "tap.refused", "away.started", "away.ended", "check.due", "check.answered", "check.missed", "hold.released", "release.opened", "roster.applied", "policy.applied",
        "terminal.started", "terminal.clock-set", "terminal.reader-fault", "terminal.reader-recovered", "terminal.journal-near-full", "terminal.journal-damaged",
    ];

    private static readonly Dictionary<string, long> Codes = Known.Select((type, code) => (type, code)).ToDictionary(pair => pair.type, pair => (long)pair.code, StringComparer.Ordinal);

    /// <summary>All of them, those of the day's work first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Known.Skip(2), NoRecord, Other];

    /// <summary>The number of a type in the index.</summary>
    public static long CodeOf(string type) => Codes.GetValueOrDefault(type);

    /// <summary>The type of a number.</summary>
    public static string Of(long code) => code >= 0 && code < Known.Length ? Known[code] : Other;
}
