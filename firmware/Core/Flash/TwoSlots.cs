using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Flash
{
    /// <summary>
    /// One value that is replaced as a whole, kept in two files by turns: the file system can neither rename over a file nor replace one,
    /// so the older slot is overwritten and the newer one stays until the next time. Each slot is a turn, a length, the bytes and a CRC.
    /// </summary>
    public sealed class TwoSlots
    {
        private const int FrameBytes = 12;

        private readonly IFlash _flash;
        private readonly string _name;
        private uint _turn;

        /// <summary>A value under a name of at most 12 characters; its files are the name with <c>.a</c> and <c>.b</c>.</summary>
        public TwoSlots(IFlash flash, string name)
        {
            _flash = flash;
            _name = name;
        }

        /// <summary>The newest whole value, or null where there never was one.</summary>
        public byte[]? Read()
        {
            byte[]? a = _flash.Read(_name + ".a");
            byte[]? b = _flash.Read(_name + ".b");
            uint turnA = Turn(a);
            uint turnB = Turn(b);
            byte[]? newest = turnA >= turnB ? a : b;
            _turn = turnA >= turnB ? turnA : turnB;
            if (_turn == 0 || newest == null)
            {
                return null;
            }

            byte[] value = new byte[newest.Length - FrameBytes];
            System.Array.Copy(newest, 8, value, 0, value.Length);
            return value;
        }

        /// <summary>Replaces the value. False when it could not be committed; the value before it then stands.</summary>
        public bool Write(byte[] value, int length)
        {
            ByteBuffer frame = new ByteBuffer(length + FrameBytes);
            uint turn = _turn + 1;
            frame.UInt32(turn);
            frame.UInt32((uint)length);
            frame.Raw(value, 0, length);
            frame.UInt32(Crc32.Of(frame.Bytes, 0, frame.Length));
            if (!_flash.Write(_name + (turn % 2 == 1 ? ".a" : ".b"), frame.Bytes, frame.Length))
            {
                return false;
            }

            _turn = turn;
            return true;
        }

        // The turn of a slot, 0 when the slot is missing or not whole.
        private static uint Turn(byte[]? slot)
        {
            if (slot == null || slot.Length < FrameBytes)
            {
                return 0;
            }

            ByteReader reader = new ByteReader(slot, 0, slot.Length);
            uint turn = reader.UInt32();
            uint length = reader.UInt32();
            if (length != (uint)(slot.Length - FrameBytes))
            {
                return 0;
            }

            reader.Skip((int)length);
            return reader.UInt32() == Crc32.Of(slot, 0, slot.Length - 4) ? turn : 0;
        }
    }
}
