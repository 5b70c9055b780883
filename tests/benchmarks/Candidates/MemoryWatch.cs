using System;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.Benchmarks.Candidates;

/// <summary>Looks once a second how much memory a family of processes has, and keeps the most.</summary>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly Task _looking;
    private long _mostBytes;

    /// <summary>Begins to look.</summary>
    internal MemoryWatch(ProcessFamily processes) => _looking = LookAsync(processes);

    /// <summary>The most so far.</summary>
    internal double MostMegabytes => Interlocked.Read(ref _mostBytes) / 1e6;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _looking;
        _stop.Dispose();
    }

    private async Task LookAsync(ProcessFamily processes)
    {
        using var timer = new PeriodicTimer(Look, TimeProvider.System);
        try
        {
            do
            {
                Interlocked.Exchange(ref _mostBytes, Math.Max(_mostBytes, processes.MemoryBytes()));
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }
}
