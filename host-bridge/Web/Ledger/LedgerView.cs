using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>One person as the month has him.</summary>
/// <param name="Month">His month.</param>
/// <param name="Name">His name.</param>
/// <param name="Worked">Hours and minutes worked.</param>
/// <param name="Waiting">How many corrections wait for a decision.</param>
/// <param name="ConfirmedBy">The manager who has confirmed what was proposed by then; empty: nobody.</param>
public sealed record LedgerLine(PersonMonth Month, string Name, string Worked, int Waiting, string ConfirmedBy);

/// <summary>The ledger of a month, person by person.</summary>
/// <param name="Month">The month, <c>yyyy-MM</c>.</param>
/// <param name="Previous">The one before.</param>
/// <param name="Next">The one behind; empty: that has not begun.</param>
/// <param name="Post">The post whose people are shown; empty: all.</param>
/// <param name="Posts">Every post, to choose from.</param>
/// <param name="Lines">The people.</param>
/// <param name="Made">When it was made, for who has it on paper.</param>
public sealed record LedgerView(string Month, string Previous, string Next, string Post, IReadOnlyList<(string Id, string Name)> Posts, IReadOnlyList<LedgerLine> Lines, string Made)
{
    /// <summary>What is proposed for all of them together.</summary>
    public int FineYuan => Lines.Sum(line => line.Month.FineYuan);

    /// <summary>Looks at a month.</summary>
    public static LedgerView Of(DutyRoom room, YearMonth month, string post, DateTimeOffset now)
    {
        var people = new MonthPeople(room, month, now);
        LedgerLine[] lines = [.. people.Around(post).Select(people.Of).Where(person => person.Shifts.Count > 0 || person.Rows.Count > 0).Select(person => Line(room.Roster, person))];
        YearMonth current = room.Roster.Civil(now).Date.ToYearMonth();
        return new LedgerView(
            Text(month),
            Text(month.PlusMonths(-1)),
            month >= current ? "" : Text(month.PlusMonths(1)),
            post,
            [.. room.Roster.Document.Posts.Select(entry => (entry.Id, PostName(room.Roster, entry.Id)))],
            lines,
            new CivilTime(room.Roster, now).Now);
    }

    /// <summary>The month of one person as a line.</summary>
    internal static LedgerLine Line(RosterModel roster, PersonMonth person)
    {
        return new LedgerLine(
            person,
            roster.NameOf(person.Staff),
            Hours(person.WorkedMin),
            person.Corrections.Count(correction => correction.State == RequestState.Asked),
            person.Confirmed is { } confirmed ? roster.NameOf(confirmed.By) : "");
    }

    /// <summary>The address of a month of the ledger.</summary>
    public static string Address(string month, string person = "", string post = "")
    {
        return $"/ledger?month={month}{(person.Length > 0 ? "&person=" + Uri.EscapeDataString(person) : "")}{(post.Length > 0 ? "&post=" + Uri.EscapeDataString(post) : "")}";
    }

    /// <summary>A month as addresses and files have it.</summary>
    public static string Text(YearMonth month) => YearMonthPattern.Iso.Format(month);

    /// <summary>Minutes as hours and minutes.</summary>
    internal static string Hours(int minutes) => string.Create(CultureInfo.InvariantCulture, $"{minutes / 60}:{minutes % 60:00}");

    /// <summary>What people call a post.</summary>
    internal static string PostName(RosterModel roster, string post) => PostOrder.NameOf(roster, post);
}
