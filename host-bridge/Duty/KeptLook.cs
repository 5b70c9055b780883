using System;
using System.Runtime.InteropServices;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>A look at something, which need not be repeated before an entry about it comes or its time.</summary>
/// <param name="Stirs">What entries there had been about it.</param>
/// <param name="At">When.</param>
/// <param name="Next">The first moment at which another look is known to find something else; the greatest there is: none is known.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeptLook(long Stirs, DateTimeOffset At, DateTimeOffset Next)
{
    /// <summary>However little happens: what nobody has thought of waits no longer.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>None yet.</summary>
    internal static readonly KeptLook None = new(-1, DateTimeOffset.MaxValue, DateTimeOffset.MinValue);

    /// <summary>Whether another look would find the same; where the clock was put back nobody knows.</summary>
    internal bool Holds(long stirs, DateTimeOffset now) => Stirs == stirs && now >= At && now < Next && now - At < Longest;
}
