using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.My;

/// <summary>One shift that is to come.</summary>
public sealed record MyShift(string Id, string PostName, string When, string RoleWords, string With, bool Runs, bool MayAsk, IReadOnlyList<(string Id, string Name)> Others);

/// <summary>One coming and going.</summary>
public sealed record MyStint(string PostName, string Shift, string From, string To, string Hours, string Away);

/// <summary>One tap.</summary>
public sealed record MyTap(string At, string Words, string Details, string Terminal);

/// <summary>One row of the ledger, with what was objected to it.</summary>
public sealed record MyRow(RowName Name, string Day, string Words, int Minutes, int Yuan, bool Excused, string Post, string Detail, string Confirmed, string Objection, bool MayObject)
{
    /// <summary>The moment of the row, for a form.</summary>
    public string AtField => Name.At.ToString("O", CultureInfo.InvariantCulture);
}

/// <summary>One request, and what became of it.</summary>
/// <param name="Key">What it is known by on the page.</param>
/// <param name="Kind"><c>swap</c>, <c>leave</c>, <c>correction</c> or <c>objection</c>.</param>
/// <param name="What">What was asked for.</param>
/// <param name="At">When.</param>
/// <param name="State">How far it has come.</param>
/// <param name="StateWords">The same in words.</param>
/// <param name="Who">Who will decide, or who has.</param>
/// <param name="Text">Why it was asked for.</param>
/// <param name="Answer">What whoever decided said to it.</param>
/// <param name="AskedOfMe">The shift, where somebody else asks this person, who has not answered yet; empty: it is not so.</param>
public sealed record MyRequest(string Key, string Kind, string What, string At, RequestState State, string StateWords, string Who, string Text, string Answer, string AskedOfMe)
{
    /// <summary>Who asks this person for it; two of one shift may.</summary>
    public string AskedBy { get; init; } = "";
}

/// <summary>Which week and month are looked at.</summary>
public sealed record MySpan(LocalDate Week, YearMonth Month)
{
    private const int DaysAWeek = 7;

    /// <summary>The days of an address, or today's where it names none.</summary>
    public static MySpan Of(string? week, string? month, LocalDate today)
    {
        ParseResult<LocalDate> day = LocalDatePattern.Iso.Parse(week ?? "");
        ParseResult<YearMonth> of = YearMonthPattern.Iso.Parse(month ?? "");
        LocalDate chosen = day.Success && Store.SaneTime.HoldsYear(day.Value.Year) ? day.Value : today;
        return new MySpan(chosen.PlusDays(1 - (int)chosen.DayOfWeek), of.Success && Store.SaneTime.HoldsYear(of.Value.Year) ? of.Value : today.ToYearMonth());
    }

    /// <summary>The address with another week.</summary>
    public string WeekAddress(int weeks) => $"/my?week={LocalDatePattern.Iso.Format(Week.PlusDays(DaysAWeek * weeks))}&month={YearMonthPattern.Iso.Format(Month)}#week";

    /// <summary>The address with another month.</summary>
    public string MonthAddress(int months) => $"/my?week={LocalDatePattern.Iso.Format(Week)}&month={YearMonthPattern.Iso.Format(Month.OnDayOfMonth(1).PlusMonths(months).ToYearMonth())}#ledger";

    /// <summary>The address itself, for a form to come back to.</summary>
    public string Address => $"/my?week={LocalDatePattern.Iso.Format(Week)}&month={YearMonthPattern.Iso.Format(Month)}";
}

