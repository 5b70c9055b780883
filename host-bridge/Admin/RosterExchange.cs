using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Roster;
using NodaTime;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>
/// Takes the roster of a data folder out into a file and such a file in. The bridge may run: it reads <c>roster.yaml</c> again when that has changed, as
/// after any editor.
/// </summary>
public sealed class RosterExchange(string dataFolder, TextWriter output, TextWriter errors)
{
    private const int LongestSpanDays = 800;

    /// <summary>The formats.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "ics"];

    private string RosterPath => Path.Combine(dataFolder, DataFolder.RosterName);

    private string Before => RosterFile.Before(RosterPath);

    /// <summary>Writes the shifts that touch a span of days, both included, or the staff; returns the exit code.</summary>
    public int Export(string format, string file, bool staff, LocalDate? from, LocalDate? to, DateTimeOffset now)
    {
        return Guarded(() =>
        {
            RosterDocument document = DataFolder.ReadRoster(RosterPath);
            if (staff)
            {
                File.WriteAllText(file, StaffCsv.Write(document.Staff), new UTF8Encoding(true));
                output.WriteLine($"{document.Staff.Count} people written to {file}. It holds badge numbers: keep it where others do not read it.");
                return 0;
            }

            RosterModel roster = RosterModel.Of(document);
            LocalDate first = from ?? roster.Civil(now).Date;
            LocalDate last = to ?? first.PlusMonths(1).PlusDays(-1);
            if (last < first || Period.DaysBetween(first, last) > LongestSpanDays)
            {
                errors.WriteLine($"The days from {first:uuuu-MM-dd} to {last:uuuu-MM-dd} cannot be exported: name at most {LongestSpanDays}, the first one first.");
                return ProgramEnd.Refused;
            }

            RosterShift[] shifts = document.Posts
                .SelectMany(post => roster.Shifts(post.Id, roster.Moment(first.AtMidnight()), roster.Moment(last.PlusDays(1).AtMidnight())))
                .OrderBy(shift => shift.Start).ThenBy(shift => shift.Post, StringComparer.Ordinal).ToArray();

            // The mark at the beginning tells a spreadsheet that names are in UTF-8; a calendar must not have one.
            bool csv = format is "csv";
            File.WriteAllText(file, csv ? ShiftCsv.Write(shifts.Select(shift => shift.Entry)) : RosterCalendar.Write(shifts), new UTF8Encoding(csv));
            output.WriteLine($"{shifts.Length} shifts from {first:uuuu-MM-dd} to {last:uuuu-MM-dd} written to {file}.");
            return 0;
        });
    }

    /// <summary>Says what a file would change, and changes it when that is wanted; returns the exit code.</summary>
    public int Import(string format, string file, bool staff, bool apply, DateTimeOffset now)
    {
        return Guarded(() =>
        {
            RosterDocument document = DataFolder.ReadRoster(RosterPath);
            RosterModel roster = RosterModel.Of(document);
            FileMark mark = FileMark.Of(RosterPath);
            if (new FileInfo(file).Length > ImportBounds.Bytes)
            {
                errors.WriteLine($"{file} is longer than {ImportBounds.Bytes / 1024} KiB: split it by month.");
                return ProgramEnd.Refused;
            }

            byte[] bytes = File.ReadAllBytes(file);
            RosterImport import;
            IReadOnlyList<ImportFault> faults;
            if (staff)
            {
                Imported<StaffEntry> people = StaffCsv.Read(bytes);
                faults = people.Faults;
                import = RosterImport.Staff(roster, people.Entries);
            }
            else
            {
                Imported<ShiftEntry> shifts = format is "csv" ? ShiftCsv.Read(bytes) : RosterCalendar.Read(bytes, roster.Zone);
                faults = shifts.Faults;
                import = RosterImport.Shifts(roster, shifts.Entries, now);
            }

            if (faults.Count > 0)
            {
                foreach (ImportFault fault in faults)
                {
                    errors.WriteLine($"{file}, {fault}");
                }

                errors.WriteLine("Nothing was taken.");
                return ProgramEnd.Refused;
            }

            // Whom and which post the entries name is asked of the roster that they go into, before anybody is told that they would do.
            RosterModel.Of(import.Document);
            return Finish(import, apply, mark);
        });
    }

    private int Finish(RosterImport import, bool apply, FileMark mark)
    {
        foreach (RosterChange change in import.Changes.Where(change => change.Kind is not ("unchanged" or "refused")))
        {
            output.WriteLine($"{change.Kind,-9} {change.What}{(change.How.Length > 0 ? ": " : "")}{change.How}");
        }

        foreach (RosterChange change in import.Changes.Where(change => change.Kind is "refused"))
        {
            errors.WriteLine($"refused   {change.What}: {change.How}");
        }

        int Count(string kind) => import.Changes.Count(change => change.Kind == kind);
        output.WriteLine($"{Count("added")} added, {Count("changed")} changed, {Count("unchanged")} unchanged, {Count("refused")} refused.");
        bool differs = Count("added") + Count("changed") > 0;
        if (differs && apply)
        {
            RosterFile.Replace(RosterPath, import.Document, mark);
            output.WriteLine($"{RosterPath} is written; the one before is {Before}.");
        }
        else if (differs)
        {
            output.WriteLine("Nothing is written yet: repeat it with --apply.");
        }

        return Count("refused") > 0 ? ProgramEnd.Refused : 0;
    }

    private int Guarded(Func<int> work)
    {
        try
        {
            return work();
        }
        catch (Exception exception) when (exception is RosterException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine($"{exception.Message.ReplaceLineEndings(" ")} Nothing was taken or written.");
            return ProgramEnd.Refused;
        }
    }
}
