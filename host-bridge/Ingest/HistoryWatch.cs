using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Tells somebody where a history is broken: a record that does not fit, a number that is missing for long, a journal that was begun anew, an entry
/// that another hand has changed, a log whose end was cut off, a terminal that has another end than the store. A terminal and a cause make one notice,
/// with a count; what is found of them later is told again at most once an hour.
/// </summary>
public sealed class HistoryWatch
{
    private const string Topic = "history-broken";
    private const string EntryCause = "entry";
    private const string PositionsCause = "positions";
    private const int MostPlaces = 1000;

    // What is missing may be under way: records may overtake each other, and a restored bridge asks for what it lacks.
    private static readonly TimeSpan GapPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly Dictionary<(string Terminal, string Cause), HashSet<string>> _found = [];
    private readonly Dictionary<(string Terminal, string Cause), int> _healed = [];
    private readonly Dictionary<long, string> _altered = [];
    // What the chain finds fault with, followed change by change: a flood of faults must not make each further one as dear as all before it.
    private readonly Dictionary<(string Terminal, string Epoch, long Seq), string> _causes = [];
    private readonly Dictionary<(string Terminal, string Cause), SortedSet<(string Epoch, long Seq)>> _breaks = [];
    private readonly PriorityQueue<(string Terminal, string Epoch, long Seq), DateTimeOffset> _young = new();
    private long _seen = -1;
    private bool _changed;

    /// <summary>When a gap will have lasted long enough to be told.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>What was found besides what the chain itself finds fault with: the terminal, the cause and the place of each.</summary>
    public IEnumerable<(string Terminal, string Cause, string Place)> Noted(Chain chain)
    {
        return _found.SelectMany(group => group.Value.Select(place => (group.Key.Terminal, group.Key.Cause, place)))
            .Concat(AlteredOf(chain).Select(altered => (altered.Terminal, EntryCause, altered.Place)));
    }

    /// <summary>An entry that the fold could not read.</summary>
    public void Unreadable(LogEntry entry) => Note(entry.Terminal, EntryCause, string.Create(CultureInfo.InvariantCulture, $"{entry.Position}"));

    /// <summary>An entry whose seal does not fit what it says, or where it stands.</summary>
    public void Altered(LogEntry entry) => _changed |= _altered.TryAdd(entry.Position, entry.Terminal);

    /// <summary>The terminal has another record under this number than the store.</summary>
    public void Differs(string terminal, string epoch, long seq) => Note(terminal, "end", string.Create(CultureInfo.InvariantCulture, $"{epoch}/{seq}"));

    /// <summary>The terminal knows nothing of this number, under which the store has a record of it: its flash was put back.</summary>
    public void PutBack(string terminal, string epoch, long seq) => Note(terminal, "put-back", string.Create(CultureInfo.InvariantCulture, $"{epoch}/{seq}"));

    /// <summary>The terminal counts this number as stored, and the store does not have it.</summary>
    public void Lacks(string terminal, string epoch, long seq) => Note(terminal, "cut", string.Create(CultureInfo.InvariantCulture, $"{epoch}/{seq}"));

