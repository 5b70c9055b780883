namespace DutyKiosk.Core.Taps
{
    /// <summary>What a tap leads to.</summary>
    public enum TapOutcome
    {
        /// <summary>It could not be kept: <c>fault</c>.</summary>
        NoRoom,

        /// <summary>Nothing at all.</summary>
        Ignore,

        /// <summary>Refused: there is no roster yet.</summary>
        RosterMissing,

        /// <summary>Refused: unknown badge.</summary>
        UnknownBadge,

        /// <summary>Refused: blocked badge.</summary>
        BlockedBadge,

        /// <summary>The presence check is answered.</summary>
        AnswerCheck,

        /// <summary>Refused: the person who began the pair; the pair stays.</summary>
        SamePerson,

        /// <summary>Refused: a hold is open; the pair ends.</summary>
        PairOnHold,

        /// <summary>The handover is confirmed.</summary>
        Confirm,

        /// <summary>The handover is confirmed in the absent holder's stead.</summary>
        ConfirmForAbsent,

        /// <summary>Clocked in beside a pending pair; the pair stays.</summary>
        ClockInBesidePair,

        /// <summary>Refused: no side of the pending pair; the pair stays.</summary>
        NotEntitled,

        /// <summary>Every open hold is released for this handover.</summary>
        ReleaseHolds,

        /// <summary>An unscheduled handover may be begun for a while.</summary>
        OpenRelease,

        /// <summary>A handover is begun under a release, whatever the window.</summary>
        StartReleased,

        /// <summary>Refused: the sheet is not complete.</summary>
        SheetIncomplete,

        /// <summary>Refused: a hold is open.</summary>
        OnHold,

        /// <summary>The last holder closes the service; nobody holds.</summary>
        CloseService,

        /// <summary>The holder goes on into his own next shift.</summary>
        Continue,

        /// <summary>A handover is begun.</summary>
        Start,

        /// <summary>Clocked in, and takes the duty that nobody holds.</summary>
        TakeDuty,

        /// <summary>Refused: two shifts in a row.</summary>
        DoubleShift,

        /// <summary>Clocked in.</summary>
        ClockIn,

        /// <summary>Came back.</summary>
        Back,

        /// <summary>Stepped away.</summary>
        Away,

        /// <summary>Refused: the holder, before the window.</summary>
        WindowClosed,

        /// <summary>Refused: already in; still in.</summary>
        AlreadyIn,

        /// <summary>Clocked out.</summary>
        ClockOut,

        /// <summary>Refused: on duty at another post.</summary>
        CrossPostRefused,

        /// <summary>Clocked in, marked as on duty at another post.</summary>
        CrossPost,

        /// <summary>Refused: on no shift near.</summary>
        NotOnRoster,

        /// <summary>Clocked in, marked as on no shift near.</summary>
        Unrostered,
    }
}
