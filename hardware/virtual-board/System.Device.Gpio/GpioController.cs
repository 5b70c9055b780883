using System.Collections.Generic;
using DutyKiosk.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>Opens pins. It shares the board's pins with every other controller on it.</summary>
public sealed class GpioController : IDisposable
{
    private readonly Dictionary<int, GpioPin> _open = [];

    /// <summary>A controller of the board that the calling code runs on.</summary>
    public GpioController()
    {
        _ = Board.Current;
    }

    /// <summary>How many pins there are.</summary>
    public int PinCount => 40;

    /// <summary>Opens a pin for something.</summary>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        if (_open.ContainsKey(pinNumber))
        {
            throw new InvalidOperationException($"GPIO {pinNumber} is open already.");
        }

        var pin = new GpioPin(pinNumber, mode);
        _open.Add(pinNumber, pin);
        return pin;
    }

    /// <summary>Opens a pin as an input.</summary>
    public GpioPin OpenPin(int pinNumber) => OpenPin(pinNumber, PinMode.Input);

    /// <summary>Closes a pin.</summary>
    public void ClosePin(int pinNumber) => _open.Remove(pinNumber);

    /// <summary>Whether a pin is open.</summary>
    public bool IsPinOpen(int pinNumber) => _open.ContainsKey(pinNumber);

    /// <summary>Whether the chip can do that with the pin.</summary>
    public bool IsPinModeSupported(int pinNumber, PinMode mode) => PinRules.Supports(pinNumber, mode);

    /// <summary>Reads an open pin.</summary>
    public PinValue Read(int pinNumber) => Pin(pinNumber).Read();

    /// <summary>Sets an open pin.</summary>
    public void Write(int pinNumber, PinValue value) => Pin(pinNumber).Write(value);

    /// <summary>Uses an open pin for something.</summary>
    public void SetPinMode(int pinNumber, PinMode mode) => Pin(pinNumber).SetPinMode(mode);

    /// <inheritdoc/>
    public void Dispose() => _open.Clear();

    private GpioPin Pin(int pinNumber) => _open.TryGetValue(pinNumber, out GpioPin? pin)
        ? pin
        : throw new InvalidOperationException($"GPIO {pinNumber} is not open.");
}
