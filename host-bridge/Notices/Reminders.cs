using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using NodaTime;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Something to be told at a moment that is known beforehand.</summary>
/// <param name="Notice">What is told.</param>
/// <param name="From">From when on.</param>
/// <param name="Until">When it is of no use any more; a bridge that was down until then does not tell it.</param>
public sealed record Reminder(Notice Notice, DateTimeOffset From, DateTimeOffset Until);

/// <summary>What people are reminded of at a post, and what ought to have been done by a time of day and was not.</summary>
public sealed class Reminders
{
    private const int HandInHour = 9;
    private const int Noon = 12;
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(3);

    private readonly DutyRoom _room;
    private readonly PostState _post;
    private readonly DateTimeOffset _now;
    private readonly RosterModel _roster;
    private readonly PolicyParameters _policy;
    private readonly Recipients _recipients;
    private List<Reminder>? _found;

    /// <summary>The reminders of a post around a moment.</summary>
    public Reminders(DutyRoom room, PostState post, DateTimeOffset now)
    {
        _room = room;
        _post = post;
        _now = now;
        _roster = room.Roster;
        _policy = _roster.PolicyOf(post.Post);
        _recipients = new Recipients(_roster);
    }

    /// <summary>Wants told what is to be told at this moment.</summary>
    public void Collect(NoticeBoard board)
    {
        foreach (Reminder reminder in All)
        {
            if (reminder.From <= _now && _now < reminder.Until)
            {
                board.Want(reminder.Notice);
            }
        }
    }

    /// <summary>When something is to be told next, as far as it can be seen; null: nothing.</summary>
    public DateTimeOffset? Next
    {
        get
        {
            DateTimeOffset? next = null;
            foreach (Reminder reminder in All)
            {
                next = reminder.From > _now && !(next <= reminder.From) ? reminder.From : next;
            }

            return next;
        }
    }

    // What depends on more than the time is left out only when it is to be told now: until then it may still come to be so. Every record has its post's reminders found again, so they stand in one list, and
    // no chain of iterators makes them.
    private List<Reminder> All
    {
        get
        {
            if (_found == null)
            {
                _found = [];
                if (_room.RosterPosition > 0)
                {
                    FindOfShifts();

                    // A time of yesterday may last until after midnight, and one of tomorrow is to be woken for in the last minute of today.
                    LocalDate today = _roster.Civil(_now).Date;
                    FindOfDay(today.PlusDays(-1));
                    FindOfDay(today);
                    FindOfDay(today.PlusDays(1));
                }
            }

            return _found;
        }
    }

    private void FindOfShifts()
    {
        int sheetMin = _policy.Number("prepareSheetMin"), nextMin = _policy.Number("nextShiftMin");
        if (sheetMin > 0 && _post.Holder.Length > 0 && _post.Until is { } until)
        {
            IReadOnlyList<string> to = Recipients.Together([_post.Holder], _recipients.Of(_roster.Shift(_post.Post, _post.HolderShift, _post.Since)));
            Found("prepare-sheet", string.Create(CultureInfo.InvariantCulture, $"{_post.HolderShift}/{until:O}"), until.AddMinutes(-sheetMin), until, to, _post.Holder);
        }

        if (nextMin > 0)
        {
            // Those are looked for, too, that are to be told of within the next minute.
            foreach (RosterShift shift in _roster.Shifts(_post.Post, _now, _now.AddMinutes(nextMin + 1)).Where(shift => shift.Start > _now))
            {
                Found("next-shift", string.Create(CultureInfo.InvariantCulture, $"{shift.Id}/{shift.Start:O}"), shift.Start.AddMinutes(-nextMin), shift.Start, [.. shift.People], shift.Entry.Leader);
            }
        }
    }

    private void FindOfDay(LocalDate day)
    {
        FindFeedback(day);
        FindDailyLog(day);
        FindHandIn(day);
        FindEntries(day);
        FindUnqualified(day);
    }

    private void FindFeedback(LocalDate day)
    {
        if (MomentOf("dailyFeedback", day) is { } at)
        {
            FoundOfDay("daily-feedback", Key(day), at, EndOf(day), Recipients.Together(_recipients.Managers, _recipients.OnDuty(_post.Post, at)));
        }
    }

    private void FindDailyLog(LocalDate day)
    {
        if (MomentOf("dailyLogFrom", day) is not { } from)
        {
            return;
        }

        DateTimeOffset? to = MomentOf("dailyLogTo", day);
        to = to <= from ? MomentOf("dailyLogTo", day.PlusDays(1)) : to;
        IReadOnlyList<string> people = Recipients.Together([_post.Holder], _recipients.OnDuty(_post.Post, from), _recipients.Managers);
        FoundOfDay("daily-feedback", Key(day) + "/log", from, to ?? EndOf(day), people, _post.Holder);
        if (to is { } by && !(by <= _now && WrittenSince(from)))
        {
            IReadOnlyList<string> again = Recipients.Together([_post.Holder], _recipients.OnDuty(_post.Post, by), _recipients.Managers);
            FoundOfDay("daily-feedback", Key(day) + "/log-missing", by, by + (EndOf(day) - from), again, _post.Holder);
        }
    }

