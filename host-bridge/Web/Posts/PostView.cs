using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>One open item of the sheet.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Section">The section, in words.</param>
/// <param name="Text">What it says.</param>
/// <param name="By">Who wrote it, and when.</param>
/// <param name="Due">By when it is to be done; empty: nothing was said.</param>
/// <param name="IsOverdue">Whether that moment is over.</param>
public sealed record ItemLine(long Id, string Section, string Text, string By, string Due, bool IsOverdue);

/// <summary>One post on one day.</summary>
/// <param name="Card">The post as it is now.</param>
/// <param name="Day">The day, as addresses have it.</param>
/// <param name="IsToday">Whether it is today.</param>
/// <param name="Before">The day before.</param>
/// <param name="After">The day after.</param>
/// <param name="Items">The open items of its newest sheet.</param>
/// <param name="Line">The day as a time line.</param>
/// <param name="Records">The newest records of the day, newest first.</param>
/// <param name="MoreRecords">How many more there are.</param>
/// <param name="Now">The time of the house.</param>
public sealed record PostView(PostCard Card, string Day, bool IsToday, string Before, string After, IReadOnlyList<ItemLine> Items, TimeLine Line, IReadOnlyList<RecordLine> Records, int MoreRecords, string Now)
{
    private const int MostRecords = 100;

    /// <summary>The day that an address names; today where it names none, null where that is no day on which a terminal could be.</summary>
    public static LocalDate? DayOf(string day, LocalDate today)
    {
        return day.Length == 0 ? today : LocalDatePattern.Iso.Parse(day) is { Success: true } found && SaneTime.HoldsYear(found.Value.Year) ? found.Value : null;
    }

    /// <summary>Looks at a post; null: there is none of that id.</summary>
    /// <param name="t">The language.</param>
    /// <param name="core">The bridge.</param>
    /// <param name="days">What records tell of a day.</param>
    /// <param name="id">The post.</param>
    /// <param name="wanted">The day.</param>
    /// <param name="hasRecords">Whether the records are wanted, too.</param>
    /// <param name="hasItems">Whether the items of the sheet are.</param>
    public static PostView? Of(Language t, BridgeCore core, DayRecords days, string id, LocalDate wanted, bool hasRecords = true, bool hasItems = true)
    {
        DateTimeOffset now = core.Time.GetUtcNow();

        // Nobody taps while the bridge is held up, so what stands on the disk is read before.
        (string[] terminals, (DateTimeOffset From, DateTimeOffset To) span) = core.Read((room, _) => (PostOf(room, id) is { } known ? room.TerminalsOf(known).Select(terminal => terminal.Id).ToArray() : [], room.Roster.SpanOf(wanted)));
        IReadOnlyList<DatedRecord> read = days.Read(terminals, span);
        return core.Read((room, chain) =>
        {
            if (PostOf(room, id) is not { } post)
            {
                return null;
            }

            RosterModel roster = room.Roster;
            var time = new CivilTime(roster, now);
            LogEntry[] entries = [.. DayRecords.Judged(read, chain, span)];
            IEnumerable<RecordLine> records = hasRecords ? entries.Reverse().Take(MostRecords).Select(entry => BoardView.Line(t, roster, chain, entry, time)) : [];
            return new PostView(
                new PostCards(t, room, now, core.HealthOf).Of(post),
                LocalDatePattern.Iso.Format(wanted),
                wanted == roster.Civil(now).Date,
                LocalDatePattern.Iso.Format(wanted.PlusDays(-1)),
                LocalDatePattern.Iso.Format(wanted.PlusDays(1)),
                hasItems ? OpenOf(t, roster, post, now, time) : [],
                new TimeLineOfPost(t, roster, post, wanted, now).Of(entries, chain),
                [.. records],
                hasRecords ? Math.Max(0, entries.Length - MostRecords) : 0,
                time.Now);
        });
    }

    private static PostState? PostOf(DutyRoom room, string id) => room.Posts.FirstOrDefault(known => string.Equals(known.Post, id, StringComparison.Ordinal));

    private static IReadOnlyList<ItemLine> OpenOf(Language t, RosterModel roster, PostState post, DateTimeOffset now, CivilTime time)
    {
        IReadOnlyDictionary<string, PackSection> sections = roster.PolicyOf(post.Post).Sheet.Sections;
        return [.. post.Book.Pending.Select(item => new ItemLine(
            item.Id,
            PackWords.Of(t, item.Section, sections.GetValueOrDefault(item.Section)),
            item.Text,
            string.Create(CultureInfo.InvariantCulture, $"{roster.NameOf(item.Staff)} {time.Minute(item.At)}"),
            item.Details.Due is { } due ? time.Dated(due) : "",
            item.Details.Due < now))];
    }
}
