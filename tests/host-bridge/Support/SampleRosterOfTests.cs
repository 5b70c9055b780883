using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A roster of two days around the start of a test bridge's clock, 2026-03-02 08:00 in Shanghai.</summary>
public static class SampleRosterOfTests
{
    /// <summary>Post hotline with N1, D1 and N2, each led by another person.</summary>
    public static RosterDocument Hotline() => new()
    {
        Posts = [new PostEntry { Id = "hotline" }],
        Staff =
        [
            new StaffEntry { Id = "S01", Role = "leader", Badges = ["04A1B2C3"] }, new StaffEntry { Id = "S02", Role = "leader", Badges = ["04A1B2C4"] },
            new StaffEntry { Id = "S03", Role = "leader", Badges = ["04A1B2C5"] }, new StaffEntry { Id = "S05" }, new StaffEntry { Id = "S06" },
            new StaffEntry { Id = "S09", Role = "supervisor" },
        ],
        Shifts =
        [
            Shift("N1", "2026-03-01 20:00", "2026-03-02 08:00", "S01"), Shift("D1", "2026-03-02 08:00", "2026-03-02 20:00", "S02"),
            Shift("N2", "2026-03-02 20:00", "2026-03-03 08:00", "S03"), Shift("D2", "2026-03-03 08:00", "2026-03-03 20:00", "S01"),
        ],
    };

    private static ShiftEntry Shift(string id, string start, string end, string leader) => new() { Id = id, Post = "hotline", Start = start, End = end, Leader = leader, Crew = ["S05"] };
}
