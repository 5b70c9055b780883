using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What the page needs beside the terminals: the badges of the roster, the house's time zone, and where the live board is.</summary>
/// <param name="Board">The address of the live board.</param>
/// <param name="Zone">The time zone, an IANA name.</param>
/// <param name="Badges">The badges.</param>
public sealed record RoomRack(string Board, string Zone, IReadOnlyList<RackBadge> Badges)
{
    /// <summary>The rack of a roster.</summary>
    public static RoomRack Of(Language t, RosterModel roster, string board) => new(board, roster.Document.Zone, BadgesOf(t, roster));

    /// <summary>Every badge of a roster, in its order.</summary>
    public static RackBadge[] BadgesOf(Language t, RosterModel roster)
    {
        return roster.Document.Staff.SelectMany(staff => staff.Badges.Select(badge => new RackBadge(
            badge,
            staff.Id,
            roster.NameOf(staff.Id),
            BoardWords.Of(t, staff.Role),
            staff.Blocked.Contains(badge, StringComparer.OrdinalIgnoreCase)))).ToArray();
    }
}

/// <summary>One badge of the rack.</summary>
/// <param name="Badge">Its UID.</param>
/// <param name="Id">Whose it is.</param>
/// <param name="Name">The name.</param>
/// <param name="Role">The role in words.</param>
/// <param name="Blocked">Whether it is blocked.</param>
public sealed record RackBadge(string Badge, string Id, string Name, string Role, bool Blocked);
