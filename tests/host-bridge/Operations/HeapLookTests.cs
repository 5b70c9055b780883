using System;
using System.Runtime.CompilerServices;
using DutyKiosk.HostBridge.Operations;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Operations;

/// <summary>Old objects that nobody needs any more go within half a minute, and nobody waits long for that.</summary>
public sealed class HeapLookTests
{
    /// <summary>What was let go of, and is old already, is gone with the next look.</summary>
    [Fact]
    public void WhatIsOldAndLetGoOfGoes()
    {
        var time = new FakeTimeProvider();
        using var look = new HeapLook(time);
        WeakReference old = Old();
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.False(old.IsAlive);
    }

    /// <summary>The longer everybody has waited for it, the longer it is until the next time.</summary>
    [Theory]
    [InlineData(30, 150, true)]
    [InlineData(29.9, 150, false)]
    [InlineData(30, 151, false)]
    [InlineData(60, 151, true)]
    [InlineData(199, 1000, false)]
    [InlineData(200, 1000, true)]
    public void ATwoHundredthOfAllTimeIsWaited(double sinceS, double tookMs, bool may)
    {
        Assert.Equal(may, HeapLook.MayClose(TimeSpan.FromSeconds(sinceS), TimeSpan.FromMilliseconds(tookMs)));
    }

    // In a method of its own, as the caller's would keep it alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Old()
    {
        object known = new();
        for (int generation = 0; generation < GC.MaxGeneration; generation++)
        {
            GC.Collect();
        }

        Assert.Equal(GC.MaxGeneration, GC.GetGeneration(known));
        return new WeakReference(known);
    }
}
