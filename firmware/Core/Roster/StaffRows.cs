namespace DutyKiosk.Core.Roster
{
    /// <summary>
    /// Badges and the people behind them, sorted in one byte array and searched by halving. No object a person: a thousand of them are 19 KB. A new
    /// roster is loaded into the old one's array, as the heap has no room for two.
    /// </summary>
    public sealed class StaffRows
    {
        /// <summary>Eight bytes of badge, ten of id, one of role and block.</summary>
        public const int RowBytes = BadgeBytes + PersonId.Bytes + 1;

        private const int BadgeBytes = 8;
        private const int BlockedBit = 0x80;

        private byte[] _rows = new byte[0];

        /// <summary>How many badges there are.</summary>
        public int Count { get; private set; }

        /// <summary>Writes one row.</summary>
        public static void Write(Records.ByteBuffer to, byte[] badge, string staff, Role role, bool blocked)
        {
            byte[] id = new byte[PersonId.Bytes];
            PersonId.Pack(staff, id, 0);
            to.Raw(badge, 0, BadgeBytes);
            to.Raw(id, 0, PersonId.Bytes);
            to.Byte((int)role | (blocked ? BlockedBit : 0));
        }

        /// <summary>Forgets everybody and makes room for so many.</summary>
        public void Reset(int most)
        {
            Count = 0;
            if (_rows.Length < most * RowBytes)
            {
                // The old array goes before the new one comes.
                _rows = new byte[0];
                _rows = new byte[most * RowBytes];
            }
        }

        /// <summary>Takes rows from the bytes of a page; false when there is no room for them.</summary>
        public bool Add(byte[] bytes, int offset, int count)
        {
            if ((Count + count) * RowBytes > _rows.Length)
            {
                return false;
            }

            System.Array.Copy(bytes, offset, _rows, Count * RowBytes, count * RowBytes);
            Count += count;
            return true;
        }

        /// <summary>The person of a badge, or null.</summary>
        public Person? Find(byte[] badge)
        {
            int low = 0;
            int high = Count - 1;
            while (low <= high)
            {
                int middle = (low + high) / 2;
                int order = Compare(_rows, middle * RowBytes, badge, 0);
                if (order == 0)
                {
                    int flags = _rows[(middle * RowBytes) + BadgeBytes + PersonId.Bytes];
                    return new Person(PersonId.Unpack(_rows, (middle * RowBytes) + BadgeBytes), (Role)(flags & 0x0F), (flags & BlockedBit) != 0);
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

        /// <summary>
        /// Brings the rows in order, unless they came so. A heap sort in place: the interpreter has no sort of its own, and a thousand rows must not need a
        /// second array.
        /// </summary>
        public void Sort()
        {
            if (IsSorted())
            {
                return;
            }

            for (int start = (Count / 2) - 1; start >= 0; start--)
            {
                Sift(start, Count);
            }

            for (int end = Count - 1; end > 0; end--)
            {
                Swap(0, end);
                Sift(0, end);
            }
        }

        private static int Compare(byte[] a, int offsetA, byte[] b, int offsetB)
        {
            for (int i = 0; i < BadgeBytes; i++)
            {
                int order = a[offsetA + i] - b[offsetB + i];
                if (order != 0)
                {
                    return order;
                }
            }

            return 0;
        }

        private bool IsSorted()
        {
            for (int i = 1; i < Count; i++)
            {
                if (CompareRows(i - 1, i) > 0)
                {
                    return false;
                }
            }

            return true;
        }

        private void Sift(int root, int count)
        {
            while ((2 * root) + 1 < count)
            {
                int child = (2 * root) + 1;
                if (child + 1 < count && CompareRows(child, child + 1) < 0)
                {
                    child++;
                }

                if (CompareRows(root, child) >= 0)
                {
                    return;
                }

                Swap(root, child);
                root = child;
            }
        }

        private int CompareRows(int a, int b)
        {
            return Compare(_rows, a * RowBytes, _rows, b * RowBytes);
        }

        private void Swap(int a, int b)
        {
            int offsetA = a * RowBytes;
            int offsetB = b * RowBytes;
            for (int i = 0; i < RowBytes; i++)
            {
                byte held = _rows[offsetA + i];
                _rows[offsetA + i] = _rows[offsetB + i];
                _rows[offsetB + i] = held;
            }
        }
    }
}
