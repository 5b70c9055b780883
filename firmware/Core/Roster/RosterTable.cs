using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Roster
{
    /// <summary>
    /// The roster on board: badges sorted in one byte array, searched by halving; shifts and checks as the bytes that also stand on flash.
    /// No object a person: a thousand people are 19 KB.
    /// </summary>
    public sealed class RosterTable
    {
        /// <summary>Eight bytes of badge, ten of id, one of role and block.</summary>
        public const int RowBytes = 8 + PersonId.Bytes + 1;

        private const int BlockedBit = 0x80;
        private const uint Magic = 0x444B5231; // "DKR1"

        private readonly byte[] _rows;
        private readonly Shift[] _shifts;
        private readonly string[] _checks;
        private readonly long[] _checkTimes;

        internal RosterTable(uint version, byte[] rows, int staffCount, Shift[] shifts, string[] checks, long[] checkTimes)
        {
            Version = version;
            _rows = rows;
            StaffCount = staffCount;
            _shifts = shifts;
            _checks = checks;
            _checkTimes = checkTimes;
        }

        /// <summary>The version that the bridge gave it.</summary>
        public uint Version { get; private set; }

        /// <summary>How many badges it has.</summary>
        public int StaffCount { get; private set; }

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
            int low = 0;
            int high = StaffCount - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                int order = Compare(_rows, middle * RowBytes, badge, 0);
                if (order == 0)
                {
                    int flags = _rows[(middle * RowBytes) + 8 + PersonId.Bytes];
                    return new Person(PersonId.Unpack(_rows, (middle * RowBytes) + 8), (Role)(flags & 0x0F), (flags & BlockedBit) != 0);
                }

                if (order < 0)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle - 1;
                }
            }

            return null;
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

        /// <summary>True when a shift starts from <paramref name="end"/> on, within <paramref name="gapSeconds"/>, or runs then.</summary>
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

            return false;
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

        internal static int Compare(byte[] a, int offsetA, byte[] b, int offsetB)
        {
            for (int i = 0; i < 8; i++)
            {
                int order = a[offsetA + i] - b[offsetB + i];
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }

        /// <summary>Reads the bytes that <see cref="RosterBuilder"/> wrote; null when they make no whole roster.</summary>
        public static RosterTable? Read(byte[] bytes)
        {
            ByteReader reader = new ByteReader(bytes, 0, bytes.Length);
            if (reader.UInt32() != Magic)
            {
                return null;
            }

            uint version = reader.UInt32();
            int staffCount = (int)reader.Varint();
            if (reader.Failed || staffCount < 0 || staffCount > (bytes.Length / RowBytes))
            {
                return null;
            }

            byte[] rows = reader.Raw(staffCount * RowBytes);
            int shiftCount = (int)reader.Varint();
            if (reader.Failed || shiftCount < 0 || shiftCount > bytes.Length)
            {
                return null;
            }

            Shift[] shifts = new Shift[shiftCount];
            for (int i = 0; i < shiftCount; i++)
            {
                string id = reader.Text();
                long start = reader.UInt32();
                long end = reader.UInt32();
                int people = reader.Byte();
                string[] ids = new string[people];
                byte[] parts = new byte[people];
                for (int j = 0; j < people; j++)
                {
                    parts[j] = (byte)reader.Byte();
                    ids[j] = reader.Text();
                }

                shifts[i] = new Shift(id, start, end, ids, parts);
                if (reader.Failed)
                {
                    return null;
                }
            }

            int checkCount = (int)reader.Varint();
            if (reader.Failed || checkCount < 0 || checkCount > bytes.Length)
            {
                return null;
            }

            string[] checks = new string[checkCount];
            long[] checkTimes = new long[checkCount];
            for (int i = 0; i < checkCount; i++)
            {
                checks[i] = reader.Text();
                checkTimes[i] = reader.UInt32();
            }

            return reader.Failed ? null : new RosterTable(version, rows, staffCount, shifts, checks, checkTimes);
        }

        internal static void WriteHead(ByteBuffer to, uint version)
        {
            to.UInt32(Magic);
            to.UInt32(version);
        }

        internal static byte Flags(Role role, bool blocked)
        {
            return (byte)((int)role | (blocked ? BlockedBit : 0));
        }
    }
}
