using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// The two clocks of the board: ticks since the start, and a wall clock without a battery, which shows 1970 until SNTP has set it. Both run on
/// one crystal; each synchronisation moves the wall clock against the ticks by some milliseconds, as the network's delay varies.
/// </summary>
public sealed class BoardClock
{
    private const long FirstSyncMs = 1000;
    private const long SyncEveryMs = 3600000;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Board _board;
    private long _wallAtPowerOnMs;
    private bool _sntp;
    private bool _set;
    private long _syncDueMs;
    private int _synchronisations;

    internal BoardClock(Board board)
    {
        _board = board;
    }

    /// <summary>By how much every other synchronisation is ahead of the true time.</summary>
    public int JitterMs { get; set; } = 5;

    /// <summary>Whether a time server is to be had when the network is up.</summary>
    public bool TimeServerUp { get; set; } = true;

    /// <summary>Whether SNTP runs.</summary>
    public bool IsSntpRunning => _sntp;

    /// <summary>Milliseconds since the power came on.</summary>
    public long TickMs => _board.Time.UnixMs - PoweredAtMs;

    /// <summary>What the wall clock shows.</summary>
    public DateTime UtcNow
    {
        get
        {
            Synchronise();
            return Epoch.AddMilliseconds(_wallAtPowerOnMs + TickMs);
        }
    }

    internal long PoweredAtMs { get; private set; }

    /// <summary>Moves the wall clock, as a wrong time server or a person would.</summary>
    public void Jump(TimeSpan by) => _wallAtPowerOnMs += (long)by.TotalMilliseconds;

    /// <summary>Starts or stops SNTP.</summary>
    public void RunSntp(bool run)
    {
        _sntp = run;
        _syncDueMs = TickMs + FirstSyncMs;
    }

    /// <summary>Asks the time server at the next opportunity.</summary>
    public void SynchroniseSoon() => _syncDueMs = TickMs;

    internal void PowerOn()
    {
        PoweredAtMs = _board.Time.UnixMs;
        _wallAtPowerOnMs = 0;
        _synchronisations = 0;
        _sntp = false;
        _set = false;
    }

    internal void NetworkCame()
    {
        if (!_set)
        {
            _syncDueMs = TickMs + FirstSyncMs;
        }
    }

    private void Synchronise()
    {
        long ticks = TickMs;
        if (_sntp && TimeServerUp && _board.Network.Up && ticks >= _syncDueMs)
        {
            _set = true;
            _wallAtPowerOnMs = PoweredAtMs + (_synchronisations++ % 2 * JitterMs);
            _syncDueMs = ticks + SyncEveryMs;
        }
    }
}
