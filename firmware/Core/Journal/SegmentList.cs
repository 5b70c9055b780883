using DutyKiosk.Core.Flash;

namespace DutyKiosk.Core.Journal
{
    /// <summary>Which segments are on flash, oldest first, by the number of the first record of each.</summary>
    public sealed class SegmentList
    {
        private readonly uint[] _firsts;

        /// <summary>A list that has room for so many segments.</summary>
        public SegmentList(int most)
        {
            _firsts = new uint[most];
        }

        /// <summary>How many there are.</summary>
        public int Count { get; private set; }

        /// <summary>The first number of a segment.</summary>
        public uint First(int index)
        {
            return _firsts[index];
        }

        /// <summary>The first number of the segment that is written to; 0: there is none.</summary>
        public uint Newest
        {
            get { return Count == 0 ? 0 : _firsts[Count - 1]; }
        }

        /// <summary>The index of the segment whose range holds the number; -1: all begin behind it.</summary>
        public int IndexOf(uint seq)
        {
            int low = 0;
            int high = Count;
            while (low < high)
            {
                int middle = (low + high) / 2;
                if (_firsts[middle] <= seq)
                {
                    low = middle + 1;
                }
                else
                {
                    high = middle;
                }
            }

            return low - 1;
        }

        /// <summary>The first number of the segment behind the one whose range holds the number; 0: there is none.</summary>
        public uint FirstBehind(uint seq)
        {
            int next = IndexOf(seq) + 1;
            return next < Count ? _firsts[next] : 0;
        }

        /// <summary>A segment was begun.</summary>
        public void Add(uint first)
        {
            _firsts[Count++] = first;
        }

        /// <summary>The newest segment is gone.</summary>
        public void RemoveNewest()
        {
            Count--;
        }

        /// <summary>The oldest segment is gone.</summary>
        public void RemoveOldest()
        {
            Count--;
            System.Array.Copy(_firsts, 1, _firsts, 0, Count);
        }

        /// <summary>Finds the segments among the files on flash.</summary>
        public void Find(IFlash flash)
        {
            Count = 0;
            string[] names = flash.List();
            for (int i = 0; i < names.Length; i++)
            {
                uint first = Segment.FirstSeqOf(names[i]);
                if (first == 0)
                {
                    continue;
                }

                if (Count == _firsts.Length)
                {
                    // More segments than this build keeps: a smaller journal was configured. The oldest ones are read no more but stay.
                    if (first < _firsts[0])
                    {
                        continue;
                    }

                    RemoveOldest();
                }

                int at = Count;
                while (at > 0 && _firsts[at - 1] > first)
                {
                    _firsts[at] = _firsts[at - 1];
                    at--;
                }

                _firsts[at] = first;
                Count++;
            }
        }
    }
}
