namespace DutyKiosk.Core.Messages
{
    /// <summary>The retained message <c>presence</c>: who is in and who holds, as the bridge has folded it from all terminals of the post.</summary>
    public sealed class PresenceMessage
    {
        /// <summary>Only grows.</summary>
        public long Version { get; set; }

        /// <summary>The epoch of <see cref="Seq"/>.</summary>
        public string? Epoch { get; set; }

        /// <summary>
        /// The newest record of this terminal that is folded into it: a terminal that has written about presence since then knows better.
        /// </summary>
        public long Seq { get; set; }

        /// <summary>Who holds the duty; null: nobody.</summary>
        public string? Holder { get; set; }

        /// <summary>The shift that the holder holds it for.</summary>
        public string? Shift { get; set; }

        /// <summary>Unix seconds since when.</summary>
        public long Since { get; set; }

        /// <summary>Who is in; null: nobody.</summary>
        public PresentEntry[]? In { get; set; }

        /// <summary>Who is on duty at another post; null: nobody.</summary>
        public ElsewhereEntry[]? Elsewhere { get; set; }
    }

    /// <summary>One person who is in.</summary>
    public sealed class PresentEntry
    {
        /// <summary>The person's id.</summary>
        public string? Staff { get; set; }

        /// <summary>The shift that the person came for; null: none.</summary>
        public string? Shift { get; set; }

        /// <summary>Unix seconds since when.</summary>
        public long Since { get; set; }

        /// <summary>Whether that shift was handed over.</summary>
        public bool Relieved { get; set; }

        /// <summary>Whether that was after its end.</summary>
        public bool Late { get; set; }
    }

    /// <summary>One person who is on duty at another post.</summary>
    public sealed class ElsewhereEntry
    {
        /// <summary>The person's id.</summary>
        public string? Staff { get; set; }

        /// <summary>The post's id.</summary>
        public string? Post { get; set; }
    }
}
