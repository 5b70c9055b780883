using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Something in an imported text that cannot be taken.</summary>
/// <param name="Where">The line or the event.</param>
/// <param name="What">What is wrong, and the remedy.</param>
/// <param name="Word">The same as one word, for pages that say it in the reader's language; empty: there is none.</param>
/// <param name="Value">What it is about.</param>
/// <param name="Other">What else it is about.</param>
public sealed record ImportFault(string Where, string What, string Word = "", string Value = "", string Other = "")
{
    /// <inheritdoc/>
    public override string ToString() => $"{Where}: {What}";
}

/// <summary>What a text was read as. With a fault nothing of it is to be used: a roster of which half is in force is worse than the old one.</summary>
/// <param name="Entries">What it holds.</param>
/// <param name="Faults">What is wrong with it.</param>
public sealed record Imported<T>(IReadOnlyList<T> Entries, IReadOnlyList<ImportFault> Faults);

/// <summary>The bounds of a text that is imported. A roster of a large house over a year is far below them, and whoever writes more has picked the wrong file.</summary>
public static class ImportBounds
{
    /// <summary>The longest text, in bytes.</summary>
    public const int Bytes = 1 << 20;

    /// <summary>The most rows or events.</summary>
    public const int Rows = 20_000;

    /// <summary>The most faults that are told: behind these the text is of another kind altogether.</summary>
    public const int Faults = 100;
}

/// <summary>Gathers imported shifts and checks each on its own; whether its people and its post exist is asked of the roster that it goes into.</summary>
internal sealed class ShiftGathering
{
    // A made shift's id comes again after a year, a written one's may come again after a month.
    private const int SameIdDays = 40;

    private static readonly LocalDateTimePattern Canonical = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm");

    // Spreadsheets write times in their own way as soon as somebody opens the file.
    private static readonly LocalDateTimePattern[] Accepted =
    [
        Canonical,
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'M'-'d' 'H':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'/'M'/'d' 'H':'mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'M'-'d' 'H':'mm':00'"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu'/'M'/'d' 'H':'mm':00'"),
    ];

    private readonly List<ShiftEntry> _entries = [];
    private readonly List<ImportFault> _faults = [];
    private readonly Dictionary<(string Post, string Id), List<LocalDateTime>> _starts = [];

    /// <summary>What was gathered.</summary>
    internal Imported<ShiftEntry> Result => new(_entries, _faults);

    /// <summary>Whether there are so many faults that no more are looked for.</summary>
    internal bool IsHopeless => _faults.Count >= ImportBounds.Faults;

    /// <summary>Notes a fault.</summary>
    internal void Fault(string where, string what, string word, string value = "") => _faults.Add(new ImportFault(where, what, word, value));

    /// <summary>Notes one that was found before.</summary>
    internal void Fault(ImportFault fault) => _faults.Add(fault);

    /// <summary>Takes a shift, its times written as roster.yaml has them, or says why not.</summary>
    internal void Add(string where, ShiftEntry shift)
    {
        LocalDateTime? start = Time(shift.Start), end = Time(shift.End);
        (string What, string Word, string Value)? fault = !RecordBody.IsId(shift.Id) ? ($"'{shift.Id}' is no id of a shift: use 1 to 12 of the characters A-Z a-z 0-9 . _ -", "shift-id", shift.Id)
            : !RecordBody.IsId(shift.Post) ? ($"'{shift.Post}' is no id of a post: use 1 to 12 of the characters A-Z a-z 0-9 . _ -", "post-id", shift.Post)
            : start == null ? ($"start '{shift.Start}' is no time: write yyyy-MM-dd HH:mm.", "start", shift.Start)
            : end == null ? ($"end '{shift.End}' is no time: write yyyy-MM-dd HH:mm.", "end", shift.End)
            : !SaneTime.HoldsYear(start.Value.Year) || !SaneTime.HoldsYear(end.Value.Year) ? ($"it runs from {shift.Start} to {shift.End}, where no terminal is yet or any more: correct the year.", "year", $"{shift.Start} – {shift.End}")
            : end <= start ? ($"it ends at {shift.End}, which is not after its start at {shift.Start}: correct one of them.", "order", $"{shift.Start} – {shift.End}")
            : new[] { shift.Leader, shift.Supervisor }.Where(id => id.Length > 0).Concat([.. shift.Deputies, .. shift.Crew, .. shift.Doubles]).FirstOrDefault(id => !RecordBody.IsId(id)) is { } nobody ? ($"'{nobody}' is no id of a person: use 1 to 12 of the characters A-Z a-z 0-9 . _ -", "person-id", nobody)
            : null;
        if (fault is { } wrong)
        {
            Fault(where, wrong.What, wrong.Word, wrong.Value);
            return;
        }

        List<LocalDateTime> starts = _starts.TryGetValue((shift.Post, shift.Id), out List<LocalDateTime>? known) ? known : _starts[(shift.Post, shift.Id)] = [];
        if (starts.Exists(other => Math.Abs(Period.DaysBetween(other.Date, start!.Value.Date)) < SameIdDays))
        {
            Fault(where, $"shift {shift.Id} of {shift.Post} stands there twice: give one of them another id or take it away.", "twice", shift.Id);
            return;
        }

        starts.Add(start!.Value);
        shift.Start = Canonical.Format(start.Value);
        shift.End = Canonical.Format(end!.Value);
        _entries.Add(shift);
    }

    private static LocalDateTime? Time(string text)
    {
        string plain = text.Trim().Replace('T', ' ');
        return Accepted.Select(pattern => pattern.Parse(plain)).FirstOrDefault(result => result.Success) is { } found ? found.Value : null;
    }
}
