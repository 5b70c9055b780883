using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>What is rebuilt from the journal at a start. Twins: the duty state, the tests' counter.</summary>
    public interface IJournaledState
    {
        /// <summary>Takes over what <see cref="Snapshot"/> wrote; empty bytes are the state before the first record.</summary>
        void Restore(byte[] snapshot);

        /// <summary>Takes in one record, in order.</summary>
        void Apply(Record record);

        /// <summary>Writes the whole state; it must stay small, as every segment begins with it.</summary>
        void Snapshot(ByteBuffer to);
    }
}
