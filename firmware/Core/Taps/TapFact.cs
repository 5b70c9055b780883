namespace DutyKiosk.Core.Taps
{
    /// <summary>What the rows of <see cref="TapTable"/> ask about a tap; one bit each.</summary>
    public static class TapFact
    {
        /// <summary>The journal has no room for what the tap would write.</summary>
        public const int NoRoom = 1;

        /// <summary>The same badge was seen less than three seconds ago.</summary>
        public const int Retap = 1 << 1;

        /// <summary>There is no roster yet.</summary>
        public const int NoRoster = 1 << 2;

        /// <summary>The roster does not know the badge.</summary>
        public const int UnknownBadge = 1 << 3;

        /// <summary>The badge is blocked.</summary>
        public const int BlockedBadge = 1 << 4;

        /// <summary>A presence check waits for an answer.</summary>
        public const int CheckDue = 1 << 5;

        /// <summary>The person holds the duty.</summary>
        public const int IsHolder = 1 << 6;

        /// <summary>A pair has been begun and waits for its second badge.</summary>
        public const int PairPending = 1 << 7;

        /// <summary>The person began the pair.</summary>
        public const int PairStarter = 1 << 8;

        /// <summary>The person may complete the pair: the other side's entitled person, or anyone whom an open release allows.</summary>
        public const int PairOther = 1 << 9;

        /// <summary>The pair was begun by the incoming person under a release of this supervisor, who may confirm in the absent holder's stead.</summary>
        public const int PairReleaser = 1 << 10;

        /// <summary>A hold is open, neither cleared nor released for this handover.</summary>
        public const int HoldOpen = 1 << 11;

        /// <summary>The person is on the running or the coming shift.</summary>
        public const int RosteredNear = 1 << 12;

        /// <summary>The person is in.</summary>
        public const int IsIn = 1 << 13;

        /// <summary>A handover was refused on-hold within the pairing time, and the person is a supervisor who is no side of it.</summary>
        public const int MayReleaseHolds = 1 << 14;

        /// <summary>The person is a supervisor who is on no shift here, running or coming, and neither in nor the holder.</summary>
        public const int VisitingSupervisor = 1 << 15;

        /// <summary>A supervisor has allowed an unscheduled handover.</summary>
        public const int ReleaseOpen = 1 << 16;

        /// <summary>The person is entitled for the incoming shift.</summary>
        public const int EntitledIncoming = 1 << 17;

        /// <summary>The handover window is open: someone holds the duty and his shift ends soon or is over.</summary>
        public const int WindowOpen = 1 << 18;

        /// <summary>No shift of this post follows the holder's, so that he closes the service.</summary>
        public const int NoShiftFollows = 1 << 19;

        /// <summary>The person leads the incoming shift, and working it straight after his own is approved.</summary>
        public const int ContinuesDouble = 1 << 20;

        /// <summary>The handover sheet is not complete, and the gate that says so binds.</summary>
        public const int SheetIncomplete = 1 << 21;

        /// <summary>Nobody holds the duty.</summary>
        public const int NobodyHolds = 1 << 22;

        /// <summary>The person is entitled for the running or the coming shift.</summary>
        public const int EntitledNear = 1 << 23;

        /// <summary>The person would work two shifts in a row, which the pack forbids and nobody approved.</summary>
        public const int DoubleForbidden = 1 << 24;

        /// <summary>The person has stepped away.</summary>
        public const int IsAway = 1 << 25;

        /// <summary>The person is on his own running shift, and the pack registers stepping away.</summary>
        public const int MayStepAway = 1 << 26;

        /// <summary>The person clocked in a moment ago, or waits for his shift to begin: no tap is a clock-out then.</summary>
        public const int TooSoonToLeave = 1 << 27;

        /// <summary>The person is on duty at another post.</summary>
        public const int Elsewhere = 1 << 28;

        /// <summary>The pack refuses people in this last case (cross-post, or on no shift near) instead of marking them.</summary>
        public const int PackRefuses = 1 << 29;

        /// <summary>How many facts there are.</summary>
        public const int Count = 30;
    }
}
