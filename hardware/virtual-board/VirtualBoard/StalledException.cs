using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>Simulated time cannot go on: a call would block for ever, or a loop is due again and again at the same moment.</summary>
public sealed class StalledException : Exception
{
    /// <summary>Names what does not end.</summary>
    public StalledException(string message)
        : base(message)
    {
    }
}
