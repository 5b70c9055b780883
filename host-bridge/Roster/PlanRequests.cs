using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// What people may ask for about the plan, at a moment. Pure: what is accepted comes to be when it is appended. Swaps and substitutions count only when a
/// supervisor has approved them; until then the first person stays responsible. Refusals: <c>no-shift</c>, <c>past-shift</c>, <c>not-on-shift</c>,
/// <c>already-on-shift</c>, <c>not-entitled</c>, <c>unknown-staff</c>, <c>unqualified</c>, <c>double-shift</c>, <c>no-swap</c>, <c>not-accepted</c>, <c>already-asked</c>,
/// <c>no-leave</c>, <c>rest-days-withdrawn</c>, <c>no-text</c>, <c>too-long</c>, <c>no-time</c>.
/// </summary>
/// <remarks>Without <see cref="Meant"/>, whoever decides means the newest request of the shift that waits.</remarks>
public sealed class PlanRequests(DutyRoom room, DateTimeOffset now)
{
    private const int DayTimeLength = 5;

    /// <summary>The one shift that everything is about, by its post and its start as the roster has it, for whoever knows that; null: it is found by its id alone.</summary>
    public (string Post, string Planned)? About { get; init; }

    /// <summary>The one request that is to be decided on, for whoever has read it: another one that has come in its place is not decided on unread.</summary>
    public SeenRequest? Meant { get; init; }

    private RosterModel Roster => room.Roster;

    private PlanBook Plan => room.Plan;

    /// <summary>Asks another person to take one's shift.</summary>
    public Answer AskSwap(string staff, string other, string shift)
    {
        return Find(shift, staff, out RosterShift found) ?? FaultOfTaker(found, staff, other, decides: false)
            ?? (OpenSwap(found, staff) != null ? Answer.Refuse("already-asked") : Accept(PlanActKind.SwapAsked, found, staff, staff, other));
    }

    /// <summary>Says that one will take the shift that one was asked to take, by anybody or by one person of it.</summary>
    public Answer AcceptSwap(string staff, string shift, string from = "") => AnswerSwap(staff, shift, from, PlanActKind.SwapAccepted);

    /// <summary>Says that one will not.</summary>
    public Answer DeclineSwap(string staff, string shift, string from = "") => AnswerSwap(staff, shift, from, PlanActKind.SwapDeclined);

    /// <summary>Allows a swap that the other person has accepted. From then on that one is responsible.</summary>
    public Answer ApproveSwap(string by, string shift)
    {
        if (Decided(by, shift, out RosterShift found, out Swap? swap) is { } fault)
        {
            return fault;
        }

        return swap!.State != RequestState.Accepted ? Answer.Refuse("not-accepted")
            : !found.People.Contains(swap.From, StringComparer.Ordinal) ? Answer.Refuse("not-on-shift")
            : FaultOfTaker(found, swap.From, swap.To, decides: true) ?? Accept(PlanActKind.SwapApproved, found, by, swap.From, swap.To, "", Replacement(found, swap.From, swap.To));
    }

    /// <summary>Does not allow it.</summary>
    public Answer RejectSwap(string by, string shift)
    {
        return Decided(by, shift, out RosterShift found, out Swap? swap) ?? Accept(PlanActKind.SwapRejected, found, by, swap!.From, swap.To);
    }

    /// <summary>Names a deputy: the leader of the shift may, and a supervisor.</summary>
    public Answer NameDeputy(string by, string staff, string shift)
    {
        if (Find(shift, by, out RosterShift found) is { } fault)
        {
            return fault;
        }

        bool may = Sides.Supervises(Roster, by) || string.Equals(found.Entry.Leader, by, StringComparison.Ordinal);
        return !may ? Answer.Refuse("not-entitled")
            : FaultOfPerson(staff)
                ?? (found.Entry.Deputies.Prepend(found.Entry.Leader).Contains(staff, StringComparer.Ordinal) ? Answer.Refuse("already-on-shift")
                    : Accept(PlanActKind.DeputyNamed, found, by, staff, "", "", Change(found, ShiftChangeKind.Deputy, staff)));
    }

    /// <summary>Puts somebody in the place of another, who is off the shift from then on. A supervisor may, but nobody sends himself home.</summary>
    public Answer NameSubstitute(string by, string substitute, string replaced, string shift)
    {
        return Find(shift, replaced, out RosterShift found)
            ?? (!Sides.Supervises(Roster, by) || string.Equals(by, replaced, StringComparison.Ordinal) ? Answer.Refuse("not-entitled")
                : !found.People.Contains(replaced, StringComparer.Ordinal) ? Answer.Refuse("not-on-shift")
                : FaultOfTaker(found, replaced, substitute, decides: true) ?? Accept(PlanActKind.SubstituteNamed, found, by, replaced, substitute, "", Replacement(found, replaced, substitute)));
    }

