using System;

namespace DutyKiosk.Terminal.Threads
{
    /// <summary>Runs a loop on the virtual board, which steps it on a thread or in simulated time.</summary>
    public sealed class LoopThread
    {
        private readonly string _name;
        private readonly ILoop _loop;
        private readonly Device.Restarter _restarter;
        private VirtualBoard.LoopHandle? _handle;
        private long _dueTicks = long.MaxValue;

        /// <summary>A loop that is not started yet.</summary>
        public LoopThread(string name, ILoop loop, Device.Restarter restarter)
        {
            _name = name;
            _loop = loop;
            _restarter = restarter;
        }

        /// <summary>Starts it.</summary>
        public void Start()
        {
            _handle = VirtualBoard.Board.Current.StartLoop(_name, Step, IsIdle);
        }

        /// <summary>Lets it step as soon as possible; from any thread.</summary>
        public void Wake()
        {
            _handle?.Wake();
        }

        /// <summary>Its name, for the reason of a restart.</summary>
        public string Name
        {
            get { return _name; }
        }

        /// <summary>By how many milliseconds a step that was due has not begun, or one that has begun has not ended; 0: it is on time, or idle.</summary>
        public long OverdueMs(long ticks)
        {
            long due = System.Threading.Volatile.Read(ref _dueTicks);
            return ticks > due && !_loop.IsIdle ? ticks - due : 0;
        }

        /// <summary>The virtual board keeps itself alive.</summary>
        public static void KeepMain()
        {
            _ = VirtualBoard.Board.Current;
        }

        private bool IsIdle()
        {
            return _loop.IsIdle;
        }

        private long Step(long ticks)
        {
            try
            {
                System.Threading.Volatile.Write(ref _dueTicks, ticks);
                long due = _loop.Step(ticks);
                System.Threading.Volatile.Write(ref _dueTicks, due);
                return due;
            }
            catch (Exception exception) when (!(exception is VirtualBoard.PowerLostException))
            {
                VirtualBoard.Board.Current.WriteConsole(_name + ": " + exception);
                _restarter.Restart("fault", _name, " " + exception.GetType().Name);
                return long.MaxValue;
            }
        }
    }
}
