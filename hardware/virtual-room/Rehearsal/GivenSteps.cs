using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using NodaTime.Text;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The Givens of the step language.</summary>
internal static class GivenSteps
{
    internal static void Define(StepBook book)
    {
        book.Given("the policy pack \"(.+?)\"(?: at post \"(.+?)\")?(?: with:)?", (script, words, table) =>
        {
            Dictionary<string, string> overrides = new(StringComparer.Ordinal);
            foreach ((string name, string value) in table?.Pairs("parameter") ?? [])
            {
                overrides[name] = value;
            }

            if (words[1].Length > 0)
            {
                script.Roster.Posts.RemoveAll(post => Is(post.Id, words[1]));
                script.Roster.Posts.Add(new PostEntry { Id = words[1], Name = words[1], Pack = words[0], Parameters = overrides });
                return;
            }

            script.Pack = words[0];
            foreach ((string name, string value) in overrides)
            {
                script.Overrides[name] = value;
            }
        });
        book.Given("the zone \"(.+?)\"", (script, words, _) => script.Roster.Zone = words[0]);
        book.Given("staff:", (script, _, table) =>
        {
            StaffEntry[] before = [.. script.Roster.Staff];
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "name", "badge", "role", "qualified"))
            {
                Replace(script.Roster.Staff, before, person => Is(person.Id, row("id")));
                script.Roster.Staff.Add(new StaffEntry
                {
                    Id = row("id"),
                    Name = row("name"),
                    Badges = row("badge").Length == 0 ? [] : [row("badge")],
                    Role = row("role").Length == 0 ? "operator" : row("role"),
                    Qualified = row("qualified") is not "no",
                });
            }
        });
        book.Given("shifts:", (script, _, table) =>
        {
            ShiftEntry[] before = [.. script.Roster.Shifts];
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "start", "end", "leader", "deputies", "crew", "post", "supervisor"))
            {
                Replace(script.Roster.Shifts, before, shift => Is(shift.Id, row("id")) && Is(shift.Post, row("post")));
                script.Roster.Shifts.Add(new ShiftEntry
                {
                    Id = row("id"),
                    Post = row("post"),
                    Start = row("start"),
                    End = row("end"),
                    Leader = row("leader"),
                    Deputies = List(row("deputies")),
                    Crew = List(row("crew")),
                    Supervisor = row("supervisor"),
                });
            }
        });
        book.Given("the rotation \"(.+?)\" from \"(.+?)\"(?: with:)?", (script, words, table) => script.Roster.Rotations.Add(Rotation(words, table)));
        book.Given("the calendar:", (script, _, table) =>
        {
            CalendarEntry[] before = [.. script.Roster.Calendar];
            foreach (Func<string, string> row in StepTable.Of(table).Rows("day", "kind"))
            {
                Replace(script.Roster.Calendar, before, entry => Is(entry.Day, row("day")));
                if (!LocalDatePattern.Iso.Parse(row("day")).Success || row("kind") is not ("workday" or "rest-day" or "holiday" or "make-up"))
                {
                    throw new StepFailedException($"'{row("day")}' '{row("kind")}' is no day of a calendar: write yyyy-MM-dd and workday, rest-day, holiday or make-up");
                }

                script.Roster.Calendar.Add(new CalendarEntry { Day = row("day"), Kind = row("kind") });
            }
        });
        book.Given("terminals:", (script, _, table) =>
        {
            (string Id, string Post)[] before = [.. script.Terminals];
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "post"))
            {
                // A terminal keeps its place, as the first one takes the taps that name none.
                string post = row("post").Length > 0 ? row("post") : "hotline";
                if (Array.FindIndex(before, terminal => Is(terminal.Id, row("id"))) is var given and >= 0)
                {
                    script.Terminals[given] = (row("id"), post);
                    before[given] = ("", "");
                    continue;
                }

                if (!RecordBody.IsId(row("id")) || script.Terminals.Exists(terminal => string.Equals(terminal.Id, row("id"), StringComparison.Ordinal)))
                {
                    throw new StepFailedException($"'{row("id")}' is no new terminal: an id has 1 to 12 of the characters A-Z a-z 0-9 . _ - and stands once");
                }

                script.Terminals.Add((row("id"), post));
            }
        });
        book.Given("the time is \"(.+?)\"", (script, words, _) => script.TimeIs(words[0]));

        book.Given("the sheets are complete", (script, _, _) => script.SheetsAreComplete = true);
        book.Given("\"(.+?)\" holds the duty", (script, words, _) => script.Holds(words[0]));
        book.Given("\"(.+?)\" is in", (script, words, _) => script.IsIn(words[0]));
    }

    // A scenario says again, of what its background has given, only what is different there; within one table nothing may stand twice.
    private static void Replace<T>(List<T> all, T[] before, Predicate<T> same) => all.RemoveAll(entry => same(entry) && Array.IndexOf(before, entry) >= 0);

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);

    private static List<string> List(string cell) => [.. cell.Split([',', ';', ' ', '、'], StringSplitOptions.RemoveEmptyEntries)];

    private static RotationEntry Rotation(IReadOnlyList<string> words, StepTable? table)
    {
        // The first day may be written with the time at which its first shift starts.
        string[] from = words[1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var rotation = new RotationEntry { Pattern = words[0], From = from.Length > 0 ? from[0] : "" };
        rotation.Start = from.Length > 1 ? Padded(from[1]) : rotation.Start;
        List<string> teams = [], deputies = [], crew = [];
        foreach ((string name, string value) in table?.Pairs("parameter") ?? [])
        {
            switch (new string(name.Where(char.IsLetter).Select(char.ToLowerInvariant).ToArray()))
            {
                case "post":
                    rotation.Post = value;
                    break;
                case "start" or "first" or "daystart" or "starts" or "handover" or "handoverat":
                    rotation.Start = Padded(value);
                    break;
                case "supervisor":
                    rotation.Supervisor = value;
                    break;
                case "to" or "until" or "lastday":
                    rotation.To = value;
                    break;
                case "leaders" or "leader" or "teams" or "team" or "staff" or "people" or "order":
                    teams = List(value);
                    break;
                case "deputies" or "deputy":
                    deputies = List(value);
                    break;
                case "crew":
                    crew = List(value);
                    break;
                case "hours" or "workhours" or "servicehours":
                    Hours(rotation, value);
                    break;
                default:
                    rotation.Hours[WeekHours.IsDay(name) ? name : throw new StepFailedException($"a rotation has no parameter '{name}'; known are post, start, to, leaders (S01 S02, or S01+S05 with crew), deputies, crew, supervisor, hours, and weekdays Mon to Sun, ranges of them, workdays, weekend, daily and holiday with hours")] = value;
                    break;
            }
        }

        rotation.Teams = teams.Select(team => team.Split('+')).Select(team => new TeamEntry { Leader = team[0], Deputies = deputies, Crew = [.. team[1..], .. crew] }).ToList();
        return rotation;
    }

    // "07:00-21:00", or "Mon-Fri 07:00-21:00; Sat 07:00-20:30". Hours without a day are those of every day, and hours of work those of every workday.
    private static void Hours(RotationEntry rotation, string value)
    {
        foreach (string part in value.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int digit = part.IndexOfAny(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
            string days = digit < 0 ? "" : part[..digit].Trim(' ', ':', '=');
            string usual = rotation.Pattern is RotationPatterns.AfterHours ? "workdays" : "daily";
            rotation.Hours[days.Length > 0 ? days : usual] = digit < 0 ? part : part[digit..];
        }
    }

    private static string Padded(string time) => time.Length == 4 && time[1] == ':' ? "0" + time : time;
}
