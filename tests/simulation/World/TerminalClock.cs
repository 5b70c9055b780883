using System;
using DutyKiosk.Core.Clock;

namespace DutyKiosk.Simulation.World;

/// <summary>Both clocks of a terminal: ticks since its start, by a crystal of its own, and a wall clock that is set by a time server and by nothing else.</summary>
public sealed class TerminalClock(Agenda agenda, double crystalPpm)
{
    // What the ticks begin with: the runtime was there before the program.
    private const long FirstTicks = 900;

    private long _bootMs;
    private bool _set;
    private long _offsetMs;

    /// <summary>How far the wall clock is off, in milliseconds; null: it was never set since the start.</summary>
    public long? ErrorMs => _set ? Wall() - agenda.Now.ToUnixTimeMilliseconds() : null;

    /// <summary>The terminal starts.</summary>
    public void Boot()
    {
        _bootMs = agenda.NowMs;
        _set = false;
    }

    /// <summary>A time server answers; its answer took a while that nobody knows.</summary>
    public void Synchronise(int errorMs)
    {
        _set = true;
        _offsetMs = agenda.Now.ToUnixTimeMilliseconds() + errorMs - Ticks();
    }

    /// <summary>A time server that is mad sets it, or somebody by hand.</summary>
    public void Jump(TimeSpan by) => _offsetMs += (long)by.TotalMilliseconds;

    /// <summary>A reading.</summary>
    public Moment Read() => new(Ticks(), _set ? Wall() : Ticks());

    /// <summary>The simulated moment at which a tick will have come.</summary>
    public long WhenMs(long ticks) => ticks >= long.MaxValue / 4 ? long.MaxValue : _bootMs + (long)Math.Ceiling((ticks - FirstTicks) / (1 + (crystalPpm / 1e6)));

    /// <summary>The tick of its next whole minute; without a wall clock a minute from now.</summary>
    public long NextMinute() => _set ? Ticks() + 60000 - (Wall() % 60000) : Ticks() + 60000;

    private long Ticks() => FirstTicks + (long)((agenda.NowMs - _bootMs) * (1 + (crystalPpm / 1e6)));

    private long Wall() => _offsetMs + Ticks();
}
