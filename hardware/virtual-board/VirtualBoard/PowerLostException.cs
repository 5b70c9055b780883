using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>The power of the board went away: whatever code was running on it ends here.</summary>
public sealed class PowerLostException : Exception
{
    /// <summary>Names the board.</summary>
    public PowerLostException(string board)
        : base($"The power of board {board} is off.")
    {
    }
}
