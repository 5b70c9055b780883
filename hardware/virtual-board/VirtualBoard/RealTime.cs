using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading;

namespace DutyKiosk.VirtualBoard;

/// <summary>The time of this machine: every loop of a board is a thread that waits until it is due.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "This file is the board's clock and thread twin.")]
public sealed class RealTime : BoardTime
{
    private static readonly DateTime Epoch = new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly object _blocked = new();

    /// <inheritdoc/>
    public override long UnixMs => (long)(DateTime.UtcNow - Epoch).TotalMilliseconds;

    /// <inheritdoc/>
    internal override long ElapsedMs => _sinceStart.ElapsedMilliseconds;

    internal override LoopHandle StartLoop(Board board, string name, Func<long, long> step, Func<bool>? idle) => new LoopThread(board, name, step);

    public override void After(long delayMs, Action action)
    {
        Timer? timer = null;
        timer = new Timer(
            _ =>
            {
                timer?.Dispose();
                action();
            },
            null,
            Timeout.Infinite,
            Timeout.Infinite);

        // Started only now, so that the callback finds the timer that it disposes.
        timer.Change(delayMs, Timeout.Infinite);
    }

    internal override void Block(Board board, string what, Func<bool> until)
    {
        lock (_blocked)
        {
            while (!until())
            {
                Board.RequirePower();
                Monitor.Wait(_blocked);
            }
        }
    }

    internal override void Nudge()
    {
        lock (_blocked)
        {
            Monitor.PulseAll(_blocked);
        }
    }

    private sealed class LoopThread : LoopHandle
    {
        private const long LongestWaitMs = 60000;

        private readonly Board _board;
        private readonly int _start;
        private readonly string _name;
        private readonly Func<long, long> _step;
        private readonly AutoResetEvent _wake = new(false);
        private readonly Thread _thread;
        private volatile bool _stopped;
        private volatile bool _hangs;

        public override string Name => _name;

        internal LoopThread(Board board, string name, Func<long, long> step)
        {
            _board = board;
            _start = board.Starts;
            _name = name;
            _step = step;
            _thread = new Thread(Run) { IsBackground = true, Name = $"{board.Name} {name}" };

            // The thread's board is the one it is started for, whatever the starting code runs on.
            using (ExecutionContext.SuppressFlow())
            {
                _thread.Start();
            }
        }

        public override void Wake() => _wake.Set();

        public override void Stop()
        {
            _stopped = true;
            _wake.Set();
        }

        public override void Hang() => _hangs = true;

        public override bool WaitForEnd(int timeoutMs) => _thread.Join(timeoutMs);

        internal override void Poke()
        {
            // A thread polls by itself.
        }

        private void Run()
        {
            using IDisposable entered = _board.Enter(_start);
            try
            {
                while (!_stopped && _board.IsRunning(_start))
                {
                    if (_hangs)
                    {
                        _wake.WaitOne();
                        continue;
                    }

                    long due = _step(_board.Clock.TickMs);
                    long waitMs = Math.Min(due - _board.Clock.TickMs, LongestWaitMs);
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
            catch (Exception exception)
            {
                // As on the device: an exception that nobody catches ends its thread, and the console says so.
                _board.WriteConsole($"Unhandled exception on thread {_name}: {exception}");
            }
            finally
            {
                _board.Forget(this);
            }
        }
    }
}