    private void FindHandIn(LocalDate day)
    {
        string who = _policy.Word("monthlyHandIn");
        if (who is not ("day-shift" or "manager") || day != day.With(DateAdjusters.EndOfMonth))
        {
            return;
        }

        string key = string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}{day.Month:00}");
        if (who is "manager")
        {
            DateTimeOffset at = _roster.Moment(day + new LocalTime(HandInHour, 0));
            FoundOfDay("monthly-hand-in", key, at, EndOf(day), Recipients.Together(_recipients.Managers, _recipients.OnDuty(_post.Post, at)));
        }
        else if (LastDayShift(day) is { } shift)
        {
            FoundOfDay("monthly-hand-in", key, shift.Start, shift.End, Recipients.Together([shift.Entry.Leader], _recipients.Of(shift), _recipients.Managers), shift.Entry.Leader);
        }
    }

    // The last that starts and ends on the day; else the last that starts on it in the morning.
    private RosterShift? LastDayShift(LocalDate day)
    {
        RosterShift[] own = [.. ShiftsFrom(day)];
        return Array.FindLast(own, shift => shift.End <= EndOf(day)) ?? Array.FindLast(own, shift => _roster.Civil(shift.Start).Hour < Noon);
    }

    // On Sunday evening the desk need not be kept in the room, so what was taken down elsewhere is to stand on the sheet on Monday.
    private void FindEntries(LocalDate monday)
    {
        if (monday.DayOfWeek != IsoDayOfWeek.Monday || MomentOf("entriesDueMon", monday) is not { } at || !_roster.KeepsSheets(_post.Post) || _policy.Sheet.Sections.Count == 0 || ShiftsFrom(monday.PlusDays(-1)).LastOrDefault() is not { } shift)
        {
            return;
        }

        if (!(at <= _now && IsWritten(shift)))
        {
            FoundOfDay("item-overdue", "entries/" + Key(monday), at, EndOf(monday), Recipients.Together([shift.Entry.Leader], _recipients.Of(shift)), shift.Entry.Leader);
        }
    }

    private void FindUnqualified(LocalDate day)
    {
        if (MomentOf("unqualifiedOutBy", day) is not { } at)
        {
            return;
        }

        // Whose shift goes on behind that hour leaves by a tap that the terminal takes for stepping away, as it cannot know of the hour: who has not come back is out.
        foreach ((string staff, PresentPerson _) in _post.PresentAt(_now, _policy.Minutes("lapseMin")).Where(present => present.Value.AwaySince == null && _roster.Person(present.Key)?.Qualified == false))
        {
            FoundOfDay("clock-out-missing", $"{staff}/{Key(day)}", at, EndOf(day), [], staff);
        }
    }

    // Something was written in or after the hours that were kept elsewhere; who has signed by then could only amend.
    private bool IsWritten(RosterShift shift)
    {
        Sheet? sheet = _post.Book.Sheets.LastOrDefault(sheet => string.Equals(sheet.Shift, shift.Id, StringComparison.Ordinal) && (sheet.BegunAt - shift.Start).Duration() < LongestShift);
        DateTimeOffset from = MomentOf("offSiteSunFrom", _roster.Civil(shift.Start).Date) ?? shift.Start;
        return sheet != null && (sheet.WrittenAt >= from || sheet.Amendments.Exists(amendment => amendment.At >= from));
    }

    // The sheet may have passed on meanwhile.
    private bool WrittenSince(DateTimeOffset from) => _post.Book.Sheets.TakeLast(2).Any(sheet => sheet.WrittenAt >= from);

    private IEnumerable<RosterShift> ShiftsFrom(LocalDate day)
    {
        (DateTimeOffset begin, DateTimeOffset end) = _roster.SpanOf(day);
        return _roster.Shifts(_post.Post, begin, end).Where(shift => shift.Start >= begin && shift.Start < end);
    }

    private DateTimeOffset? MomentOf(string parameter, LocalDate day) => CivilClock.MinuteOf(_policy.Word(parameter)) is { } minute ? _roster.MomentOf(day, minute) : null;

    private DateTimeOffset EndOf(LocalDate day) => _roster.SpanOf(day).To;

    private static string Key(LocalDate day) => string.Create(CultureInfo.InvariantCulture, $"{day.Year:0000}{day.Month:00}{day.Day:00}");

    // What was over before the bridge knew of any roster is nobody's omission.
    private void FoundOfDay(string topic, string key, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<string> to, string about = "")
    {
        if (from >= _room.RosteredSince)
        {
            Found(topic, key, from, until, to, about);
        }
    }

    private void Found(string topic, string key, DateTimeOffset from, DateTimeOffset until, IReadOnlyList<string> to, string about)
    {
        All.Add(new Reminder(new Notice($"{topic}/{_post.Post}/{key}", topic, _post.Post, "", about, from, to), from, until));
    }
}
