namespace DutyKiosk.Core.Messages
{
    /// <summary>The retained message <c>roster</c>: what pages make which roster.</summary>
    public sealed class RosterManifest
    {
        /// <summary>The version of the roster.</summary>
        public long Version { get; set; }

        /// <summary>How many pages it has.</summary>
        public int Pages { get; set; }

        /// <summary>How many badges are on them.</summary>
        public int StaffCount { get; set; }

        /// <summary>How many shifts are on them.</summary>
        public int ShiftCount { get; set; }

        /// <summary>How many presence checks all pages have together.</summary>
        public int CheckCount { get; set; }

        /// <summary>32 hex digits over the pages' signatures.</summary>
        public string? Hash { get; set; }
    }

    /// <summary>One page of the roster.</summary>
    public sealed class RosterPage
    {
        /// <summary>The version of the roster that it belongs to.</summary>
        public long Version { get; set; }

        /// <summary>Its number, from 1.</summary>
        public int Page { get; set; }

        /// <summary>Badges; null where it has none.</summary>
        public StaffEntry[]? Staff { get; set; }

        /// <summary>Shifts; null where it has none.</summary>
        public ShiftEntry[]? Shifts { get; set; }

        /// <summary>Presence checks; null where it has none.</summary>
        public CheckEntry[]? Checks { get; set; }
    }

    /// <summary>One badge and its person.</summary>
    public sealed class StaffEntry
    {
        /// <summary>16 hex digits.</summary>
        public string? Badge { get; set; }

        /// <summary>The person's id.</summary>
        public string? Staff { get; set; }

        /// <summary>The person's role.</summary>
        public string? Role { get; set; }

        /// <summary>True for a blocked badge.</summary>
        public bool Blocked { get; set; }
    }

    /// <summary>One shift.</summary>
    public sealed class ShiftEntry
    {
        /// <summary>Its id.</summary>
        public string? Id { get; set; }

        /// <summary>Unix seconds.</summary>
        public long Start { get; set; }

        /// <summary>Unix seconds.</summary>
        public long End { get; set; }

        /// <summary>The leader's id.</summary>
        public string? Leader { get; set; }

        /// <summary>Deputies and approved substitutes.</summary>
        public string[]? Deputies { get; set; }

        /// <summary>The crew.</summary>
        public string[]? Crew { get; set; }

        /// <summary>Whose double shift is approved.</summary>
        public string[]? Doubles { get; set; }
    }

    /// <summary>One presence check.</summary>
    public sealed class CheckEntry
    {
        /// <summary>Its id.</summary>
        public string? Id { get; set; }

        /// <summary>Unix seconds.</summary>
        public long Due { get; set; }
    }
}
