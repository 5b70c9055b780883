using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using NodaTime;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Rosters with one post and a handful of people.</summary>
internal static class RosterOfTests
{
    internal static RosterDocument Document(string zone, params (string Name, string Value)[] parameters) => new()
    {
        Zone = zone,
        Posts = [new PostEntry { Id = "hotline", Parameters = parameters.ToDictionary(parameter => parameter.Name, parameter => parameter.Value, StringComparer.Ordinal) }],
        Staff = [.. new[] { "S01", "S02", "S03", "S04" }.Select(id => new StaffEntry { Id = id })],
    };

    internal static RosterDocument Document(string zone, RotationEntry rotation, params (string Name, string Value)[] parameters)
    {
        RosterDocument document = Document(zone, parameters);
        document.Rotations.Add(rotation);
        return document;
    }

    internal static RotationEntry Rotation(string pattern, string from, params string[] leaders) => new()
    {
        Pattern = pattern,
        Post = "hotline",
        From = from,
        Teams = [.. leaders.Select(leader => new TeamEntry { Leader = leader })],
    };

    internal static RotationEntry WithHours(this RotationEntry rotation, params (string Day, string Hours)[] hours)
    {
        foreach ((string day, string text) in hours)
        {
            rotation.Hours[day] = text;
        }

        return rotation;
    }

    internal static ShiftEntry Shift(string id, string start, string end, string leader, params string[] crew) => new() { Id = id, Post = "hotline", Start = start, End = end, Leader = leader, Crew = [.. crew] };

    // Every shift that begins on one of the days, in few words.
    internal static IReadOnlyList<string> Begun(this RosterModel model, string first, string last)
    {
        DateTimeOffset from = model.Moment(RosterModel.ParseCivil(first + " 00:00")!.Value);
        DateTimeOffset to = model.Moment(RosterModel.ParseCivil(last + " 00:00")!.Value.PlusDays(1));
        return [.. model.Shifts("hotline", from, to).Where(shift => shift.Start >= from).Select(shift => $"{shift.Id} {shift.Entry.Start[5..]} - {shift.Entry.End[5..]} {shift.Entry.Leader}")];
    }

    internal static DateTimeOffset At(this RosterModel model, string civil) => model.Moment(RosterModel.ParseCivil(civil)!.Value);
}
