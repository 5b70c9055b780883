using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>A day at the head of a column.</summary>
/// <param name="Date"><c>yyyy-MM-dd</c>.</param>
/// <param name="Number">The day of the month, with the month on its first.</param>
/// <param name="Weekday">Its weekday, short.</param>
/// <param name="IsToday">Whether it is today.</param>
/// <param name="IsRest">Whether people do not work on it.</param>
public sealed record DayHead(string Date, string Number, string Weekday, bool IsToday, bool IsRest);

/// <summary>Somebody on a shift.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">The name.</param>
/// <param name="Role"><c>leader</c>, <c>deputy</c> or <c>crew</c>.</param>
public sealed record OnShift(string Id, string Name, string Role);

/// <summary>A shift as a planner sees it.</summary>
/// <param name="Shift">The shift.</param>
/// <param name="Anchor">Its place on the page.</param>
/// <param name="Letter">The short word for its kind.</param>
/// <param name="Tone">Which of the colours it has.</param>
/// <param name="Day">The column of the day on which it begins; it may lie before the first.</param>
/// <param name="Slot">The row of shifts that begin at that time of day.</param>
/// <param name="Hours">From when until when, as hours.</param>
/// <param name="People">Who is on it, the leader first.</param>
/// <param name="Warnings">What is to be warned of.</param>
/// <param name="State"><c>over</c>, <c>running</c> or <c>ahead</c>.</param>
public sealed record ShiftCard(RosterShift Shift, string Anchor, string Letter, int Tone, int Day, int Slot, string Hours, IReadOnlyList<OnShift> People, IReadOnlyList<string> Warnings, string State);

/// <summary>A row of shifts that begin at one time of day.</summary>
/// <param name="Letter">The short word for their kind.</param>
/// <param name="Tone">Which of the colours it has.</param>
/// <param name="Hours">From when until when, as hours.</param>
/// <param name="Cells">The shift of each day; null: none.</param>
public sealed record SlotRow(string Letter, int Tone, string Hours, IReadOnlyList<ShiftCard?> Cells);

/// <summary>A row of one person's shifts.</summary>
/// <param name="Id">Who.</param>
/// <param name="Name">The name.</param>
/// <param name="Days">The shifts of each day, with his role in each.</param>
/// <param name="Shifts">All of them, those that began before the first day too.</param>
/// <param name="Count">How many begin within the days.</param>
/// <param name="Hours">How many hours they are.</param>
public sealed record PersonRow(string Id, string Name, IReadOnlyList<IReadOnlyList<(ShiftCard Shift, string Role)>> Days, IReadOnlyList<(ShiftCard Shift, string Role)> Shifts, int Count, string Hours);

/// <summary>Something to be warned of, and where on the page it is.</summary>
public sealed record WarningLine(string Topic, string Words, string Anchor);

/// <summary>The shifts of a post over some days, as rows of people and as rows of shifts, with what is to be warned of.</summary>
/// <param name="Post">The post.</param>
/// <param name="First">The first day.</param>
/// <param name="Days">The days.</param>
/// <param name="People">Everybody who is on one of the shifts, in the order of the roster.</param>
/// <param name="Slots">The shifts by their times of day.</param>
/// <param name="Shifts">All shifts by start.</param>
/// <param name="Warnings">What is to be warned of and is not over yet.</param>
/// <param name="Begin">The first moment of the first day.</param>
/// <param name="End">The first moment behind the last.</param>
public sealed record RosterGrid(string Post, LocalDate First, IReadOnlyList<DayHead> Days, IReadOnlyList<PersonRow> People, IReadOnlyList<SlotRow> Slots, IReadOnlyList<ShiftCard> Shifts, IReadOnlyList<WarningLine> Warnings, DateTimeOffset Begin, DateTimeOffset End)
{
    /// <summary>What of it was looked at for warnings, as it is not over yet, in words; empty: all of it is over.</summary>
    public string Looked { get; init; } = "";

    /// <summary>How many colours there are.</summary>
    public const int Tones = 6;

    private static readonly LocalDateTimePattern Moment = LocalDateTimePattern.CreateWithInvariantCulture("MM'-'dd HH':'mm");
    private static readonly LocalTimePattern Hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm");
    private static readonly TimeSpan LongestHalfDay = TimeSpan.FromHours(12);

