using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>The bytes of one segment in memory, and a walk over its records: header, state, header again, then one frame a decision.</summary>
    public sealed class Segment
    {
        /// <summary>A segment fills one block of the file system, so that an append rewrites one block and a deletion frees one.</summary>
        public const int MaxBytes = 4096;

        private const string NameStart = "journal.";

        private readonly byte[] _bytes;
        private readonly SegmentHeader _header;
        private readonly int _headerEnd;
        private ByteReader? _frame;
        private int _offset;
        private uint _nextSeq;
        private uint _boot;

        private Segment(byte[] bytes, int length, SegmentHeader header, int headerEnd)
        {
            _bytes = bytes;
            Length = length;
            _header = header;
            _headerEnd = headerEnd;
            _nextSeq = header.FirstSeq;
            _boot = header.Boot;
            int end;

            // The second header stands behind the state; behind it, or where it would be, the frames begin.
            int second = Chunk.Find(bytes, length, headerEnd, Chunk.Header);
            if (second >= 0 && SegmentHeader.Read(bytes, length, second, out end) != null)
            {
                _offset = end;
                return;
            }

            _offset = Chunk.Read(bytes, length, headerEnd, Chunk.State, out end) == null ? headerEnd : end;
        }

        /// <summary>The head of the segment.</summary>
        public SegmentHeader Header
        {
            get { return _header; }
        }

        /// <summary>How many bytes it has on flash.</summary>
        public int Length { get; private set; }

        /// <summary>The number of the record that <see cref="Next"/> gives next, if it is not damaged.</summary>
        public uint NextSeq
        {
            get { return _nextSeq; }
        }

        /// <summary>
        /// The number with which the next segment begins, 0 where there is none: what bears it here is what a failed write left behind, and nobody was told of it.
        /// </summary>
        public uint Behind { get; set; }

        /// <summary>Whether it is the array that is still written to: zeros behind its last frame are room there, and damage in a file.</summary>
        public bool Grows { get; set; }

        /// <summary>
        /// True once the walk has come to bytes that are whole in length but not in content, behind which nothing can be read: records were there and are lost.
        /// </summary>
        public bool EndsDamaged { get; private set; }

        /// <summary>True once the walk has come to the front of a frame whose rest is missing: a write that the power ended, of a decision that nobody was told of.</summary>
        public bool EndsTorn { get; private set; }

        /// <summary>The duty state before the first record; null when it is damaged.</summary>
        public byte[]? State
        {
            get
            {
                int end;
                ByteReader? state = Chunk.Read(_bytes, Length, _headerEnd, Chunk.State, out end);
                return state == null || state.Byte() != 0 ? null : state.Raw(state.Left);
            }
        }

        /// <summary>The file of the segment whose first record has this number.</summary>
        public static string NameOf(uint firstSeq)
        {
            ByteBuffer hex = new ByteBuffer(8);
            hex.UInt32(firstSeq);
            ByteBuffer text = new ByteBuffer(20);
            text.Ascii(NameStart);
            text.Hex(hex.Bytes, 0, 4);
            char[] chars = new char[text.Length];
            for (int i = 0; i < chars.Length; i++)
            {
                chars[i] = (char)text.Bytes[i];
            }

            return new string(chars);
        }

        /// <summary>The number in the name of a segment's file; 0 for any other file.</summary>
        public static uint FirstSeqOf(string name)
        {
            if (name.Length != NameStart.Length + 8 || name.Substring(0, NameStart.Length) != NameStart)
            {
                return 0;
            }

            uint seq = 0;
            for (int i = NameStart.Length; i < name.Length; i++)
            {
                char c = name[i];
                int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
                if (digit < 0)
                {
                    return 0;
                }

                seq = (seq << 4) | (uint)digit;
            }

            return seq;
        }

        /// <summary>The front of a new segment, to which its first frame is added.</summary>
        public static void WriteFront(ByteBuffer to, SegmentHeader header, IJournaledState state)
        {
            ByteBuffer body = new ByteBuffer(256);

            // A chunk is never empty, whatever the state has to say.
            body.Byte(0);
            state.Snapshot(body);
            header.Write(to);
            Chunk.Write(to, Chunk.State, body);
            header.Write(to);
        }

        /// <summary>Reads a segment from flash; null when it is missing or neither of its headers can be read.</summary>
        public static Segment? Open(IFlash flash, uint firstSeq)
        {
            byte[]? bytes = flash.Read(NameOf(firstSeq));
            return bytes == null ? null : Open(bytes, bytes.Length, firstSeq);
        }

        /// <summary>Reads a segment from its bytes; null when neither of its headers can be read.</summary>
        public static Segment? Open(byte[] bytes, int length, uint firstSeq)
        {
            int end;
            SegmentHeader? header = SegmentHeader.Read(bytes, length, 0, out end);
            int firstEnd = end;
            if (header == null)
            {
                int second = Chunk.Find(bytes, length, 0, Chunk.Header);
                header = second < 0 ? null : SegmentHeader.Read(bytes, length, second, out end);
                firstEnd = firstEnd == 0 ? end : firstEnd;
            }

            return header == null || header.FirstSeq != firstSeq ? null : new Segment(bytes, length, header, firstEnd);
        }

        /// <summary>
        /// The next record that is whole, or null at the end. A damaged frame is passed over: the number of the record behind it tells what is missing.
        /// </summary>
        public Record? Next()
        {
            while (true)
            {
                if ((_frame == null && !Enter()) || (Behind != 0 && _nextSeq >= Behind))
                {
                    return null;
                }

                Record? record = Frame.ReadRecord(_frame!, _header, _nextSeq, _boot);
                if (record == null || _frame!.AtEnd)
                {
                    _frame = null;
                }

                if (record != null)
                {
                    _boot = record.Boot;
                    _nextSeq++;
                    return record;
                }
            }
        }

        private bool IsBlankFrom(int offset)
        {
            for (int i = offset; i < Length; i++)
            {
                if (_bytes[i] != 0)
                {
                    return false;
                }
            }

            return true;
        }

        private bool Enter()
        {
            if (_offset >= Length || (Grows && IsBlankFrom(_offset)))
            {
                return false;
            }

            int end;
            ByteReader? frame = Chunk.Read(_bytes, Length, _offset, Chunk.Decision, out end);
            if (frame == null)
            {
                // No write begins with a zero, so one that was cut short does not either.
                bool torn = end == 0 && _bytes[_offset] != 0;
                int next = Chunk.Find(_bytes, Length, _offset, Chunk.Decision);
                if (next < 0)
                {
                    EndsTorn = torn;
                    EndsDamaged = !torn;
                    _offset = Length;
                    return false;
                }

                frame = Chunk.Read(_bytes, Length, next, Chunk.Decision, out end);
            }

            uint first = _header.FirstSeq + (uint)frame!.Varint();
            _offset = end;
            _nextSeq = first > _nextSeq ? first : _nextSeq;
            _frame = frame;
            return true;
        }
    }
}
