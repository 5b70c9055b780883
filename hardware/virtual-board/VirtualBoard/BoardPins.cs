using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualBoard;

/// <summary>GPIO levels and PWM channels, observable as on a logic analyser.</summary>
public sealed class BoardPins
{
    private readonly Board _board;
    private readonly Dictionary<int, bool> _levels = [];
    private readonly Dictionary<int, int> _pwmHz = [];
    private readonly HashSet<int> _mapped = [];
    private readonly object _gate = new();

    internal BoardPins(Board board)
    {
        _board = board;
    }

    /// <summary>A pin's level, or the frequency that a PWM pin puts out, has changed.</summary>
    public event Action<Board>? Changed;

    /// <summary>The level of a pin.</summary>
    public bool Level(int pin)
    {
        lock (_gate)
        {
            return _levels.TryGetValue(pin, out bool high) && high;
        }
    }

    /// <summary>Drives a pin, from the chip or from outside (a button).</summary>
    public void Drive(int pin, bool high)
    {
        lock (_gate)
        {
            if (_levels.TryGetValue(pin, out bool before) && before == high)
            {
                return;
            }

            _levels[pin] = high;
        }

        Changed?.Invoke(_board);
    }

    /// <summary>The frequency on a PWM pin in hertz; 0: it is quiet.</summary>
    public int ToneHz(int pin)
    {
        lock (_gate)
        {
            return _pwmHz.TryGetValue(pin, out int hz) ? hz : 0;
        }
    }

    /// <summary>Puts a frequency on a PWM pin; 0 stops it.</summary>
    public void Sound(int pin, int hz)
    {
        lock (_gate)
        {
            if ((_pwmHz.TryGetValue(pin, out int before) ? before : 0) == hz)
            {
                return;
            }

            _pwmHz[pin] = hz;
        }

        Changed?.Invoke(_board);
    }

    /// <summary>Maps a function to a pin, as <c>Configuration.SetPinFunction</c> does.</summary>
    public void Map(int pin)
    {
        lock (_gate)
        {
            _mapped.Add(pin);
        }
    }

    /// <summary>Whether a function was mapped to the pin.</summary>
    public bool IsMapped(int pin)
    {
        lock (_gate)
        {
            return _mapped.Contains(pin);
        }
    }

    internal void Reset()
    {
        lock (_gate)
        {
            _levels.Clear();
            _pwmHz.Clear();
            _mapped.Clear();
        }

        Changed?.Invoke(_board);
    }
}
