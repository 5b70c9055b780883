using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>
/// Has terminals do something. A terminal takes a command whose number is higher than that of the one before, so numbers grow: they are places in the log, or more
/// where a terminal has seen higher ones, of a log that was restored from an older copy since. Whoever calls sees to it that one thread at a time is in it.
/// </summary>
public sealed class TerminalCommands(FoldedLog log, TerminalRegister terminals, IMessageOut messages, TimeProvider time)
{
    // Two commands may follow each other sooner than the health that tells of the first.
    private readonly Dictionary<string, long> _given = new(StringComparer.Ordinal);

    // The numbers that are not places in the log: none, but in a log that was restored from an older copy.
    private readonly Dictionary<long, long> _higher = [];

    /// <summary>The number of the command whose entry has a place in the log.</summary>
    public long NumberOf(long position) => _higher.GetValueOrDefault(position, position);

    /// <summary>Tells a terminal, and returns the number of the command. One that is not connected never learns of it.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="command">What it is to do.</param>
    /// <param name="seen">The highest number that it has seen, as far as it has said so under its signature; 0: it has not.</param>
    /// <exception cref="ArgumentException">There is no such terminal.</exception>
    public long Send(string terminal, TerminalCommand command, long seen)
    {
        TerminalEntry entry = terminals.Find(terminal) ?? throw new ArgumentException($"There is no terminal {terminal}.", nameof(terminal));
        long position = log.Append([new LogEntry(0, LogKind.Command, terminal, "", 0, Encoding.UTF8.GetBytes("{" + command.Members + "}"), time.GetUtcNow())])[0];
        long number = Math.Max(position, Math.Max(seen, _given.GetValueOrDefault(terminal)) + 1);
        _given[terminal] = number;
        if (number != position)
        {
            _higher[position] = number;
        }

        string topic = SignedMessage.Topic(terminal, "command");
        messages.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{number},{command.Members}"), entry.KeyBytes()), false);
        return number;
    }
}
