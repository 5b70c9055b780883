using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>
    /// How far the bridge has stored the journal for good, kept in two slots; and the signature from which the chain goes on there. That signature is what the
    /// bridge has seen, also where flash has lost records before it, and so the one from which everything that is sent must be chained.
    /// </summary>
    public sealed class AckMark
    {
        private readonly TwoSlots _slots;
        private uint _epoch;

        /// <summary>A mark on this flash.</summary>
        public AckMark(IFlash flash)
        {
            _slots = new TwoSlots(flash, "acked");
        }

        /// <summary>Everything up to this number is stored.</summary>
        public uint Seq { get; private set; }

        /// <summary>The newest number up to <see cref="Seq"/> whose record was on flash when the mark was made.</summary>
        public uint ChainSeq { get; private set; }

        /// <summary>The signature of that record.</summary>
        public byte[] ChainMac { get; private set; } = new byte[RecordJson.MacBytes];

        /// <summary>Reads what is on flash, also where it is of another epoch: the next one must be written over the older slot.</summary>
        public void Load()
        {
            byte[]? saved = _slots.Read();
            if (saved == null || saved.Length != 12 + RecordJson.MacBytes)
            {
                return;
            }

            ByteReader reader = new ByteReader(saved, 0, saved.Length);
            _epoch = reader.UInt32();
            Set(reader.UInt32(), reader.UInt32(), reader.Raw(RecordJson.MacBytes));
        }

        /// <summary>Whether the mark is one of this epoch.</summary>
        public bool IsOf(uint epoch)
        {
            return _epoch == epoch;
        }

        /// <summary>Puts a mark in the place of one that flash does not have.</summary>
        public void Set(uint seq, uint chainSeq, byte[] chainMac)
        {
            Seq = seq;
            ChainSeq = chainSeq;
            ChainMac = chainMac;
        }

        /// <summary>Keeps a mark on flash; false when that failed and the old one is still in force.</summary>
        public bool Save(uint epoch, uint seq, uint chainSeq, byte[] chainMac)
        {
            ByteBuffer bytes = new ByteBuffer(12 + RecordJson.MacBytes);
            bytes.UInt32(epoch);
            bytes.UInt32(seq);
            bytes.UInt32(chainSeq);
            bytes.Raw(chainMac, 0, RecordJson.MacBytes);
            if (!_slots.Write(bytes.Bytes, bytes.Length))
            {
                return false;
            }

            _epoch = epoch;
            Set(seq, chainSeq, chainMac);
            return true;
        }
    }
}
