using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Journal
{
    /// <summary>The bytes of one segment in memory, and a walk over its records.</summary>
    public sealed class Segment
    {
        /// <summary>A segment fills one block of the file system, so that an append rewrites one block and a deletion frees one.</summary>
        public const int MaxBytes = 4096;

        private const string NameStart = "journal.";

        private readonly byte[] _bytes;
        private readonly SegmentHeader _header;
        private ByteReader? _frame;
        private int _offset;
        private uint _nextSeq;
        private uint _boot;

        private Segment(byte[] bytes, int length, SegmentHeader header, int headerEnd)
        {
            _bytes = bytes;
            Length = length;
            _header = header;
            _offset = headerEnd;
            _nextSeq = header.FirstSeq;
            _boot = header.Boot;
        }

        /// <summary>The head of the segment.</summary>
        public SegmentHeader Header
        {
            get { return _header; }
        }

        /// <summary>How many bytes it has on flash.</summary>
        public int Length { get; private set; }

        /// <summary>The number of the record that <see cref="Next"/> gives next.</summary>
        public uint NextSeq
        {
            get { return _nextSeq; }
        }

        /// <summary>The start of the terminal that the next record belongs to, unless it is itself a start.</summary>
        public uint Boot
        {
            get { return _boot; }
        }

        /// <summary>True when the walk has read every byte; false when it stopped at bytes that are no whole frame.</summary>
        public bool Whole
        {
            get { return _offset == Length && _frame == null; }
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

        /// <summary>Reads the head of a segment; null when it is missing or damaged.</summary>
        public static Segment? Open(IFlash flash, uint firstSeq)
        {
            byte[]? bytes = flash.Read(NameOf(firstSeq));
            return bytes == null ? null : Open(bytes, bytes.Length, firstSeq);
        }

        /// <summary>Reads the head of a segment from its bytes; null when they are damaged.</summary>
        public static Segment? Open(byte[] bytes, int length, uint firstSeq)
        {
            int end;
            SegmentHeader? header = SegmentHeader.Read(bytes, length, out end);
            return header == null || header.FirstSeq != firstSeq ? null : new Segment(bytes, length, header, end);
        }

        /// <summary>The next record, or null at the end or at bytes that are no whole frame.</summary>
        public Record? Next()
        {
            if (_frame == null)
            {
                int bodyLength = Frame.BodyLength(_bytes, Length, _offset, _nextSeq);
                if (bodyLength == 0)
                {
                    return null;
                }

                _offset += Frame.HeadBytes;
                _frame = new ByteReader(_bytes, _offset + 1, _offset + bodyLength);
                _offset += bodyLength;
            }

            Record? record = Frame.ReadRecord(_frame, _header, _nextSeq, _boot);
            if (_frame.AtEnd || record == null)
            {
                _frame = null;
            }

            if (record != null)
            {
                _boot = record.Boot;
                _nextSeq++;
            }

            return record;
        }
    }
}
