using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Neighbours;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>What became of the users of somebody who has left.</summary>
/// <param name="Shut">The names of those that were shut.</param>
/// <param name="Open">The names of those that stay open, as without them there would be no manager.</param>
public sealed record Departed(IReadOnlyList<string> Shut, IReadOnlyList<string> Open);

/// <summary>
/// Takes from people who have left what still lets them in beside their badges: the users that stand for them, whose sessions and keys end with that, and the links to their calendars. It goes by no
/// rights but those to take somebody out of the house: a user must not outlive his person because whoever looks after the staff may not change users otherwise.
/// </summary>
public sealed class Departures(UserAccounts accounts, CalendarLinks links, AuditLog audit)
{
    /// <summary>Takes it from a person; the roster says already that he has left.</summary>
    /// <param name="by">Who has him leave.</param>
    /// <param name="staff">The person's id.</param>
    public Departed Of(Caller by, string staff)
    {
        links.RevokeOf(staff);
        var shut = new List<string>();
        var open = new List<string>();
        var change = new UserChange(Disabled: true);
        foreach (AppUser user in accounts.Users.All().Where(user => !user.Disabled && string.Equals(user.Staff, staff, StringComparison.Ordinal)))
        {
            (AppUser? changed, Refusal? refusal) = accounts.Change(user.Id, change, UserAccounts.Console);
            if (changed != null)
            {
                audit.Write(by, AuditActions.UserChanged, user.Name, UsersApi.Words(change));
                shut.Add(user.Name);
            }
            else if (refusal!.Kind != RefusalKind.Missing)
            {
                open.Add(user.Name);
            }
        }

        return new Departed(shut, open);
    }
}
