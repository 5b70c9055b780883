namespace DutyKiosk.Core.Records
{
    /// <summary>The words that members may take, by number. The numbers stand on flash: never change one, only add.</summary>
    public static class Words
    {
        /// <summary>Arrived in time.</summary>
        public const int OnTime = 1;

        /// <summary>Arrived after the required moment.</summary>
        public const int Late = 2;

        /// <summary>Came in again during the same shift.</summary>
        public const int Returned = 3;

        /// <summary>Is on no shift near.</summary>
        public const int Unrostered = 4;

        /// <summary>Left before the end.</summary>
        public const int Early = 5;

        /// <summary>Left after the end.</summary>
        public const int StayedOver = 6;

        /// <summary>The side that hands over.</summary>
        public const int Outgoing = 7;

        /// <summary>The side that takes over.</summary>
        public const int Incoming = 8;

        /// <summary>Refusal: the roster does not know the badge.</summary>
        public const int UnknownBadge = 9;

        /// <summary>Refusal: the badge is blocked.</summary>
        public const int BlockedBadge = 10;

        /// <summary>Refusal: on no shift near, and the pack wants one.</summary>
        public const int NotOnRoster = 11;

        /// <summary>Refusal: the terminal has no roster yet.</summary>
        public const int RosterMissing = 12;

        /// <summary>Refusal: the person who began the pair cannot complete it.</summary>
        public const int SamePerson = 13;

        /// <summary>Refusal: not the other side's entitled person.</summary>
        public const int NotEntitled = 14;

        /// <summary>Refusal: the handover window is closed.</summary>
        public const int WindowClosed = 15;

        /// <summary>Refusal: already clocked in.</summary>
        public const int AlreadyIn = 16;

        /// <summary>Refusal: a hold is open.</summary>
        public const int OnHold = 17;

        /// <summary>Refusal: the handover sheet is not complete.</summary>
        public const int SheetIncomplete = 18;

        /// <summary>Refusal: two shifts in a row, and the pack forbids it.</summary>
        public const int DoubleShift = 19;

        /// <summary>Refusal: on duty at another post.</summary>
        public const int CrossPost = 20;

        /// <summary>Started by the power coming on.</summary>
        public const int Power = 21;

        /// <summary>Started by an orderly restart.</summary>
        public const int Restart = 22;

        /// <summary>Started after a fault.</summary>
        public const int Fault = 23;

        /// <summary>The last gate is too old to refuse by.</summary>
        public const int Stale = 24;

        private static readonly string[] All = new string[]
        {
            "", "on-time", "late", "returned", "unrostered", "early", "stayed-over", "outgoing", "incoming", "unknown-badge",
            "blocked-badge", "not-on-roster", "roster-missing", "same-person", "not-entitled", "window-closed", "already-in",
            "on-hold", "sheet-incomplete", "double-shift", "cross-post", "power", "restart", "fault", "stale",
        };

        /// <summary>The word of a number.</summary>
        public static string Of(int word)
        {
            return All[word];
        }

        /// <summary>How many words there are.</summary>
        public static int Count
        {
            get { return All.Length; }
        }

        /// <summary>The number of a word; 0: no such word.</summary>
        public static int Find(string word)
        {
            for (int i = 1; i < All.Length; i++)
            {
                if (All[i] == word)
                {
                    return i;
                }
            }

            return 0;
        }
    }
}
