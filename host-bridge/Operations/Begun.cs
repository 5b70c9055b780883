using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>What a start has begun: all of it is ended, the newest first, whether the start fails halfway or the service stops. What cannot be ended is logged, and keeps nothing else from its end.</summary>
public sealed class Begun(ILogger log) : IAsyncDisposable
{
    private readonly Stack<Func<ValueTask>> _ends = new();

    /// <summary>This was begun.</summary>
    public T Add<T>(T what)
        where T : notnull
    {
        Add(() =>
        {
            if (what is IAsyncDisposable slow)
            {
                return slow.DisposeAsync();
            }

            (what as IDisposable)?.Dispose();
            return ValueTask.CompletedTask;
        });
        return what;
    }

    /// <summary>Something was begun that ends so.</summary>
    public void Add(Func<ValueTask> end) => _ends.Push(end);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_ends.TryPop(out Func<ValueTask>? end))
        {
            try
            {
                await end();
            }
            catch (Exception exception)
            {
                log.StepFailed("Stopping a part of the service", exception.GetType().Name, exception.Message);
            }
        }
    }
}
