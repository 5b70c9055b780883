namespace DutyKiosk.Core.Messages
{
    /// <summary>The retained message <c>gate</c>: what stands before the next handover, sheet and holds together.</summary>
    public sealed class GateMessage
    {
        /// <summary>Only grows.</summary>
        public long Version { get; set; }

        /// <summary>The outgoing shift that the sheet is of.</summary>
        public string? Shift { get; set; }

        /// <summary>The sheet's version; 0: none.</summary>
        public int Sheet { get; set; }

        /// <summary>Whether the sheet is complete.</summary>
        public bool Complete { get; set; }

        /// <summary>Who of the incoming side has read it; null: nobody.</summary>
        public string[]? ReadBy { get; set; }

        /// <summary>Unix seconds.</summary>
        public long AsOf { get; set; }

        /// <summary>The open holds; null: none.</summary>
        public HoldEntry[]? Holds { get; set; }
    }

    /// <summary>One open hold.</summary>
    public sealed class HoldEntry
    {
        /// <summary>Its id.</summary>
        public string? Id { get; set; }
    }
}
