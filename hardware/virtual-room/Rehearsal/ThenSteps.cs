using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Records;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.VirtualRoom.Rehearsal;

/// <summary>The Thens of the step language.</summary>
internal static class ThenSteps
{
    internal static void Define(StepBook book)
    {
        book.Then("the signal (?:of \"(.+?)\" )?is \"(.+?)\"", (script, words, _) => Expect("signal", words[1], script.Stage.SignalOf(words[0].Length > 0 ? words[0] : script.FirstTerminal, words[1])));
        book.Then("\"(.+?)\" holds the duty", (script, words, _) => Expect("holder", words[0], Holder(script, script.Known(words[0]))));
        book.Then("nobody holds the duty", (script, _, _) => Expect("holder", "", Holder(script, "")));
        book.Then("\"(.+?)\" is (in|out|away)", (script, words, _) => Expect(words[0], words[1], Whereabouts(script, script.Known(words[0]))));
        book.Then("the last record (?:of \"(.+?)\" )?is \"(.+?)\"(?: with:)?", (script, words, table) => LastRecord(script, words[0], words[1], table));
        book.Then("there (?:are|is) (\\d+) records? \"(.+?)\"", (script, words, _) => Expect("count of " + words[1], words[0], Count(script, words[1])));
        book.Then("there is no record \"(.+?)\"", (script, words, _) => Expect("count of " + words[0], "0", Count(script, words[0])));
        book.Then("the tap is refused as \"(.+?)\"", (script, words, _) => Expect("refusal", words[0], LastRefusal(script)));
        book.Then("the bridge refuses with \"(.+?)\"", (script, words, _) => Expect("refusal", words[0], script.Refusal));
        book.Then("a notice about \"(.+?)\" reaches \"(.+?)\"(?: by \"(.+?)\")?", (script, words, _) => NoticeReaches(script, words[0], words[1], words[2]));
        book.Then("no notice about \"(.+?)\" is sent", (script, words, _) => Expect("notices", "none", NoticesAbout(script, words[0], _ => true)));
        book.Then("no notice about \"(.+?)\" reaches \"(.+?)\"", (script, words, _) =>
        {
            string to = script.Known(words[1]);
            Expect("notices", "none", NoticesAbout(script, words[0], sent => sent.Notice.To.Contains(to, StringComparer.Ordinal)));
        });
        book.Then("there (?:are|is) (\\d+) notices? about \"(.+?)\"", (script, words, _) => Expect("count of notices about " + words[1], words[0], CountOfNotices(script, words[1])));
        book.Then("the archive of \"(.+?)\" holds (\\d+) records? \"(.+?)\"", (script, words, _) => Expect("archived", words[1], Archived(script, words[0], words[2])));
        book.Then("the calendar of \"(.+?)\" (shows|does not show) shift \"(.+?)\"", (script, words, _) => Calendar(script, words));
        book.Then("the roster warns of \"(.+?)\" for \"(.+?)\" on \"(.+?)\"", (script, words, _) => Warns(script, words));
        book.Then("the roster does not warn of \"(.+?)\" for \"(.+?)\" on \"(.+?)\"", (script, words, _) => DoesNotWarn(script, words));
        book.Then("the history of \"(.+?)\" is complete", (script, words, _) => Expect("breaks", "none", Breaks(script, words[0])));
        book.Then("the history of \"(.+?)\" is broken at record (\\d+)", (script, words, _) => ExpectAmong("breaks", words[1], Breaks(script, words[0])));
    }

    internal static void Expect(string what, string expected, string was)
    {
        if (!string.Equals(expected, was, StringComparison.Ordinal))
        {
            throw new StepFailedException($"{what}: expected '{expected}', was '{was}'");
        }
    }

    private static void ExpectAmong(string what, string expected, string were)
    {
        if (!were.Split(',').Contains(expected, StringComparer.Ordinal))
        {
            throw new StepFailedException($"{what}: expected '{expected}', was '{were}'");
        }
    }

    // The terminal decides who holds; the bridge, where it is reached, must have come to the same.
    private static string Holder(Script script, string wanted)
    {
        string[] holders = script.Stage.Terminals.Terminals.Where(terminal => terminal.Handover).Select(terminal => HolderAt(script, terminal)).ToArray();
        return wanted.Length > 0 && holders.Contains(wanted, StringComparer.Ordinal) ? wanted : string.Join(", ", holders.Where(holder => holder.Length > 0));
    }

