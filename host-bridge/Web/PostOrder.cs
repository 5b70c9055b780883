using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Posts as the house wrote them in its roster: their order, on the board and in the API alike, and their names.</summary>
public static class PostOrder
{
    /// <summary>The posts of a room; one that the roster does not know comes last.</summary>
    public static IEnumerable<PostState> InRosterOrder(DutyRoom room)
    {
        return room.Posts.OrderBy(post => Index(room.Roster, post.Post) is int index and >= 0 ? index : int.MaxValue);
    }

    /// <summary>What people call a post; its id where the roster does not say.</summary>
    public static string NameOf(RosterModel roster, string post)
    {
        int index = Index(roster, post);
        return index >= 0 && roster.Document.Posts[index].Name.Length > 0 ? roster.Document.Posts[index].Name : post;
    }

    private static int Index(RosterModel roster, string post) => roster.Document.Posts.FindIndex(entry => string.Equals(entry.Id, post, StringComparison.Ordinal));
}
