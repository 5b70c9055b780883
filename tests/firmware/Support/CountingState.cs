using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Firmware.Tests.Support
{
    /// <summary>A state that only counts: it shows whether a journal restores and replays what it should.</summary>
    public class CountingState : IJournaledState
    {
        /// <summary>How many records it has taken in.</summary>
        public uint Count { get; private set; }

        /// <inheritdoc/>
        public void Restore(byte[] snapshot)
        {
            Count = snapshot.Length == 0 ? 0 : new ByteReader(snapshot, 0, snapshot.Length).UInt32();
        }

        /// <inheritdoc/>
        public void Apply(Record record)
        {
            Count++;
        }

        /// <inheritdoc/>
        public void Snapshot(ByteBuffer to)
        {
            to.UInt32(Count);
        }
    }
}
