using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>One badge of a person. Its UID is not shown: who reads over a shoulder must not be able to make one.</summary>
/// <param name="Code">The digits by which records name it.</param>
/// <param name="Words">What it is called: the first two digits of the UID, or that it was enrolled by tapping.</param>
/// <param name="Blocked">Whether somebody has blocked it.</param>
/// <param name="Until">Until when it is lent; empty: it is his for good.</param>
/// <param name="UntilField">The same for a field of a form.</param>
/// <param name="Ended">Whether that time is over.</param>
public sealed record BadgeLine(string Code, string Words, bool Blocked, string Until, string UntilField, bool Ended)
{
    /// <summary>The digits as they are shown: as many as tell the badges of a house apart.</summary>
    public string Short => Code.Length > 8 ? Code[..8] : Code;

    /// <summary>Whether it opens nothing.</summary>
    public bool Off => Blocked || Ended;
}

/// <summary>One terminal, and whether it holds the roster as it is now.</summary>
public sealed record TerminalRosterLine(string Id, string Post, string StateWords, bool Holds);

/// <summary>One person.</summary>
public sealed record PersonView(
    string Id, string Name, string Role, string RoleWords, bool Qualified, string Mail, IReadOnlyList<BadgeLine> Badges, IReadOnlyList<(string Name, bool IsShut)> Users, IReadOnlyList<TerminalRosterLine> Terminals, IReadOnlyList<(string Role, string Words)> Roles, string ShiftEnd, string Now)
{
    /// <summary>Whether every terminal holds the roster as it is now.</summary>
    public bool IsEverywhere => Terminals.All(terminal => terminal.Holds);

    /// <summary>Looks at somebody; null: the roster does not know him.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The room.</param>
    /// <param name="staff">Who.</param>
    /// <param name="users">The users that stand for him.</param>
    /// <param name="siteKey">The key by which a badge is told by its digits; empty: the house has none yet.</param>
    /// <param name="rosterAt">Which version of the roster a terminal holds, and the one by which it knows the roster as it is now.</param>
    /// <param name="now">Now.</param>
    public static PersonView? Of(Language t, DutyRoom room, string staff, IReadOnlyList<AppUser> users, byte[] siteKey, Func<string, (long Held, long Current)> rosterAt, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        if (roster.Person(staff) is not { } person)
        {
            return null;
        }

        var time = new CivilTime(roster, now);
        return new PersonView(
            person.Id,
            roster.NameOf(person.Id),
            person.Role,
            BoardWords.Of(t, person.Role),
            person.Qualified,
            person.Mail,
            [.. person.Badges.GroupBy(badge => Badge.HashOf(siteKey, badge), StringComparer.Ordinal).Select(names => Line(t, roster, person, names.Key, [.. names], time, now))],
            [.. users.Select(user => (user.Name, user.Disabled))],
            [.. room.Terminals.Where(terminal => terminal.State is not "revoked").Select(terminal => new TerminalRosterLine(terminal.Id, PostOrder.NameOf(roster, terminal.Post), BoardWords.Of(t, terminal.State), rosterAt(terminal.Id) is var (held, current) && held >= current))],
            PeopleView.RolesOf(t),
            ShiftEndOf(roster, staff, now) is { } end ? time.Dated(end) : "",
            time.Now);
    }

    /// <summary>When the shift ends that somebody is on, or that comes next for him within a day; null: there is none.</summary>
    public static DateTimeOffset? ShiftEndOf(RosterModel roster, string staff, DateTimeOffset now)
    {
        return roster.Document.Posts.SelectMany(post => roster.Shifts(post.Id, now, now.AddDays(1))).Where(shift => shift.People.Contains(staff, StringComparer.Ordinal)).OrderBy(shift => shift.Start).Select(shift => (DateTimeOffset?)shift.End).FirstOrDefault();
    }

    private static BadgeLine Line(Language t, RosterModel roster, StaffEntry person, string code, string[] names, CivilTime time, DateTimeOffset now)
    {
        string words = Array.Find(names, Badge.IsUid) is { } uid ? t["people.badge-uid", uid[..2]] : t["people.badge-tap"];
        DateTimeOffset? until = names.Select(name => roster.EndOf(person, name)).Min();
        return new BadgeLine(
            code,
            words,
            names.Any(name => person.Blocked.Contains(name, StringComparer.OrdinalIgnoreCase)),
            until is { } end ? time.Dated(end) : "",
            until is { } at ? NodaTime.Text.LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd'T'HH':'mm").Format(roster.Civil(at)) : "",
            until <= now);
    }
}
