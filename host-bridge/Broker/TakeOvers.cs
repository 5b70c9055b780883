using System;
using System.Collections.Generic;
using System.Threading;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Terminals;
using Prometheus;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Connections that were ended because somebody else came under the same id with the same credentials. One device that connects anew ends its older connection by
/// itself, or does so once; two devices with one terminal's credentials throw each other out for as long as both are there. It may be told from any thread.
/// </summary>
public sealed class TakeOvers
{
    // A device whose link fails comes back after a pause that grows; no single one takes its own place over so often.
    private const int MostAMinute = 3;
    private static readonly TimeSpan Span = TimeSpan.FromMinutes(1);
    private static readonly Counter Total = Metrics.CreateCounter("dutykiosk_connection_takeovers_total", "Connections that were ended because another came under the same id with the same credentials.");

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Queue<DateTimeOffset>> _recent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);

    /// <summary>Whether something was found that was not collected yet.</summary>
    public bool HasNews
    {
        get
        {
            lock (_gate)
            {
                return _told.Count > 0;
            }
        }
    }

    /// <summary>A connection of an enrolled terminal was taken over at a moment.</summary>
    public void Note(string terminal, DateTimeOffset at)
    {
        Total.Inc();
        lock (_gate)
        {
            if (!_recent.TryGetValue(terminal, out Queue<DateTimeOffset>? recent))
            {
                recent = new Queue<DateTimeOffset>();
                _recent.Add(terminal, recent);
            }

            recent.Enqueue(at);
            while (recent.Count > MostAMinute + 1)
            {
                recent.Dequeue();
            }

            if (recent.Count > MostAMinute && at - recent.Peek() <= Span)
            {
                _told[terminal] = at;
            }
        }
    }

    /// <summary>Wants told what was found since the last time, of terminals whose credentials still hold.</summary>
    public void Collect(TerminalRegister terminals, NoticeBoard board)
    {
        lock (_gate)
        {
            foreach ((string terminal, DateTimeOffset at) in _told)
            {
                if (terminals.Find(terminal) is { } known)
                {
                    board.Want(CloneFindings.TerminalCloned(terminal, known.Post, "take-overs", at));
                }
            }

            _told.Clear();
        }
    }
}