    private static string HolderAt(Script script, TerminalEntry terminal)
    {
        string holder = script.Stage.JournalOf(terminal.Id).State().Holder;
        if (script.Stage.Core is { } bridge && IsCaughtUp(script, terminal.Id))
        {
            string folded = bridge.Read((room, _) => room.PostOf(terminal.Post).Holder);
            if (!string.Equals(holder, folded, StringComparison.Ordinal))
            {
                throw new StepFailedException($"the terminal says that '{holder}' holds, the bridge says '{folded}'");
            }
        }

        return holder;
    }

    private static bool IsCaughtUp(Script script, string terminal)
    {
        List<string> records = script.Stage.JournalOf(terminal).Records;
        if (records.Count == 0)
        {
            return false;
        }

        using JsonDocument newest = JsonDocument.Parse(records[^1]);
        string epoch = newest.RootElement.GetProperty("epoch").GetString()!;
        long seq = newest.RootElement.GetProperty("seq").GetInt64();
        return script.Bridge.Read((_, chain) => chain.StoredUpTo(terminal, epoch)) >= seq;
    }

    private static string Whereabouts(Script script, string staff)
    {
        string post = script.Stage.Terminals.Find(script.FirstTerminal)!.Post;
        if (script.Stage.Core is { } bridge && script.Stage.Terminals.Terminals.All(terminal => IsCaughtUp(script, terminal.Id)))
        {
            return bridge.Read((room, _) =>
            {
                PostState? where = room.Posts.FirstOrDefault(candidate => candidate.PresentAt(script.Stage.Now, room.Roster.PolicyOf(candidate.Post).Minutes("lapseMin")).Any(present => string.Equals(present.Key, staff, StringComparison.Ordinal)));
                return where == null ? "out" : where.In[staff].AwaySince != null ? "away" : "in";
            });
        }

        Presence? person = script.Stage.JournalOf(script.FirstTerminal).State().InOf(staff);
        return person == null ? "out" : person.Away ? "away" : "in";
    }

    private static void LastRecord(Script script, string terminal, string type, StepTable? table)
    {
        List<string> records = script.Stage.JournalOf(terminal.Length > 0 ? terminal : script.FirstTerminal).Records;
        if (records.Count == 0)
        {
            throw new StepFailedException($"last record: expected '{type}', there is none");
        }

        using JsonDocument json = JsonDocument.Parse(records[^1]);
        CheckType(type);
        Expect("last record", type, json.RootElement.GetProperty("type").GetString()!);
        foreach ((string field, string expected) in table?.Pairs("field") ?? [])
        {
            CheckField(field);
            string was = json.RootElement.TryGetProperty(field, out JsonElement value) ? value.ToString() : "";
            was = value.ValueKind is JsonValueKind.True ? "true" : was;
            if (!string.Equals(expected, was, StringComparison.Ordinal) && !SameMoment(script, expected, was))
            {
                throw new StepFailedException($"{field}: expected '{expected}', was '{was}' in {records[^1]}");
            }
        }
    }

