using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.EndToEnd;

/// <summary>Waits for what other processes do. The limit only keeps a broken product from hanging a test; it is no promise about time.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Looks again and again until it holds; fails with what was seen last.</summary>
    public static async Task HoldsAsync(Func<Task<string?>> fault)
    {
        using var limit = new CancellationTokenSource(Limit);
        string? last = await fault();
        while (last != null)
        {
            if (limit.IsCancellationRequested)
            {
                Xunit.Assert.Fail(last);
            }

            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
            last = await fault();
        }
    }
}
