using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Policy;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Taps;

namespace DutyKiosk.Core.Duty
{
    /// <summary>Everything that a decision may look at: state, data and time. A decision changes none of it.</summary>
    public sealed class DutyView
    {
        private const long GateFreshS = 600;

        /// <summary>A view on these; roster and messages change as they arrive.</summary>
        public DutyView(DutyState state, Door door, bool handoverTerminal)
        {
            State = state;
            Door = door;
            HandoverTerminal = handoverTerminal;
        }

        /// <summary>Who holds, who is in, how far the alarm has gone.</summary>
        public DutyState State { get; private set; }

        /// <summary>The last minutes at the door.</summary>
        public Door Door { get; private set; }

        /// <summary>Whether this is the post's handover terminal; the others take clock-ins and clock-outs only.</summary>
        public bool HandoverTerminal { get; private set; }

        /// <summary>The roster; null: none yet.</summary>
        public RosterTable? Roster { get; set; }

        /// <summary>The parameters.</summary>
        public DutyPolicy Policy { get; set; } = new DutyPolicy();

        /// <summary>The newest gate; null: none, so nothing stands before a handover.</summary>
        public GateMessage? Gate { get; set; }

        /// <summary>What the bridge knows of who is where; null: nothing.</summary>
        public PresenceMessage? Presence { get; set; }

        /// <summary>The tick since which the bridge is out of reach; -1: it is reached.</summary>
        public long OfflineSinceTicks { get; set; }

        /// <summary>Whether the bridge was reached since the start.</summary>
        public bool WasOnline { get; set; }

        /// <summary>Whether the journal has room for a decision.</summary>
        public bool HasRoom { get; set; } = true;

        /// <summary>The time.</summary>
        public Stamp Now { get; set; }

        /// <summary>The version of the roster; 0: none.</summary>
        public long RosterVersion
        {
            get { return Roster == null ? 0 : Roster.Version; }
        }

        /// <summary>The shift that follows the holder's; null: none, or nobody holds.</summary>
        public Shift? Incoming()
        {
            return Roster == null || State.Holder.Length == 0 ? null : Roster.IncomingAfter(State.HolderStart, Now.Seconds);
        }

        /// <summary>
        /// WINDOW: open from some minutes before the end of the holder's shift until the handover is done; open, too, while the clock was never
        /// set since the start or the shift is not known, as a refusal could not be justified then.
        /// </summary>
        public bool IsWindowOpen()
        {
            if (!HandoverTerminal || State.Holder.Length == 0)
            {
                return false;
            }

            return !Now.Judged || State.HolderEnd == 0 || Now.Seconds >= State.HolderEnd - (Policy.WindowMin * 60);
        }

        /// <summary>True when no shift follows the holder's: he closes the service, and no handover is ever late.</summary>
        public bool NoShiftFollows()
        {
            return Roster != null && State.HolderEnd != 0 && !Roster.Follows(State.HolderEnd, Policy.ServiceGapMin * 60);
        }

        /// <summary>
        /// True when nobody has confirmed for more than ten minutes that the gate is still so. While the bridge is reached it would have said otherwise.
        /// </summary>
        public bool IsGateOld()
        {
            if (Gate == null || OfflineSinceTicks < 0)
            {
                return false;
            }

            long age = WasOnline ? (Now.Ticks - OfflineSinceTicks) / 1000 : Now.Seconds - Gate.AsOf;
            return age > GateFreshS;
        }

        /// <summary>SHEET: true when the sheet of the shift that is held is not complete and the gate that says so binds.</summary>
        public bool IsSheetIncomplete()
        {
            return Gate != null && Policy.SheetRequired && Gate.Shift == State.HolderShift && !Gate.Complete && !IsGateOld();
        }

        /// <summary>True when the sheet's state is not known well enough to refuse by; a handover then says so.</summary>
        public bool IsSheetStale()
        {
            return Gate != null && Policy.SheetRequired && (Gate.Shift != State.HolderShift || IsGateOld());
        }

        /// <summary>HOLD: the number of holds that are neither cleared nor released; <paramref name="ids"/> has them in front.</summary>
        public int OpenHolds(out string[] ids)
        {
            int given = Gate == null || Gate.Holds == null ? 0 : Gate.Holds.Length;
            ids = new string[given];
            if (IsGateOld() && Policy.HoldsOffline == "allow")
            {
                return 0;
            }

            int open = 0;
            for (int i = 0; i < given; i++)
            {
                string? id = Gate!.Holds![i].Id;
                if (PersonId.IsValid(id) && !State.IsReleased(id!))
                {
                    ids[open++] = id!;
                }
            }

            return open;
        }

        /// <summary>The other post at which the person is on duty, as far as known; null: none.</summary>
        public string? ElsewhereOf(string staff)
        {
            for (int i = 0; Presence != null && Presence.Elsewhere != null && i < Presence.Elsewhere.Length; i++)
            {
                if (Presence.Elsewhere[i].Staff == staff && PersonId.IsValid(Presence.Elsewhere[i].Post))
                {
                    return Presence.Elsewhere[i].Post;
                }
            }

            return null;
        }

        /// <summary>
        /// Seconds since a moment: by ticks within one start of the terminal, else by the clock; -1 where neither tells.
        /// </summary>
        public long SecondsSince(long ticks, uint boot, long ms)
        {
            if (boot == Now.Boot)
            {
                return (Now.Ticks - ticks) / 1000;
            }

            return ms == 0 || Now.TimeMs == 0 || Now.TimeMs < ms ? -1 : (Now.TimeMs - ms) / 1000;
        }
    }
}
