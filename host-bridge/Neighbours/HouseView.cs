using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>A post as other programs see it: names of people, and no ids or badges of theirs.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Holder">The name of who holds the duty; null: nobody does.</param>
/// <param name="Since">Since when; null: nobody does.</param>
/// <param name="LateStep">The step of the alarm ladder; 0: no handover is late.</param>
/// <param name="LastHandover">When the duty was handed over last; null: it never was.</param>
/// <param name="NextHandover">When it is to be handed over, or taken by somebody, next; null: the roster does not say.</param>
/// <param name="PeopleIn">How many people are in.</param>
public sealed record PostLook(string Id, string Name, string? Holder, DateTimeOffset? Since, int LateStep, DateTimeOffset? LastHandover, DateTimeOffset? NextHandover, int PeopleIn);

/// <summary>A terminal as other programs see it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Post">The id of its post.</param>
/// <param name="State"><c>online</c>, <c>lost</c>, <c>never</c> or <c>revoked</c>.</param>
/// <param name="Clock"><c>set</c>, <c>held</c> or <c>unset</c>.</param>
/// <param name="Health">What it said last; null: nothing since this bridge was started.</param>
public sealed record TerminalLook(string Id, string Post, string State, string Clock, HealthLook? Health);

/// <summary>All posts and terminals of the house at a moment, as other programs see them.</summary>
/// <param name="Posts">The posts, in the order of the roster.</param>
/// <param name="Terminals">The terminals, by id.</param>
/// <param name="At">The moment.</param>
public sealed record HouseView(IReadOnlyList<PostLook> Posts, IReadOnlyList<TerminalLook> Terminals, DateTimeOffset At)
{
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(2);

    /// <summary>Looks at a bridge.</summary>
    public static HouseView Of(BridgeCore core) => core.Read((room, _) => Of(room, terminal => HealthLook.Read(core.HealthOf(terminal)), core.Time.GetUtcNow()));

    /// <summary>Looks at a room. A post that has no terminal and does not stand in the roster any more is none, nor is a terminal whose credentials were taken from it.</summary>
    public static HouseView Of(DutyRoom room, Func<string, HealthLook?> healthOf, DateTimeOffset now)
    {
        TerminalLook[] terminals = [.. room.Terminals.Select(terminal => new TerminalLook(terminal.Id, terminal.Post, terminal.State, ClockOf(terminal.Clock), healthOf(terminal.Id)))];
        PostLook[] posts =
        [
            .. PostOrder.InRosterOrder(room)
                .Where(post => room.Roster.Document.Posts.Exists(entry => Is(entry.Id, post.Post)) || terminals.Any(terminal => Is(terminal.Post, post.Post) && terminal.State is not "revoked"))
                .Select(post => Look(room.Roster, post, now)),
        ];
        return new HouseView(posts, terminals, now);
    }

    private static PostLook Look(RosterModel roster, PostState post, DateTimeOffset now)
    {
        bool held = post.Holder.Length > 0;
        return new PostLook(
            post.Post,
            PostOrder.NameOf(roster, post.Post),
            held ? roster.NameOf(post.Holder) : null,
            held ? post.Since : null,
            post.LadderStep,
            post.HandedOverAt,
            held && post.Until != null ? post.Until : roster.Shifts(post.Post, now, now + Ahead).FirstOrDefault(shift => shift.Start >= now)?.Start,
            post.PresentAt(now, roster.PolicyOf(post.Post).Minutes("lapseMin")).Count());
    }

    private static string ClockOf(string clock) => clock is "set" ? "set" : clock.StartsWith("held:", StringComparison.Ordinal) ? "held" : "unset";

    private static bool Is(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
