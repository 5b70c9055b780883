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
                return _loop.Step(ticks);
            }
            catch (Exception exception) when (!(exception is VirtualBoard.PowerLostException))
            {
                VirtualBoard.Board.Current.WriteConsole(_name + ": " + exception);
                _restarter.Restart("fault", _name + " " + exception.GetType().Name);
                return long.MaxValue;
            }
        }
    }
}
