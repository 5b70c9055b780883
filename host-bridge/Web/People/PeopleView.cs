using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>Which people are looked for.</summary>
/// <param name="Text">A part of id, name or mail address; empty: everybody.</param>
/// <param name="Role">One role; empty: every one.</param>
/// <param name="State"><c>here</c>, <c>left</c> (not qualified) or <c>blocked</c> (with a badge that opens nothing); empty: all of them.</param>
/// <param name="Page">Which page of the list, from 1.</param>
public sealed record PeopleSearch(string Text = "", string Role = "", string State = "", int Page = 1)
{
    /// <summary>The states that one can look for.</summary>
    public static IReadOnlyList<string> States { get; } = ["here", "left", "blocked"];

    /// <summary>The address of another page of the same search.</summary>
    public string AddressOf(int page) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/people?q={Uri.EscapeDataString(Text)}&role={Uri.EscapeDataString(Role)}&state={Uri.EscapeDataString(State)}&page={page}");
}

/// <summary>One person in the list.</summary>
public sealed record PersonLine(string Id, string Name, string RoleWords, bool Qualified, int Badges, int Blocked, int Lent, string Mail, string User, bool UserIsShut);

/// <summary>The list of people.</summary>
/// <param name="Search">What was looked for.</param>
/// <param name="People">Those of this page.</param>
/// <param name="Found">How many were found.</param>
/// <param name="Pages">How many pages that are.</param>
/// <param name="Roles">The roles with their words.</param>
public sealed record PeopleView(PeopleSearch Search, IReadOnlyList<PersonLine> People, int Found, int Pages, IReadOnlyList<(string Role, string Words)> Roles)
{
    private const int APage = 100;

    /// <summary>Looks at the people of a room.</summary>
    public static PeopleView Of(Language t, DutyRoom room, IReadOnlyList<AppUser> users, PeopleSearch search, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        ILookup<string, AppUser> byStaff = users.Where(user => user.Staff.Length > 0).ToLookup(user => user.Staff, StringComparer.Ordinal);
        StaffEntry[] found = [.. roster.Document.Staff.Where(person => Fits(roster, person, search, now))];
        int pages = Math.Max(1, (found.Length + APage - 1) / APage), page = Math.Clamp(search.Page, 1, pages);
        return new PeopleView(search with { Page = page }, [.. found.Skip((page - 1) * APage).Take(APage).Select(person => Line(t, roster, person, byStaff[person.Id].FirstOrDefault(), now))], found.Length, pages, RolesOf(t));
    }

    /// <summary>The roles of a roster with their words.</summary>
    internal static IReadOnlyList<(string Role, string Words)> RolesOf(Language t) => [.. RosterModel.Roles.Select(role => (role, BoardWords.Of(t, role)))];

    private static bool Fits(RosterModel roster, StaffEntry person, PeopleSearch search, DateTimeOffset now)
    {
        string text = search.Text.Trim();
        return (text.Length == 0 || new[] { person.Id, person.Name, person.Mail }.Any(field => field.Contains(text, StringComparison.OrdinalIgnoreCase)))
            && (search.Role.Length == 0 || string.Equals(person.Role, search.Role, StringComparison.Ordinal))
            && search.State switch
            {
                "here" => person.Qualified,
                "left" => !person.Qualified,
                "blocked" => person.Badges.Exists(badge => roster.IsBlocked(person, badge, now)),
                _ => true,
            };
    }

    private static PersonLine Line(Language t, RosterModel roster, StaffEntry person, AppUser? user, DateTimeOffset now)
    {
        int blocked = person.Badges.Count(badge => roster.IsBlocked(person, badge, now));
        int lent = person.Badges.Count(badge => roster.EndOf(person, badge) > now);
        return new PersonLine(person.Id, roster.NameOf(person.Id), BoardWords.Of(t, person.Role), person.Qualified, person.Badges.Count, blocked, lent, person.Mail, user?.Name ?? "", user?.Disabled == true);
    }
}
