using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.RegularExpressions;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The steps about handover sheets and holds. Nobody says at which post: it is the one that the person is at.</summary>
internal static partial class SheetSteps
{
    // What an item says beside its text, in any order.
    private const string Detail = "((?: (?:due|watch|how|cause|course|result|reason) \"[^\"]+\")*)";

    internal static void Define(StepBook book)
    {
        book.When("\"([^\"]+)\" writes \"([^\"]+)\" under \"([^\"]+)\"" + Detail, (script, words, _) => Sheet(script, words[0], sheets => sheets.Write(words[0], words[2], words[1], Details(script, words[3]))));
        book.When("\"([^\"]+)\" explains the item \"([^\"]+)\" with" + Detail, (script, words, _) => Sheet(script, words[0], sheets => sheets.Explain(words[0], words[1], Details(script, words[2]))));
        book.When("\"([^\"]+)\" has nothing under \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Nothing(words[0], words[1])));
        book.When("\"([^\"]+)\" closes the item \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Close(words[0], words[1])));
        book.When("\"([^\"]+)\" counts \"([^\"]+)\" as (-?\\d+)", (script, words, _) =>
        {
            int number = int.TryParse(words[2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int counted) ? counted : throw new StepFailedException($"{words[2]} is no number that anybody counts to");
            Sheet(script, words[0], sheets => sheets.Count(words[0], words[1], number));
        });
        book.When("\"([^\"]+)\" ticks \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Tick(words[0], words[1])));
        book.When("\"([^\"]+)\" completes the sheet", (script, words, _) => Completes(script, words[0]));
        book.When("\"([^\"]+)\" reads the sheet", (script, words, _) => Reads(script, words[0]));
        book.When("\"([^\"]+)\" reads the sheet and ticks nothing", (script, words, _) => Sheet(script, words[0], sheets => sheets.Read(words[0])));
        book.When("\"([^\"]+)\" disputes the sheet with \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Dispute(words[0], words[1])));
        book.When("\"([^\"]+)\" settles the dispute with \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Settle(words[0], words[1]), post => post.Book.Current?.OpenDispute != null));
        book.When("\"([^\"]+)\" amends the sheet with \"([^\"]+)\"", (script, words, _) => Sheet(script, words[0], sheets => sheets.Amend(words[0], words[1])));
        book.When("\"([^\"]+)\" opens the hold \"([^\"]+)\" with \"([^\"]+)\"", (script, words, _) => Hold(script, words[0], holds => holds.Open(words[0], words[1], words[2]), _ => false));
        book.When("\"([^\"]+)\" clears the hold \"([^\"]+)\"(?: with \"([^\"]+)\")?", (script, words, _) => Hold(script, words[0], holds => holds.Clear(words[0], words[1], words[2]), post => post.Book.OpenHolds.Any()));

        book.Then("the sheet of shift \"([^\"]+)\" carries over \"([^\"]+)\"", (script, words, _) => Among("items carried over", words[1], OfShift(script, words[0], sheet => sheet.Items.Where(item => item.CarriedFrom.Length > 0).Select(item => item.Text))));
        book.Then("the sheet of shift \"([^\"]+)\" does not carry over \"([^\"]+)\"", (script, words, _) =>
        {
            if (OfShift(script, words[0], sheet => sheet.Items.Where(item => item.CarriedFrom.Length > 0).Select(item => item.Text)).Contains(words[1], StringComparer.Ordinal))
            {
                throw new StepFailedException($"the sheet of {words[0]} carries over '{words[1]}'");
            }
        });
        book.Then("the sheet of shift \"([^\"]+)\" is (frozen|complete|incomplete)", (script, words, _) => Among("state of the sheet", words[1], script.Bridge.Read((room, _) => States(room, SheetOf(room, words[0])))));
        book.Then("the sheet of shift \"([^\"]+)\" shows the amendment \"([^\"]+)\"", (script, words, _) => Among("amendments", words[1], OfShift(script, words[0], sheet => sheet.Amendments.Select(amendment => amendment.Text))));
        book.Then("the hold \"([^\"]+)\" is (open|cleared|released)(?: by \"([^\"]+)\")?", (script, words, _) => HoldIs(script, words));
    }

    private static ItemDetails Details(Script script, string words)
    {
        var said = Details().Matches(words).ToLookup(match => match.Groups["name"].Value, match => match.Groups["text"].Value, StringComparer.Ordinal);
        string Said(string name) => said[name].Count() < 2 ? said[name].FirstOrDefault("") : throw new StepFailedException($"'{name}' is said twice");
        string due = Said("due");
        return new ItemDetails(due.Length > 0 ? script.Next(due) : null, Said("watch"), Said("how"), Said("cause"), Said("course"), Said("result"), Said("reason"));
    }

    // Where the person holds the duty, is in, or is rostered next; else the first post at which there is what is asked for, or the first terminal's.
    internal static string PostOf(Script script, string staff, Func<PostState, bool> has)
    {
        _ = script.Known(staff);
        DateTimeOffset now = script.Stage.Now;
        string[] posts = [.. script.Stage.Terminals.Terminals.Select(terminal => terminal.Post).Distinct(StringComparer.Ordinal)];
        return script.Bridge.Read((room, _) =>
        {
            PostState[] states = [.. posts.Select(room.PostOf)];
            RosterModel roster = room.Roster;
            PostState? found = states.FirstOrDefault(post => string.Equals(post.Holder, staff, StringComparison.Ordinal))
                ?? states.FirstOrDefault(post => post.In.ContainsKey(staff))
                ?? states.FirstOrDefault(post => roster.Shifts(post.Post, now.AddHours(-1), now.AddHours(12)).Any(shift => shift.People.Contains(staff, StringComparer.Ordinal)))
                ?? states.FirstOrDefault(has);
            return found?.Post ?? posts[0];
        });
    }

    private static void Sheet(Script script, string staff, Func<SheetRequests, Answer> ask, Func<PostState, bool>? has = null)
    {
        string post = PostOf(script, staff, has ?? (_ => false));
        script.Ask(post, (room, now) => ask(new SheetRequests(room, post, now)));
    }

    private static void Hold(Script script, string staff, Func<HoldRequests, Answer> ask, Func<PostState, bool> has)
    {
        string post = PostOf(script, staff, has);
        script.Ask(post, (room, now) => ask(new HoldRequests(room, post, now)));
    }

    // Whatever the bridge can only be told by people is told here too, as a person would who fills a sheet in: what an item must say, what has to be
    // counted, and the report of what is on hold.
    private static void Completes(Script script, string staff)
    {
        var asks = new List<Func<SheetRequests, Answer>> { sheets => sheets.Complete(staff) };
        Look(script, PostOf(script, staff, _ => false), (book, sheet, plan) =>
        {
            foreach (Hold hold in Completeness.Unreported(book, sheet, plan))
            {
                string section = plan.Holds[hold.Kind].Report;
                asks.Add(sheets => sheets.Write(staff, section, hold.Reason, Filled(plan.Sections[section].Needs, script)));
            }

            foreach (SheetItem item in sheet.OpenItems)
            {
                string[] needs = plan.Sections.TryGetValue(item.Section, out PackSection? section) ? [.. section.Needs.Where(need => !item.Details.Has(need))] : [];
                if (needs.Length > 0)
                {
                    asks.Add(sheets => sheets.Explain(staff, item.Text, Filled(needs, script)));
                }
            }

            foreach (string count in plan.Counts.Keys.Where(count => !sheet.Counts.TryGetValue(count, out SheetCount? given) || given.Outgoing == null))
            {
                asks.Add(sheets => sheets.Count(staff, count, 1));
            }
        });
        InTurn(script, staff, asks);
    }

    private static ItemDetails Filled(IReadOnlyCollection<string> needs, Script script)
    {
        string Said(string need) => needs.Contains(need, StringComparer.Ordinal) ? "as told" : "";
        return new ItemDetails(needs.Contains("due", StringComparer.Ordinal) ? script.Stage.Now.AddHours(1) : null, Said("watch"), Said("how"), Said("cause"), Said("course"), Said("result"), Said("reason"));
    }

    // Who reads also gives the ticks of the incoming side, and counts what nobody of it has counted.
    private static void Reads(Script script, string staff)
    {
        var asks = new List<Func<SheetRequests, Answer>> { sheets => sheets.Read(staff) };
        Look(script, PostOf(script, staff, _ => false), (book, sheet, plan) =>
        {
            foreach (string tick in Completeness.Unticked(book, sheet, plan, incoming: true))
            {
                asks.Add(sheets => sheets.Tick(staff, tick));
            }

            foreach ((string count, SheetCount counted) in sheet.Counts)
            {
                if (counted is { Outgoing: { } number, Incoming: null })
                {
                    asks.Add(sheets => sheets.Count(staff, count, number));
                }
            }
        });
        InTurn(script, staff, asks);
    }

    private static void Look(Script script, string post, Action<SheetBook, Sheet, SheetPlan> look)
    {
        script.Bridge.Read((room, _) =>
        {
            SheetBook book = room.PostOf(post).Book;
            if (book.Current is { } sheet)
            {
                look(book, sheet, room.Roster.PolicyOf(post).Sheet);
            }

            return true;
        });
    }

    // The first refusal ends it.
    private static void InTurn(Script script, string staff, List<Func<SheetRequests, Answer>> asks)
    {
        foreach (Func<SheetRequests, Answer> ask in asks)
        {
            Sheet(script, staff, ask);
            if (script.Refusal.Length > 0)
            {
                return;
            }
        }
    }

    private static IReadOnlyList<string> OfShift(Script script, string shift, Func<Sheet, IEnumerable<string>> what) => script.Bridge.Read((room, _) => what(SheetOf(room, shift)).ToArray());

    private static Sheet SheetOf(DutyRoom room, string shift)
    {
        return room.Posts.Select(post => post.Book.Of(shift)).FirstOrDefault(sheet => sheet != null)
            ?? throw new StepFailedException($"there is no sheet of shift {shift}; there are {string.Join(", ", room.Posts.SelectMany(post => post.Book.Sheets).Select(sheet => sheet.Shift))}");
    }

    private static IReadOnlyList<string> States(DutyRoom room, Sheet sheet)
    {
        if (sheet.Signature != null)
        {
            return ["frozen"];
        }

        PostState post = room.Posts.First(candidate => candidate.Book.Sheets.Contains(sheet));
        IReadOnlyList<string> lacks = Completeness.Lacks(post.Book, sheet, room.Roster.PolicyOf(post.Post).Sheet);
        return lacks.Count == 0 ? ["complete"] : ["incomplete", .. lacks];
    }

    private static void HoldIs(Script script, IReadOnlyList<string> words)
    {
        string by = words[2].Length > 0 ? script.Known(words[2]) : "";
        string[] states = script.Bridge.Read((room, _) => room.Posts.SelectMany(post => post.Book.Holds).Where(hold => string.Equals(hold.Kind, words[0], StringComparison.Ordinal)).SelectMany(hold => StatesOf(hold, by.Length > 0)).ToArray());
        Among("hold", words[1] + (by.Length > 0 ? " by " + by : ""), states);
    }

    private static IEnumerable<string> StatesOf(Hold hold, bool names)
    {
        if (!hold.IsOpen)
        {
            yield return names ? $"cleared by {hold.ClearedBy}" : "cleared";
            yield break;
        }

        yield return names ? $"open by {hold.Staff}" : "open";
        foreach (HoldRelease release in hold.Releases)
        {
            yield return names ? $"released by {release.Staff}" : "released";
        }
    }

    private static void Among(string what, string expected, IReadOnlyList<string> were)
    {
        if (!were.Contains(expected, StringComparer.Ordinal))
        {
            throw new StepFailedException($"{what}: expected '{expected}', was '{string.Join("; ", were)}'");
        }
    }

    [GeneratedRegex("""(?<name>due|watch|how|cause|course|result|reason) "(?<text>[^"]+)" ?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Details();
}
