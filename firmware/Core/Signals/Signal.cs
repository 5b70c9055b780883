namespace DutyKiosk.Core.Signals
{
    /// <summary>What a person can be told by lamps and buzzer. The numbers are the rows of <see cref="SignalTable"/>.</summary>
    public enum Signal
    {
        /// <summary>The terminal waits for a badge.</summary>
        Ready,

        /// <summary>A badge was read; the answer follows.</summary>
        Heard,

        /// <summary>Clocked in, or another tap taken down.</summary>
        Accepted,

        /// <summary>Clocked in, after the required arrival.</summary>
        Late,

        /// <summary>Clocked out.</summary>
        Left,

        /// <summary>Stepped away.</summary>
        Away,

        /// <summary>Came back from stepping away.</summary>
        Back,

        /// <summary>One side of a handover has tapped; the other one is awaited.</summary>
        WaitingForSecond,

        /// <summary>The handover is confirmed.</summary>
        Confirmed,

        /// <summary>A hold was released, or an unscheduled handover was allowed.</summary>
        Released,

        /// <summary>The tap was refused.</summary>
        Refused,

        /// <summary>The handover was refused because a hold is open.</summary>
        OnHold,

        /// <summary>A presence check waits for the holder's badge.</summary>
        CheckDue,

        /// <summary>The handover window has opened.</summary>
        Notice,

        /// <summary>The shift is over and the handover is due.</summary>
        Due,

        /// <summary>The handover is late.</summary>
        Overdue,

        /// <summary>The handover is so late that the supervisor is told.</summary>
        Supervisor,

        /// <summary>The bridge is not reached; taps are kept and count.</summary>
        Offline,

        /// <summary>The clock was never set since the start; taps are kept, times are not judged.</summary>
        ClockUnset,

        /// <summary>The tap could not be kept, or a part has failed.</summary>
        Fault,

        /// <summary>The configuration file is missing or wrong; the serial console names the member.</summary>
        Misconfigured,

        /// <summary>The file system was empty at the start, as it is after it had to be formatted: the terminal is to be enrolled again.</summary>
        Formatted,

        /// <summary>The journal is being drained before a reflash.</summary>
        Draining,

        /// <summary>The bridge has everything: the terminal may be reflashed.</summary>
        Drained,

        /// <summary>No roster has come yet: every badge is refused until one has.</summary>
        NoRoster,
    }
}