    /// <summary>Asks for leave from a shift of one's own.</summary>
    public Answer RequestLeave(string staff, string shift, string reason)
    {
        if (Find(shift, staff, out RosterShift found) is { } fault)
        {
            return fault;
        }

        bool onDuty = found.People.Contains(staff, StringComparer.Ordinal);
        return !onDuty ? Answer.Refuse("not-on-shift")
            : reason.Trim().Length == 0 ? Answer.Refuse("no-text")
            : reason.Length > Answer.LongestText ? Answer.Refuse("too-long")
            : OpenLeave(found, staff) != null ? Answer.Refuse("already-asked")
            : IsWithdrawn(found) ? Answer.Refuse("rest-days-withdrawn")
            : Accept(PlanActKind.LeaveRequested, found, staff, staff, "", reason);
    }

    /// <summary>Allows a leave that was asked for; nobody allows his own.</summary>
    public Answer ApproveLeave(string by, string staff, string shift)
    {
        return DecidedLeave(by, staff, shift, out RosterShift found) ?? Accept(PlanActKind.LeaveApproved, found, by, staff, "", "", Change(found, ShiftChangeKind.Leave, staff));
    }

    /// <summary>Does not allow it.</summary>
    public Answer RejectLeave(string by, string staff, string shift)
    {
        return DecidedLeave(by, staff, shift, out RosterShift found) ?? Accept(PlanActKind.LeaveRejected, found, by, staff, "");
    }

    /// <summary>Moves the start or the end of a shift, to <c>HH:mm</c> of the same day or to <c>yyyy-MM-dd HH:mm</c>. A supervisor may.</summary>
    public Answer Move(string by, string shift, bool start, string time)
    {
        if (Find(shift, "", out RosterShift found) is { } fault)
        {
            return fault;
        }

        if (!Sides.Supervises(Roster, by))
        {
            return Answer.Refuse("not-entitled");
        }

        string moved = time.Length > DayTimeLength ? time : string.Concat((start ? found.Entry.Start : found.Entry.End).AsSpan(0, 11), time);
        LocalDateTime? civil = RosterModel.ParseCivil(moved);
        LocalDateTime? begin = start ? civil : RosterModel.ParseCivil(found.Entry.Start);
        LocalDateTime? end = start ? RosterModel.ParseCivil(found.Entry.End) : civil;
        return begin == null || end == null || begin >= end || !SaneTime.HoldsYear(civil!.Value.Year) ? Answer.Refuse("no-time")
            : Roster.Moment(civil.Value) <= now && !start ? Answer.Refuse("past-shift")
            : Accept(PlanActKind.ShiftMoved, found, by, "", "", "", new ShiftChange(found.Post, found.Id, found.Planned, start ? ShiftChangeKind.Start : ShiftChangeKind.End, Time: moved));
    }

    // The shift of this id whose time comes next, of a person where one is named and on one of them; what was over cannot be changed any more.
    private Answer? Find(string id, string staff, out RosterShift found) => Find(id, shift => shift.People.Contains(staff, StringComparer.Ordinal), out found);

    // Posts with the same pattern have shifts of the same ids: the one is meant that there is something to say about.
    private Answer? Find(string id, Func<RosterShift, bool> isMeant, out RosterShift found)
    {
        RosterShift[] all = [.. Roster.Document.Posts.SelectMany(post => Roster.Shifts(post.Id, now.AddDays(-62), now.AddDays(62))).Where(shift => string.Equals(shift.Id, id, StringComparison.Ordinal) && (About == null || IsOf(shift, About.Value.Post, id, About.Value.Planned)))];
        RosterShift? best = all.Where(shift => shift.End > now).OrderByDescending(isMeant).ThenBy(shift => shift.Start).FirstOrDefault();
        found = best ?? all.FirstOrDefault()!;
        return best != null ? null : Answer.Refuse(all.Length > 0 ? "past-shift" : "no-shift");
    }

    private Answer? FaultOfPerson(string staff)
    {
        return Roster.Person(staff) is not { } person ? Answer.Refuse("unknown-staff") : !person.Qualified ? Answer.Refuse("unqualified") : null;
    }

    // People may agree on whatever they like; whether somebody may work two shifts in a row is a matter for who decides.
    private Answer? FaultOfTaker(RosterShift shift, string staff, string other, bool decides)
    {
        return !shift.People.Contains(staff, StringComparer.Ordinal) ? Answer.Refuse("not-on-shift")
            : FaultOfPerson(other)
                ?? (string.Equals(shift.Entry.Leader, other, StringComparison.Ordinal) ? Answer.Refuse("already-on-shift")
                    : decides && Roster.Adjacent(shift, other).Any() && Roster.PolicyOf(shift.Post).Word("doubleShift") is "refuse" ? Answer.Refuse("double-shift")
                    : null);
    }

