using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>
/// What people may ask to be done to the holds of a post, at a moment. Pure: what is accepted comes to be when it is appended. Refusals:
/// <c>not-entitled</c>, <c>unknown-hold</c>, <c>already-open</c>, <c>no-hold</c>, <c>no-text</c>, <c>too-long</c>.
/// </summary>
public sealed class HoldRequests(DutyRoom room, string post, DateTimeOffset now)
{
    private const int LongestId = 12;
    private const int RoomForNumber = 3;

    private readonly PostState _post = room.PostOf(post);

    private RosterModel Roster => room.Roster;

    private SheetPlan Plan => Roster.PolicyOf(_post.Post).Sheet;

    /// <summary>Opens a hold. Either side of the handover may, whoever is on duty here, and a supervisor.</summary>
    public Answer Open(string staff, string kind, string reason)
    {
        if (!IsSide(staff) && !Sides.Supervises(Roster, staff))
        {
            return Answer.Refuse("not-entitled");
        }

        if (Plan.Hold(kind) is not { } name)
        {
            return Answer.Refuse("unknown-hold");
        }

        if (reason.Trim().Length == 0 || reason.Length > Answer.LongestText)
        {
            return Answer.Refuse(reason.Length > Answer.LongestText ? "too-long" : "no-text");
        }

        return _post.Book.OpenHold(name) != null
            ? Answer.Refuse("already-open")
            : Answer.Accept(new HoldAct("open", name, IdOf(name), staff, reason, Sides.Incoming(Roster, _post, now)?.Id ?? "", Sides.Entitled(Roster, _post, now)));
    }

    /// <summary>Clears a hold. The pack says which roles may; nobody clears one for a handover that he is a side of.</summary>
    public Answer Clear(string staff, string kind, string how)
    {
        if (Plan.Hold(kind) is not { } name)
        {
            return Answer.Refuse("unknown-hold");
        }

        if (Roster.Person(staff) is not { } person || !Plan.Holds[name].Release.Contains(person.Role, StringComparer.Ordinal)
            || string.Equals(_post.Holder, staff, StringComparison.Ordinal) || Sides.Entitled(Roster, _post, now).Contains(staff, StringComparer.Ordinal))
        {
            return Answer.Refuse("not-entitled");
        }

        return how.Length > Answer.LongestText ? Answer.Refuse("too-long")
            : _post.Book.OpenHold(name) is not { } hold ? Answer.Refuse("no-hold")
            : Answer.Accept(new HoldAct("clear", name, hold.Id, staff, how, "", []));
    }

    private bool IsSide(string staff)
    {
        return _post.In.ContainsKey(staff) || Sides.IsIncoming(Roster, _post, staff, now) || (_post.Book.Current is { } sheet
            ? Sides.IsOutgoing(Roster, _post, sheet, staff)
            : Roster.Covering(_post.Post, now)?.People.Contains(staff, StringComparer.Ordinal) == true);
    }

    // One that is opened after its like was released for this very handover must bind anew: the terminal tells them apart by their ids alone.
    private string IdOf(string kind)
    {
        string id = Plan.Holds[kind].Id is { Length: > 0 } given ? given : kind;
        int released = _post.Book.Holds.Count(hold => string.Equals(hold.Kind, kind, StringComparison.Ordinal) && hold.IsReleased);
        return released == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id[..Math.Min(id.Length, LongestId - RoomForNumber)]}.{released + 1}");
    }
}
