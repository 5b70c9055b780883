namespace DutyKiosk.Core.Records
{
    /// <summary>How a member's value stands on flash, and with that how it is rendered.</summary>
    public enum MemberKind
    {
        /// <summary>One length byte and ASCII; a JSON string.</summary>
        Text,

        /// <summary>Eight bytes; a JSON string of 16 hex digits.</summary>
        Badge,

        /// <summary>A zigzag varint; a JSON number.</summary>
        Number,

        /// <summary>One byte, an index of <see cref="Words"/>; a JSON string.</summary>
        Word,

        /// <summary>Nothing beside the tag; <c>true</c>.</summary>
        Flag,

        /// <summary>A zigzag varint of milliseconds after the record's own time; a JSON string in ISO 8601.</summary>
        Time,
    }
}
