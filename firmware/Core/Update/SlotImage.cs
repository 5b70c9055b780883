namespace DutyKiosk.Core.Update
{
    /// <summary>What is known of the image in a slot: as its manifest said it, and whether it has proved itself.</summary>
    public sealed class SlotImage
    {
        /// <summary>An image that nobody has started yet.</summary>
        public SlotImage(uint version, string firmware, int size, byte[] digest)
        {
            Version = version;
            Firmware = firmware;
            Size = size;
            Digest = digest;
        }

        /// <summary>The version of the manifest that offered it.</summary>
        public uint Version { get; private set; }

        /// <summary>The firmware's name.</summary>
        public string Firmware { get; private set; }

        /// <summary>How many bytes the file has.</summary>
        public int Size { get; private set; }

        /// <summary>16 bytes, as <see cref="ImageDigest"/> computes them.</summary>
        public byte[] Digest { get; private set; }

        /// <summary>True once a trial of it was confirmed.</summary>
        public bool IsProven { get; set; }
    }
}
