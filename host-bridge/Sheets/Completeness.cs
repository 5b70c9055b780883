using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>Whether a sheet is ready for the first tap, and read for the second.</summary>
public static class Completeness
{
    /// <summary>What the outgoing side still has to do, in words; nothing: the sheet is complete.</summary>
    public static IReadOnlyList<string> Lacks(SheetBook book, Sheet sheet, SheetPlan plan)
    {
        var lacks = new List<string>();
        foreach ((string name, PackSection section) in plan.Sections)
        {
            bool written = sheet.Items.Exists(item => Is(item.Section, name));
            if (section.Required && !written && !sheet.Nothing.Contains(name))
            {
                lacks.Add($"section {name}");
            }

            foreach (SheetItem item in sheet.OpenItems.Where(item => Is(item.Section, name) && !section.Needs.TrueForAll(item.Details.Has)))
            {
                lacks.Add($"item {item.Text}: {string.Join(", ", section.Needs.Where(need => !item.Details.Has(need)))}");
            }
        }

        lacks.AddRange(Unreported(book, sheet, plan).Select(hold => $"report of {hold.Kind}"));
        lacks.AddRange(plan.Ticks.Keys.Where(tick => !sheet.Ticks.TryGetValue(tick, out SheetTick? given) || given.Outgoing.Length == 0).Select(tick => $"tick {tick}"));
        lacks.AddRange(plan.Counts.Keys.Where(count => !sheet.Counts.TryGetValue(count, out SheetCount? given) || given.Outgoing == null).Select(count => $"count {count}"));
        lacks.AddRange(sheet.Counts.Where(count => count.Value is { Outgoing: { } own, Incoming: { } other } && own != other).Select(count => $"count {count.Key}: {count.Value.Outgoing} and {count.Value.Incoming}"));
        if (sheet.OpenDispute is { } dispute)
        {
            lacks.Add($"dispute {dispute.Reason}");
        }

        return lacks;
    }

    /// <summary>The open holds that have to be reported on this sheet and are not.</summary>
    public static IEnumerable<Hold> Unreported(SheetBook book, Sheet sheet, SheetPlan plan)
    {
        return book.OpenHolds.Where(hold => plan.Holds.TryGetValue(hold.Kind, out PackHold? kind) && kind.Report.Length > 0 && !sheet.Items.Exists(item => Is(item.Section, kind.Report)));
    }

    /// <summary>Who has read all that there is to read, when the incoming side has counted and ticked too.</summary>
    public static IReadOnlyList<string> ReadBy(Sheet sheet, SheetPlan plan)
    {
        bool ticked = plan.Ticks.Keys.All(tick => sheet.Ticks.TryGetValue(tick, out SheetTick? given) && given.Incoming.Length > 0);
        bool counted = sheet.Counts.Values.All(count => count.Incoming != null);
        return ticked && counted ? [.. sheet.Reads.Where(read => read.Value >= sheet.Content).Select(read => read.Key)] : [];
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
