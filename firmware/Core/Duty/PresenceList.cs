using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Duty
{
    /// <summary>The people that are remembered, in the order of their first coming.</summary>
    public sealed class PresenceList
    {
        // What a segment of the journal has room for beside its records: some fifty people with ids of usual length. Above it those who have left are
        // forgotten first.
        private const int MostBytes = 2400;

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
            while (Bytes() + person.MostBytes > MostBytes && _people.Length > 1)
            {
                Remove(OldestThatMayGo(holder));
            }

            Presence[] more = new Presence[_people.Length + 1];
            System.Array.Copy(_people, 0, more, 0, _people.Length);
            more[_people.Length] = person;
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

        private int Bytes()
        {
            int bytes = 0;
            for (int i = 0; i < _people.Length; i++)
            {
                bytes += _people[i].MostBytes;
            }

            return bytes;
        }

        private void Remove(int index)
        {
            Presence[] rest = new Presence[_people.Length - 1];
            System.Array.Copy(_people, 0, rest, 0, index);
            System.Array.Copy(_people, index + 1, rest, index, rest.Length - index);
            _people = rest;
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
