namespace DutyKiosk.Core.Policy
{
    /// <summary>
    /// The parameters that the terminal needs from a policy pack: the retained message <c>policy</c>. The defaults are the regulation's own and
    /// stand until the first message comes.
    /// </summary>
    public sealed class DutyPolicy
    {
        /// <summary>The version that the bridge gave it; 0: the defaults.</summary>
        public long Version { get; set; }

        /// <summary>The pack's name.</summary>
        public string Pack { get; set; } = "";

        /// <summary>ARRIVE: minutes before the start by which one must be in.</summary>
        public int RequiredLeadMin { get; set; }

        /// <summary>ARRIVE: minutes after the required moment that still count as on time; leaving likewise.</summary>
        public int GraceMin { get; set; }

        /// <summary>WINDOW: minutes before the end at which handover opens.</summary>
        public int WindowMin { get; set; } = 10;

        /// <summary>PAIR: seconds between the two taps, the limit included.</summary>
        public int PairingTimeS { get; set; } = 15;

        /// <summary>PAIR: the outgoing person is clocked out with the handover.</summary>
        public bool ClockOutAtHandover { get; set; }

        /// <summary>STAY: minutes after the end at which handover is due.</summary>
        public int DueMin { get; set; }

        /// <summary>STAY: minutes after the end at which it is late.</summary>
        public int LateMin { get; set; } = 3;

        /// <summary>STAY: minutes after the end at which the supervisor is told.</summary>
        public int SupervisorMin { get; set; } = 5;

        /// <summary>STAY: minutes between the alarms after that.</summary>
        public int RepeatMin { get; set; } = 10;

        /// <summary>STAY: minutes for which a badge on duty silences the alarm.</summary>
        public int SilenceMin { get; set; } = 5;

        /// <summary>HASTY: minutes that the incoming person must have been in.</summary>
        public int ShortestOverlapMin { get; set; } = 5;

        /// <summary>Minutes before its start from which a shift is coming.</summary>
        public int ComingMin { get; set; } = 120;

        /// <summary>Minutes after the end of one's shift at which presence lapses.</summary>
        public int LapseMin { get; set; } = 240;

        /// <summary>Seconds for which an unscheduled handover may be begun.</summary>
        public int ReleaseS { get; set; } = 60;

        /// <summary>Minutes after the end within which no shift may start for the last holder to close the service.</summary>
        public int ServiceGapMin { get; set; } = 60;

        /// <summary>Minutes after clocking in before which a tap is no clock-out.</summary>
        public int MinStayMin { get; set; } = 10;

        /// <summary>AWAY: whether stepping away is registered.</summary>
        public bool Away { get; set; }

        /// <summary>AWAY: minutes after which an absence is over its limit; 0: none.</summary>
        public int AwayLimitMin { get; set; }

        /// <summary>POST: minutes to answer a presence check.</summary>
        public int CheckAnswerMin { get; set; } = 5;

        /// <summary>ROSTER: <c>allow</c>, <c>warn</c> or <c>refuse</c> two shifts in a row.</summary>
        public string DoubleShift { get; set; } = "warn";

        /// <summary>POST: <c>mark</c> or <c>refuse</c> who is on duty at another post.</summary>
        public string CrossPost { get; set; } = "mark";

        /// <summary>ROSTER: <c>mark</c> or <c>refuse</c> who is on no shift near.</summary>
        public string Unrostered { get; set; } = "mark";

        /// <summary>HOLD: <c>refuse</c> or <c>allow</c> handover by the holds of a gate more than ten minutes old.</summary>
        public string HoldsOffline { get; set; } = "refuse";

        /// <summary>SHEET: an incomplete sheet refuses the first tap.</summary>
        public bool SheetRequired { get; set; } = true;

        /// <summary>
        /// True when every value is one that a terminal can work by; a message with an impossible one is not applied.
        /// </summary>
        public bool IsPossible()
        {
            return InRange(RequiredLeadMin, 0, 240) && InRange(GraceMin, 0, 240) && InRange(WindowMin, 0, 240) && InRange(PairingTimeS, 1, 600)
                && InRange(DueMin, 0, 240) && InRange(LateMin, DueMin, 480) && InRange(SupervisorMin, LateMin, 960) && InRange(RepeatMin, 1, 1440)
                && InRange(SilenceMin, 0, 60) && InRange(ShortestOverlapMin, 0, 240) && InRange(ComingMin, 0, 1440) && InRange(LapseMin, 0, 2880)
                && InRange(ReleaseS, 1, 3600) && InRange(ServiceGapMin, 0, 1440) && InRange(MinStayMin, 0, 240) && InRange(AwayLimitMin, 0, 1440)
                && InRange(CheckAnswerMin, 1, 240)
                && (DoubleShift == "allow" || DoubleShift == "warn" || DoubleShift == "refuse")
                && (CrossPost == "mark" || CrossPost == "refuse") && (Unrostered == "mark" || Unrostered == "refuse")
                && (HoldsOffline == "refuse" || HoldsOffline == "allow");
        }

        private static bool InRange(int value, int least, int most)
        {
            return value >= least && value <= most;
        }
    }
}
