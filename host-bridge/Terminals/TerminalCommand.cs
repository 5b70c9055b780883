using System;
using System.Collections.Generic;
using System.Globalization;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>Something that a terminal is told to do, as WIRE.md writes it.</summary>
public sealed class TerminalCommand
{
    private const string ReplayWord = "replay";
    private const string ReleaseWord = "release";

    private TerminalCommand(string word, string more)
    {
        Word = word;
        Members = $"\"command\":\"{word}\"{more}";
    }

    /// <summary>Its word.</summary>
    public string Word { get; }

    /// <summary>Its members, without the number before and the signature behind them.</summary>
    public string Members { get; }

    /// <summary>The words of all commands.</summary>
    public static IReadOnlyList<string> Words { get; } = ["locate", "silence", "restart", ReplayWord, ReleaseWord];

    /// <summary>Show and sound where it is.</summary>
    public static TerminalCommand Locate { get; } = new("locate", "");

    /// <summary>Silence an alarm.</summary>
    public static TerminalCommand Silence { get; } = new("silence", "");

    /// <summary>Start anew.</summary>
    public static TerminalCommand Restart { get; } = new("restart", "");

    /// <summary>Send its records again, from a number on.</summary>
    /// <param name="epoch">The epoch, 8 lower-case hex digits.</param>
    /// <param name="seq">The number, from 1.</param>
    /// <exception cref="ArgumentException">The epoch or the number is none.</exception>
    public static TerminalCommand Replay(string epoch, long seq)
    {
        return Ingest.RecordBody.IsEpoch(epoch) && seq is >= 1 and <= uint.MaxValue
            ? new TerminalCommand(ReplayWord, string.Create(CultureInfo.InvariantCulture, $",\"epoch\":\"{epoch}\",\"seq\":{seq}"))
            : throw new ArgumentException($"'{epoch}' with {seq} is no place in a journal: an epoch has 8 lower-case hex digits, and numbers begin with 1.", nameof(epoch));
    }

    /// <summary>Allow an unscheduled handover, in the name of a supervisor.</summary>
    /// <exception cref="ArgumentException">It is no id.</exception>
    public static TerminalCommand Release(string staff)
    {
        return Ingest.RecordBody.IsId(staff) ? new TerminalCommand(ReleaseWord, $",\"staff\":\"{staff}\"") : throw new ArgumentException($"'{staff}' is no id.", nameof(staff));
    }
}
