using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace DutyKiosk.VirtualBoard;

/// <summary>The time of this machine: every loop of a board is a thread that waits until it is due.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This file is the board's clock and thread twin.")]
public sealed class RealTime : BoardTime
{
    private readonly long _startMs = (long)(DateTime.UtcNow - new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc)).TotalMilliseconds;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();

    /// <inheritdoc/>
    public override long UnixMs => _startMs + _sinceStart.ElapsedMilliseconds;

    internal override LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle)
    {
        return new LoopThread(board, name, step);
    }

    internal override void After(long delayMs, Action action)
    {
        Timer? timer = null;
        timer = new Timer(
            _ =>
            {
                timer?.Dispose();
                action();
            },
            null,
            delayMs,
            Timeout.Infinite);
    }

    private sealed class LoopThread : LoopHandle
    {
        private readonly Board _board;
        private readonly int _start;
        private readonly Func<long, long> _step;
        private readonly AutoResetEvent _wake = new(false);
        private volatile bool _stopped;

        internal LoopThread(Board board, string name, Func<long, long> step)
        {
            _board = board;
            _start = board.Starts;
            _step = step;
            var thread = new Thread(Run) { IsBackground = true, Name = $"{board.Name} {name}" };
            thread.Start();
        }

        public override void Wake() => _wake.Set();

        public override void Stop()
        {
            _stopped = true;
            _wake.Set();
        }

        internal override void Poke()
        {
            // A thread polls by itself; it is only woken to notice that the power is gone.
            if (_board.Starts != _start || !_board.IsPowered)
            {
                _wake.Set();
            }
        }

        private void Run()
        {
            using var entered = _board.Enter(_start);
            try
            {
                while (!_stopped && _board.IsRunning(_start))
                {
                    long due = _step(_board.Clock.TickMs);
                    long waitMs = Math.Min(due - _board.Clock.TickMs, 60000);
                    if (waitMs > 0)
                    {
                        _wake.WaitOne((int)waitMs);
                    }
                }
            }
            catch (PowerLostException)
            {
                // The thread was on a board without power; it ends like everything else there.
            }
        }
    }
}
