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
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "name", "badge", "role", "qualified"))
            {
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
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "start", "end", "leader", "deputies", "crew", "post", "supervisor"))
            {
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
            foreach (Func<string, string> row in StepTable.Of(table).Rows("day", "kind"))
            {
                if (!LocalDatePattern.Iso.Parse(row("day")).Success || row("kind") is not ("workday" or "rest-day" or "holiday" or "make-up"))
                {
                    throw new StepFailedException($"'{row("day")}' '{row("kind")}' is no day of a calendar: write yyyy-MM-dd and workday, rest-day, holiday or make-up");
                }

                script.Roster.Calendar.Add(new CalendarEntry { Day = row("day"), Kind = row("kind") });
            }
        });
        book.Given("terminals:", (script, _, table) =>
        {
            foreach (Func<string, string> row in StepTable.Of(table).Rows("id", "post"))
            {
                if (!RecordBody.IsId(row("id")) || script.Terminals.Exists(terminal => string.Equals(terminal.Id, row("id"), StringComparison.Ordinal)))
                {
                    throw new StepFailedException($"'{row("id")}' is no new terminal: an id has 1 to 12 of the characters A-Z a-z 0-9 . _ - and stands once");
                }

                script.Terminals.Add((row("id"), row("post").Length > 0 ? row("post") : "hotline"));
            }
        });
        book.Given("the time is \"(.+?)\"", (script, words, _) => script.TimeIs(words[0]));

        book.Given("the sheets are complete", (script, _, _) => script.SheetsAreComplete = true);
        book.Given("\"(.+?)\" holds the duty", (script, words, _) => script.Holds(words[0]));
        book.Given("\"(.+?)\" is in", (script, words, _) => script.IsIn(words[0]));
    }

    private static List<string> List(string cell) => [.. cell.Split([',', ';', ' ', '、'], StringSplitOptions.RemoveEmptyEntries)];

    private static RotationEntry Rotation(IReadOnlyList<string> words, StepTable? table)
    {
        var rotation = new RotationEntry { Pattern = words[0], From = words[1] };
        List<string> leaders = [], deputies = [], crew = [];
        foreach ((string name, string value) in table?.Pairs("parameter") ?? [])
        {
            switch (name)
            {
                case "post":
                    rotation.Post = value;
                    break;
                case "start":
                    rotation.Start = value;
                    break;
                case "supervisor":
                    rotation.Supervisor = value;
                    break;
                case "leaders" or "teams":
                    leaders = List(value);
                    break;
                case "deputies":
                    deputies = List(value);
                    break;
                case "crew":
                    crew = List(value);
                    break;
                default:
                    throw new StepFailedException($"a rotation has no parameter '{name}'; known are post, start, leaders, deputies, crew, supervisor");
            }
        }

        rotation.Teams = leaders.Select(leader => new TeamEntry { Leader = leader, Deputies = deputies, Crew = crew }).ToList();
        return rotation;
    }
}