    // A time may be written as civil time of the feature's zone instead of as on the wire.
    private static bool SameMoment(Script script, string expected, string was)
    {
        if (!DateTimeOffset.TryParse(was, CultureInfo.InvariantCulture, out DateTimeOffset moment))
        {
            return false;
        }

        LocalDateTime at = Instant.FromDateTimeOffset(moment).InZone(script.Zone).LocalDateTime;
        return RosterModel.ParseCivil(expected) is { } civil ? at.With(TimeAdjusters.TruncateToMinute) == civil
            : expected.Length is 5 or 8 && string.Equals(at.ToString(expected.Length == 5 ? "HH:mm" : "HH:mm:ss", CultureInfo.InvariantCulture), expected, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Terminal, string Json)> AllRecords(Script script)
    {
        return script.Stage.Terminals.Terminals.SelectMany(terminal => script.Stage.JournalOf(terminal.Id).Records.Select(record => (terminal.Id, record)));
    }

    private static string Count(Script script, string type)
    {
        CheckType(type);
        return AllRecords(script).Count(record => record.Json.Contains($"\"type\":\"{type}\"", StringComparison.Ordinal)).ToString(CultureInfo.InvariantCulture);
    }

    // A name that does not exist would make every "there is no" hold.
    private static void CheckField(string field)
    {
        string[] common = ["v", "terminal", "epoch", "seq", "type", "at", "clock", "boot", "ticks", "mac"];
        if (!common.Contains(field, StringComparer.Ordinal) && !Enum.GetValues<Member>().Any(member => string.Equals(RecordNames.Of(member), field, StringComparison.Ordinal)))
        {
            throw new StepFailedException($"a record has no field '{field}'");
        }
    }

    private static void CheckType(string type)
    {
        if (!Enumerable.Range(1, RecordNames.TypeCount).Any(number => string.Equals(RecordNames.Of((RecordType)number), type, StringComparison.Ordinal)))
        {
            throw new StepFailedException($"there is no record type '{type}'");
        }
    }

    internal static void CheckTopic(string topic)
    {
        if (!NoticeTopics.All.Contains(topic, StringComparer.Ordinal))
        {
            throw new StepFailedException($"there is no notice topic '{topic}'; there are {string.Join(", ", NoticeTopics.All)}");
        }
    }

    private static string LastRefusal(Script script)
    {
        if (script.Stage.LastRefusal is not { } last)
        {
            return "none";
        }

        using JsonDocument json = JsonDocument.Parse(last);
        return json.RootElement.GetProperty("reason").GetString()!;
    }

    private static void NoticeReaches(Script script, string topic, string staff, string by)
    {
        CheckTopic(topic);
        _ = script.Known(staff);
        if (by.Length > 0)
        {
            script.Stage.RunTo(script.Today(by));
        }

        DateTimeOffset latest = by.Length > 0 ? script.Today(by) : DateTimeOffset.MaxValue;
        IReadOnlyList<SentNotice> all = script.Bridge.Read((room, _) => room.Notices.All.ToArray());
        if (!all.Any(sent => string.Equals(sent.Notice.Topic, topic, StringComparison.Ordinal) && sent.SentAt <= latest && sent.Notice.To.Contains(staff, StringComparer.Ordinal)))
        {
            string were = string.Join("; ", all.Select(sent => $"{sent.Notice.Topic} to {string.Join(",", sent.Notice.To)} at {Civil(script, sent.SentAt)}"));
            throw new StepFailedException($"notice: expected '{topic}' to {staff}{(by.Length > 0 ? " by " + by : "")}, were '{were}'");
        }
    }

    private static string NoticesAbout(Script script, string topic, Func<SentNotice, bool> which)
    {
        CheckTopic(topic);
        SentNotice[] found = script.Bridge.Read((room, _) => room.Notices.All.Where(sent => string.Equals(sent.Notice.Topic, topic, StringComparison.Ordinal) && which(sent)).ToArray());
        return found.Length == 0 ? "none" : string.Join("; ", found.Select(sent => $"{topic} to {string.Join(",", sent.Notice.To)} at {Civil(script, sent.SentAt)}"));
    }

    // What was passed on to somebody else is still the one notice.
    private static string CountOfNotices(Script script, string topic)
    {
        CheckTopic(topic);
        return script.Bridge.Read((room, _) => room.Notices.All.Count(sent => sent.Notice.Level == 0 && string.Equals(sent.Notice.Topic, topic, StringComparison.Ordinal))).ToString(CultureInfo.InvariantCulture);
    }

    private static string Civil(Script script, DateTimeOffset at) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss").Format(Instant.FromDateTimeOffset(at).InZone(script.Zone).LocalDateTime);

    private static string Archived(Script script, string day, string type)
    {
        CheckType(type);
        // The archive is kept by day and by month.
        ParseResult<YearMonth> month = YearMonthPattern.Iso.Parse(day);
        ParseResult<LocalDate> one = LocalDatePattern.Iso.Parse(day);
        if (!month.Success && !one.Success)
        {
            throw new StepFailedException($"'{day}' is no day of the archive: write yyyy-MM-dd, or yyyy-MM for a month");
        }

        bool IsWanted(LocalDate date) => month.Success ? date.ToYearMonth() == month.Value : date == one.Value;
        int count = 0;
        foreach (LogEntry entry in script.Bridge.Log.ReadRecords(null, 0, 100000).Where(entry => entry.Kind == LogKind.Record))
        {
            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            count += string.Equals(record.Type, type, StringComparison.Ordinal) && IsWanted(Instant.FromDateTimeOffset(record.At).InZone(script.Zone).Date) ? 1 : 0;
        }

        return count.ToString(CultureInfo.InvariantCulture);
    }

    private static void Calendar(Script script, IReadOnlyList<string> words)
    {
        string calendar = script.Bridge.Read((room, _) => StaffCalendar.Write(room.Roster, script.Known(words[0]), script.Stage.Now.AddDays(-40), script.Stage.Now.AddDays(40)));
        bool shows = calendar.Split('\n').Any(line => string.Equals(line.TrimEnd('\r'), $"SUMMARY:{words[2]}", StringComparison.Ordinal));
        Expect("calendar", words[1], shows ? "shows" : "does not show");
    }

    private static void Warns(Script script, IReadOnlyList<string> words)
    {
        IReadOnlyList<RosterWarning> warnings = Warnings(script);
        if (!warnings.Any(warning => IsOf(warning, words) || (warning.Staff.Length == 0 && IsOf(warning, [words[0], warning.Post, words[2]]) && IsAt(script, warning, words[1]))))
        {
            throw new StepFailedException($"warning: expected '{words[0]}' for {words[1]} on {words[2]}, were '{string.Join("; ", warnings)}'");
        }
    }

    // A name or a day that does not exist would make every "does not warn" hold.
    private static void DoesNotWarn(Script script, IReadOnlyList<string> words)
    {
        if (!RosterWarnings.Topics.Contains(TopicOf(words[0]), StringComparer.Ordinal) || !LocalDatePattern.Iso.Parse(words[2]).Success)
        {
            throw new StepFailedException($"'{words[0]}' on '{words[2]}' is nothing that a roster warns of");
        }

        if (script.Roster.Posts.TrueForAll(post => !string.Equals(post.Id, words[1], StringComparison.Ordinal)))
        {
            _ = script.Known(words[1]);
        }

        RosterWarning? warning = Warnings(script).FirstOrDefault(candidate => IsOf(candidate, words));
        if (warning != null)
        {
            throw new StepFailedException($"warning: expected none, was '{warning}'");
        }
    }

    private static IReadOnlyList<RosterWarning> Warnings(Script script) => script.Bridge.Read((room, _) => RosterWarnings.Of(room.Roster, script.Stage.Now.AddDays(-40), script.Stage.Now.AddDays(40)));

    private static string TopicOf(string word) => word switch { "stretch" or "longest-stretch" => "long-stretch", "monthly-limit" => "once-a-month", _ => word };

    private static bool IsOf(RosterWarning warning, IReadOnlyList<string> words)
    {
        return string.Equals(warning.Topic, TopicOf(words[0]), StringComparison.Ordinal)
            && string.Equals(warning.Staff.Length == 0 ? warning.Post : warning.Staff, words[1], StringComparison.Ordinal)
            && string.Equals(LocalDatePattern.Iso.Format(warning.Day), words[2], StringComparison.Ordinal);
    }

    // What concerns nobody in particular may be named by the shift that begins or ends there, or by somebody on it.
    private static bool IsAt(Script script, RosterWarning warning, string name)
    {
        return script.Bridge.Read((room, _) => room.Roster.Shifts(warning.Post, warning.At.AddHours(-1), warning.At.AddHours(1))
            .Any(shift => (shift.Start == warning.At || shift.End == warning.At) && (string.Equals(shift.Id, name, StringComparison.Ordinal) || shift.People.Contains(name, StringComparer.Ordinal))));
    }

    private static string Breaks(Script script, string terminal)
    {
        _ = script.Stage.BoardOf(terminal);
        BridgeCore bridge = script.Bridge;
        bridge.Step();
        IReadOnlyList<HistoryBreak> breaks = bridge.Read((_, chain) => chain.BreaksOf(terminal));
        return breaks.Count == 0 ? "none" : string.Join(",", breaks.Select(found => found.Seq));
    }
}
