using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// A world without threads: every planned event and every loop of every board is run in order of time. At one moment events come first, in the
/// order in which they were planned, then the loops that are due, in the order in which they were started, each once, and so on until nothing is
/// due. The same inputs give the same run, and twelve hours pass in a fraction of a second.
/// </summary>
public sealed class SimulatedTime : BoardTime
{
    private const int MostStepsAtOneMoment = 100000;

    private const string LampLoop = "signals";

    private readonly List<SteppedLoop> _loops = [];
    private readonly List<SteppedLoop> _round = [];
    private readonly SortedSet<(long AtMs, long Order)> _due = [];
    private readonly Dictionary<long, Action> _events = [];
    private long _nowMs;
    private long _order;
    private int _stepsNow;
    private bool _runs;

    /// <summary>Begins at this moment, in Unix milliseconds.</summary>
    public SimulatedTime(long unixMs)
    {
        _nowMs = unixMs;
    }

    /// <summary>
    /// The least pause between two steps of a terminal's lamps that nothing has woken, in milliseconds; 0: they blink as they do. Nobody looks at a lamp
    /// during a simulated night, and its blinking is most of what there is to step through.
    /// </summary>
    public long LampPauseMs { get; set; }

    /// <inheritdoc/>
    public override long UnixMs => _nowMs;

    /// <inheritdoc/>
    internal override long ElapsedMs => _nowMs;

    /// <summary>Plans something that happens in the world at a moment; one that is over means now.</summary>
    public void At(long unixMs, Action action)
    {
        long order = _order++;
        _due.Add((Math.Max(unixMs, _nowMs), order));
        _events.Add(order, action);
    }

    /// <summary>Adds a loop that belongs to no board, such as the bridge's. The step gets Unix milliseconds and returns when it is next due.</summary>
    public LoopHandle StartLoop(Func<long, long> step)
    {
        var loop = new SteppedLoop(this, null, "a loop of the world", step, null);
        _loops.Add(loop);
        return loop;
    }

    /// <summary>
    /// Lets everything happen that is due up to this moment, the moment included. What a step throws comes out here, but for a lost power; the loop
    /// has then ended, as its thread would have on a device.
    /// </summary>
    /// <exception cref="StalledException">Time does not go on.</exception>
    public void RunUntil(long unixMs)
    {
        if (_runs)
        {
            throw new InvalidOperationException("Simulated time is running already: a step or an event cannot run it.");
        }

        _runs = true;
        try
        {
            for (long next = NextMs(); next <= unixMs && next != long.MaxValue; next = NextMs())
            {
                if (next > _nowMs)
                {
                    _nowMs = next;
                    _stepsNow = 0;
                }

                RunMoment();
            }

            _nowMs = Math.Max(_nowMs, unixMs);
        }
        finally
        {
            _runs = false;
        }
    }

    /// <summary>Lets lamps that were paused show what they do at this moment.</summary>
    public void LookAtLamps()
    {
        if (LampPauseMs > 0)
        {
            foreach (SteppedLoop loop in _loops)
            {
                if (string.Equals(loop.Name, LampLoop, StringComparison.Ordinal))
                {
                    loop.Wake();
                }
            }

            RunUntil(_nowMs);
        }
    }

    internal override LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle)
    {
        var loop = new SteppedLoop(this, board, name, step, idle);
        _loops.Add(loop);
        return loop;
    }

    public override void After(long delayMs, Action action) => At(_nowMs + delayMs, action);

    internal override void Block(Board board, string what, Func<bool> until)
    {
        if (!until())
        {
            throw new StalledException($"{what} on board {board.Name} blocks for ever: nothing else happens in simulated time while it waits.");
        }
    }

    internal override void Nudge()
    {
        // Nobody can be blocked here.
    }

    private long NextMs()
    {
        long next = _due.Count == 0 ? long.MaxValue : _due.Min.AtMs;
        foreach (SteppedLoop loop in _loops)
        {
            next = Math.Min(next, loop.DueMs);
        }

        return next == long.MaxValue ? long.MaxValue : Math.Max(next, _nowMs);
    }

    private void RunMoment()
    {
        while (_due.Count > 0 && _due.Min.AtMs <= _nowMs)
        {
            (long AtMs, long Order) next = _due.Min;
            Action action = _events[next.Order];
            _due.Remove(next);
            _events.Remove(next.Order);
            Count("an event of the world");
            action();
        }

        // A step may start and end loops, so the round goes over those that are due now.
        _round.Clear();
        foreach (SteppedLoop loop in _loops)
        {
            if (loop.DueMs <= _nowMs)
            {
                _round.Add(loop);
            }
        }

        foreach (SteppedLoop loop in _round)
        {
            if (loop.DueMs <= _nowMs)
            {
                Count(loop.Where);
                loop.Step();
            }
        }
    }

    private void Count(string what)
    {
        if (++_stepsNow > MostStepsAtOneMoment)
        {
            throw new StalledException($"Time stands still at {_nowMs}: {what} is due again and again.");
        }
    }

    private sealed class SteppedLoop : LoopHandle
    {
        private readonly SimulatedTime _time;
        private readonly Board? _board;
        private readonly int _start;
        private readonly Func<long, long> _step;
        private readonly Func<bool>? _idle;
        private bool _sleeps;
        private bool _ended;
        private bool _hangs;

        internal SteppedLoop(SimulatedTime time, Board? board, string name, Func<long, long> step, Func<bool>? idle)
        {
            _time = time;
            _board = board;
            _start = board?.Starts ?? 0;
            _step = step;
            _idle = idle;
            Name = name;
            DueMs = time._nowMs;
        }

        public override string Name { get; }

        internal string Where => _board == null ? Name : $"{_board.Name} {Name}";

        internal long DueMs { get; private set; }

        public override void Wake()
        {
            if (!_ended && !_hangs)
            {
                DueMs = Math.Min(DueMs, _time._nowMs);
            }
        }

        public override void Hang()
        {
            _hangs = true;
            DueMs = long.MaxValue;
        }

        public override void Stop()
        {
            _ended = true;
            DueMs = long.MaxValue;
            _time._loops.Remove(this);
            _board?.Forget(this);
        }

        public override bool WaitForEnd(int timeoutMs) => _ended;

        internal override void Poke()
        {
            if (_sleeps)
            {
                Wake();
            }
        }

        internal void Step()
        {
            // A step that wakes its own loop must be seen, so the due time is cleared before the step and only lowered after it.
            DueMs = long.MaxValue;
            _sleeps = false;
            try
            {
                Settle(_board == null ? _step(_time._nowMs) : StepOn(_board));
            }
            catch (PowerLostException)
            {
                Stop();
            }
            catch
            {
                Stop();
                throw;
            }
        }

        private long StepOn(Board board)
        {
            using IDisposable entered = board.Enter(_start);
            long due = _step(board.Clock.TickMs);
            _sleeps = _idle?.Invoke() == true;
            if (_sleeps || due == long.MaxValue)
            {
                return long.MaxValue;
            }

            long dueMs = due + board.Clock.PoweredAtMs;
            return _time.LampPauseMs > 0 && string.Equals(Name, LampLoop, StringComparison.Ordinal) ? Math.Max(dueMs, _time._nowMs + _time.LampPauseMs) : dueMs;
        }

        private void Settle(long due)
        {
            if (!_ended && !_hangs)
            {
                DueMs = Math.Min(DueMs, Math.Max(due, _time._nowMs));
            }
        }
    }
}
