using nanoFramework.Networking;

namespace DutyKiosk.Terminal.Clock
{
    /// <summary>
    /// Keeps SNTP on the time server of the house. The library hands the name's own bytes to the network stack, which keeps a pointer into the heap that a compaction may
    /// move, and a client that runs already does not look at a new name; so it is named again with every connection and every hour, and asked at once.
    /// </summary>
    public sealed class TimeServer
    {
        private const long AgainMs = 3600000;

        private readonly string _name;
        private long _namedTicks = -AgainMs;

        /// <summary>A server by its name or address; empty: the firmware's own.</summary>
        public TimeServer(string name)
        {
            _name = name;
        }

        /// <summary>Names it again when it is time, or at once where there is a new connection.</summary>
        public void Step(long ticks, bool connected)
        {
            if (_name.Length == 0 || (!connected && ticks - _namedTicks < AgainMs))
            {
                return;
            }

            _namedTicks = ticks;
            Sntp.Server1 = _name;
            Sntp.UpdateNow();
        }
    }
}
