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
        Dictionary<string, int> places = room.Roster.Document.Posts.Select((post, index) => (post.Id, index)).ToDictionary(place => place.Id, place => place.index, StringComparer.Ordinal);
        return room.Posts.OrderBy(post => places.GetValueOrDefault(post.Post, int.MaxValue));
    }

    /// <summary>What people call a post; its id where the roster does not say.</summary>
    public static string NameOf(RosterModel roster, string post) => roster.Post(post) is { Name.Length: > 0 } entry ? entry.Name : post;
}
