using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Rules.WhatIf;

/// <summary>The people and shifts of a rehearsal: those whom the week has to do with, each with badges of the rehearsal's own, as nobody's real badge has a part in it.</summary>
internal sealed class Cast
{
    private const string Nobody = "06FFFFFF";

    private readonly RehearsalInput _input;
    private readonly StaffEntry[] _staff;

    /// <summary>The cast of a week.</summary>
    internal Cast(RehearsalInput input)
    {
        _input = input;
        var wanted = input.Shifts.SelectMany(shift => shift.People.Concat(shift.Entry.Doubles).Append(shift.Entry.Supervisor))
            .Concat(input.Records.SelectMany(record => record.Record.Read(view => new[] { view.Id("staff"), view.Id("outgoing"), view.Id("incoming"), view.Id("releasedBy") })))
            .Concat(input.Standings.SelectMany(standing => standing.In.Select(person => person.Key).Append(standing.Holder)))
            .ToHashSet(StringComparer.Ordinal);
        _staff = [.. input.Roster.Document.Staff.Where(staff => wanted.Contains(staff.Id))];
    }

    /// <summary>Everybody.</summary>
    internal IEnumerable<string> All => _staff.Select(staff => staff.Id);

    /// <summary>Whether somebody has a part in it.</summary>
    internal bool Knows(string staff) => Array.Exists(_staff, known => string.Equals(known.Id, staff, StringComparison.Ordinal));

    /// <summary>The badge of somebody; of nobody one that is unknown.</summary>
    internal string UidOf(string staff, bool blocked)
    {
        int place = Array.FindIndex(_staff, known => string.Equals(known.Id, staff, StringComparison.Ordinal));
        return place >= 0 ? ReplayTerminal.Uid(place, blocked) : blocked && _staff.Length > 0 ? ReplayTerminal.Uid(0, true) : Nobody;
    }

    /// <summary>The roster of the week with the rules of a post: its shifts as they were worked, written out one by one.</summary>
    /// <exception cref="RosterException">The rules are impossible.</exception>
    internal RosterModel Model(PostEntry post) => RosterModel.Of(Document(post));

    /// <summary>The same as a document.</summary>
    internal RosterDocument Document(PostEntry post)
    {
        HashSet<string> known = All.ToHashSet(StringComparer.Ordinal);
        return new RosterDocument
        {
            Zone = _input.Roster.Document.Zone,
            Calendar = _input.Roster.Document.Calendar,
            Packs = _input.Roster.Document.Packs,
            Posts = [post],
            Staff = [.. _staff.Select((staff, place) => new StaffEntry
            {
                Id = staff.Id, Name = staff.Name, Role = staff.Role, Qualified = staff.Qualified, Badges = [ReplayTerminal.Uid(place, false), ReplayTerminal.Uid(place, true)], Blocked = [ReplayTerminal.Uid(place, true)],
            })],
            Shifts = [.. _input.Shifts.Select(shift => new ShiftEntry
            {
                Id = shift.Id, Post = shift.Post, Start = Civil(shift.Start), End = Civil(shift.End), Leader = Kept(shift.Entry.Leader), Supervisor = Kept(shift.Entry.Supervisor),
                Deputies = [.. shift.Entry.Deputies.Where(known.Contains)], Crew = [.. shift.Entry.Crew.Where(known.Contains)], Doubles = [.. shift.Entry.Doubles.Where(known.Contains)],
            })],
        };

        // Who has left the house since is in no roster any more.
        string Kept(string staff) => known.Contains(staff) ? staff : "";
    }

    private string Civil(DateTimeOffset at) => _input.Roster.Civil(at).ToString("uuuu'-'MM'-'dd HH':'mm", System.Globalization.CultureInfo.InvariantCulture);
}
