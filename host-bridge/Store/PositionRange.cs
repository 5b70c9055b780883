using System.Runtime.InteropServices;

namespace DutyKiosk.HostBridge.Store;

/// <summary>Places in the log that follow each other.</summary>
/// <param name="From">The first.</param>
/// <param name="To">The last.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PositionRange(long From, long To);
