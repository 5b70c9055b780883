namespace DutyKiosk.Core.Records
{
    /// <summary>The names on the wire of record types and members, and the kind of each member.</summary>
    public static class RecordNames
    {
        // In the order of RecordType; index 0 is no type.
        private static readonly string[] Types = new string[]
        {
            "", "duty.clock-in", "duty.clock-out", "duty.continued", "handover.started", "handover.timed-out",
            "handover.confirmed", "handover.refused", "tap.refused", "handover.due", "handover.late", "handover.silenced",
            "away.started", "away.ended", "check.due", "check.answered", "check.missed", "hold.released", "release.opened",
            "roster.applied", "policy.applied", "terminal.started", "terminal.clock-set", "terminal.reader-fault",
            "terminal.reader-recovered", "terminal.journal-near-full", "terminal.journal-damaged",
        };

        // In the order of Member; index 0 is no member.
        private static readonly string[] Names = new string[]
        {
            "", "staff", "badge", "shift", "arrival", "leaving", "minutes", "holder", "crossPost", "from", "to", "side",
            "outgoing", "incoming", "outgoingAt", "incomingAt", "latenessSeconds", "hasty", "absent", "releasedBy", "roster",
            "policy", "sheet", "sheet", "reason", "hold", "count", "step", "seconds", "over", "check", "staffCount",
            "shiftCount", "cause", "detail", "firmware", "was", "stepSeconds", "percent", "from", "to",
        };

        // In the order of Member: T text, B badge, N number, W word, F flag, A time ("at").
        private const string Kinds = " TBTWWNFTTTWTTAANFFTNNNWWTNNNFTNNWTTANNNN";

        /// <summary>How many members there are; the highest tag.</summary>
        public const int MemberCount = 40;

        /// <summary>How many types there are; the highest number.</summary>
        public const int TypeCount = 26;

        /// <summary>The wire name of a type.</summary>
        public static string Of(RecordType type)
        {
            return Types[(int)type];
        }

        /// <summary>The wire name of a member.</summary>
        public static string Of(Member member)
        {
            return Names[(int)member];
        }

        /// <summary>The kind of a member.</summary>
        public static MemberKind KindOf(Member member)
        {
            switch (Kinds[(int)member])
            {
                case 'T':
                    return MemberKind.Text;
                case 'B':
                    return MemberKind.Badge;
                case 'N':
                    return MemberKind.Number;
                case 'W':
                    return MemberKind.Word;
                case 'F':
                    return MemberKind.Flag;
                default:
                    return MemberKind.Time;
            }
        }
    }
}
