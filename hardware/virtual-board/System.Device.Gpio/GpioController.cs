namespace System.Device.Gpio;

/// <summary>Opens pins. Every controller shows the same pins of the board, and disposing any of them closes all.</summary>
public sealed class GpioController : IDisposable
{
    private readonly PinTable _pins = PinTable.OfBoard;

    /// <summary>How many pins there are.</summary>
    public int PinCount => DutyKiosk.VirtualBoard.Board.Current.Chip.PinCount;

    /// <summary>Opens a pin as an input.</summary>
    /// <exception cref="InvalidOperationException">It is open already, through whatever controller.</exception>
    public GpioPin OpenPin(int pinNumber) => PinTable.OfBoard.Open(pinNumber);

    /// <summary>Opens a pin for something.</summary>
    /// <exception cref="InvalidOperationException">It is open already, through whatever controller.</exception>
    /// <exception cref="ArgumentException">The chip cannot do that with the pin; it stays open all the same.</exception>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        pin.SetPinMode(mode);
        return pin;
    }

    /// <summary>Closes a pin.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public void ClosePin(int pinNumber) => Pin(pinNumber).Dispose();

    /// <summary>Whether a pin is open.</summary>
    public bool IsPinOpen(int pinNumber) => PinTable.OfBoard.Find(pinNumber) != null;

    /// <summary>Whether the chip can do that with the pin.</summary>
    public bool IsPinModeSupported(int pinNumber, PinMode mode) => PinRules.Supports(pinNumber, mode);

    /// <summary>What an open pin is used for.</summary>
    public PinMode GetPinMode(int pinNumber) => Pin(pinNumber).GetPinMode();

    /// <summary>Uses an open pin for something.</summary>
    public void SetPinMode(int pinNumber, PinMode mode) => Pin(pinNumber).SetPinMode(mode);

    /// <summary>Reads an open pin.</summary>
    public PinValue Read(int pinNumber) => Pin(pinNumber).Read();

    /// <summary>Sets an open pin.</summary>
    public void Write(int pinNumber, PinValue value) => Pin(pinNumber).Write(value);

    /// <summary>Calls back on edges of an open pin; one callback a pin.</summary>
    public void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        Pin(pinNumber).CallBack(this, eventTypes, callback);
    }

    /// <summary>Calls back no more.</summary>
    public void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        PinTable.OfBoard.Find(pinNumber)?.CallBack(this, PinEventTypes.None, null);
    }

    /// <summary>Closes every open pin of the board, whichever controller opened it.</summary>
    public void Dispose() => _pins.CloseAll();

    private static GpioPin Pin(int pinNumber)
    {
        return PinTable.OfBoard.Find(pinNumber) ?? throw new InvalidOperationException($"GPIO {pinNumber} is not open.");
    }
}