    /// <summary>Looks at a post over some days.</summary>
    /// <param name="t">The language.</param>
    /// <param name="roster">The roster.</param>
    /// <param name="now">The time.</param>
    /// <param name="post">The post.</param>
    /// <param name="first">The first day.</param>
    /// <param name="days">How many days.</param>
    /// <param name="byPerson">Whether warnings about a person lead to his row, and not to the shift.</param>
    public static RosterGrid Of(Language t, RosterModel roster, DateTimeOffset now, string post, LocalDate first, int days, bool byPerson)
    {
        DateTimeOffset begin = roster.Moment(first.AtMidnight()), end = roster.Moment(first.PlusDays(days).AtMidnight());
        IReadOnlyList<RosterShift> shifts = roster.Shifts(post, begin, end);
        RosterWarning[] warnings = [.. RosterWarnings.OfPost(roster, post, begin, end).Where(warning => warning.Topic is not "coverage-gap" && warning.At >= now)];
        var calendar = WorkCalendar.Of(roster, post);
        LocalDate today = roster.Civil(now).Date;
        DayHead[] heads = [.. Enumerable.Range(0, days).Select(first.PlusDays).Select((day, i) => new DayHead(
            LocalDatePattern.Iso.Format(day),
            i == 0 || day.Day == 1 ? string.Create(CultureInfo.InvariantCulture, $"{day.Month}/{day.Day}") : day.Day.ToString(CultureInfo.InvariantCulture),
            t[$"planning.weekday-{(int)day.DayOfWeek}"],
            day == today,
            !calendar.IsWorkday(day)))];
        var slots = new SlotTable(roster, shifts);
        ShiftCard[] cards = [.. shifts.Select(shift => Card(t, roster, now, first, shift, slots, warnings))];
        return new RosterGrid(
            post,
            first,
            heads,
            [.. PeopleOf(roster, cards, days)],
            [.. slots.Rows(t, cards, days)],
            cards,
            [.. Told(t, roster, now, post, byPerson, warnings, heads, begin, end)],
            begin,
            end)
        {
            Looked = end > now ? t["planning.range-week", Moment.Format(roster.Civil(begin > now ? begin : now)), Moment.Format(roster.Civil(end))] : "",
        };
    }

    /// <summary>The short word for what kind of shift one is: what patterns make has its own, another the first letter of its id.</summary>
    public static string LetterOf(Language t, RosterShift shift)
    {
        string kind = KindOf(shift);
        return t.Has($"planning.letter-{kind}") ? t[$"planning.letter-{kind}"] : shift.Id[..1].ToUpperInvariant();
    }

    /// <summary>What kind of shift one is: the first letter of its id, by which patterns tell what they make.</summary>
    internal static string KindOf(RosterShift shift)
    {
        string letter = shift.Id[..1].ToUpperInvariant();

        // The evening of three shifts a day and the duty of even days begin with the same letter.
        return letter is "E" && shift.End - shift.Start > LongestHalfDay ? "A" : letter;
    }

    /// <summary>The words for a warning.</summary>
    public static string WordsOf(Language t, RosterModel roster, RosterWarning warning) => t[$"planning.warn-{warning.Topic}", Moment.Format(roster.Civil(warning.At)), roster.NameOf(warning.Staff)];

    /// <summary>A moment, as month, day, hour and minute.</summary>
    public static string MomentOf(RosterModel roster, DateTimeOffset at) => Moment.Format(roster.Civil(at));

    /// <summary>From when until when a shift is.</summary>
    public static string HoursOf(RosterModel roster, RosterShift shift)
    {
        LocalDateTime start = roster.Civil(shift.Start), end = roster.Civil(shift.End);
        int nights = Period.DaysBetween(start.Date, end.Date);
        return $"{Hour.Format(start.TimeOfDay)}–{Hour.Format(end.TimeOfDay)}{(nights > 1 ? string.Create(CultureInfo.InvariantCulture, $" +{nights}") : "")}";
    }

    private static ShiftCard Card(Language t, RosterModel roster, DateTimeOffset now, LocalDate first, RosterShift shift, SlotTable slots, RosterWarning[] warnings)
    {
        LocalDate day = roster.Civil(shift.Start).Date;
        var plan = ShiftPlan.Of(shift.Entry);
        return new ShiftCard(
            shift,
            AnchorOf(roster, shift.Id, shift.Start),
            LetterOf(t, shift),
            slots.ToneOf(shift),
            Period.DaysBetween(first, day),
            slots.RowOf(shift),
            HoursOf(roster, shift),
            [.. plan.People().Select(id => new OnShift(id, roster.NameOf(id), plan.RoleOf(id)))],
            [.. warnings.Where(warning => warning.At == shift.Start).Select(warning => WordsOf(t, roster, warning))],
            shift.End <= now ? "over" : shift.Start <= now ? "running" : "ahead");
    }

