using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Roster
{
    /// <summary>
    /// The roster on board, as it was loaded from flash: staff by badge, the shifts of this post, the presence checks.
    /// </summary>
    public sealed class RosterTable
    {
        private const uint Magic = 0x444B5233; // "DKR3"
        private const int HeadBytes = 36;

        // A page of the wire has at most 2 KB of JSON, and takes less as rows.
        private const int MostPageBytes = 4096;

        private readonly StaffRows _staff = new StaffRows();
        private Shift[] _shifts = new Shift[0];
        private string[] _checks = new string[0];
        private long[] _checkTimes = new long[0];

        /// <summary>The version that the bridge gave it.</summary>
        public uint Version { get; private set; }

        /// <summary>The 16 bytes of its manifest's hash, by which the bridge can tell that it is the roster that was sent.</summary>
        public byte[] Hash { get; private set; } = new byte[RecordJson.MacBytes];

        /// <summary>How many badges it has.</summary>
        public int StaffCount
        {
            get { return _staff.Count; }
        }

        /// <summary>The shifts of this post, by start.</summary>
        public Shift[] Shifts
        {
            get { return _shifts; }
        }

        /// <summary>How many presence checks are planned.</summary>
        public int CheckCount
        {
            get { return _checks.Length; }
        }

        /// <summary>The id of a planned check.</summary>
        public string CheckId(int index)
        {
            return _checks[index];
        }

        /// <summary>When a planned check is due, in Unix seconds.</summary>
        public long CheckTime(int index)
        {
            return _checkTimes[index];
        }

        /// <summary>The person of a badge, or null where the roster does not know it.</summary>
        public Person? Find(byte[] badge)
        {
            return _staff.Find(badge);
        }

        /// <summary>The shift of an id, or null.</summary>
        public Shift? ShiftOf(string id)
        {
            for (int i = 0; i < _shifts.Length; i++)
            {
                if (_shifts[i].Id == id)
                {
                    return _shifts[i];
                }
            }

            return null;
        }

        /// <summary>The shift of a person that runs at a time, or else the first one that starts within <paramref name="comingSeconds"/>; null: none.</summary>
        public Shift? NearOf(string staff, long seconds, long comingSeconds)
        {
            return Near(staff, false, seconds, comingSeconds);
        }

        /// <summary>The running or else the coming shift that entitles a person; null: none.</summary>
        public Shift? EntitlingNear(string staff, long seconds, long comingSeconds)
        {
            return Near(staff, true, seconds, comingSeconds);
        }

        /// <summary>
        /// The incoming shift: the next by start after one that starts at <paramref name="start"/>; when that is over too, the one that covers now.
        /// </summary>
        public Shift? IncomingAfter(long start, long seconds)
        {
            for (int i = 0; i < _shifts.Length; i++)
            {
                Shift shift = _shifts[i];
                if (shift.Start > start)
                {
                    return shift.End > seconds ? shift : Covering(seconds);
                }
            }

            return null;
        }

        /// <summary>The shift that runs at a time; null: none.</summary>
        public Shift? Covering(long seconds)
        {
            for (int i = 0; i < _shifts.Length; i++)
            {
                if (_shifts[i].Covers(seconds))
                {
                    return _shifts[i];
                }
            }

            return null;
        }

        /// <summary>
        /// True when a shift starts from <paramref name="end"/> on, within <paramref name="gapSeconds"/>, or runs then; also where the roster begins behind that: what followed is over
        /// and not in it any more, and nobody loses the duty because of that.
        /// </summary>
        public bool Follows(long end, long gapSeconds)
        {
            for (int i = 0; i < _shifts.Length; i++)
            {
                Shift shift = _shifts[i];
                if ((shift.Start >= end && shift.Start - end <= gapSeconds) || (shift.Start < end && shift.End > end))
                {
                    return true;
                }
            }

            return _shifts.Length > 0 && _shifts[0].Start > end;
        }

        /// <summary>True when the person is on a shift that ends when this one starts, or less than <paramref name="gapSeconds"/> before.</summary>
        public bool WorksBefore(string staff, Shift shift, long gapSeconds)
        {
            for (int i = 0; i < _shifts.Length; i++)
            {
                Shift before = _shifts[i];
                if (before.Start < shift.Start && before.End <= shift.Start && shift.Start - before.End < gapSeconds && before.Has(staff))
                {
                    return true;
                }
            }

            return false;
        }

        private Shift? Near(string staff, bool entitled, long seconds, long comingSeconds)
        {
            Shift? coming = null;
            for (int i = 0; i < _shifts.Length; i++)
            {
                Shift shift = _shifts[i];
                if (!(entitled ? shift.Entitles(staff) : shift.Has(staff)))
                {
                    continue;
                }

                if (shift.Covers(seconds))
                {
                    return shift;
                }

                if (coming == null && shift.Start > seconds && shift.Start - seconds <= comingSeconds)
                {
                    coming = shift;
                }
            }

            return coming;
        }

        /// <summary>
        /// Loads what <see cref="RosterBuilder"/> has put on flash, page by page, into the arrays of what was there before. False when there is none or it
        /// cannot be read: then this roster is empty.
        /// </summary>
        public bool Load(Flash.TwoSlots slots)
        {
            Version = 0;
            _shifts = new Shift[0];
            _checks = new string[0];
            _checkTimes = new long[0];
            _staff.Reset(0);
            byte[] page = new byte[HeadBytes];
            if (!slots.Read(0, page, HeadBytes))
            {
                return false;
            }

            ByteReader head = new ByteReader(page, 0, HeadBytes);
            if (head.UInt32() != Magic)
            {
                return false;
            }

            uint version = head.UInt32();
            Hash = head.Raw(RecordJson.MacBytes);
            uint staffCount = head.UInt32();
            uint shiftCount = head.UInt32();
            uint checkCount = head.UInt32();
            uint most = (uint)slots.Length;
            if (staffCount > most || shiftCount > most || checkCount > most)
            {
                // Each of them takes some bytes: more of them than bytes is not what was written, and there would be no memory for them.
                return false;
            }

            _staff.Reset((int)staffCount);
            _shifts = new Shift[(int)shiftCount];
            int checks = (int)checkCount;
            _checks = new string[checks];
            _checkTimes = new long[checks];
            int shift = 0;
            int check = 0;
            int offset = HeadBytes;
            while (offset < slots.Length)
            {
                byte[] size = new byte[2];
                int length = slots.Read(offset, size, 2) ? (size[0] << 8) | size[1] : 0;
                page = page.Length < length && length <= MostPageBytes ? new byte[length] : page;
                if (length == 0 || length > page.Length || !slots.Read(offset + 2, page, length) || !LoadPage(page, length, ref shift, ref check))
                {
                    return false;
                }

                offset += 2 + length;
            }

            if (shift != _shifts.Length || check != checks)
            {
                return false;
            }

            _staff.Sort();
            Version = version;
            return true;
        }

        internal static void WriteHead(ByteBuffer to, uint version, byte[] hash, int staff, int shifts, int checks)
        {
            to.UInt32(Magic);
            to.UInt32(version);
            to.Raw(hash, 0, RecordJson.MacBytes);
            to.UInt32((uint)staff);
            to.UInt32((uint)shifts);
            to.UInt32((uint)checks);
        }

        private bool LoadPage(byte[] page, int length, ref int shift, ref int check)
        {
            ByteReader reader = new ByteReader(page, 0, length);
            int staff = (int)reader.Varint();
            if (staff < 0 || staff > reader.Left / StaffRows.RowBytes || !_staff.Add(page, reader.Position, staff))
            {
                return false;
            }

            reader.Skip(staff * StaffRows.RowBytes);
            int shifts = (int)reader.Varint();
            for (int i = 0; i < shifts && !reader.Failed; i++)
            {
                Shift? read = ReadShift(reader);
                if (read == null || shift == _shifts.Length)
                {
                    return false;
                }

                _shifts[shift++] = read;
            }

            int checks = (int)reader.Varint();
            for (int i = 0; i < checks && !reader.Failed; i++)
            {
                if (check == _checks.Length)
                {
                    return false;
                }

                _checks[check] = reader.Text();
                _checkTimes[check++] = reader.UInt32();
            }

            return !reader.Failed;
        }

        private static Shift? ReadShift(ByteReader reader)
        {
            string id = reader.Text();
            long start = reader.UInt32();
            long end = reader.UInt32();
            string[] ids = new string[reader.Byte()];
            byte[] parts = new byte[ids.Length];
            for (int i = 0; i < ids.Length; i++)
            {
                parts[i] = (byte)reader.Byte();
                ids[i] = reader.Text();
            }

            return reader.Failed ? null : new Shift(id, start, end, ids, parts);
        }
    }
}
