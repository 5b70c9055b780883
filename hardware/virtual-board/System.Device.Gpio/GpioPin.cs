using DutyKiosk.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>One open pin.</summary>
public sealed class GpioPin : IDisposable
{
    private PinMode _mode;

    internal GpioPin(int pinNumber, PinMode mode)
    {
        PinNumber = pinNumber;
        SetPinMode(mode);
    }

    /// <summary>Its number.</summary>
    public int PinNumber { get; }

    /// <summary>What it is used for.</summary>
    public PinMode GetPinMode() => _mode;

    /// <summary>Whether the chip can do that with it: 34 to 39 are inputs without resistors, 6 to 11 are the flash's.</summary>
    public bool IsPinModeSupported(PinMode pinMode) => PinRules.Supports(PinNumber, pinMode);

    /// <summary>Uses it for something.</summary>
    public void SetPinMode(PinMode value)
    {
        if (!PinRules.Supports(PinNumber, value))
        {
            throw new ArgumentException($"GPIO {PinNumber} cannot be used as {value}.", nameof(value));
        }

        _mode = value;
        if (value == PinMode.InputPullUp)
        {
            Board.Current.Pins.Drive(PinNumber, true);
        }
    }

    /// <summary>Its level.</summary>
    public PinValue Read() => Board.Current.Pins.Level(PinNumber);

    /// <summary>Sets its level.</summary>
    public void Write(PinValue value) => Board.Current.Pins.Drive(PinNumber, (bool)value);

    /// <summary>Turns its level over.</summary>
    public void Toggle() => Write(Read() == PinValue.Low);

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
