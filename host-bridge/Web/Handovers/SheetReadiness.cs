namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>How far a sheet is that is being written.</summary>
public enum SheetReadiness
{
    /// <summary>The terminal refuses the handover.</summary>
    Blocked,

    /// <summary>Something is not filled in, and nothing depends on that.</summary>
    Free,

    /// <summary>The outgoing side has done everything; the incoming one has not.</summary>
    Awaited,

    /// <summary>Both sides have.</summary>
    Ready,
}
