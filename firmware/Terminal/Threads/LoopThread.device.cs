using System;
using System.Threading;

namespace DutyKiosk.Terminal.Threads
{
    /// <summary>Runs a loop on a thread of its own. An exception that escapes a step ends in an orderly restart: nobody else would ever restart it.</summary>
    public sealed class LoopThread
    {
        // A loop that has nothing due still looks up once a minute.
        private const long LongestWaitMs = 60000;

        private readonly string _name;
        private readonly ILoop _loop;
        private readonly Device.Restarter _restarter;
        private readonly AutoResetEvent _wake = new AutoResetEvent(false);
        private long _dueTicks = long.MaxValue;

        /// <summary>A thread that is not started yet.</summary>
        public LoopThread(string name, ILoop loop, Device.Restarter restarter)
        {
            _name = name;
            _loop = loop;
            _restarter = restarter;
        }

        /// <summary>Starts it.</summary>
        public void Start()
        {
            new Thread(Run).Start();
        }

        /// <summary>Lets it step as soon as possible; from any thread.</summary>
        public void Wake()
        {
            _wake.Set();
        }

        /// <summary>Its name, for the reason of a restart.</summary>
        public string Name
        {
            get { return _name; }
        }

        /// <summary>By how many milliseconds a step that was due has not begun, or one that has begun has not ended; 0: it is on time.</summary>
        public long OverdueMs(long ticks)
        {
            return ticks > _dueTicks ? ticks - _dueTicks : 0;
        }

        /// <summary>Keeps the program's first thread for ever: when all threads have ended, the interpreter waits for a debugger.</summary>
        public static void KeepMain()
        {
            Thread.Sleep(Timeout.Infinite);
        }

        private void Run()
        {
            try
            {
                while (true)
                {
                    long began = Environment.TickCount64;
                    _dueTicks = began;
                    long due = _loop.Step(began);
                    long ended = Environment.TickCount64;
                    long waitMs = due - ended < LongestWaitMs ? due - ended : LongestWaitMs;
                    if (waitMs > 0)
                    {
                        _dueTicks = ended + waitMs;
                        _wake.WaitOne((int)waitMs, false);
                    }
                }
            }
            catch (Exception exception)
            {
                _restarter.Restart("fault", _name, " " + exception.GetType().Name);
            }
        }
    }
}
