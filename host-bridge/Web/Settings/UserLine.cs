using System;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A user as the pages show him.</summary>
/// <param name="Id">His id.</param>
/// <param name="Name">The name to sign in with.</param>
/// <param name="Shown">The name that others see; empty: the same.</param>
/// <param name="Role">His role.</param>
/// <param name="Staff">Who he is in the roster.</param>
/// <param name="Mail">His mail address.</param>
/// <param name="State"><c>open</c>, <c>shut</c>, <c>locked</c> or <c>invited</c>: he has no password yet.</param>
/// <param name="IsExternal">Whether he signs in through the house's provider.</param>
public sealed record UserLine(string Id, string Name, string Shown, string Role, string Staff, string Mail, string State, bool IsExternal)
{
    /// <summary>Nobody, of the role that may do least.</summary>
    public static readonly UserLine None = new("", "", "", "staff", "", "", "open", false);

    /// <summary>A user.</summary>
    public static UserLine Of(AppUser user, DateTimeOffset now)
    {
        bool external = user.Subject.Length > 0;
        string state = user.Disabled ? "shut" : now < user.LockedUntil ? "locked" : user.PasswordHash.Length == 0 && !external ? "invited" : "open";
        return new UserLine(user.Id, user.Name, user.DisplayName, user.Role, user.Staff, user.Mail, state, external);
    }
}
