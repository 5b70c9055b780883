using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>What an import would do to one shift, in words.</summary>
/// <param name="Kind"><c>added</c>, <c>changed</c>, <c>removed</c> or <c>refused</c>.</param>
/// <param name="Post">The post.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Before">How it is; empty: there is none.</param>
/// <param name="After">How it would be; empty: there would be none.</param>
/// <param name="Why">Why it is refused; empty: it is not.</param>
public sealed record ImportRow(string Kind, string Post, string Shift, string Before, string After, string Why);

/// <summary>A file that somebody wants to import, and what it would change.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Table">Its shifts, as text to send when it is applied.</param>
/// <param name="IsWhole">Whether shifts that it does not have are to be removed.</param>
/// <param name="Seen">The mark of what it would change.</param>
/// <param name="Rows">What it would change, and what of it is refused.</param>
/// <param name="Unchanged">How many shifts are so already.</param>
/// <param name="Faults">What of the file cannot be read: place and reason.</param>
/// <param name="News">What would be warned of.</param>
public sealed record ImportView(string Name, string Table, bool IsWhole, string Seen, IReadOnlyList<ImportRow> Rows, int Unchanged, IReadOnlyList<(string Where, string What)> Faults, IReadOnlyList<string> News)
{
    /// <summary>Of these kinds there may be rows, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["refused", "added", "changed", "removed"];

    /// <summary>Looks at a file that was read.</summary>
    public static ImportView Of(Language t, RosterModel roster, DateTimeOffset now, string by, string name, Imported<ShiftEntry> read, bool isWhole)
    {
        if (read.Faults.Count > 0)
        {
            return new ImportView(name, "", isWhole, "", [], 0, [.. read.Faults.Select(fault => (ImportWords.Where(t, fault), ImportWords.What(t, fault)))], []);
        }

        IReadOnlyList<ImportLine> lines = ShiftImport.Plan(roster, now, by, read.Entries, isWhole);
        ShiftEdit[] edits = [.. ShiftImport.EditsOf(lines)];
        if (edits.Length > ShiftEdits.Most)
        {
            return new ImportView(name, "", isWhole, "", [], 0, [(t["planning.in-file"], t["planning.import-changes", edits.Length, ShiftEdits.Most])], []);
        }

        string[] posts = [.. edits.Select(edit => edit.Post).Distinct(StringComparer.Ordinal)];
        RosterModel after = ShiftEdits.Preview(roster, edits);
        return new ImportView(
            name,
            ShiftCsv.Write(read.Entries),
            isWhole,
            MarkOf(lines),
            [.. lines.Where(line => line.Kind is not "unchanged").OrderBy(line => PlaceOf(line.Kind)).Select(line => Row(t, roster, line))],
            lines.Count(line => line.Kind is "unchanged"),
            [],
            [.. posts.SelectMany(post => PlanWarnings.Differences(t, roster, after, post, now, [.. edits.Where(edit => edit.Post == post)]).News)]);
    }

    /// <summary>The mark of what would be changed: another as soon as the roster makes something else of the same file.</summary>
    public static string MarkOf(IReadOnlyList<ImportLine> lines) => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(lines)))[..16];

    private static int PlaceOf(string kind) => Kinds.TakeWhile(other => other != kind).Count();

    private static ImportRow Row(Language t, RosterModel roster, ImportLine line)
    {
        string why = line.Refusal.Length == 0 ? "" : $"{t.Of("refusal", line.Refusal)}{(line.Staff.Length > 0 ? $" ({roster.NameOf(line.Staff)})" : "")}";
        return new ImportRow(line.Kind, PostOrder.NameOf(roster, line.Edit.Post), line.Edit.Shift, line.Edit.Seen == null ? "" : PlanWords.Of(t, roster, line.Edit.Seen), line.Edit.Wanted == null ? "" : PlanWords.Of(t, roster, line.Edit.Wanted), why);
    }
}
