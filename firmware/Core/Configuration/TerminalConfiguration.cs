namespace DutyKiosk.Core.Configuration
{
    /// <summary>What a terminal is told about itself at enrolment: the file <c>dutykiosk.json</c> on its flash.</summary>
    public sealed class TerminalConfiguration
    {
        /// <summary>Three lamps in a row.</summary>
        public const string ThreeLamps = "three";

        /// <summary>One lamp of several colours.</summary>
        public const string ColourLamp = "rgb";

        /// <summary>A buzzer that plays tunes.</summary>
        public const string PassiveBuzzer = "passive";

        /// <summary>A buzzer that has one tone of its own.</summary>
        public const string ActiveBuzzer = "active";

        /// <summary>The id of this terminal, 1 to 12 characters of <c>[A-Za-z0-9._-]</c>; also its MQTT client id.</summary>
        public string Terminal { get; set; } = "";

        /// <summary>The id of the post that it stands for.</summary>
        public string Post { get; set; } = "";

        /// <summary>True for the post's one handover terminal; the others take clock-ins and clock-outs only.</summary>
        public bool Handover { get; set; }

        /// <summary>Host name or address of the broker.</summary>
        public string Broker { get; set; } = "";

        /// <summary>TCP port of the broker, 1 to 65535.</summary>
        public int Port { get; set; } = 1883;

        /// <summary>True to speak TLS 1.2 with the site's CA.</summary>
        public bool Tls { get; set; }

        /// <summary>The MQTT password, or empty where the broker takes none.</summary>
        public string Password { get; set; } = "";

        /// <summary>The terminal key: 64 hex digits.</summary>
        public string Key { get; set; } = "";

        /// <summary>The site key: 64 hex digits.</summary>
        public string SiteKey { get; set; } = "";

        /// <summary>A time server of the house, or empty for the firmware's default.</summary>
        public string Ntp { get; set; } = "";

        /// <summary>What lamps it has: <see cref="ThreeLamps"/> or <see cref="ColourLamp"/>.</summary>
        public string Lamps { get; set; } = ThreeLamps;

        /// <summary>What buzzer it has: <see cref="PassiveBuzzer"/> or <see cref="ActiveBuzzer"/>.</summary>
        public string Buzzer { get; set; } = PassiveBuzzer;

        /// <summary>
        /// Blocks of 4 KB for the journal, 3 to 512: the default for the 64 blocks of a 4 MB board; 490 where the flash has 16 MB, whose file system has 3 MB.
        /// </summary>
        public int JournalSegments { get; set; } = Journal.FlashJournal.DefaultSegments;

        /// <summary>True where the flash has 16 MB and the board PSRAM: it takes new firmware over the air (UPDATE.md).</summary>
        public bool Updates { get; set; }
    }
}
