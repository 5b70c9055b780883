using System;
using System.CommandLine;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The command line's <c>roster export</c> and <c>roster import</c>.</summary>
public static class RosterCommand
{
    /// <summary>Makes the command; a command line tells where the data folder is.</summary>
    public static Command Make(Func<ParseResult, string> data)
    {
        var format = new Option<string>("--format") { Description = "csv: a table; ics: a calendar", DefaultValueFactory = _ => "csv" };
        format.AcceptOnlyFromAmong([.. RosterExchange.Formats]);
        var staff = new Option<bool>("--staff") { Description = "the staff instead of the shifts; as csv only" };
        return new Command("roster", "Takes the roster out into a table or a calendar, and in from one.") { Export(data, format, staff), Import(data, format, staff) };
    }

    private static Command Export(Func<ParseResult, string> data, Option<string> format, Option<bool> staff)
    {
        var file = new Argument<string>("file") { Description = "the file to write" };
        Option<string?> from = Day("--from", "first day, yyyy-MM-dd; without it: today");
        Option<string?> to = Day("--to", "last day, yyyy-MM-dd; without it: a month from the first");
        var export = new Command("export", "Writes shifts, or the staff, to a file.") { file, format, staff, from, to };
        RefuseStaffCalendars(export, format, staff);
        export.SetAction(parsed => new RosterExchange(data(parsed), Console.Out, Console.Error)
            .Export(parsed.GetValue(format)!, parsed.GetValue(file)!, parsed.GetValue(staff), DayOf(parsed.GetValue(from)), DayOf(parsed.GetValue(to)), TimeProvider.System.GetUtcNow()));
        return export;
    }

    private static Command Import(Func<ParseResult, string> data, Option<string> format, Option<bool> staff)
    {
        var file = new Argument<string>("file") { Description = "the file to read" };
        var apply = new Option<bool>("--apply") { Description = "write roster.yaml; without it: only tell what would change" };
        var import = new Command("import", "Tells what a file would change in the roster, and changes it with --apply.") { file, format, staff, apply };
        RefuseStaffCalendars(import, format, staff);
        import.SetAction(parsed => new RosterExchange(data(parsed), Console.Out, Console.Error)
            .Import(parsed.GetValue(format)!, parsed.GetValue(file)!, parsed.GetValue(staff), parsed.GetValue(apply), TimeProvider.System.GetUtcNow()));
        return import;
    }

    internal static Option<string?> Day(string name, string description)
    {
        var option = new Option<string?>(name) { Description = description };
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault()?.Value is { } text && DayOf(text) == null)
            {
                result.AddError($"{name}: '{text}' is no day: write yyyy-MM-dd.");
            }
        });
        return option;
    }

    internal static LocalDate? DayOf(string? text) => text != null && LocalDatePattern.Iso.Parse(text) is { Success: true } day ? day.Value : null;

    private static void RefuseStaffCalendars(Command command, Option<string> format, Option<bool> staff)
    {
        command.Validators.Add(result =>
        {
            if (result.GetValue(staff) && result.GetValue(format) is not "csv")
            {
                result.AddError("The staff are no calendar: use --format csv.");
            }
        });
    }
}
