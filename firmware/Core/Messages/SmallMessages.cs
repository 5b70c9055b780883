namespace DutyKiosk.Core.Messages
{
    /// <summary>The message <c>ack</c>: stored for good.</summary>
    public sealed class AckMessage
    {
        /// <summary>The epoch that the number belongs to.</summary>
        public string? Epoch { get; set; }

        /// <summary>Everything up to this number is stored.</summary>
        public long Seq { get; set; }
    }

    /// <summary>The message <c>command</c>.</summary>
    public sealed class CommandMessage
    {
        /// <summary>Only grows; kept on flash before the command is executed, so that none is executed twice.</summary>
        public long Version { get; set; }

        /// <summary><c>replay</c>, <c>locate</c>, <c>silence</c>, <c>release</c> or <c>restart</c>.</summary>
        public string? Command { get; set; }

        /// <summary>Of <c>release</c>: the supervisor who releases.</summary>
        public string? Staff { get; set; }

        /// <summary>Of <c>replay</c>: the epoch.</summary>
        public string? Epoch { get; set; }

        /// <summary>Of <c>replay</c>: the first record to send again.</summary>
        public long Seq { get; set; }
    }
}
