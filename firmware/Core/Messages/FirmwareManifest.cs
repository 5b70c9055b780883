using DutyKiosk.Core.Records;
using DutyKiosk.Core.Roster;
using DutyKiosk.Core.Update;

namespace DutyKiosk.Core.Messages
{
    /// <summary>The retained message <c>firmware</c>: which firmware this terminal is to run, and what its image must come to.</summary>
    public sealed class FirmwareManifest
    {
        /// <summary>Only grows; a lower one is an old message that somebody has kept.</summary>
        public long Version { get; set; }

        /// <summary>The firmware's name; null: nothing is offered.</summary>
        public string? Firmware { get; set; }

        /// <summary>How many bytes the image has.</summary>
        public long Size { get; set; }

        /// <summary>How many pages those are.</summary>
        public long Pages { get; set; }

        /// <summary>32 hex digits.</summary>
        public string? Digest { get; set; }

        /// <summary>Whether it offers nothing, or what an image can be; looked at before anything is allocated for it.</summary>
        public bool IsPossible()
        {
            return Version >= 1 && Version <= uint.MaxValue
                && (Firmware == null || (PersonId.IsValid(Firmware) && Size >= 1 && Size <= ImageFile.MaxBytes
                    && Pages == (Size + ImageFile.PageBytes - 1) / ImageFile.PageBytes && DigestBytes() != null));
        }

        /// <summary>The digest's bytes, or null where it is none.</summary>
        public byte[]? DigestBytes()
        {
            return Hex.Parse(Digest, RecordJson.MacBytes);
        }
    }
}