    /// <summary>The terminal sends more that proves nothing than is stored of it; told of once for each hour in which that is so.</summary>
    public void Flooded(string terminal, DateTimeOffset at) => Note(terminal, "flood", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture));

    /// <summary>Positions of the log that were given and are not there: another hand has taken entries away.</summary>
    public void Missing(long from, long to) => Note("", PositionsCause, string.Create(CultureInfo.InvariantCulture, $"{from}-{to}"));

    /// <summary>Everything is judged anew.</summary>
    public void Restart()
    {
        _seen = -1;
        _found.Clear();
        _altered.Clear();
        _causes.Clear();
        _breaks.Clear();
        _young.Clear();
    }

    /// <summary>
    /// Goes on in the place of another one that has watched the same log until now: of what that has found, this keeps what no fold of the log can find again, as terminals themselves have said it, and what of
    /// all that was told.
    /// </summary>
    public void GoOnFrom(HistoryWatch before)
    {
        foreach (((string Terminal, string Cause) group, HashSet<string> places) in before._found.Where(group => !IsOfLog(group.Key.Cause)))
        {
            _found[group] = places;
        }

        foreach (((string Terminal, string Cause) group, int told) in before._healed)
        {
            _healed[group] = told;
        }

        _changed = true;
    }

    /// <summary>Writes what was found in the log itself into folded state. The breaks the chain has, and what terminals say of their ends they say again.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each([.. _found.Where(group => IsOfLog(group.Key.Cause))], group =>
        {
            writer.Text(group.Key.Terminal);
            writer.Text(group.Key.Cause);
            writer.Texts(group.Value);
        });
        writer.Each(_altered, altered =>
        {
            writer.Number(altered.Key);
            writer.Text(altered.Value);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        reader.Times(() => _found.Add((reader.Text(), reader.Text()), new HashSet<string>(reader.Texts(), StringComparer.Ordinal)));
        reader.Times(() => _altered.Add(reader.Number(), reader.Text()));
        _changed = true;
    }

    /// <summary>Wants notices for what was found; false when nothing has changed since the last look.</summary>
    public bool Look(Chain chain, DutyRoom room, DateTimeOffset now)
    {
        if (chain.Changes == _seen && !_changed && now < Next)
        {
            return false;
        }

        _seen = chain.Changes;
        _changed = false;
        Next = DateTimeOffset.MaxValue;
        var told = new HashSet<(string Terminal, string Cause)>();
        var groups = new Dictionary<(string Terminal, string Cause), List<string>>();
        foreach (((string Terminal, string Cause) group, HashSet<string> places) in _found)
        {
            groups[group] = [.. places];
        }

        foreach ((string terminal, string place) in AlteredOf(chain))
        {
            Add(terminal, EntryCause, place);
        }

        Follow(chain, now);
        foreach ((string terminal, string epoch) in chain.NewJournals)
        {
            Add(terminal, "new-journal", epoch);
        }

        // Whoever is let in may call himself anything: those whom nobody enrolled are one matter.
        foreach (IGrouping<(string Terminal, string Cause), KeyValuePair<(string Terminal, string Cause), SortedSet<(string Epoch, long Seq)>>> group in _breaks.Where(group => group.Value.Count > 0)
            .GroupBy(group => (room.TerminalOf(group.Key.Terminal) == null ? "" : group.Key.Terminal, group.Key.Cause)))
        {
            told.Add(group.Key);
            Tell(room, group.Key, group.Sum(own => own.Value.Count), group.OrderBy(own => own.Key.Terminal, StringComparer.Ordinal).SelectMany(own => own.Value.Select(
                place => string.Create(CultureInfo.InvariantCulture, $"{(group.Key.Item1.Length > 0 ? "" : own.Key.Terminal + "/")}{place.Epoch}/{place.Seq}"))), now);
        }

        foreach (((string Terminal, string Cause) group, List<string> places) in groups)
        {
            told.Add(group);
            Tell(room, group, places.Count, places, now);
        }

        // A group that has healed altogether is told anew when something comes to stand in it again.
        foreach ((string Terminal, string Cause) healed in _healed.Keys.Where(group => !told.Contains(group)).ToArray())
        {
            _healed[healed] = 0;
        }

        return true;

        void Add(string terminal, string cause, string place)
        {
            if (!groups.TryGetValue((terminal, cause), out List<string>? places))
            {
                places = [];
                groups.Add((terminal, cause), places);
            }

            places.Add(place);
        }
    }

    // What is missing counts when it has been missing for long enough.
    private void Follow(Chain chain, DateTimeOffset now)
    {
        foreach ((string Terminal, string Epoch, long Seq) place in chain.TakeChangedBreaks())
        {
            if (_causes.Remove(place, out string? was))
            {
                _breaks[(place.Terminal, was)].Remove((place.Epoch, place.Seq));
            }

            if (chain.BreakAt(place.Terminal, place.Epoch, place.Seq) is { Proof: Proof.Gap } gap && now < gap.ReceivedAt + GapPatience)
            {
                _young.Enqueue(place, gap.ReceivedAt + GapPatience);
            }
            else
            {
                Count(chain, place);
            }
        }

        while (_young.TryPeek(out (string Terminal, string Epoch, long Seq) place, out DateTimeOffset until))
        {
            if (now < until)
            {
                LookAgain(until);
                return;
            }

            // It may have been counted or healed meanwhile, or be another fault now.
            _young.Dequeue();
            Count(chain, place);
        }
    }

    private void Count(Chain chain, (string Terminal, string Epoch, long Seq) place)
    {
        if (chain.BreakAt(place.Terminal, place.Epoch, place.Seq) is not { } found || !_causes.TryAdd(place, Words.Of(found.Proof)))
        {
            return;
        }

        (string Terminal, string) group = (place.Terminal, Words.Of(found.Proof));
        if (!_breaks.TryGetValue(group, out SortedSet<(string Epoch, long Seq)>? places))
        {
            places = [];
            _breaks.Add(group, places);
        }

        places.Add((place.Epoch, place.Seq));
    }

    // What the chain finds fault with needs no second complaint about its seal, and what cannot be read is told of already.
    private IEnumerable<(string Terminal, string Place)> AlteredOf(Chain chain)
    {
        foreach ((long position, string terminal) in _altered.Where(altered => chain.ProofOf(altered.Key) is Proof.Ok or null))
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{position}");
            if (!_found.TryGetValue((terminal, EntryCause), out HashSet<string>? unreadable) || !unreadable.Contains(place))
            {
                yield return (terminal, place);
            }
        }
    }

    private void Note(string terminal, string cause, string place)
    {
        if (!_found.TryGetValue((terminal, cause), out HashSet<string>? places))
        {
            places = new HashSet<string>(StringComparer.Ordinal);
            _found.Add((terminal, cause), places);
        }

        _changed |= places.Count < MostPlaces && places.Add(place);
    }

    private void Tell(DutyRoom room, (string Terminal, string Cause) group, int count, IEnumerable<string> places, DateTimeOffset now)
    {
        SentNotice? newest = room.Notices.Newest(Topic, group.Terminal, group.Cause);
        int told = Math.Min(newest?.Notice.Count ?? 0, _healed.GetValueOrDefault(group, int.MaxValue));
        _healed[group] = Math.Min(told, count);
        if (count <= told)
        {
            return;
        }

        if (newest != null && now < newest.SentAt + Pause)
        {
            LookAgain(newest.SentAt + Pause);
            return;
        }

        // A place that was told once is not told again, also when it was whole meanwhile.
        if (places.FirstOrDefault(place => !room.Notices.IsSent(KeyOf(group, place))) is { } first)
        {
            _healed[group] = count;
            room.Notices.Want(new Notice(KeyOf(group, first), Topic, room.TerminalOf(group.Terminal)?.Post ?? "", group.Terminal, "", now, [], group.Cause, count));
        }
    }

    private static bool IsOfLog(string cause) => cause is EntryCause or PositionsCause;

    private static string KeyOf((string Terminal, string Cause) group, string place) => $"{Topic}/{group.Terminal}/{group.Cause}/{place}";

    private void LookAgain(DateTimeOffset at) => Next = at < Next ? at : Next;
}
