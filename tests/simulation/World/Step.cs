using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace DutyKiosk.Simulation.World;

/// <summary>What a step of a script does. The arguments are whole numbers: terminals and people by their place in the <see cref="House"/>, times in milliseconds.</summary>
public enum StepKind
{
    /// <summary>A badge: terminal, person. Who stands behind the last person is an unknown card, and behind a hundred of those a telephone.</summary>
    Tap,

    /// <summary>
    /// A handover, if the outgoing person holds: terminal, outgoing, incoming, milliseconds between the badges, 1 when the incoming begins, a supervisor who releases holds or -1, 1 when
    /// the first taps twice.
    /// </summary>
    Handover,

    /// <summary>A handover by a supervisor's leave: terminal, supervisor, the first of the pair, the second, milliseconds between the badges.</summary>
    Released,

    /// <summary>A hold is opened at the bridge: post, person.</summary>
    HoldOpen,

    /// <summary>A hold is cleared at the bridge: post, person.</summary>
    HoldClear,

    /// <summary>The bridge sends a command: terminal, which (0 locate, 1 silence, 2 restart, 3 release), person.</summary>
    Command,

    /// <summary>The roster changes: how often it did before.</summary>
    Roster,

    /// <summary>A link is cut: terminal, for how long.</summary>
    Cut,

    /// <summary>A link loses, doubles, delays and reorders: terminal, for how long, what of a hundred messages is lost.</summary>
    Lossy,

    /// <summary>A link is slow: terminal, for how long, by how much.</summary>
    Slow,

    /// <summary>The power goes: terminal, for how long.</summary>
    PowerOff,

    /// <summary>The power goes in the middle of a write: terminal, for how long, which write from now, how much of it is left in thousandths, 1 with garbage behind that.</summary>
    PowerInWrite,

    /// <summary>The file system cannot commit: terminal, which write from now, how much of it is left in thousandths, 1 with garbage behind that.</summary>
    FlashRefuses,

    /// <summary>A clock jumps: terminal, seconds.</summary>
    ClockJump,

    /// <summary>The time server is away: terminal, for how long.</summary>
    NoTime,

    /// <summary>The bridge dies: for how long, where (<see cref="KillPoint"/>), at which time from now that it comes there.</summary>
    KillBridge,

    /// <summary>The store cannot commit: for how long, how (<see cref="StoreFault"/>), how many of a hundred tries fail.</summary>
    StoreFails,

    /// <summary>The bridge's database is copied.</summary>
    BackUp,

    /// <summary>The copy is put back while the bridge is stopped: for how long.</summary>
    Restore,

    /// <summary>Somebody with a terminal's password sends a record of his own: terminal, 1 with a number that is still to come.</summary>
    Forge,
}

/// <summary>Where a bridge dies.</summary>
public enum KillPoint
{
    /// <summary>Between two steps.</summary>
    Anywhere,

    /// <summary>Before a transaction begins.</summary>
    BeforeWrite,

    /// <summary>In a transaction, before its commit.</summary>
    InWrite,

    /// <summary>Between a commit and whatever follows it.</summary>
    AfterWrite,

    /// <summary>Before a PUBACK.</summary>
    AtPuback,

    /// <summary>Before a publish of its own.</summary>
    AtPublish,
}

/// <summary>How a store fails.</summary>
public enum StoreFault
{
    /// <summary>Before anything is written.</summary>
    Before,

    /// <summary>At the commit, which undoes everything.</summary>
    AtCommit,

    /// <summary>Behind the commit: everything is on the disk, and nobody can know it.</summary>
    Behind,
}

/// <summary>Something that happens at a moment, from the start of the simulation.</summary>
public sealed record Step(long AtMs, StepKind Kind, params int[] Args)
{
    private const string TimeFormat = @"d\.hh\:mm\:ss\.fff";

    /// <summary>Reads a line of a script.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Step Parse(string line)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Length >= 2 && TimeSpan.TryParseExact(words[0], TimeFormat, CultureInfo.InvariantCulture, out TimeSpan at) && Enum.TryParse(words[1], out StepKind kind)
            ? new Step((long)at.TotalMilliseconds, kind, [.. words[2..].Select(word => int.Parse(word, CultureInfo.InvariantCulture))])
            : throw new FormatException($"'{line}' is no step: it begins with a time such as 0.07:45:00.000 and a kind.");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{TimeSpan.FromMilliseconds(AtMs).ToString(TimeFormat, CultureInfo.InvariantCulture)} {Kind} {string.Join(' ', Args)}".TrimEnd();
}

/// <summary>Everything that happens to a house from outside. With the seed, which decides the house and every chance on the network, it decides a run altogether.</summary>
public sealed record Script(int Seed, IReadOnlyList<Step> Steps)
{
    /// <summary>Reads a script.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static Script Load(string path)
    {
        string[] lines = [.. File.ReadAllLines(path).Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
        return lines.Length > 0 && lines[0].StartsWith("seed ", StringComparison.Ordinal)
            ? new Script(int.Parse(lines[0].AsSpan(5), CultureInfo.InvariantCulture), [.. lines.Skip(1).Select(Step.Parse)])
            : throw new FormatException($"{path} begins with no 'seed N'.");
    }

    /// <summary>The lines of its file, with what the numbers mean behind each.</summary>
    public IEnumerable<string> Lines(House house) => Steps.Select(step => $"{step,-60} # {house.Say(step)}").Prepend($"seed {Seed}");
}
