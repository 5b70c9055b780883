namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// The members that a record may carry beside the common ones. The numbers stand on flash: never change one, only add.
    /// The order in which a decision adds them is the order on the wire.
    /// </summary>
    public enum Member
    {
        /// <summary><c>staff</c>, an id.</summary>
        Staff = 1,

        /// <summary><c>badge</c>, 8 bytes.</summary>
        Badge = 2,

        /// <summary><c>shift</c>, an id.</summary>
        Shift = 3,

        /// <summary><c>arrival</c>, a word.</summary>
        Arrival = 4,

        /// <summary><c>leaving</c>, a word.</summary>
        Leaving = 5,

        /// <summary><c>minutes</c>, a number.</summary>
        Minutes = 6,

        /// <summary><c>holder</c>, a flag.</summary>
        Holder = 7,

        /// <summary><c>crossPost</c>, an id.</summary>
        CrossPost = 8,

        /// <summary><c>from</c>, an id.</summary>
        From = 9,

        /// <summary><c>to</c>, an id.</summary>
        To = 10,

        /// <summary><c>side</c>, a word.</summary>
        Side = 11,

        /// <summary><c>outgoing</c>, an id.</summary>
        Outgoing = 12,

        /// <summary><c>incoming</c>, an id.</summary>
        Incoming = 13,

        /// <summary><c>outgoingAt</c>, a time.</summary>
        OutgoingAt = 14,

        /// <summary><c>incomingAt</c>, a time.</summary>
        IncomingAt = 15,

        /// <summary><c>latenessSeconds</c>, a number.</summary>
        LatenessSeconds = 16,

        /// <summary><c>hasty</c>, a flag.</summary>
        Hasty = 17,

        /// <summary><c>absent</c>, a flag.</summary>
        Absent = 18,

        /// <summary><c>releasedBy</c>, an id.</summary>
        ReleasedBy = 19,

        /// <summary><c>roster</c>, a version.</summary>
        Roster = 20,

        /// <summary><c>policy</c>, a version.</summary>
        Policy = 21,

        /// <summary><c>sheet</c>, a version.</summary>
        Sheet = 22,

        /// <summary><c>sheet</c>, the word <c>stale</c>.</summary>
        SheetStale = 23,

        /// <summary><c>reason</c>, a word.</summary>
        Reason = 24,

        /// <summary><c>hold</c>, an id.</summary>
        Hold = 25,

        /// <summary><c>count</c>, a number.</summary>
        Count = 26,

        /// <summary><c>step</c>, a number.</summary>
        Step = 27,

        /// <summary><c>seconds</c>, a number.</summary>
        Seconds = 28,

        /// <summary><c>over</c>, a flag.</summary>
        Over = 29,

        /// <summary><c>check</c>, an id.</summary>
        Check = 30,

        /// <summary><c>staffCount</c>, a number.</summary>
        StaffCount = 31,

        /// <summary><c>shiftCount</c>, a number.</summary>
        ShiftCount = 32,

        /// <summary><c>cause</c>, a word.</summary>
        Cause = 33,

        /// <summary><c>detail</c>, printable text.</summary>
        Detail = 34,

        /// <summary><c>firmware</c>, printable text.</summary>
        Firmware = 35,

        /// <summary><c>was</c>, a time.</summary>
        Was = 36,

        /// <summary><c>stepSeconds</c>, a number.</summary>
        StepSeconds = 37,

        /// <summary><c>percent</c>, a number.</summary>
        Percent = 38,

        /// <summary><c>from</c>, a number (of a record).</summary>
        FromSeq = 39,

        /// <summary><c>to</c>, a number (of a record).</summary>
        ToSeq = 40,
    }
}
