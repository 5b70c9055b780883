using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>Whether a sheet is ready for the first tap, and read for the second.</summary>
public static class Completeness
{
    // Whoever writes a digit too many means rarely, and there are not so many days to go back.
    private const int MostDays = 3660;

    /// <summary>What the outgoing side still has to do, in words; nothing: the sheet is complete.</summary>
    public static IReadOnlyList<string> Lacks(SheetBook book, Sheet sheet, SheetPlan plan) => [.. Missing(book, sheet, plan).Select(lack => lack.ToString())];

    /// <summary>What the outgoing side still has to do; nothing: the sheet is complete.</summary>
    public static IReadOnlyList<SheetLack> Missing(SheetBook book, Sheet sheet, SheetPlan plan)
    {
        var lacks = new List<SheetLack>();
        foreach ((string name, PackSection section) in plan.Sections)
        {
            bool written = sheet.Items.Exists(item => Is(item.Section, name));
            if (section.Required && !written && !sheet.Nothing.Contains(name))
            {
                lacks.Add(new SheetLack(LackKind.Section, name));
            }

            foreach (SheetItem item in sheet.OpenItems.Where(item => Is(item.Section, name) && !section.Needs.TrueForAll(item.Details.Has)))
            {
                lacks.Add(new SheetLack(LackKind.Item, name) { Item = item.Id, Text = item.Text, Needs = [.. section.Needs.Where(need => !item.Details.Has(need))] });
            }
        }

        lacks.AddRange(Unreported(book, sheet, plan).Select(hold => new SheetLack(LackKind.Report, hold.Kind)));

        // Who forgets to remind the next shift answers for it in the ledger; it is no reason to keep him here.
        lacks.AddRange(Unticked(book, sheet, plan, incoming: false).Where(tick => !plan.Ticks[tick].Reminder).Select(tick => new SheetLack(LackKind.Tick, tick)));
        lacks.AddRange(plan.Counts.Keys.Where(count => !sheet.Counts.TryGetValue(count, out SheetCount? given) || given.Outgoing == null).Select(count => new SheetLack(LackKind.Count, count)));
        lacks.AddRange(sheet.Counts.Where(count => count.Value is { Outgoing: { } own, Incoming: { } other } && own != other).Select(count => new SheetLack(LackKind.CountsDiffer, count.Key) { Outgoing = count.Value.Outgoing!.Value, Incoming = count.Value.Incoming!.Value }));
        if (sheet.OpenDispute is { } dispute)
        {
            lacks.Add(new SheetLack(LackKind.Dispute, "") { Text = dispute.Reason });
        }

        return lacks;
    }

    /// <summary>The open holds that have to be reported on this sheet and are not.</summary>
    public static IEnumerable<Hold> Unreported(SheetBook book, Sheet sheet, SheetPlan plan)
    {
        return book.OpenHolds.Where(hold => plan.Holds.TryGetValue(hold.Kind, out PackHold? kind) && kind.Report.Length > 0 && !sheet.Items.Exists(item => Is(item.Section, kind.Report)));
    }

    /// <summary>The ticks that a side has to give on this sheet and has not.</summary>
    public static IEnumerable<string> Unticked(SheetBook book, Sheet sheet, SheetPlan plan, bool incoming)
    {
        foreach ((string name, PackTick tick) in plan.Ticks)
        {
            bool given = sheet.Ticks.TryGetValue(name, out SheetTick? ticked) && (incoming ? ticked.Incoming : ticked.Outgoing).Length > 0;
            if (!given && tick.IsOf(incoming) && IsDue(book, sheet, name, tick))
            {
                yield return name;
            }
        }
    }

    /// <summary>Who has read all that there is to read, when the incoming side has counted and ticked too.</summary>
    public static IReadOnlyList<string> ReadBy(SheetBook book, Sheet sheet, SheetPlan plan)
    {
        bool ticked = !Unticked(book, sheet, plan, incoming: true).Any();
        bool counted = sheet.Counts.Values.All(count => count.Incoming != null);
        return ticked && counted ? [.. sheet.Reads.Where(read => read.Value >= sheet.Content).Select(read => read.Key)] : [];
    }

    // What is wanted once in so many days is not wanted again on a sheet that was begun sooner after somebody has seen to it.
    private static bool IsDue(SheetBook book, Sheet sheet, string name, PackTick tick)
    {
        DateTimeOffset from = sheet.BegunAt.AddDays(-Math.Min(tick.EveryDays, MostDays));
        return tick.EveryDays == 0
            || !book.Sheets.Exists(other => other.Number <= sheet.Number && other.Ticks.TryGetValue(name, out SheetTick? given) && given.OutgoingAt > from);
    }

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
