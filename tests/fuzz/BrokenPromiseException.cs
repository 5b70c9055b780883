using System;

namespace DutyKiosk.Fuzz;

/// <summary>A reader has answered some bytes as it must not.</summary>
public sealed class BrokenPromiseException(string promise) : Exception(promise)
{
    /// <summary>Ends the run where a promise does not hold.</summary>
    /// <exception cref="BrokenPromiseException">It does not.</exception>
    public static void Unless(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}
