using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>GPIO levels, the pin multiplexer and PWM channels, observable as on a logic analyser (<see cref="Changed"/>).</summary>
public sealed class BoardPins
{
    private const int FirstPwmFunction = 0x40100;
    private const int LastPwmFunction = 0x41000;
    private const int NextFunction = 0x100;

    private readonly Board _board;
    private readonly Dictionary<int, bool> _levels = [];
    private readonly Dictionary<int, int> _pinsOfFunctions = [];
    private readonly Dictionary<int, Channel> _channels = [];
    private readonly HashSet<int> _grounded = [];
    private readonly object _gate = new();

    internal BoardPins(Board board)
    {
        _board = board;
    }

    /// <summary>A pin's level, or what PWM puts out on it, has changed: lamps and buzzer are watched with it. Raised on the thread that changed it.</summary>
    public event Action<BoardChange>? Changed;

    /// <summary>A level has changed: what a GPIO interrupt is made of.</summary>
    internal event Action<int, bool>? Edge;

    /// <summary>The level of a pin.</summary>
    public bool Level(int pin)
    {
        lock (_gate)
        {
            return !_grounded.Contains(pin) && _levels.TryGetValue(pin, out bool high) && high;
        }
    }

    /// <summary>A button between a pin and ground is pressed or let go; it stays so whatever happens to the power.</summary>
    public void Press(int pin, bool pressed)
    {
        bool before = Level(pin);
        lock (_gate)
        {
            _ = pressed ? _grounded.Add(pin) : _grounded.Remove(pin);
        }

        bool after = Level(pin);
        if (before != after)
        {
            Changed?.Invoke(new BoardChange(_board.Clock.TickMs, pin, after, 0, 0));
            Edge?.Invoke(pin, after);
        }

        _board.Poke();
    }

    /// <summary>Drives a pin, from the chip or from outside (a button).</summary>
    public void Drive(int pin, bool high)
    {
        lock (_gate)
        {
            if ((_levels.TryGetValue(pin, out bool before) && before) == high)
            {
                return;
            }

            _levels[pin] = high;
        }

        Changed?.Invoke(new BoardChange(_board.Clock.TickMs, pin, high, 0, 0));
        Edge?.Invoke(pin, high);
    }

    /// <summary>A resistor pulls a pin that nothing drives.</summary>
    internal void Pull(int pin, bool high)
    {
        bool driven;
        lock (_gate)
        {
            driven = _levels.ContainsKey(pin);
        }

        if (!driven)
        {
            Drive(pin, high);
        }
    }

    /// <summary>The frequency that PWM puts out on a pin in hertz; 0: it is quiet.</summary>
    public int ToneHz(int pin)
    {
        lock (_gate)
        {
            return _channels.Values.FirstOrDefault(channel => channel.Pin == pin && channel.Running)?.Hz ?? 0;
        }
    }

    /// <summary>Maps a function to a pin, as <c>Configuration.SetPinFunction</c> does; the function leaves the pin that it had.</summary>
    internal void Map(int pin, int function)
    {
        lock (_gate)
        {
            _pinsOfFunctions[function] = pin;
        }
    }

    /// <summary>The pin of a function; -1: there is none.</summary>
    internal int PinOf(int function)
    {
        lock (_gate)
        {
            return _pinsOfFunctions.TryGetValue(function, out int pin) ? pin : -1;
        }
    }

    /// <summary>The PWM channel that is mapped to a pin, 1 to 16; 0: none is.</summary>
    internal int PwmChannelOf(int pin)
    {
        lock (_gate)
        {
            for (int function = FirstPwmFunction; function <= LastPwmFunction; function += NextFunction)
            {
                if (_pinsOfFunctions.TryGetValue(function, out int mapped) && mapped == pin)
                {
                    return (function >> 8) & 0xFF;
                }
            }

            return 0;
        }
    }

    /// <summary>
    /// Sets what a PWM channel puts out. Two neighbours (1 and 2, 3 and 4, …) have one timer, so a frequency is the frequency of both.
    /// </summary>
    internal void SetPwm(int channel, int pin, int hz, double duty, bool running)
    {
        var changes = new List<BoardChange>();
        lock (_gate)
        {
            int neighbour = channel % 2 == 0 ? channel - 1 : channel + 1;
            Put(channel, new Channel(pin, hz, duty, running), changes);
            if (_channels.TryGetValue(neighbour, out Channel? other))
            {
                Put(neighbour, new Channel(other.Pin, hz, other.Duty, other.Running), changes);
            }
        }

        foreach (BoardChange change in changes)
        {
            Changed?.Invoke(change);
        }
    }

    internal void Reset()
    {
        int[] lit;
        int[] sounding;
        lock (_gate)
        {
            lit = _levels.Where(level => level.Value).Select(level => level.Key).OrderBy(pin => pin).ToArray();
            sounding = _channels.Values.Where(channel => channel.Running).Select(channel => channel.Pin).OrderBy(pin => pin).ToArray();
            _levels.Clear();
            _pinsOfFunctions.Clear();
            _channels.Clear();
            Edge = null;
        }

        foreach (int pin in lit.Concat(sounding))
        {
            Changed?.Invoke(new BoardChange(_board.Clock.TickMs, pin, false, 0, 0));
        }
    }

    private void Put(int number, Channel next, List<BoardChange> changes)
    {
        bool sounded = _channels.TryGetValue(number, out Channel? before) && before.Running;
        bool same = before != null && before.Hz == next.Hz && before.Duty.Equals(next.Duty);
        _channels[number] = next;
        if (sounded != next.Running || (sounded && !same))
        {
            changes.Add(new BoardChange(_board.Clock.TickMs, next.Pin, false, next.Running ? next.Hz : 0, next.Running ? next.Duty : 0));
        }
    }

    private sealed class Channel(int pin, int hz, double duty, bool running)
    {
        internal int Pin { get; } = pin;

        internal int Hz { get; } = hz;

        internal double Duty { get; } = duty;

        internal bool Running { get; } = running;
    }
}
