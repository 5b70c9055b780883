using System;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Roster;

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
    /// <summary>Of the person that he stands for: <c>gone</c>: the roster does not know him any more; <c>left</c>: he may not be rostered, as whoever has left; empty: nothing of the kind, or he stands for nobody.</summary>
    public string Standing { get; init; } = "";

    /// <summary>Nobody, of the role that may do least.</summary>
    public static readonly UserLine None = new("", "", "", "staff", "", "", "open", false);

    /// <summary>A user.</summary>
    /// <param name="user">The user.</param>
    /// <param name="roster">The roster in force.</param>
    /// <param name="now">Now.</param>
    public static UserLine Of(AppUser user, RosterModel roster, DateTimeOffset now)
    {
        bool external = user.Subject.Length > 0;
        string state = user.Disabled ? "shut" : now < user.LockedUntil ? "locked" : user.PasswordHash.Length == 0 && !external ? "invited" : "open";
        return new UserLine(user.Id, user.Name, user.DisplayName, user.Role, user.Staff, user.Mail, state, external)
        {
            Standing = user.Staff.Length == 0 ? "" : roster.Person(user.Staff) switch { null => "gone", { Qualified: false } => "left", _ => "" },
        };
    }
}