    private static string AnchorOf(RosterModel roster, string shift, DateTimeOffset start) => string.Create(CultureInfo.InvariantCulture, $"s-{shift}-{roster.Civil(start).ToString("uuuuMMddHHmm", CultureInfo.InvariantCulture)}");

    private static IEnumerable<PersonRow> PeopleOf(RosterModel roster, ShiftCard[] cards, int days)
    {
        ILookup<string, ShiftCard> of = cards.SelectMany(card => card.People.Select(person => (person.Id, Card: card))).ToLookup(pair => pair.Id, pair => pair.Card, StringComparer.Ordinal);
        foreach (StaffEntry person in roster.Document.Staff.Where(person => of.Contains(person.Id)))
        {
            (ShiftCard Shift, string Role)[] own = [.. of[person.Id].Select(card => (card, card.People.First(on => string.Equals(on.Id, person.Id, StringComparison.Ordinal)).Role))];
            ILookup<int, (ShiftCard Shift, string Role)> byDay = own.ToLookup(shift => shift.Shift.Day);
            ShiftCard[] counted = [.. own.Select(shift => shift.Shift).Where(card => card.Day >= 0)];
            yield return new PersonRow(
                person.Id,
                roster.NameOf(person.Id),
                [.. Enumerable.Range(0, days).Select(day => byDay[day].ToArray())],
                own,
                counted.Length,
                counted.Sum(card => (card.Shift.End - card.Shift.Start).TotalHours).ToString("0.#", CultureInfo.InvariantCulture));
        }
    }

    private static IEnumerable<WarningLine> Told(Language t, RosterModel roster, DateTimeOffset now, string post, bool byPerson, RosterWarning[] warnings, DayHead[] heads, DateTimeOffset begin, DateTimeOffset end)
    {
        // A gap is also where nothing is planned yet; what was not covered yesterday nobody can mend.
        DateTimeOffset from = now > begin ? now : begin;
        IEnumerable<(DateTimeOffset From, DateTimeOffset To)> gaps = from < end ? RosterWarnings.Uncovered(roster, post, from, end) : [];
        foreach ((DateTimeOffset gap, DateTimeOffset to) in gaps)
        {
            yield return new WarningLine("coverage-gap", t["planning.warn-coverage-gap", Moment.Format(roster.Civil(gap)), Moment.Format(roster.Civil(to))], $"day-{LocalDatePattern.Iso.Format(roster.Civil(gap).Date)}");
        }

        // Days without a shift that are over are told all the same: a month of which half was never planned is not in order.
        LocalDate today = roster.Civil(now).Date, lastDay = roster.Civil(end).Date.PlusDays(-1);
        foreach ((LocalDate first, LocalDate last) in RosterWarnings.EmptyDays(roster, post, roster.Civil(begin).Date, LocalDate.Min(lastDay, today.PlusDays(-1))))
        {
            string day = LocalDatePattern.Iso.Format(first);
            yield return new WarningLine("no-shift", first == last ? t["planning.warn-no-shift", day[5..]] : t["planning.warn-no-shifts", day[5..], LocalDatePattern.Iso.Format(last)[5..]], $"day-{day}");
        }

        HashSet<string> shown = [.. heads.Select(head => head.Date)];
        foreach (RosterWarning warning in warnings.DistinctBy(warning => (warning.Topic, warning.Staff, warning.At)))
        {
            string day = LocalDatePattern.Iso.Format(warning.Day);
            string anchor = byPerson ? warning.Staff.Length > 0 && shown.Contains(day) ? $"p-{warning.Staff}-{day}" : $"day-{day}"
                : roster.Shifts(post, warning.At, warning.At.AddMinutes(1)).FirstOrDefault(shift => shift.Start == warning.At) is { } shift ? AnchorOf(roster, shift.Id, shift.Start) : $"day-{day}";
            yield return new WarningLine(warning.Topic, WordsOf(t, roster, warning), anchor);
        }
    }

    // Shifts that begin at one time of day stand in one row; a second one of the same day gets a row below.
    private sealed class SlotTable
    {
        private readonly Dictionary<RosterShift, (LocalTime Time, int Nth)> _keys = new(ReferenceEqualityComparer.Instance);
        private readonly List<(LocalTime Time, int Nth)> _rows;
        private readonly List<string> _kinds;

