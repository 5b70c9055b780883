using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>Makes the time line of a post on a day: what was planned, who held, who was in and away, what stood before a handover, and what happened.</summary>
public sealed class TimeLineOfPost
{
    private const int Whole = 1000;
    private const int HoursApart = 2;
    private const int HoursADay = 24;

    // Nobody is on one shift for longer: whoever began before cannot be here.
    private static readonly TimeSpan LongestShift = TimeSpan.FromDays(7);

    private readonly Language _t;
    private readonly RosterModel _roster;
    private readonly PostState _post;
    private readonly LocalDate _day;
    private readonly DateTimeOffset _now, _from, _to;
    private readonly CivilTime _time;
    private readonly List<(DateTimeOffset At, Happening Happening)> _happenings = [];

    /// <summary>That of a post on a day.</summary>
    public TimeLineOfPost(Language t, RosterModel roster, PostState post, LocalDate day, DateTimeOffset now)
    {
        _t = t;
        _roster = roster;
        _post = post;
        _day = day;
        _now = now;
        (_from, _to) = roster.SpanOf(day);

        // Times of the day itself need no date.
        _time = new CivilTime(roster, _from);
    }

    private DateTimeOffset UpToNow => _now < _to ? _now : _to;

    /// <summary>The time line, with the records of the day.</summary>
    public TimeLine Of(IReadOnlyList<LogEntry> records, Chain chain)
    {
        var tracks = new List<Track> { new(_t["posts.shifts"], Shifts(), []), new(_t["posts.duty"], Duty(), []) };
        tracks.AddRange(People());
        Bar[] holds = [.. Holds()];
        if (holds.Length > 0)
        {
            tracks.Add(new Track(_t["posts.holds"], holds, []));
        }

        Mark[] marks = [.. records.Select(entry => MarkOf(entry, chain)).OfType<Mark>()];
        if (marks.Length > 0)
        {
            tracks.Add(new Track(_t["posts.events"], [], marks));
        }

        Hour[] hours = [.. Enumerable.Range(0, HoursADay / HoursApart).Select(i => new Hour(Place(_roster.Moment(_day + new LocalTime(i * HoursApart, 0))), string.Create(CultureInfo.InvariantCulture, $"{i * HoursApart:00}")))];
        return new TimeLine(hours, tracks, _now >= _from && _now < _to ? Place(_now) : null, [.. _happenings.OrderBy(known => known.At).Select(known => known.Happening)]);
    }

    private IReadOnlyList<Bar> Shifts()
    {
        return [.. _roster.Shifts(_post.Post, _from, _to).Select(shift => Span("shift", shift.Start, shift.End, _t["posts.shift"], _roster.NameOf(shift.Entry.Leader), _t.List(shift.People.Skip(1).Select(_roster.NameOf)), isOver: true))];
    }

    private IReadOnlyList<Bar> Duty()
    {
        return [.. Newest(_post.Attendance.Spans, span => (span.Until ?? _now) >= _from).Where(span => span.Since < _to).Select(span => Span("duty", span.Since, span.Until, _t["posts.held"], _roster.NameOf(span.Staff), ""))];
    }

    private IEnumerable<Track> People()
    {
        var own = new SortedDictionary<string, List<Bar>>(StringComparer.Ordinal);
        foreach (ShiftAttendance attendance in Newest(_post.Attendance.Shifts, attendance => attendance.Start > _from - LongestShift))
        {
            foreach (Stint stint in attendance.Stints)
            {
                DateTimeOffset? to = stint.To ?? Lapse(attendance);
                if (stint.From < _to && (to ?? _now) > _from)
                {
                    Of(attendance.Staff).Add(Span("in", stint.From, to, _t["posts.in"], _roster.NameOf(attendance.Staff), ""));
                }
            }

            foreach (AwaySpan away in attendance.Absences.Where(away => away.From < _to && (away.To ?? _now) > _from))
            {
                Of(attendance.Staff).Add(Span("away", away.From, away.To, _t["posts.away"], _roster.NameOf(attendance.Staff), away.Reason));
            }
        }

        return own.Select(person => new Track(_roster.NameOf(person.Key), person.Value, []));

        List<Bar> Of(string staff) => own.TryGetValue(staff, out List<Bar>? bars) ? bars : own[staff] = [];
    }

