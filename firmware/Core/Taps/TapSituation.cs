using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Roster;

namespace DutyKiosk.Core.Taps
{
    /// <summary>Who taps, and what holds at that moment: the facts that the table asks for and the shifts that its outcomes are about.</summary>
    public sealed class TapSituation
    {
        private const int DoubleShiftGapS = 3600;

        /// <summary>Looks at the tap of a known person.</summary>
        public TapSituation(DutyView view, Person person, byte[] badge)
        {
            View = view;
            Staff = person.Id;
            Badge = badge;
            Near = view.Roster!.NearOf(Staff, view.Now.Seconds, view.Policy.ComingMin * 60);
            Entitling = view.Roster.EntitlingNear(Staff, view.Now.Seconds, view.Policy.ComingMin * 60);
            Incoming = view.Incoming();
            In = view.State.InOf(Staff);
            string[] holds;
            HoldCount = view.OpenHolds(out holds);
            Holds = holds;
            Facts = Bit(TapFact.BlockedBadge, person.Blocked) | Person() | Shifts() | Staying();
            if (view.HandoverTerminal)
            {
                Facts |= Handover(person.Role);
            }
        }

        /// <summary>What is looked at.</summary>
        public DutyView View { get; private set; }

        /// <summary>The facts, bits of <see cref="TapFact"/>.</summary>
        public int Facts { get; private set; }

        /// <summary>The person.</summary>
        public string Staff { get; private set; }

        /// <summary>The badge, eight bytes.</summary>
        public byte[] Badge { get; private set; }

        /// <summary>The person's presence; null: not in.</summary>
        public Presence? In { get; private set; }

        /// <summary>The running or coming shift that the person is on; null: none.</summary>
        public Shift? Near { get; private set; }

        /// <summary>The running or coming shift that entitles the person; null: none.</summary>
        public Shift? Entitling { get; private set; }

        /// <summary>The shift that follows the holder's; null: none.</summary>
        public Shift? Incoming { get; private set; }

        /// <summary>The open holds; only the first <see cref="HoldCount"/> count.</summary>
        public string[] Holds { get; private set; }

        /// <summary>How many holds are open.</summary>
        public int HoldCount { get; private set; }

        private int Person()
        {
            return Bit(TapFact.IsHolder, View.State.Holder == Staff)
                | Bit(TapFact.IsIn, In != null)
                | Bit(TapFact.IsAway, In != null && In.Away)
                | Bit(TapFact.Elsewhere, View.ElsewhereOf(Staff) != null)
                | Bit(TapFact.PackRefuses, (View.ElsewhereOf(Staff) != null ? View.Policy.CrossPost : View.Policy.Unrostered) == "refuse");
        }

        private int Shifts()
        {
            return Bit(TapFact.RosteredNear, Near != null)
                | Bit(TapFact.EntitledNear, Entitling != null)
                | Bit(
                    TapFact.DoubleForbidden,
                    Near != null && View.Policy.DoubleShift == "refuse" && !Near.ApprovesDoubleOf(Staff)
                        && View.Roster!.WorksBefore(Staff, Near, DoubleShiftGapS));
        }

        private int Staying()
        {
            if (In == null)
            {
                return 0;
            }

            long stayed = View.SecondsSince(In.InTicks, In.InBoot, In.InMs);
            bool waits = IsIncoming() && View.Now.Seconds < Incoming!.Start;
            Shift? own = View.Roster!.ShiftOf(In.Shift);
            return Bit(TapFact.TooSoonToLeave, waits || (stayed >= 0 && stayed < View.Policy.MinStayMin * 60))
                | Bit(TapFact.MayStepAway, View.Policy.Away && own != null && !In.Relieved && own.Covers(View.Now.Seconds));
        }

        // Entitled for the incoming shift. Whose own shift was handed over and who is still here is on his way out, though the shift after next may be his again.
        private bool IsIncoming()
        {
            return Incoming != null && Incoming.Entitles(Staff) && !(In != null && In.Relieved && In.Shift != Incoming.Id);
        }

        // What only the post's handover terminal knows of.
        private int Handover(Role role)
        {
            Door door = View.Door;
            DutyState state = View.State;
            bool supervisor = role == Role.Supervisor;
            long sinceRefusal = View.Now.Ticks - door.RefusedTicks;
            return Bit(TapFact.CheckDue, state.CheckId.Length > 0)
                | Bit(TapFact.NobodyHolds, state.Holder.Length == 0)
                | Bit(TapFact.WindowOpen, View.IsWindowOpen())
                | Bit(TapFact.NoShiftFollows, View.NoShiftFollows())
                | Bit(TapFact.SheetIncomplete, View.IsSheetIncomplete())
                | Bit(TapFact.HoldOpen, HoldCount > 0)
                | Bit(TapFact.EntitledIncoming, IsIncoming())
                | Bit(
                    TapFact.ContinuesDouble,
                    Incoming != null && Incoming.IsLedBy(Staff) && (Incoming.ApprovesDoubleOf(Staff) || View.Policy.DoubleShift == "allow"))
                | Bit(TapFact.ReleaseOpen, door.IsReleaseOpen(View.Now.Ticks))
                | Bit(TapFact.VisitingSupervisor, supervisor && Near == null && In == null && state.Holder != Staff)
                | Bit(
                    TapFact.MayReleaseHolds,
                    supervisor && HoldCount > 0 && door.RefusedOnHold.Length > 0 && door.RefusedOnHold != Staff && state.Holder != Staff
                        && sinceRefusal <= View.Policy.PairingTimeS * 1000)
                | PairFacts(door.Pair);
        }

        private int PairFacts(Pair? pair)
        {
            if (pair == null)
            {
                return 0;
            }

            bool released = pair.ReleasedBy.Length > 0;
            bool other = pair.StarterIsOutgoing
                ? (released ? Staff != pair.ReleasedBy : pair.To != null && pair.To.Entitles(Staff))
                : Staff == View.State.Holder;
            return TapFact.PairPending
                | Bit(TapFact.PairStarter, Staff == pair.Starter)
                | Bit(TapFact.PairOther, other && Staff != pair.Starter)
                | Bit(TapFact.PairReleaser, !pair.StarterIsOutgoing && released && Staff == pair.ReleasedBy);
        }

        private static int Bit(int fact, bool holds)
        {
            return holds ? fact : 0;
        }
    }
}
