namespace DutyKiosk.Core.Records
{
    /// <summary>
    /// The kinds of record. The numbers stand on flash (JOURNAL.md): never change one, only add.
    /// </summary>
    public enum RecordType
    {
        /// <summary>No record.</summary>
        None = 0,

        /// <summary><c>duty.clock-in</c></summary>
        ClockIn = 1,

        /// <summary><c>duty.clock-out</c></summary>
        ClockOut = 2,

        /// <summary><c>duty.continued</c></summary>
        Continued = 3,

        /// <summary><c>handover.started</c></summary>
        HandoverStarted = 4,

        /// <summary><c>handover.timed-out</c></summary>
        HandoverTimedOut = 5,

        /// <summary><c>handover.confirmed</c></summary>
        HandoverConfirmed = 6,

        /// <summary><c>handover.refused</c></summary>
        HandoverRefused = 7,

        /// <summary><c>tap.refused</c></summary>
        TapRefused = 8,

        /// <summary><c>handover.due</c></summary>
        HandoverDue = 9,

        /// <summary><c>handover.late</c></summary>
        HandoverLate = 10,

        /// <summary><c>handover.silenced</c></summary>
        HandoverSilenced = 11,

        /// <summary><c>away.started</c></summary>
        AwayStarted = 12,

        /// <summary><c>away.ended</c></summary>
        AwayEnded = 13,

        /// <summary><c>check.due</c></summary>
        CheckDue = 14,

        /// <summary><c>check.answered</c></summary>
        CheckAnswered = 15,

        /// <summary><c>check.missed</c></summary>
        CheckMissed = 16,

        /// <summary><c>hold.released</c></summary>
        HoldReleased = 17,

        /// <summary><c>release.opened</c></summary>
        ReleaseOpened = 18,

        /// <summary><c>roster.applied</c></summary>
        RosterApplied = 19,

        /// <summary><c>policy.applied</c></summary>
        PolicyApplied = 20,

        /// <summary><c>terminal.started</c></summary>
        Started = 21,

        /// <summary><c>terminal.clock-set</c></summary>
        ClockSet = 22,

        /// <summary><c>terminal.reader-fault</c></summary>
        ReaderFault = 23,

        /// <summary><c>terminal.reader-recovered</c></summary>
        ReaderRecovered = 24,

        /// <summary><c>terminal.journal-near-full</c></summary>
        JournalNearFull = 25,

        /// <summary><c>terminal.journal-damaged</c></summary>
        JournalDamaged = 26,
    }
}
