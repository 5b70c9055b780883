using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// A world without threads: every loop of every board, and every planned event, is stepped in order of time, ties in order of their start.
/// The same inputs give the same run, and twelve hours pass in a fraction of a second.
/// </summary>
public sealed class SimulatedTime : BoardTime
{
    private readonly List<SteppedLoop> _loops = [];
    private readonly List<(long AtMs, long Order, Action Action)> _events = [];
    private long _nowMs;
    private long _order;

    /// <summary>Begins at this moment.</summary>
    public SimulatedTime(long unixMs)
    {
        _nowMs = unixMs;
    }

    /// <inheritdoc/>
    public override long UnixMs => _nowMs;

    /// <summary>Plans something that happens in the world at a moment.</summary>
    public void At(long unixMs, Action action)
    {
        _events.Add((unixMs, _order++, action));
    }

    /// <summary>Adds a loop that belongs to no board, such as the bridge's. The step gets Unix milliseconds and returns when it is next due.</summary>
    public LoopHandle StartLoop(Func<long, long> step)
    {
        var loop = new SteppedLoop(this, null, 0, step, null);
        _loops.Add(loop);
        return loop;
    }

    /// <summary>Lets everything happen that is due up to this moment, the moment included.</summary>
    public void RunUntil(long unixMs)
    {
        while (true)
        {
            SteppedLoop? nextLoop = null;
            long nextMs = long.MaxValue;
            for (int i = 0; i < _loops.Count; i++)
            {
                if (_loops[i].DueMs < nextMs)
                {
                    nextLoop = _loops[i];
                    nextMs = nextLoop.DueMs;
                }
            }

            int nextEvent = -1;
            for (int i = 0; i < _events.Count; i++)
            {
                // What happens in the world comes before what the boards make of it in the same millisecond.
                bool sooner = _events[i].AtMs < nextMs || (_events[i].AtMs == nextMs && nextEvent < 0)
                    || (_events[i].AtMs == nextMs && nextEvent >= 0 && _events[i].Order < _events[nextEvent].Order);
                if (sooner)
                {
                    nextEvent = i;
                    nextMs = _events[i].AtMs;
                }
            }

            if (nextMs > unixMs)
            {
                break;
            }

            _nowMs = Math.Max(_nowMs, nextMs);
            if (nextEvent >= 0)
            {
                Action action = _events[nextEvent].Action;
                _events.RemoveAt(nextEvent);
                action();
            }
            else
            {
                nextLoop!.Step();
            }
        }

        _nowMs = Math.Max(_nowMs, unixMs);
    }

    internal override LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle)
    {
        var loop = new SteppedLoop(this, board, board.Starts, step, idle);
        _loops.Add(loop);
        return loop;
    }

    internal override void After(long delayMs, Action action) => At(_nowMs + delayMs, action);

    private sealed class SteppedLoop : LoopHandle
    {
        private readonly SimulatedTime _time;
        private readonly Board? _board;
        private readonly int _start;
        private readonly Func<long, long> _step;
        private readonly Func<bool>? _idle;

        internal SteppedLoop(SimulatedTime time, Board? board, int start, Func<long, long> step, Func<bool>? idle)
        {
            _time = time;
            _board = board;
            _start = start;
            _step = step;
            _idle = idle;
            DueMs = time._nowMs;
        }

        internal long DueMs { get; private set; }

        public override void Wake() => DueMs = Math.Min(DueMs, _time._nowMs);

        public override void Stop() => _time._loops.Remove(this);

        internal override void Poke()
        {
            if (_board != null && !_board.IsRunning(_start))
            {
                Stop();
            }
            else if (_idle != null)
            {
                Wake();
            }
        }

        internal void Step()
        {
            // A step that wakes its own loop must be seen, so the due time is cleared before the step and only lowered after it.
            DueMs = long.MaxValue;
            long due;
            if (_board == null)
            {
                due = _step(_time._nowMs);
            }
            else
            {
                using IDisposable entered = _board.Enter(_start);
                try
                {
                    due = _step(_board.Clock.TickMs);
                }
                catch (PowerLostException)
                {
                    Stop();
                    return;
                }

                due = due == long.MaxValue || _idle?.Invoke() == true ? long.MaxValue : due + _board.Clock.PoweredAtMs;
            }

            DueMs = Math.Min(DueMs, Math.Max(due, _time._nowMs));
        }
    }
}