    // Who never clocked out is not taken for here for ever.
    private DateTimeOffset? Lapse(ShiftAttendance attendance)
    {
        if (string.Equals(attendance.Staff, _post.Holder, StringComparison.Ordinal) || _roster.Shift(_post.Post, attendance.Shift, attendance.Start)?.End is not { } end)
        {
            return null;
        }

        DateTimeOffset lapsed = end + _roster.PolicyOf(_post.Post).Minutes("lapseMin");
        return lapsed < _now ? lapsed : null;
    }

    private IEnumerable<Bar> Holds()
    {
        foreach (Hold hold in _post.Book.Holds.Where(hold => hold.At < _to && (hold.ClearedAt ?? _now) > _from))
        {
            string kind = PackWords.Of(_t, hold.Kind, _roster.PolicyOf(_post.Post).Sheet.Holds.GetValueOrDefault(hold.Kind));
            yield return Span("hold", hold.At, hold.ClearedAt, _t["posts.hold"], kind, hold.Reason);
        }
    }

    private Mark? MarkOf(LogEntry entry, Chain chain)
    {
        if (entry.Kind == LogKind.Quarantined || chain.ProofOf(entry.Position) is not (Proof.Ok or Proof.Erased) || RecordBody.Read(entry.Body) == null)
        {
            return null;
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        string? kind = record.Type switch
        {
            "handover.confirmed" or "duty.continued" => "confirmed",
            "handover.refused" or "tap.refused" => "refused",
            "handover.due" or "handover.late" or "check.missed" or "terminal.reader-fault" or "terminal.journal-damaged" => "alarm",
            "handover.started" or "handover.timed-out" or "handover.silenced" or "check.due" or "check.answered" or "hold.released" or "release.opened" => "note",
            _ => null,
        };
        if (kind == null)
        {
            return null;
        }

        string who = string.Join(" → ", new[] { record.Text("staff"), record.Text("outgoing"), record.Text("incoming") }.Where(id => id.Length > 0).Select(_roster.NameOf));
        string what = BoardWords.Of(_t, record.Type), more = string.Join(" · ", RecordDetail.Of(_t, record, _roster));
        _happenings.Add((record.At, new Happening(_time.Minute(record.At), "", what, who, more)));
        return new Mark(kind, Place(record.At), string.Join(' ', new[] { _time.Minute(record.At), what, who, more }.Where(text => text.Length > 0)));
    }

    private Bar Span(string kind, DateTimeOffset from, DateTimeOffset? to, string what, string who, string more, bool isOver = false)
    {
        // What goes on is drawn up to now; what was planned, to its end.
        DateTimeOffset end = to ?? UpToNow;
        string ends = to is { } over ? _time.Minute(over) : isOver ? "" : "…";
        _happenings.Add((from, new Happening(_time.Minute(from), ends, what, who, more)));
        string words = string.Join(' ', new[] { $"{_time.Minute(from)}–{ends}", what, who, more }.Where(text => text.Length > 0));
        return new Bar(kind, Place(from), Math.Max(Place(end), Place(from) + 1), words, kind is "shift" or "duty" or "hold" ? who : "");
    }

    private int Place(DateTimeOffset at) => (int)Math.Round(Math.Clamp((at - _from) / (_to - _from), 0, 1) * Whole);

    // The lists have everything of all years, the newest at their end.
    private static IEnumerable<T> Newest<T>(List<T> all, Func<T, bool> isNear)
    {
        int first = all.Count;
        while (first > 0 && isNear(all[first - 1]))
        {
            first--;
        }

        return all.Skip(first);
    }
}
