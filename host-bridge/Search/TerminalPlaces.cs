using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Search;

/// <summary>Which post a terminal stood for at a place in the log: a terminal that is enrolled anew may be moved, and what it wrote before belongs where it stood then. It may be asked from any thread.</summary>
public sealed class TerminalPlaces(Log log, TerminalRegister terminals)
{
    private const int Page = 1000;
    private readonly System.Threading.Lock _gate = new();
    private readonly Dictionary<string, List<(long Position, string Post)>> _moves = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _first = new(StringComparer.Ordinal);
    private long _readTo;

    /// <summary>Reads what was done to the terminals up to a place, if that is not known yet.</summary>
    public void ReadTo(long position)
    {
        lock (_gate)
        {
            if (position <= _readTo)
            {
                return;
            }

            List<LogEntry> page = log.ReadKind(LogKind.Terminal, _readTo, Page);
            while (page.Count > 0)
            {
                foreach (LogEntry entry in page)
                {
                    Note(entry);
                }

                _readTo = page[^1].Position;
                page = log.ReadKind(LogKind.Terminal, _readTo, Page);
            }

            _readTo = Math.Max(_readTo, position);
            foreach (TerminalEntry terminal in terminals.Ever)
            {
                _first.TryAdd(terminal.Id, terminal.FirstPost.Length > 0 ? terminal.FirstPost : terminal.Post);
            }
        }
    }

    /// <summary>The post of a terminal at a place up to which was read; empty: it has none.</summary>
    public string PostOf(string terminal, long position)
    {
        lock (_gate)
        {
            string? moved = _moves.TryGetValue(terminal, out List<(long Position, string Post)>? moves) ? moves.FindLast(move => move.Position < position).Post : null;
            return moved ?? _first.GetValueOrDefault(terminal, "");
        }
    }

    private void Note(LogEntry entry)
    {
        TerminalAct? act;
        try
        {
            act = entry.IsAltered ? null : TerminalAct.Of(entry);
        }
        catch (JsonException)
        {
            // Whoever folds the log tells of it.
            return;
        }

        if (act is { Act: TerminalAct.Enrolled })
        {
            if (!_moves.TryGetValue(act.Terminal, out List<(long Position, string Post)>? moves))
            {
                moves = [];
                _moves.Add(act.Terminal, moves);
            }

            moves.Add((entry.Position, act.Post));
        }
    }
}
