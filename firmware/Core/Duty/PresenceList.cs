using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Duty
{
    /// <summary>The people that are remembered, in the order of their first coming.</summary>
    public sealed class PresenceList
    {
        // A room does not hold more people than this; above it those who have left are forgotten first.
        private const int MaxPeople = 48;

        private Presence[] _people = new Presence[0];

        /// <summary>How many people are remembered.</summary>
        public int Count
        {
            get { return _people.Length; }
        }

        /// <summary>A remembered person.</summary>
        public Presence At(int index)
        {
            return _people[index];
        }

        /// <summary>The remembered person, or null.</summary>
        public Presence? Find(string staff)
        {
            for (int i = 0; i < _people.Length; i++)
            {
                if (_people[i].Staff == staff)
                {
                    return _people[i];
                }
            }

            return null;
        }

        /// <summary>Remembers one more person; the <paramref name="holder"/> is never the one who is forgotten for it.</summary>
        public void Add(Presence person, string holder)
        {
            int drop = _people.Length < MaxPeople ? -1 : OldestThatMayGo(holder);
            Presence[] more = new Presence[drop < 0 ? _people.Length + 1 : _people.Length];
            int at = 0;
            for (int i = 0; i < _people.Length; i++)
            {
                if (i != drop)
                {
                    more[at++] = _people[i];
                }
            }

            more[at] = person;
            _people = more;
        }

        /// <summary>Forgets those whose shift is long over, except the <paramref name="holder"/>.</summary>
        public void Lapse(long seconds, long lapseSeconds, string holder)
        {
            int kept = 0;
            for (int i = 0; i < _people.Length; i++)
            {
                if (_people[i].Staff == holder || !_people[i].IsOver(seconds, lapseSeconds))
                {
                    _people[kept++] = _people[i];
                }
            }

            if (kept < _people.Length)
            {
                Presence[] rest = new Presence[kept];
                System.Array.Copy(_people, 0, rest, 0, kept);
                _people = rest;
            }
        }

        /// <summary>Reads what <see cref="Snapshot"/> wrote.</summary>
        public void Restore(ByteReader reader)
        {
            _people = new Presence[reader.Byte()];
            for (int i = 0; i < _people.Length; i++)
            {
                _people[i] = new Presence();
                _people[i].Restore(reader);
            }
        }

        /// <summary>Writes all of them.</summary>
        public void Snapshot(ByteBuffer to)
        {
            to.Byte(_people.Length);
            for (int i = 0; i < _people.Length; i++)
            {
                _people[i].Snapshot(to);
            }
        }

        // The first who has left goes, else the first who does not hold the duty.
        private int OldestThatMayGo(string holder)
        {
            for (int i = 0; i < _people.Length; i++)
            {
                if (!_people[i].In && _people[i].Staff != holder)
                {
                    return i;
                }
            }

            return _people[0].Staff == holder ? 1 : 0;
        }
    }
}
