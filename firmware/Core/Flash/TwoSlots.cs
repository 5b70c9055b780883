using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Flash
{
    /// <summary>
    /// A value that is replaced as a whole, kept in two files by turns: whatever happens to the one that is being written, the other one is whole. The file
    /// system can neither rename over a file nor replace one. A large value is written and read in pieces, as the heap has no room for it twice.
    /// </summary>
    public sealed class TwoSlots
    {
        // Four bytes of turn in front; behind the value four of length and four of CRC-32, which make it valid.
        private const int HeadBytes = 4;
        private const int TailBytes = 8;
        private const int PieceBytes = 512;

        private readonly IFlash _flash;
        private readonly string _name;
        private string? _current;
        private bool _found;
        private uint _turn;
        private int _length;
        private uint _crc;
        private int _written = -1;

        /// <summary>Slots whose files begin with a name.</summary>
        public TwoSlots(IFlash flash, string name)
        {
            _flash = flash;
            _name = name;
        }

        /// <summary>How many bytes the value has; -1: there is none.</summary>
        public int Length
        {
            get
            {
                Find();
                return _current == null ? -1 : _length;
            }
        }

        private string Other
        {
            get { return _name + (_current == _name + ".a" ? ".b" : ".a"); }
        }

        /// <summary>The value, or null where there is none.</summary>
        public byte[]? Read()
        {
            int length = Length;
            byte[] value = new byte[length < 0 ? 0 : length];
            return length >= 0 && Read(0, value, length) ? value : null;
        }

        /// <summary>Reads a part of the value into the front of <paramref name="buffer"/>; false when it does not have all of it.</summary>
        public bool Read(int offset, byte[] buffer, int count)
        {
            return offset + count <= Length && _flash.Read(_current!, HeadBytes + offset, buffer, count);
        }

        /// <summary>Replaces the value; false when it could not be kept, and the old one is still there.</summary>
        public bool Write(byte[] value, int length)
        {
            Find();
            ByteBuffer all = new ByteBuffer(HeadBytes + length + TailBytes);
            all.UInt32(_turn + 1);
            all.Raw(value, 0, length);
            all.UInt32((uint)length);
            all.UInt32(Crc32.Of(all.Bytes, 0, all.Length));
            _written = -1;
            if (!_flash.Write(Other, all.Bytes, all.Length))
            {
                return false;
            }

            Take(Other, _turn + 1, length);
            return true;
        }

        /// <summary>Begins a new value in pieces; the old one stays until <see cref="End"/>. False when flash failed.</summary>
        public bool Begin()
        {
            Find();
            ByteBuffer head = new ByteBuffer(HeadBytes);
            head.UInt32(_turn + 1);
            _crc = Crc32.Of(head.Bytes, 0, HeadBytes);
            _written = _flash.Write(Other, head.Bytes, HeadBytes) ? 0 : -1;
            return _written == 0;
        }

        /// <summary>Adds a piece to the value that was begun; false when flash failed, and it is to be begun anew.</summary>
        public bool Add(byte[] bytes, int length)
        {
            if (_written < 0 || !_flash.Append(Other, bytes, length))
            {
                _written = -1;
                return false;
            }

            _crc = Crc32.Add(_crc, bytes, 0, length);
            _written += length;
            return true;
        }

        /// <summary>The value that was begun is whole and takes the place of the old one; false when flash failed.</summary>
        public bool End()
        {
            if (_written < 0)
            {
                return false;
            }

            ByteBuffer tail = new ByteBuffer(TailBytes);
            tail.UInt32((uint)_written);
            tail.UInt32(Crc32.Add(_crc, tail.Bytes, 0, 4));
            int length = _written;
            _written = -1;
            if (!_flash.Append(Other, tail.Bytes, TailBytes))
            {
                return false;
            }

            Take(Other, _turn + 1, length);
            return true;
        }

        private void Take(string slot, uint turn, int length)
        {
            _current = slot;
            _turn = turn;
            _length = length;
        }

        // The newer of the slots that are whole.
        private void Find()
        {
            if (_found)
            {
                return;
            }

            _found = true;
            string a = _name + ".a";
            string b = _name + ".b";
            bool newerIsB = Turn(b) > Turn(a);
            if (!TakeIfWhole(newerIsB ? b : a))
            {
                TakeIfWhole(newerIsB ? a : b);
            }
        }

        private uint Turn(string slot)
        {
            byte[] head = new byte[HeadBytes];
            return _flash.Read(slot, 0, head, HeadBytes) ? new ByteReader(head, 0, HeadBytes).UInt32() : 0;
        }

        private bool TakeIfWhole(string slot)
        {
            int length = _flash.Length(slot) - HeadBytes - TailBytes;
            if (length < 0)
            {
                return false;
            }

            byte[] piece = new byte[PieceBytes];
            uint crc = Crc32.Start;
            int covered = HeadBytes + length + 4;
            for (int offset = 0; offset < covered; offset += PieceBytes)
            {
                int count = covered - offset < PieceBytes ? covered - offset : PieceBytes;
                if (!_flash.Read(slot, offset, piece, count))
                {
                    return false;
                }

                crc = Crc32.Add(crc, piece, 0, count);
            }

            if (!_flash.Read(slot, HeadBytes + length, piece, TailBytes))
            {
                return false;
            }

            ByteReader tail = new ByteReader(piece, 0, TailBytes);
            if (tail.UInt32() != (uint)length || tail.UInt32() != crc)
            {
                return false;
            }

            Take(slot, Turn(slot), length);
            return true;
        }
    }
}
