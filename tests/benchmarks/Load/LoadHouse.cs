using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>The house that loads are made for: as many posts as terminals, two leaders and one of the crew at each.</summary>
internal static class LoadHouse
{
    /// <summary>The site key.</summary>
    internal static readonly string SiteKey = new('5', 64);

    /// <summary>A terminal's id.</summary>
    internal static string Terminal(int number) => string.Create(CultureInfo.InvariantCulture, $"T{number:0000}");

    /// <summary>Its post.</summary>
    internal static string Post(int number) => string.Create(CultureInfo.InvariantCulture, $"P{number:0000}");

    /// <summary>Its key, 64 hex digits.</summary>
    internal static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{number + 1:x64}");

    /// <summary>A person of its post: 0 and 1 lead in turns, 2 is of the crew.</summary>
    internal static string Staff(int number, int place) => string.Create(CultureInfo.InvariantCulture, $"S{(3 * number) + place}");

    /// <summary>The terminals as an older bridge listed them, which a bridge takes in at its start.</summary>
    internal static TerminalsFile Terminals(int count) => new()
    {
        SiteKey = SiteKey,
        Terminals = [.. Enumerable.Range(0, count).Select(i => new ListedTerminal { Id = Terminal(i), Post = Post(i), Handover = true, Key = Key(i) })],
    };

    /// <summary>The roster.</summary>
    internal static RosterDocument Roster(int count) => new()
    {
        Posts = [.. Enumerable.Range(0, count).Select(i => new PostEntry { Id = Post(i), Name = $"岗位 {i + 1}" })],
        Staff = [.. Enumerable.Range(0, 3 * count).Select(i => new StaffEntry { Id = $"S{i}", Name = $"员工{i}", Role = i % 3 == 2 ? "operator" : "leader" })],
        Rotations = [.. Enumerable.Range(0, count).Select(i => new RotationEntry
        {
            Post = Post(i),
            From = "2026-01-01",
            Teams = [new TeamEntry { Leader = Staff(i, 0), Crew = [Staff(i, 2)] }, new TeamEntry { Leader = Staff(i, 1), Crew = [Staff(i, 2)] }],
        })],
    };
}
