using System;
using System.Threading;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>Whether something that happens again and again still does. It is given its beats on one thread and asked on others.</summary>
public sealed class Pulse(TimeProvider time)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private long _last = time.GetTimestamp();

    /// <summary>It has just happened.</summary>
    public void Beat() => Volatile.Write(ref _last, time.GetTimestamp());

    /// <summary>Whether it has happened in the last 30 seconds.</summary>
    public bool IsAlive => time.GetElapsedTime(Volatile.Read(ref _last)) <= LongestPause;
}
