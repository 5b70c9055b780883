using System;
using System.Collections.Generic;
using System.Threading;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Folds the log from the first entry on beside a bridge that went on from a snapshot, with readings and a watch of its own. When it has caught up it takes the place of what came from the snapshot, so
/// that nothing the bridge shows as proved hangs on what an earlier start has found.
/// </summary>
public sealed class HistoryProof(Log log, TerminalRegister terminals, Action<string, Exception> fault)
{
    // So many at a time: whoever stops it does not wait for long, nor does anybody who goes on with it.
    private const int Page = 1000;

    private readonly Lock _going = new();
    private LogFold? _fold;
    private bool _isEnded;

    /// <summary>What it has found.</summary>
    public HistoryWatch History { get; } = new();

    /// <summary>
    /// Goes on by one page; returns whether there is more up to a place. Several threads may want it to come to its end. Up to that place the bridge itself has folded: what an entry says of terminals
    /// and their keys it has taken in, and here that is only asked for.
    /// </summary>
    public bool GoOn(long last)
    {
        lock (_going)
        {
            if (_isEnded)
            {
                return false;
            }

            _fold ??= new LogFold(log, terminals, History, fault);
            List<LogEntry> entries = log.Read(_fold.Position, Page);
            _fold.Take(entries.Exists(entry => entry.Position > last) ? entries.FindAll(entry => entry.Position <= last) : entries);
            return entries.Count == Page && _fold.Position < last;
        }
    }

    /// <summary>Goes on to a place, and gives out what is proved and folded there: from then on that is the bridge's own, and whoever else still has this comes too late.</summary>
    public LogFold End(long last)
    {
        lock (_going)
        {
            while (GoOn(last))
            {
                // A page at a time.
            }

            LogFold fold = _isEnded || _fold == null ? throw new InvalidOperationException("A proof is ended once.") : _fold;
            _isEnded = true;
            return fold;
        }
    }
}
