using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Roster;

namespace DutyKiosk.Core.Taps
{
    /// <summary>
    /// What the terminal remembers of the last minutes and forgets with a restart: a pending pair, an open release, a fresh refusal, the last badges.
    /// A restart in the middle of a pair asks for both badges again, as nobody can say how long the power was away.
    /// </summary>
    public sealed class Door
    {
        /// <summary>The pair that waits for its second badge; null: none.</summary>
        public Pair? Pair { get; set; }

        /// <summary>The tick up to which an unscheduled handover may be begun; 0: it may not.</summary>
        public long ReleaseUntilTicks { get; set; }

        /// <summary>The supervisor who opened the release.</summary>
        public string ReleaseBy { get; set; } = "";

        /// <summary>Who was refused on-hold last; empty: nobody.</summary>
        public string RefusedOnHold { get; set; } = "";

        /// <summary>The tick of that refusal.</summary>
        public long RefusedTicks { get; set; }

        /// <summary>The shift whose opening window was announced.</summary>
        public string NoticedShift { get; set; } = "";

        /// <summary>The tick that stands for the end of the holder's shift once its ladder has begun: steps count from it, whatever the wall clock does.</summary>
        public long LadderBaseTicks { get; set; }

        /// <summary>The shift that <see cref="LadderBaseTicks"/> is of; empty: none.</summary>
        public string LadderShift { get; set; } = "";

        /// <summary>The end of the silence after which the alarm has sounded again, in ticks.</summary>
        public long ResumedTicks { get; set; }

        /// <summary>True while a release is open.</summary>
        public bool IsReleaseOpen(long ticks)
        {
            return ReleaseUntilTicks != 0 && ticks <= ReleaseUntilTicks;
        }
    }

    /// <summary>A handover with one of its two badges: it keeps the shifts and versions of its first tap, whatever changes meanwhile.</summary>
    public sealed class Pair
    {
        /// <summary>Who tapped first.</summary>
        public string Starter { get; set; } = "";

        /// <summary>True when the holder tapped first.</summary>
        public bool StarterIsOutgoing { get; set; }

        /// <summary>When.</summary>
        public Stamp StartedAt { get; set; }

        /// <summary>The outgoing shift.</summary>
        public string From { get; set; } = "";

        /// <summary>Unix seconds of the outgoing shift's end; 0: unknown.</summary>
        public long FromEnd { get; set; }

        /// <summary>The incoming shift.</summary>
        public Shift? To { get; set; }

        /// <summary>The incoming shift's id, or the outgoing one's for the rest of it.</summary>
        public string ToId { get; set; } = "";

        /// <summary>The supervisor under whose release it was begun; empty: none.</summary>
        public string ReleasedBy { get; set; } = "";

        /// <summary>The roster's version.</summary>
        public long Roster { get; set; }

        /// <summary>The policy's version.</summary>
        public long Policy { get; set; }

        /// <summary>The sheet's version; 0: none.</summary>
        public int Sheet { get; set; }

        /// <summary>True when the sheet's state was too old to refuse by.</summary>
        public bool SheetStale { get; set; }
    }
}
