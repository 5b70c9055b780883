using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Goes through the log in its order, proves it and folds it. The bridge does it as the log grows, and whoever looks the log over does it from the first entry
/// on; both come to the same.
/// </summary>
public sealed class LogFold
{
    private readonly TerminalRegister _terminals;
    private readonly HistoryWatch _history;
    private readonly Action<string, Exception> _fault;
    private readonly RetainedAct _retained;
    private readonly long _changedBefore;

    /// <summary>A fold before the first entry of a log.</summary>
    /// <param name="fault">Is told of an entry that cannot be read: which, and why.</param>
    public LogFold(Log log, TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault)
        : this(terminals, history, fault, ChangedBefore(log), RetainedAct.Newest(log))
    {
    }

    /// <summary>A fold as it would be if this were what was removed.</summary>
    public LogFold(TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault, RetainedAct retained)
        : this(terminals, history, fault, 0, retained)
    {
    }

    private LogFold(TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault, long changedBefore, RetainedAct retained, StateReader reader)
    {
        _changedBefore = changedBefore;
        _terminals = terminals;
        _history = history;
        _fault = fault;
        _retained = retained;
        Position = reader.Number();
        Chain = Chain.Load(reader, terminals.KeysOf);
        Room = DutyRoom.Load(reader, terminals);
        _history.Load(reader);
    }

    /// <summary>Goes on from folded state; null: what was folded by then was removed or changed since.</summary>
    /// <exception cref="System.IO.InvalidDataException">It is not what was written.</exception>
    public static LogFold? Load(StateReader reader, Log log, TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault)
    {
        long changedBefore = ChangedBefore(log);
        return reader.Number() == changedBefore ? new LogFold(terminals, history, fault, changedBefore, RetainedAct.Newest(log), reader) : null;
    }

    /// <summary>Writes everything that is proved and folded. To be done between two entries.</summary>
    public void Save(StateWriter writer)
    {
        writer.Number(_changedBefore);
        writer.Number(Position);
        Chain.Save(writer);
        Room.Save(writer);
        _history.Save(writer);
    }

    // What is known to be removed is read last: an act that is appended between the two readings stands behind the place then, and the fold is outdated when it comes to it.
    private LogFold(TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault, long changedBefore, RetainedAct retained)
    {
        _changedBefore = changedBefore;
        _terminals = terminals;
        _history = history;
        _fault = fault;
        _retained = retained;
        Chain = new Chain(terminals.KeysOf);
        Room = new DutyRoom(terminals);
        foreach (RetainedChain chain in _retained.Chains)
        {
            Chain.Begin(chain);
        }

        Room.Forget(_retained);
    }

    /// <summary>What is proved.</summary>
    public Chain Chain { get; }

    /// <summary>What is folded.</summary>
    public DutyRoom Room { get; }

    /// <summary>The place in the log up to which everything is proved and folded.</summary>
    public long Position { get; private set; }

    /// <summary>Whether what was folded was removed or changed since by a bridge itself, as policy or law wants it: it is to be folded again from the first entry on.</summary>
    public bool IsOutdated { get; private set; }

    /// <summary>The place of the newest entry about something removed or changed that this fold knows of; 0: none.</summary>
    public long ChangedAt => _changedBefore;

    /// <summary>Goes on with what stands behind <see cref="Position"/>.</summary>
    public void Take(IReadOnlyList<LogEntry> entries) => Take(LogPage.Of(entries));

    /// <summary>Goes on with what stands behind <see cref="Position"/>.</summary>
    public void Take(LogPage page)
    {
        for (int i = 0; i < page.Entries.Count; i++)
        {
            Take(page.Entries[i], page.Bodies[i]);
        }
    }

    /// <summary>So many entries are missing at the end.</summary>
    public void MissingAtEnd(long count)
    {
        if (count > 0)
        {
            Missing(Position + 1, Position + count);
        }
    }

    private void Take(LogEntry entry, RecordBody? body)
    {
        if (entry.Position > Position + 1)
        {
            Missing(Position + 1, entry.Position - 1);
        }

        if (entry.IsAltered)
        {
            _history.Altered(entry);
        }

        Position = entry.Position;
        switch (entry.Kind)
        {
            case LogKind.Record or LogKind.Fork or LogKind.Quarantined or LogKind.Erased:
                Fold(Chain.Judge(entry, body));
                break;
            case LogKind.Terminal:
                _terminals.Apply(entry);
                Fold([entry]);
                break;
            case LogKind.PassedOver:
                // Another hand's word that a gap may be passed over counts for nothing.
                Fold(entry.IsAltered ? [] : Chain.PassOver(entry.Terminal, entry.Epoch, entry.Seq));
                break;
            case LogKind.Retained or LogKind.Erasure:
                IsOutdated |= !entry.IsAltered && entry.Position > _changedBefore;
                break;
            default:
                Fold([entry]);
                break;
        }
    }

    private static long ChangedBefore(Log log)
    {
        return new[] { LogKind.Retained, LogKind.Erasure }.SelectMany(kind => log.ReadKindBackwards(kind, long.MaxValue, 1)).Select(entry => entry.Position).DefaultIfEmpty(0).Max();
    }

    private void Missing(long from, long to)
    {
        foreach (PositionRange range in _retained.NotGone(new PositionRange(from, to)))
        {
            _history.Missing(range.From, range.To);
        }
    }

    private void Fold(IReadOnlyList<LogEntry> entries)
    {
        foreach (LogEntry entry in entries)
        {
            try
            {
                Room.Apply(entry);
            }
            catch (Exception exception)
            {
                // Nobody who is let in writes such an entry: another hand did, or a later version, or nobody has thought of it. Whatever it throws
                // it would throw at every start again, so it is told of, and bars nothing behind it.
                _history.Unreadable(entry);
                _fault($"Folding entry {entry.Position}", exception);
            }
        }
    }
}
