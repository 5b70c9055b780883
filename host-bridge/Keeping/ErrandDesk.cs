using System;
using System.Globalization;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Does what the command line asks of the bridge that runs: it alone speaks to terminals, and knows what is folded. Whoever calls sees to it that one thread at a time is in it.
/// </summary>
public sealed class ErrandDesk(FoldedLog log, TerminalRegister terminals, TerminalCommands commands, TerminalHealth health, TimeProvider time)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ProjectionPause = TimeSpan.FromHours(1);

    private readonly Errands _errands = new(log.Log.Database, time);
    private DateTimeOffset _next;
    private DateTimeOffset _projectionDue = time.GetUtcNow() + ProjectionPause;

    /// <summary>Does what waits, once a second, and keeps the hash of what is folded, once an hour.</summary>
    public void Step(DateTimeOffset now)
    {
        if (now < _next)
        {
            return;
        }

        _next = now + Look;
        foreach (Errand errand in _errands.Open())
        {
            _errands.Answer(errand, Do(errand));
        }

        if (now >= _projectionDue)
        {
            _projectionDue = now + ProjectionPause;
            log.Projection.Keep(log.Log.Database);
        }
    }

    private string Do(Errand errand)
    {
        switch (errand.What)
        {
            case Errand.Rebuild:
                log.Rebuild();
                log.Projection.Keep(log.Log.Database);
                return string.Create(CultureInfo.InvariantCulture, $"Everything was folded again, up to position {log.Position}.");
            case Errand.Replay when terminals.Find(errand.Terminal) is { } terminal:
                string epoch = errand.Epoch.Length > 0 ? errand.Epoch : log.Room.TerminalOf(terminal.Id)?.Epoch ?? "";
                if (!RecordBody.IsEpoch(epoch) || errand.Seq is < 1 or > uint.MaxValue)
                {
                    return $"{terminal.Id} has no such journal: name one of those that 'host-bridge verify' lists.";
                }

                long number = commands.Send(terminal.Id, TerminalCommand.Replay(epoch, errand.Seq), health.CommandSeen(terminal.Id));
                string state = log.Room.TerminalOf(terminal.Id)?.State ?? "never";
                return string.Create(CultureInfo.InvariantCulture, $"{terminal.Id} was told to send the records of journal {epoch} again from number {errand.Seq} on (command {number}); it is {state}.");
            case Errand.Replay:
                return $"There is no terminal '{errand.Terminal}' whose credentials hold.";
            default:
                return $"This bridge does not know how to '{errand.What}': it is older than the program that asks.";
        }
    }
}
