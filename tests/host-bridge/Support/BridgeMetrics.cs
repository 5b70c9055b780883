using System;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>What the metrics page of a bridge says. The counters are the process's, so other tests may raise them as well: only that they rise can be said.</summary>
public sealed class BridgeMetrics(RunningBridge bridge)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>How many connections were refused or closed for a reason.</summary>
    public Task<double> RefusedAsync(string why) => ReadAsync($"dutykiosk_connections_refused_total{{why=\"{why}\"}}");

    /// <summary>The value of a counter; 0 where it does not stand there yet.</summary>
    public async Task<double> ReadAsync(string name)
    {
        string page = await bridge.GetAsync("/metrics");
        string? line = page.Split('\n').FirstOrDefault(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return line == null ? 0 : double.Parse(line[(name.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>Waits until that many more were refused or closed for a reason. The limit only keeps a broken product from hanging a test.</summary>
    public async Task RefusedAtLeastAsync(string why, double count)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        for (double now = await RefusedAsync(why); now < count; now = await RefusedAsync(why))
        {
            Xunit.Assert.False(limit.IsCancellationRequested, $"{why}: {now} were counted, and {count} were expected.");
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
    }
}
