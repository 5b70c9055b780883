using System;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>The wall clock.</summary>
public static class Rtc
{
    /// <summary>Sets the wall clock, UTC.</summary>
    public static bool SetSystemTime(DateTime time)
    {
        Board.Current.Clock.Set(time);
        return true;
    }
}
