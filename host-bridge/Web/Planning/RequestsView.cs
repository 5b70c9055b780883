using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>A request as whoever decides sees it.</summary>
/// <param name="Kind"><c>swap</c> or <c>leave</c>.</param>
/// <param name="Post">The post.</param>
/// <param name="PostName">What people call it.</param>
/// <param name="Shift">The shift.</param>
/// <param name="Planned">Its start as the roster has it.</param>
/// <param name="When">When it is, in words.</param>
/// <param name="Staff">Who asks.</param>
/// <param name="From">His name.</param>
/// <param name="With">Who is asked to take it; empty: nobody.</param>
/// <param name="To">His name.</param>
/// <param name="Reason">Why; empty: nothing was said.</param>
/// <param name="Asked">When it was asked, as the form sends it back: it is this request that is decided on.</param>
/// <param name="AskedAt">The same in words.</param>
/// <param name="Until">The start of the shift, by which it ought to be decided.</param>
/// <param name="Latest">Its end, until which it still can be, where it has begun already; empty: it has not.</param>
/// <param name="State">How far it has come: <c>asked</c>, <c>accepted</c>, <c>declined</c>, <c>approved</c>, <c>rejected</c> or <c>lapsed</c>.</param>
/// <param name="DecidedBy">The name of who decided last; empty: nobody.</param>
/// <param name="Warnings">What it would be warned of, were it approved.</param>
public sealed record RequestLine(string Kind, string Post, string PostName, string Shift, string Planned, string When, string Staff, string From, string With, string To, string Reason, string Asked, string AskedAt, string Until, string Latest, string State, string DecidedBy, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether it can be approved: a swap only when the other person is willing.</summary>
    public bool MayApprove => Kind is "leave" || State is "accepted";

    /// <summary>The word for how far it has come: whoever asks for leave waits for nobody else.</summary>
    public string StateWord => Kind is "leave" && State is "asked" ? "asked-leave" : State;
}

/// <summary>What people ask for about their shifts, and what became of it.</summary>
/// <param name="Open">What waits, the one whose shift is next first.</param>
/// <param name="Past">What was decided or has lapsed, the newest first.</param>
public sealed record RequestsView(IReadOnlyList<RequestLine> Open, IReadOnlyList<RequestLine> Past)
{
    private const int MostPast = 100;

    /// <summary>Looks at it.</summary>
    public static RequestsView Of(Language t, RosterModel roster, PlanBook plan, DateTimeOffset now)
    {
        var all = new List<(DateTimeOffset AskedAt, DateTimeOffset Start, bool IsOpen, RequestLine Line)>();
        foreach (Swap swap in plan.Swaps)
        {
            Add("swap", swap.Post, swap.Shift, swap.Planned, swap.From, swap.To, "", swap.AskedAt, swap.State, swap.DecidedBy);
        }

        foreach (Leave leave in plan.Leaves)
        {
            Add("leave", leave.Post, leave.Shift, leave.Planned, leave.Staff, "", leave.Reason, leave.AskedAt, leave.State, leave.DecidedBy);
        }

        return new RequestsView(
            [.. all.Where(item => item.IsOpen).OrderBy(item => item.Start).Select(item => item.Line)],
            [.. all.Where(item => !item.IsOpen).OrderByDescending(item => item.AskedAt).Take(MostPast).Select(item => item.Line)]);

        void Add(string kind, string post, string id, string planned, string from, string to, string reason, DateTimeOffset askedAt, RequestState state, string decidedBy)
        {
            RosterShift? shift = roster.PlannedShift(post, id, planned);
            bool waits = state is RequestState.Asked or RequestState.Accepted;
            bool isOpen = waits && shift != null && shift.End > now;
            string when = shift == null ? planned : $"{RosterGrid.MomentOf(roster, shift.Start)} ({RosterGrid.HoursOf(roster, shift)})";
            all.Add((askedAt, shift?.Start ?? askedAt, isOpen, new RequestLine(
                kind,
                post,
                PostOrder.NameOf(roster, post),
                id,
                planned,
                when,
                from,
                roster.NameOf(from),
                to,
                to.Length > 0 ? roster.NameOf(to) : "",
                reason,
                SeenRequest.MarkOf(askedAt),
                RosterGrid.MomentOf(roster, askedAt),
                shift == null ? "" : RosterGrid.MomentOf(roster, shift.Start),
                shift != null && shift.Start <= now ? RosterGrid.MomentOf(roster, shift.End) : "",
                waits && !isOpen ? "lapsed" : state.ToString().ToLowerInvariant(),
                decidedBy.Length > 0 ? roster.NameOf(decidedBy) : "",
                isOpen ? Warnings(t, roster, now, shift!, from, to) : [])));
        }
    }

    /// <summary>How many wait for somebody to decide: leaves, and swaps that the other person is willing to.</summary>
    public static int Waiting(RosterModel roster, PlanBook plan, DateTimeOffset now)
    {
        return plan.Swaps.Count(swap => swap.State == RequestState.Accepted && IsAhead(swap.Post, swap.Shift, swap.Planned)) + plan.Leaves.Count(leave => leave.State == RequestState.Asked && IsAhead(leave.Post, leave.Shift, leave.Planned));

        bool IsAhead(string post, string shift, string planned) => roster.PlannedShift(post, shift, planned) is { } found && found.End > now;
    }

    private static IReadOnlyList<string> Warnings(Language t, RosterModel roster, DateTimeOffset now, RosterShift shift, string from, string to)
    {
        var seen = ShiftPlan.Of(shift.Entry);
        ShiftPlan wanted = to.Length > 0 ? seen.Without(from).With(to, seen.RoleOf(from)) : seen.Without(from);
        ShiftEdit[] edits = [new ShiftEdit(shift.Post, shift.Id, shift.Planned, seen, wanted)];
        return PlanWarnings.Differences(t, roster, ShiftEdits.Preview(roster, edits), shift.Post, now, edits).News;
    }
}