/// <summary>Everything that concerns somebody himself.</summary>
public sealed record MyView(
    string Name, string RoleWords, MySpan Span, string WeekWords, string MonthWords, IReadOnlyList<string> Now, string Next, IReadOnlyList<MyShift> Shifts, IReadOnlyList<MyStint> Stints, string Total, IReadOnlyList<MyTap> Taps, IReadOnlyList<MyRow> Rows,
    int Yuan, IReadOnlyList<MyRequest> Requests, IReadOnlyList<CalendarLink> Links, bool Decides, string Latest)
{
    /// <summary>Whether older taps of the week are not shown.</summary>
    public bool HasMoreTaps { get; init; }

    /// <summary>How many of the newest entries of the log were not looked at for taps.</summary>
    public long Unsearched { get; init; }

    private const int DaysAhead = 28;
    private const int RequestDays = 90;
    private const int MinutesAnHour = 60;

    /// <summary>Looks at a room for somebody; null: the roster does not know him.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The room.</param>
    /// <param name="staff">Who.</param>
    /// <param name="span">Which week and month.</param>
    /// <param name="records">His records of that week.</param>
    /// <param name="links">His calendar links.</param>
    /// <param name="now">Now.</param>
    public static MyView? Of(Language t, DutyRoom room, string staff, MySpan span, PersonalRecords records, IReadOnlyList<CalendarLink> links, DateTimeOffset now)
    {
        return room.Roster.Person(staff) is { } person ? new Looker(t, room, staff, now).View(person, span, records, links) : null;
    }

    private sealed class Looker(Language t, DutyRoom room, string staff, DateTimeOffset now)
    {
        private readonly CivilTime _time = new(room.Roster, now);

        private RosterModel Roster => room.Roster;

        internal MyView View(StaffEntry person, MySpan span, PersonalRecords records, IReadOnlyList<CalendarLink> links)
        {
            (DateTimeOffset from, DateTimeOffset to) = (Roster.Moment(span.Week.AtMidnight()), Roster.Moment(span.Week.PlusDays(7).AtMidnight()));
            MyShift[] shifts = [.. Coming()];
            (MyStint[] stints, TimeSpan total) = Stints(from, to);
            MyRow[] rows = [.. MonthLedger.Of(room, staff, span.Month, now).Select(RowOf)];
            return new MyView(
                Roster.NameOf(staff),
                BoardWords.Of(t, person.Role),
                span,
                t["my.week-of", LocalDatePattern.Iso.Format(span.Week), LocalDatePattern.Iso.Format(span.Week.PlusDays(6))],
                YearMonthPattern.Iso.Format(span.Month),
                [.. Presence()],
                Array.Find(shifts, shift => !shift.Runs) is { } next ? $"{next.When} {next.PostName}" : t["my.no-shift"],
                shifts,
                stints,
                Hours(total),
                [.. records.Records.Select(record => new MyTap(_time.Dated(record.At), record.Words, record.Details, record.Terminal))],
                rows,
                rows.Sum(row => row.Yuan),
                [.. Requests()],
                [.. links.Where(link => link.RevokedAt == null)],
                Sheets.Sides.Supervises(Roster, staff),
                Field(now))
            {
                HasMoreTaps = records.HasMore,
                Unsearched = records.Unsearched,
            };
        }

        private static string Hours(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalMinutes / MinutesAnHour}:{(int)span.TotalMinutes % MinutesAnHour:00}");

        private string Field(DateTimeOffset at) => LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Format(Roster.Civil(at));

        private IEnumerable<string> Presence()
        {
            bool any = false;
            foreach (PostState post in PostOrder.InRosterOrder(room))
            {
                foreach ((string id, PresentPerson present) in post.PresentAt(now, Roster.PolicyOf(post.Post).Minutes("lapseMin")).Where(present => string.Equals(present.Key, staff, StringComparison.Ordinal)))
                {
                    any = true;
                    string name = PostOrder.NameOf(Roster, post.Post);
                    yield return string.Equals(post.Holder, id, StringComparison.Ordinal) ? t["my.now-holds", name, _time.Minute(post.Since)] : t["my.now-in", name, _time.Minute(present.Since)];
                    if (present.AwaySince is { } away)
                    {
                        yield return t["my.now-away", _time.Minute(away)];
                    }
                }
            }

            if (!any)
            {
                yield return t["my.now-out"];
            }
        }

        private IEnumerable<MyShift> Coming()
        {
            return Roster.Document.Posts.SelectMany(post => Roster.Shifts(post.Id, now, now.AddDays(DaysAhead))).Where(shift => shift.People.Contains(staff, StringComparer.Ordinal)).OrderBy(shift => shift.Start).Select(shift =>
            {
                string[] with = [.. shift.People.Where(id => !string.Equals(id, staff, StringComparison.Ordinal)).Select(Roster.NameOf)];
                bool asked = room.Plan.Swaps.Exists(swap => swap.State is RequestState.Asked or RequestState.Accepted && IsOf(swap.From, swap.Post, swap.Shift, swap.Planned, shift))
                    || room.Plan.Leaves.Exists(leave => leave.State is RequestState.Asked && IsOf(leave.Staff, leave.Post, leave.Shift, leave.Planned, shift));
                return new MyShift(
                    shift.Id,
                    PostOrder.NameOf(Roster, shift.Post),
                    When(shift),
                    string.Equals(shift.Entry.Leader, staff, StringComparison.Ordinal) ? t["my.as-leader"] : shift.Entry.Deputies.Contains(staff, StringComparer.Ordinal) ? t["my.as-deputy"] : t["my.as-crew"],
                    t.List(with),
                    shift.Start <= now,
                    !asked,
                    [.. Roster.Document.Staff.Where(other => other.Qualified && !shift.People.Contains(other.Id, StringComparer.Ordinal)).OrderByDescending(other => string.Equals(other.Role, Roster.Person(staff)!.Role, StringComparison.Ordinal)).Select(other => (other.Id, $"{Roster.NameOf(other.Id)} {BoardWords.Of(t, other.Role)}"))]);
            });
        }

        private bool IsOf(string who, string post, string id, string planned, RosterShift shift)
        {
            return string.Equals(who, staff, StringComparison.Ordinal) && string.Equals(post, shift.Post, StringComparison.Ordinal) && string.Equals(id, shift.Id, StringComparison.Ordinal) && string.Equals(planned, shift.Planned, StringComparison.Ordinal);
        }

        // The day only where the shift ends on another one.
        private string When(RosterShift shift)
        {
            LocalDateTime start = Roster.Civil(shift.Start), end = Roster.Civil(shift.End);
            string day = t[$"my.day-{(int)start.DayOfWeek}"], hour = LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Format(end.TimeOfDay);
            return $"{_time.Dated(shift.Start)[..5]} {day} {_time.Dated(shift.Start)[6..]}–{(start.Date == end.Date ? hour : _time.Dated(shift.End))}";
        }

        private (MyStint[] Stints, TimeSpan Total) Stints(DateTimeOffset from, DateTimeOffset to)
        {
            TimeSpan total = TimeSpan.Zero;
            var stints = new List<(DateTimeOffset From, MyStint Stint)>();
            foreach (PostState post in room.Posts)
            {
                foreach (ShiftAttendance attendance in post.Attendance.Shifts.Where(attendance => string.Equals(attendance.Staff, staff, StringComparison.Ordinal)))
                {
                    foreach (Stint stint in attendance.Stints.Where(stint => stint.From < to && (stint.To ?? now) > from))
                    {
                        TimeSpan within = Within(stint.From, stint.To, from, to);
                        TimeSpan away = attendance.Absences.Aggregate(TimeSpan.Zero, (sum, absence) => sum + Within(Later(absence.From, stint.From), Earlier(absence.To ?? now, stint.To ?? now), from, to));
                        total += within;
                        stints.Add((stint.From, new MyStint(PostOrder.NameOf(Roster, post.Post), attendance.Shift, _time.Dated(stint.From), stint.To is { } left ? _time.Dated(left) : t["my.still-in"], Hours(within), away > TimeSpan.Zero ? Hours(away) : "")));
                    }
                }
            }

            return ([.. stints.OrderBy(stint => stint.From).Select(stint => stint.Stint)], total);
        }

        private TimeSpan Within(DateTimeOffset start, DateTimeOffset? end, DateTimeOffset from, DateTimeOffset to)
        {
            TimeSpan span = Earlier(end ?? now, to) - Later(start, from);
            return span > TimeSpan.Zero ? span : TimeSpan.Zero;
        }

        private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

        private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;

        private MyRow RowOf(LedgerRow row)
        {
            var name = RowName.Of(staff, row);
            Objection? objection = room.Ledger.ObjectionTo(name);
            return new MyRow(
                name,
                name.Day,
                AskWords.OfKind(t, row.Kind),
                row.Minutes,
                row.AmountYuan,
                row.Excused,
                PostOrder.NameOf(Roster, row.Post),
                row.Detail,
                row.ConfirmedBy.Length > 0 ? Roster.NameOf(row.ConfirmedBy) : "",
                objection == null ? "" : AskWords.OfState(t, objection.State),
                !row.Excused && objection is not { State: not RequestState.Rejected });
        }

        private IEnumerable<MyRequest> Requests()
        {
            DateTimeOffset since = now.AddDays(-RequestDays);
            IEnumerable<(DateTimeOffset At, MyRequest Request)> all =
            [
                .. room.Plan.Swaps.Where(swap => swap.AskedAt >= since && (Is(swap.From) || Is(swap.To))).Select(swap => (swap.AskedAt, OfSwap(swap))),
                .. room.Plan.Leaves.Where(leave => leave.AskedAt >= since && Is(leave.Staff)).Select(leave => (leave.AskedAt, OfLeave(leave))),
                .. room.Ledger.Corrections.Where(correction => correction.RequestedAt >= since && Is(correction.Staff)).Select(correction => (correction.RequestedAt, OfCorrection(correction))),
                .. room.Ledger.Objections.Where(objection => objection.RequestedAt >= since && Is(objection.Row.Staff)).Select(objection => (objection.RequestedAt, OfObjection(objection))),
            ];

            // What this person has to answer comes first.
            return all.OrderByDescending(one => one.Request.AskedOfMe.Length > 0).ThenByDescending(one => one.At).Select(one => one.Request);
        }

        private bool Is(string id) => string.Equals(id, staff, StringComparison.Ordinal);

        private MyRequest OfSwap(Swap swap)
        {
            RosterShift? shift = ShiftOf(swap.Post, swap.Shift, swap.Planned);
            string when = shift == null ? swap.Planned : When(shift), post = PostOrder.NameOf(Roster, swap.Post);
            bool waitsForMe = swap.State == RequestState.Asked && Is(swap.To);
            string what = Is(swap.From) ? t["my.swap-asked", when, post, Roster.NameOf(swap.To)] : t["my.swap-for-me", Roster.NameOf(swap.From), when, post];
            string decides = swap.State == RequestState.Asked ? t["my.first-answers", Roster.NameOf(swap.To)] : t["my.decides", AskWords.Deciders(t, Roster, shift?.Entry.Supervisor ?? "", swap.From, swap.To)];
            string who = swap.State is RequestState.Asked or RequestState.Accepted ? decides : t["my.decided", Roster.NameOf(swap.State == RequestState.Declined ? swap.To : swap.DecidedBy)];
            return new MyRequest(KeyOf("swap", $"{swap.Post}-{swap.Shift}-{swap.From}", swap.AskedAt), "swap", what, _time.Dated(swap.AskedAt), swap.State, AskWords.OfState(t, swap.State), who, "", "", waitsForMe ? swap.Shift : "") { AskedBy = swap.From };
        }

        private MyRequest OfLeave(Leave leave)
        {
            RosterShift? shift = ShiftOf(leave.Post, leave.Shift, leave.Planned);
            string when = shift == null ? leave.Planned : When(shift);
            return new MyRequest(
                KeyOf("leave", $"{leave.Post}-{leave.Shift}", leave.AskedAt), "leave", t["my.leave-asked", when, PostOrder.NameOf(Roster, leave.Post)], _time.Dated(leave.AskedAt), leave.State, AskWords.OfState(t, leave.State),
                Who(leave.State, leave.DecidedBy, shift?.Entry.Supervisor ?? ""), leave.Reason, "", "");
        }

        private MyRequest OfCorrection(Correction correction) => new(
            KeyOf("correction", correction.What, correction.RequestedAt), "correction", t["my.correction-asked", AskWords.OfCorrected(t, correction.What), _time.Dated(correction.At)], _time.Dated(correction.RequestedAt), correction.State,
            AskWords.OfState(t, correction.State), Who(correction.State, correction.DecidedBy, ""), correction.Text, correction.Answer, "");

        private MyRequest OfObjection(Objection objection) => new(
            KeyOf("objection", objection.Row.Kind, objection.RequestedAt), "objection", t["my.objection-asked", objection.Row.Day, AskWords.OfKind(t, objection.Row.Kind)], _time.Dated(objection.RequestedAt), objection.State,
            AskWords.OfState(t, objection.State), Who(objection.State, objection.DecidedBy, ""), objection.Text, objection.Answer, "");

        private static string KeyOf(string kind, string about, DateTimeOffset at) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{about}-{at.ToUnixTimeMilliseconds()}");

        private string Who(RequestState state, string by, string first) => state == RequestState.Asked ? t["my.decides", AskWords.Deciders(t, Roster, first, staff)] : t["my.decided", Roster.NameOf(by)];

        private RosterShift? ShiftOf(string post, string id, string planned) => RosterModel.ParseCivil(planned) is { } start ? Roster.Shift(post, id, Roster.Moment(start)) : null;
    }
}
