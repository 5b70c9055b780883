using System;
using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Tells somebody, once each, where a history is broken: a record that does not fit, a number that is missing for long, a journal that was begun
/// anew, a log whose end was cut off, a terminal that has another end than the store.
/// </summary>
public sealed class HistoryWatch
{
    private const string Topic = "history-broken";

    // What is missing may be under way: records may overtake each other, and a restored bridge asks for what it lacks.
    private static readonly TimeSpan GapPatience = TimeSpan.FromMinutes(1);

    private readonly List<(string Terminal, string Place)> _found = [];
    private long _seen = -1;

    /// <summary>When a gap will have lasted long enough to be told.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>An entry that the fold could not read.</summary>
    public void Unreadable(LogEntry entry) => _found.Add((entry.Terminal, string.Create(CultureInfo.InvariantCulture, $"entry/{entry.Position}")));

    /// <summary>The terminal has another record under this number than the store, or one where the store has none.</summary>
    public void Differs(string terminal, string epoch, long seq) => _found.Add((terminal, string.Create(CultureInfo.InvariantCulture, $"{epoch}/{seq}/end")));

    /// <summary>Positions of the log that were given and are not there: another hand has taken entries away.</summary>
    public void Missing(long from, long to) => _found.Add(("", string.Create(CultureInfo.InvariantCulture, $"positions/{from}-{to}")));

    /// <summary>Everything is judged anew.</summary>
    public void Restart() => _seen = -1;

    /// <summary>Wants notices for what was found; false when nothing has changed since the last look.</summary>
    public bool Look(Chain chain, DutyRoom room, DateTimeOffset now)
    {
        foreach ((string terminal, string place) in _found)
        {
            Want(room, terminal, place, now);
        }

        _found.Clear();
        if (chain.Changes == _seen && now < Next)
        {
            return false;
        }

        _seen = chain.Changes;
        Next = DateTimeOffset.MaxValue;
        foreach (string terminal in chain.Terminals)
        {
            foreach (HistoryBreak found in chain.BreaksOf(terminal))
            {
                if (found.Proof == Proof.Gap && now < found.ReceivedAt + GapPatience)
                {
                    Next = found.ReceivedAt + GapPatience < Next ? found.ReceivedAt + GapPatience : Next;
                    continue;
                }

                Want(room, terminal, string.Create(CultureInfo.InvariantCulture, $"{found.Epoch}/{found.Seq}"), now);
            }
        }

        foreach ((string terminal, string epoch) in chain.NewJournals)
        {
            Want(room, terminal, epoch, now);
        }

        return true;
    }

    private static void Want(DutyRoom room, string terminal, string place, DateTimeOffset now)
    {
        room.Notices.Want(new Notice($"{Topic}/{terminal}/{place}", Topic, room.TerminalOf(terminal)?.Post ?? "", terminal, "", now, []));
    }
}
