namespace DutyKiosk.HostBridge.Roster;

/// <summary>What a shift is called in somebody's calendar. What it is known by stands in properties of our own.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Place">Where it is.</param>
public sealed record ShiftName(string Title, string Place);
