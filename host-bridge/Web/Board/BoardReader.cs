using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>Who looks at a board, as far as it shows him something else than others: all who are equal share one.</summary>
/// <param name="T">The language that he reads.</param>
/// <param name="IsWall">Whether it is a screen on the wall, which everybody sees who passes by.</param>
/// <param name="Acknowledges">Whether he may take note of notices.</param>
/// <param name="ReadsRecords">Whether he may see the newest records.</param>
/// <param name="ReadsSheets">Whether he may open sheets.</param>
public sealed record BoardReader(Language T, bool IsWall, bool Acknowledges, bool ReadsRecords, bool ReadsSheets)
{
    /// <summary>Somebody who looks at a page.</summary>
    public static BoardReader Of(Viewer viewer) => new(viewer.T, false, viewer.May(Permission.Acknowledge), viewer.May(Permission.ReadRecords), viewer.May(Permission.ReadSheets));

    /// <summary>A screen on the wall.</summary>
    public static BoardReader Wall(Language t) => new(t, true, false, false, false);
}
