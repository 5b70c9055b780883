using System;

namespace DutyKiosk.Terminal.Link
{
    /// <summary>
    /// The pauses between tries to connect: from one second on twice as long each, up to half a minute, with up to a quarter more by chance, so that the terminals of a house do
    /// not all come back at once.
    /// </summary>
    public sealed class Backoff
    {
        private const int FirstMs = 1000;
        private const int LongestMs = 30000;

        private readonly Random _jitter;
        private int _nextMs = FirstMs;

        /// <summary>Pauses whose chance is decided by a seed.</summary>
        public Backoff(int seed)
        {
            _jitter = new Random(seed);
        }

        /// <summary>The next pause, in milliseconds.</summary>
        public int Next()
        {
            int pause = _nextMs + _jitter.Next(_nextMs / 4);
            _nextMs = _nextMs * 2 < LongestMs ? _nextMs * 2 : LongestMs;
            return pause;
        }

        /// <summary>The next pause is the shortest again.</summary>
        public void Reset()
        {
            _nextMs = FirstMs;
        }
    }
}
