using System;
using System.Threading;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>This machine's clock, moved on as wanted: a service whose sockets are real goes on living by it, and hours pass at once.</summary>
public sealed class MovedTime : TimeProvider
{
    private long _moved;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>So much time passes.</summary>
    public void Advance(TimeSpan span) => Interlocked.Add(ref _moved, span.Ticks);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref _moved));

    /// <inheritdoc/>
    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Interlocked.Read(ref _moved);
}
