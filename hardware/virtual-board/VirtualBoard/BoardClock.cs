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
    private const long SecondAnswerMs = 1500;
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Board _board;
    private readonly object _gate = new();
    private long _wallMinusTicksMs;
    private long _syncDueMs = long.MaxValue;
    private int _synchronisations;
    private bool _sntp;
    private bool _timeServerUp = true;

    internal BoardClock(Board board)
    {
        _board = board;
    }

    /// <summary>
    /// By how many milliseconds a synchronisation after the first is ahead of the true time, as the first answer of a server is late; a second one puts it right shortly after.
    /// </summary>
    public int JitterMs { get; set; } = 20;

    /// <summary>Whether a time server is to be had when the network is up.</summary>
    public bool TimeServerUp
    {
        get => _timeServerUp;
        set => Change(() => _timeServerUp = value);
    }

    /// <summary>Whether SNTP runs. It synchronises a second after it, the network and the server are all there, and then every hour.</summary>
    public bool IsSntpRunning => _sntp;

    /// <summary>Milliseconds since the power came on.</summary>
    public long TickMs => _board.Time.ElapsedMs - PoweredAtMs;

    /// <summary>What the wall clock shows: 1970 and the ticks until the first synchronisation.</summary>
    public DateTime UtcNow
    {
        get
        {
            lock (_gate)
            {
                Settle();
                return Epoch.AddMilliseconds(_wallMinusTicksMs + TickMs);
            }
        }
    }

    /// <summary>The moment of the start on the clock that nobody sets.</summary>
    internal long PoweredAtMs { get; private set; }

    /// <summary>Moves the wall clock, as a wrong time server or a person would; the next synchronisation puts it right.</summary>
    public void Jump(TimeSpan by) => Change(() => _wallMinusTicksMs += (long)by.TotalMilliseconds);

    /// <summary>Sets the wall clock, as <c>Rtc.SetSystemTime</c> does.</summary>
    internal void Set(DateTime utc) => Change(() => _wallMinusTicksMs = (long)(utc - Epoch).TotalMilliseconds - TickMs);

    /// <summary>Starts or stops SNTP.</summary>
    internal void RunSntp(bool run) => Change(() => _sntp = run);

    /// <summary>Asks the time server now, or as soon as it can be had.</summary>
    internal void SynchroniseNow() => Change(() => _syncDueMs = _syncDueMs == long.MaxValue ? long.MaxValue : TickMs);

    internal void NetworkChanges(Action change) => Change(change);

    internal void PowerOn()
    {
        lock (_gate)
        {
            PoweredAtMs = _board.Time.ElapsedMs;
            _wallMinusTicksMs = 0;
            _synchronisations = 0;
            _sntp = false;
            _syncDueMs = long.MaxValue;
        }
    }

    private void Change(Action change)
    {
        lock (_gate)
        {
            // What was due until now has happened under the old circumstances, whether anybody read the clock or not.
            Settle();
            change();
            if (!_sntp || !_timeServerUp || !_board.Network.Up)
            {
                _syncDueMs = long.MaxValue;
            }
            else if (_syncDueMs == long.MaxValue)
            {
                _syncDueMs = TickMs + FirstSyncMs;
            }
        }
    }

    private void Settle()
    {
        long ticks = TickMs;
        while (_syncDueMs <= ticks)
        {
            // The first synchronisation of a start needs no second answer; of the later ones each has two.
            bool first = _synchronisations == 0 || _synchronisations % 2 == 1;
            _wallMinusTicksMs = _board.Time.UnixMs - ticks + (_synchronisations > 0 && first ? JitterMs : 0);
            _syncDueMs += _synchronisations == 0 || !first ? SyncEveryMs : SecondAnswerMs;
            _synchronisations++;
        }
    }
}
