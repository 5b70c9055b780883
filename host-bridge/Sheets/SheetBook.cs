using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>The sheets and holds of one post.</summary>
public sealed class SheetBook
{
    /// <summary>The sheets, in the order in which they were begun.</summary>
    public List<Sheet> Sheets { get; } = [];

    /// <summary>How many sheets before them were removed; those that are left keep their numbers.</summary>
    public int Forgotten { get; set; }

    /// <summary>The holds, in the order in which they were opened.</summary>
    public List<Hold> Holds { get; } = [];

    /// <summary>The sheet that is being written; null: nobody holds the duty.</summary>
    public Sheet? Current => Sheets.LastOrDefault(sheet => sheet.Signature == null);

    /// <summary>The newest sheet that was signed or closed; null: none.</summary>
    public Sheet? LastFrozen => Sheets.LastOrDefault(sheet => sheet.Signature != null);

    /// <summary>The holds that nobody has cleared.</summary>
    public IEnumerable<Hold> OpenHolds => Holds.Where(hold => hold.IsOpen);

    /// <summary>What is not closed on the newest sheet: also while nobody holds the duty, as the next sheet begins with it.</summary>
    public IEnumerable<SheetItem> Pending => Sheets.Count > 0 ? Sheets[^1].OpenItems : [];

    /// <summary>The newest sheet of a shift; null: none.</summary>
    public Sheet? Of(string shift) => Sheets.LastOrDefault(sheet => string.Equals(sheet.Shift, shift, StringComparison.Ordinal));

    /// <summary>The sheet of a number; null: there is none, or it is not kept any more.</summary>
    public Sheet? Numbered(int number) => number > Forgotten && number - Forgotten <= Sheets.Count ? Sheets[number - Forgotten - 1] : null;

    /// <summary>The open hold of a kind; null: none.</summary>
    public Hold? OpenHold(string kind) => OpenHolds.FirstOrDefault(hold => string.Equals(hold.Kind, kind, StringComparison.Ordinal));

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Number(Forgotten);
        writer.Each(Sheets, sheet => sheet.Save(writer));
        writer.Each(Holds, hold => hold.Save(writer));
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        Forgotten = (int)reader.Number();
        Sheets.AddRange(reader.Each(() => Sheet.Load(reader)));
        Holds.AddRange(reader.Each(() => Hold.Load(reader)));
    }

    /// <summary>Begins the sheet of a shift with what the one before has left open.</summary>
    public void Begin(string shift, DateTimeOffset at)
    {
        var sheet = new Sheet(Forgotten + Sheets.Count + 1, shift, at);
        if (Sheets.Count > 0)
        {
            Sheet before = Sheets[^1];
            sheet.Items.AddRange(before.OpenItems.Select(item => item with { Version = sheet.Version, CarriedFrom = before.Shift, Changed = 0 }));
        }

        Sheets.Add(sheet);
    }
}
