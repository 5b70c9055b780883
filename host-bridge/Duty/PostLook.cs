using System;
using System.Runtime.InteropServices;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>A look at a post, which need not be repeated before an entry about it comes or its time.</summary>
/// <param name="Stirs">What entries there had been about it.</param>
/// <param name="At">When.</param>
/// <param name="Next">The first moment at which another look may find something else.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PostLook(long Stirs, DateTimeOffset At, DateTimeOffset Next)
{
    /// <summary>None yet.</summary>
    internal static readonly PostLook None = new(-1, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    /// <summary>Whether another look would find the same; where the clock was put back nobody knows.</summary>
    internal bool Holds(long stirs, DateTimeOffset now) => Stirs == stirs && now >= At && now < Next;
}