    // Who approves that somebody takes a shift approves that he works it straight after another one, too: it was his to see.
    private ShiftChange[] Replacement(RosterShift shift, string staff, string other)
    {
        IEnumerable<ShiftChange> doubles = Roster.Adjacent(shift, other).Select(adjacent => Change(adjacent.Start < shift.Start ? shift : adjacent, ShiftChangeKind.Double, other)).Distinct();
        return [Change(shift, ShiftChangeKind.Replace, staff) with { Other = other }, .. doubles];
    }

    // A rest day on which everybody of this shift works all the same is none that one can ask for. A shift of several days takes up those behind its first one,
    // too; a morning into which a night shift runs is no day of its own.
    private bool IsWithdrawn(RosterShift shift)
    {
        if (Roster.PolicyOf(shift.Post).Word("restDays") is not "withdrawn")
        {
            return false;
        }

        var calendar = WorkCalendar.Of(Roster, shift.Post);
        LocalDate first = Roster.Civil(shift.Start).Date;
        int wholeDays = Period.DaysBetween(first, Roster.Civil(shift.End).Date);
        return Enumerable.Range(0, Math.Max(1, wholeDays)).Any(i => calendar.IsHoliday(first.PlusDays(i)));
    }

    private Answer AnswerSwap(string staff, string shift, string from, PlanActKind kind)
    {
        Swap? Asked(RosterShift of) => Plan.Swaps.FindLast(asked => asked.State == RequestState.Asked && IsOf(of, asked.Post, asked.Shift, asked.Planned) && string.Equals(asked.To, staff, StringComparison.Ordinal) && (from.Length == 0 || string.Equals(asked.From, from, StringComparison.Ordinal)));
        if (Find(shift, candidate => Asked(candidate) != null, out RosterShift found) is { } fault)
        {
            return fault;
        }

        Swap? swap = Asked(found);
        return swap != null ? Accept(kind, found, staff, swap.From, swap.To)
            : Answer.Refuse(Plan.Swaps.Exists(asked => asked.State == RequestState.Asked && IsOf(found, asked.Post, asked.Shift, asked.Planned)) ? "not-entitled" : "no-swap");
    }

    private Answer? Decided(string by, string shift, out RosterShift found, out Swap? swap)
    {
        swap = null;
        Swap? Open(RosterShift of) => Plan.Swaps.FindLast(asked => asked.State is RequestState.Asked or RequestState.Accepted && IsOf(of, asked.Post, asked.Shift, asked.Planned) && Meant?.IsOther(asked.From, asked.To, asked.AskedAt) != true);
        if (Find(shift, candidate => Open(candidate) != null, out found) is { } fault)
        {
            return fault;
        }

        if (!Sides.Supervises(Roster, by))
        {
            return Answer.Refuse("not-entitled");
        }

        swap = Open(found);
        return swap == null ? Answer.Refuse("no-swap")
            : string.Equals(by, swap.From, StringComparison.Ordinal) || string.Equals(by, swap.To, StringComparison.Ordinal) ? Answer.Refuse("not-entitled")
            : null;
    }

    private Answer? DecidedLeave(string by, string staff, string shift, out RosterShift found)
    {
        if (Find(shift, candidate => OpenLeave(candidate, staff) != null, out found) is { } fault)
        {
            return fault;
        }

        return !Sides.Supervises(Roster, by) || string.Equals(by, staff, StringComparison.Ordinal) ? Answer.Refuse("not-entitled")
            : OpenLeave(found, staff) == null ? Answer.Refuse("no-leave")
            : null;
    }

    private Swap? OpenSwap(RosterShift shift, string staff)
    {
        return Plan.Swaps.FindLast(swap => swap.State is RequestState.Asked or RequestState.Accepted && IsOf(shift, swap.Post, swap.Shift, swap.Planned) && string.Equals(swap.From, staff, StringComparison.Ordinal));
    }

    private Leave? OpenLeave(RosterShift shift, string staff)
    {
        return Plan.Leaves.FindLast(leave => leave.State == RequestState.Asked && IsOf(shift, leave.Post, leave.Shift, leave.Planned) && string.Equals(leave.Staff, staff, StringComparison.Ordinal) && Meant?.IsOther(leave.Staff, "", leave.AskedAt) != true);
    }

    private static bool IsOf(RosterShift shift, string post, string id, string planned)
    {
        return string.Equals(shift.Post, post, StringComparison.Ordinal) && string.Equals(shift.Id, id, StringComparison.Ordinal) && string.Equals(shift.Planned, planned, StringComparison.Ordinal);
    }

    private static ShiftChange Change(RosterShift shift, ShiftChangeKind kind, string staff) => new(shift.Post, shift.Id, shift.Planned, kind, staff);

    private static Answer Accept(PlanActKind kind, RosterShift shift, string by, string staff, string other, string text = "", params ShiftChange[] changes)
    {
        return Answer.Accept(LogKind.Plan, new PlanAct(kind, shift.Post, shift.Id, shift.Planned, by, staff, other, text, changes));
    }
}
