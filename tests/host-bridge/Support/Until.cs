using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>Waits for what other threads do.</summary>
public static class Until
{
    /// <summary>The limit of everything that tests wait for. It only keeps a broken product from hanging a test; it is no promise about time.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until it holds.</summary>
    public static Task HoldsAsync(Func<bool> holds) => HoldsAsync(() => Task.FromResult(holds()));

    /// <summary>Looks again and again until it holds.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await holds())
        {
            Xunit.Assert.False(limit.IsCancellationRequested, "It did not come to hold.");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
