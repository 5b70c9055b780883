using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>One cell of the heat map.</summary>
/// <param name="Percent">The share on time.</param>
/// <param name="Count">How many handovers were due then.</param>
/// <param name="Late">How late the late ones were on average; empty: none was.</param>
public sealed record HeatCell(int Percent, int Count, string Late)
{
    private static readonly int[] Steps = [50, 75, 90, 100];

    /// <summary>Which of the five steps of the scale it is, 0 the worst.</summary>
    public int Step => Steps.Count(least => Percent >= least);
}

/// <summary>One hour of the heat map.</summary>
/// <param name="Hour">The hour, <c>HH:00</c>.</param>
/// <param name="Cells">Monday to Sunday; null: nothing was due then.</param>
public sealed record HeatRow(string Hour, IReadOnlyList<HeatCell?> Cells);

/// <summary>One week.</summary>
public sealed record WeekLine(string Monday, Punctuality Figures, string MeanLate, string WorstLate);

/// <summary>The alarms at the posts, or what was sent to people.</summary>
/// <param name="Key">The key of its words behind <c>figures.rate-</c>.</param>
/// <param name="Rate">The rate.</param>
/// <param name="BusiestAt">When the busiest ten minutes began; empty: never.</param>
/// <param name="Above">The fullest of those above the bound.</param>
public sealed record RateLine(string Key, AlarmRate Rate, string BusiestAt, IReadOnlyList<(string From, int Count)> Above)
{
    /// <summary>Alarms in ten minutes, on average.</summary>
    public string Mean => Rate.Mean.ToString("0.##", CultureInfo.InvariantCulture);

    /// <summary>The share of time above the bound.</summary>
    public string Percent => Rate.PercentAbove.ToString("0.##", CultureInfo.InvariantCulture);
}

/// <summary>The figures of handovers and alarms in a span of days.</summary>
public sealed record FiguresView(
    string Post, IReadOnlyList<(string Id, string Name)> Posts, string From, string To, Punctuality All, string MeanLate, string WorstLate, int Missed, IReadOnlyList<HeatRow> Heat, IReadOnlyList<WeekLine> Weeks,
    IReadOnlyList<RateLine> Rates, string Made)
{
    /// <summary>How many days are shown where nobody asks for others.</summary>
    public const int UsualDays = 90;

    /// <summary>How many days may be shown at once.</summary>
    public const int MostDays = 1100;

    private const int MostAbove = 8;
    private const string Missing = "missed-handover";

    /// <summary>Looks at the days of a span, both included, of a post or of all.</summary>
    public static FiguresView Of(Language t, DutyRoom room, string post, LocalDate first, LocalDate last, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        (DateTimeOffset from, _) = roster.SpanOf(first);
        (_, DateTimeOffset to) = roster.SpanOf(last);
        var time = new CivilTime(roster, now);
        PostState[] posts = [.. room.Posts.Where(state => post.Length == 0 || Is(state.Post, post))];
        HandoverFact[] handovers = [.. posts.SelectMany(state => state.Handovers.Handovers).Where(handover => handover.At >= from && handover.At < to)];
        SentNotice[] told = [.. room.Notices.All.Where(sent => sent.Notice.Level == 0 && sent.SentAt >= from && sent.SentAt < to && (post.Length == 0 || Is(sent.Notice.Post, post)))];
        var pattern = PunctualityPattern.Of(handovers, roster.Civil);

        // Of time that is still to come, and of time from which nothing is kept, nobody knows how many alarms it had.
        DateTimeOffset begin = from > room.RosteredSince ? from : room.RosteredSince, end = to < now ? to : now;
        return new FiguresView(
            post,
            [.. roster.Document.Posts.Select(entry => (entry.Id, LedgerView.PostName(roster, entry.Id)))],
            LocalDatePattern.Iso.Format(first),
            LocalDatePattern.Iso.Format(last),
            pattern.All,
            Late(t, pattern.All.MeanLateSeconds),
            Late(t, pattern.All.WorstLateSeconds),
            told.Count(sent => Is(sent.Notice.Topic, Missing)),
            Map(t, pattern),
            [.. pattern.Weeks.Select(week => new WeekLine(LocalDatePattern.Iso.Format(week.Monday), week.Figures, Late(t, week.Figures.MeanLateSeconds), Late(t, week.Figures.WorstLateSeconds)))],
            [
                Rate("post", AlarmRate.Of(posts.SelectMany(state => state.Handovers.Alarms).Select(alarm => alarm.At), begin, end), time),
                Rate("told", AlarmRate.Of(told.Select(sent => sent.SentAt), begin, end), time),
            ],
            time.Now);
    }

    private static HeatRow[] Map(Language t, PunctualityPattern pattern)
    {
        return [.. pattern.Cells.Keys.Select(cell => cell.Hour).Distinct().Order().Select(hour => new HeatRow(
            string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00"),
            [.. Enumerable.Range(1, 7).Select(day => pattern.Cells.TryGetValue(((IsoDayOfWeek)day, hour), out Punctuality? cell) ? new HeatCell(cell.Percent, cell.Count, Late(t, cell.MeanLateSeconds)) : null)]))];
    }

    private static RateLine Rate(string key, AlarmRate rate, CivilTime time)
    {
        return new RateLine(key, rate, rate.BusiestAt is { } at ? time.Dated(at) : "", [.. rate.Above.Take(MostAbove).Select(piece => (time.Dated(piece.From), piece.Count))]);
    }

    private static string Late(Language t, int seconds) => seconds == 0 ? "" : seconds < 60 ? t["figures.seconds", seconds] : t["figures.minutes", (seconds + 59) / 60];

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
