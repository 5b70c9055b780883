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
                    long due = _loop.Step(Environment.TickCount64);
                    long waitMs = due - Environment.TickCount64;
                    if (waitMs > 0)
                    {
                        _wake.WaitOne((int)(waitMs < LongestWaitMs ? waitMs : LongestWaitMs), false);
                    }
                }
            }
            catch (Exception exception)
            {
                _restarter.Restart("fault", _name + " " + exception.GetType().Name);
            }
        }
    }
}
