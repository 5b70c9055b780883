using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>
/// Finds two devices behind the credentials of one terminal, by what both leave in the log. A device that was copied without its journal begins one of its own,
/// and the two journals go on in turn; a terminal that has lost its journal never comes back to the old one. Sessions grow with every connection of a device, and
/// those of two go up and down. Two devices with one and the same journal give one number to two records, which the chain finds by itself.
/// </summary>
public sealed class TwinTerminals
{
    // A record of the old journal that was under way when the new one began comes late once. A device that takes another one's place begins its sessions anew, once.
    private const int TurnsThatTell = 2;
    private static readonly TimeSpan Span = TimeSpan.FromHours(1);

    private readonly Dictionary<string, Twin> _terminals = new(StringComparer.Ordinal);

    /// <summary>Takes in a record that is proved; true when it shows that two devices write.</summary>
    public bool Take(RecordView record)
    {
        LogEntry entry = record.Entry;
        Twin twin = Of(entry.Terminal);
        DateTimeOffset? at = record.SureTime();
        Journal journal = twin.Journals.TryGetValue(entry.Epoch, out Journal? known) ? known : new Journal();
        bool isLate = twin.Newest is { } newest && newest != journal && at <= newest.NewestAt;
        bool isTurn = known != null && twin.Newest != known && !isLate;
        twin.Journals[entry.Epoch] = journal;
        journal.NewestAt = journal.NewestAt is { } before && !(at > before) ? before : at;

        // What is only late is of a journal that has ended; the one that goes on stays the newest.
        twin.Newest = isLate ? twin.Newest : journal;
        return isTurn && twin.Turns.Add(entry.ReceivedAt);
    }

    /// <summary>Takes in that a terminal is connected; true when it shows that two devices connect.</summary>
    public bool TakeSession(string terminal, long session, DateTimeOffset at)
    {
        Twin twin = Of(terminal);
        // The same one again is a message that was sent twice.
        bool fell = session < twin.Session;
        twin.Session = session;
        return fell && twin.Falls.Add(at);
    }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(_terminals, terminal =>
        {
            Twin twin = terminal.Value;
            writer.Text(terminal.Key);
            writer.Each(twin.Journals, journal =>
            {
                writer.Text(journal.Key);
                writer.MaybeTime(journal.Value.NewestAt);
                writer.Flag(journal.Value == twin.Newest);
            });
            writer.Number(twin.Session);
            twin.Turns.Save(writer);
            twin.Falls.Save(writer);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        reader.Times(() =>
        {
            Twin twin = Of(reader.Text());
            reader.Times(() =>
            {
                string epoch = reader.Text();
                var journal = new Journal { NewestAt = reader.MaybeTime() };
                twin.Journals.Add(epoch, journal);
                twin.Newest = reader.Flag() ? journal : twin.Newest;
            });
            twin.Session = reader.Number();
            twin.Turns.Load(reader);
            twin.Falls.Load(reader);
        });
    }

    private Twin Of(string terminal)
    {
        if (!_terminals.TryGetValue(terminal, out Twin? twin))
        {
            twin = new Twin();
            _terminals.Add(terminal, twin);
        }

        return twin;
    }

    private sealed class Twin
    {
        internal Dictionary<string, Journal> Journals { get; } = new(StringComparer.Ordinal);

        internal Journal? Newest { get; set; }

        internal long Session { get; set; }

        internal Turns Turns { get; } = new();

        internal Turns Falls { get; } = new();
    }

    private sealed class Journal
    {
        internal DateTimeOffset? NewestAt { get; set; }
    }

    // So many moments within an hour are needed; the newest ones are all that is kept.
    private sealed class Turns
    {
        private readonly Queue<DateTimeOffset> _at = new();

        internal bool Add(DateTimeOffset at)
        {
            _at.Enqueue(at);
            if (_at.Count > TurnsThatTell)
            {
                _at.Dequeue();
            }

            return _at.Count == TurnsThatTell && at - _at.Peek() <= Span;
        }

        internal void Save(StateWriter writer) => writer.Each(_at, writer.Time);

        internal void Load(StateReader reader) => reader.Times(() => _at.Enqueue(reader.Time()));
    }
}