        internal SlotTable(RosterModel roster, IReadOnlyList<RosterShift> shifts)
        {
            foreach (IGrouping<LocalDateTime, RosterShift> same in shifts.GroupBy(shift => roster.Civil(shift.Start)))
            {
                int nth = 0;
                foreach (RosterShift shift in same)
                {
                    _keys[shift] = (same.Key.TimeOfDay, nth++);
                }
            }

            _rows = [.. _keys.Values.Distinct().OrderBy(key => key.Time).ThenBy(key => key.Nth)];
            _kinds = [.. shifts.OrderBy(shift => roster.Civil(shift.Start).TimeOfDay).Select(shift => shift.Id[..1]).Distinct(StringComparer.Ordinal)];
        }

        internal int RowOf(RosterShift shift) => _rows.IndexOf(_keys[shift]);

        internal int ToneOf(RosterShift shift) => Math.Max(0, _kinds.IndexOf(shift.Id[..1])) % Tones;

        internal IEnumerable<SlotRow> Rows(Language t, ShiftCard[] cards, int days)
        {
            for (int row = 0; row < _rows.Count; row++)
            {
                ShiftCard[] own = [.. cards.Where(card => card.Slot == row && card.Day >= 0)];
                ShiftCard? first = own.FirstOrDefault();
                if (first != null)
                {
                    yield return new SlotRow(LetterOf(t, first.Shift), first.Tone, first.Hours, [.. Enumerable.Range(0, days).Select(day => own.FirstOrDefault(card => card.Day == day))]);
                }
            }
        }
    }
}

/// <summary>The page of the roster: one post over a month or a week.</summary>
/// <param name="Posts">All posts with their names.</param>
/// <param name="Post">The post that is shown.</param>
/// <param name="Kind"><c>month</c>, <c>week</c> or <c>line</c>.</param>
/// <param name="Range">What is shown, in words.</param>
/// <param name="Before">The first day of what came before.</param>
/// <param name="After">The first day of what comes then.</param>
/// <param name="Grid">The shifts.</param>
/// <param name="Waiting">How many requests wait for a decision.</param>
public sealed record RosterView(IReadOnlyList<(string Id, string Name)> Posts, string Post, string Kind, string Range, string Before, string After, RosterGrid Grid, int Waiting)
{
    private const int FirstYear = 2000;
    private const int LastYear = 2100;
    private const int Week = 7;

    /// <summary>The ways in which it can be shown.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["month", "week", "line"];

    /// <summary>Looks at it.</summary>
    public static RosterView Of(Language t, RosterModel roster, DateTimeOffset now, string? post, string? kind, string? from, int waiting)
    {
        string shown = Kinds.Contains(kind, StringComparer.Ordinal) ? kind! : "month";
        string of = PostOf(roster, post);
        LocalDate day = DayOf(roster, now, from);
        bool month = shown is "month";
        LocalDate first = month ? day.With(DateAdjusters.StartOfMonth) : MondayOf(day);
        int days = month ? CalendarSystem.Iso.GetDaysInMonth(first.Year, first.Month) : Week;
        LocalDate last = first.PlusDays(days - 1);
        return new RosterView(
            [.. roster.Document.Posts.Select(entry => (entry.Id, PostOrder.NameOf(roster, entry.Id)))],
            of,
            shown,
            month ? t["planning.range-month", first.Year, first.Month] : t["planning.range-week", LocalDatePattern.Iso.Format(first), LocalDatePattern.Iso.Format(last)],
            LocalDatePattern.Iso.Format(month ? first.PlusMonths(-1) : first.PlusDays(-Week)),
            LocalDatePattern.Iso.Format(month ? first.PlusMonths(1) : first.PlusDays(Week)),
            RosterGrid.Of(t, roster, now, of, first, days, month),
            waiting);
    }

    /// <summary>The post of a name, or the first where there is no such.</summary>
    public static string PostOf(RosterModel roster, string? post) => roster.Document.Posts.Find(entry => string.Equals(entry.Id, post, StringComparison.Ordinal))?.Id ?? roster.Document.Posts.FirstOrDefault()?.Id ?? "";

    /// <summary>A day as an address has it; today where it has none that makes sense.</summary>
    public static LocalDate DayOf(RosterModel roster, DateTimeOffset now, string? from)
    {
        return LocalDatePattern.Iso.Parse(from ?? "") is { Success: true } parsed && parsed.Value.Year is >= FirstYear and < LastYear ? parsed.Value : roster.Civil(now).Date;
    }

    /// <summary>The Monday of a day's week.</summary>
    public static LocalDate MondayOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);
}
