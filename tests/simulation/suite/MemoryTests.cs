using System;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>What a process holds is only its own while nothing else runs in it.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    /// <summary>Tens of thousands of taps leave no more behind than some thousands do.</summary>
    [Fact]
    public void TapsLeaveNothingBehind()
    {
        var kiosk = new BareKiosk(200);
        Tap(kiosk, 5000);
        long early = GC.GetTotalMemory(true);
        Tap(kiosk, 45000);
        Assert.InRange(GC.GetTotalMemory(true) - early, long.MinValue, 100000);
        Assert.True(kiosk.Journal.Newest > 20000);
    }

    private static void Tap(BareKiosk kiosk, int times)
    {
        for (int i = 0; i < times; i++)
        {
            kiosk.Tap(BareKiosk.Uid(i % 200));
            kiosk.Wait(4000);
        }
    }
}
