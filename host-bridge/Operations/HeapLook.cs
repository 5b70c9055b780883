using System;
using System.Threading;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>
/// Has the collector look at old objects each half minute. Left alone, it lets them grow to nearly twice what is alive before it looks at them, and moves large ones together never: of a thousand terminals that is
/// some five megabytes a minute of what was said before, and the holes between. Everybody waits while they are closed, for some tens of milliseconds; that takes a two-hundredth of all time at most, so a heap
/// of years has it seldom, and is looked at beside everything else meanwhile.
/// </summary>
public sealed class HeapLook : IDisposable
{
    private const int TimesAsLong = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private long _closed;
    private TimeSpan _tookLast;

    /// <summary>Begins to look. What a start has read and thrown away is given back at once.</summary>
    public HeapLook(TimeProvider time)
    {
        _time = time;
        Close();
        _timer = time.CreateTimer(_ => Look(), null, Pause, Pause);
    }

    /// <summary>Whether the holes may be closed again.</summary>
    /// <param name="since">How long it is ago that they were closed.</param>
    /// <param name="took">How long everybody waited then.</param>
    public static bool MayClose(TimeSpan since, TimeSpan took) => since >= took * TimesAsLong;

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Look()
    {
        if (MayClose(_time.GetElapsedTime(_closed), _tookLast))
        {
            Close();
        }
        else
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false);
        }
    }

    private void Close()
    {
        long from = _time.GetTimestamp();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        _closed = _time.GetTimestamp();
        _tookLast = _time.GetElapsedTime(from, _closed);
    }
}
