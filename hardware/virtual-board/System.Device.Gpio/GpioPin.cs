using DutyKiosk.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>One open pin.</summary>
public sealed class GpioPin : IDisposable
{
    private readonly PinTable _table;
    private PinMode _mode;
    private bool _closed;
    private GpioController? _controller;
    private PinEventTypes _wanted;
    private PinChangeEventHandler? _callback;
    private long _lastEdge = long.MinValue;

    internal GpioPin(PinTable table, int pinNumber)
    {
        _table = table;
        PinNumber = pinNumber;
    }

    /// <summary>An edge was seen; raised on the runtime's event thread.</summary>
    public event PinValueChangedEventHandler? ValueChanged;

    /// <summary>Its number.</summary>
    public int PinNumber { get; }

    /// <summary>An edge that comes sooner after the last one raises nothing.</summary>
    public TimeSpan DebounceTimeout { get; set; }

    private bool IsOutput => _mode >= PinMode.Output;

    /// <summary>What it is used for.</summary>
    public PinMode GetPinMode()
    {
        RequireOpen();
        return _mode;
    }

    /// <summary>Whether the chip can do that with it.</summary>
    public bool IsPinModeSupported(PinMode pinMode)
    {
        RequireOpen();
        return PinRules.Supports(PinNumber, pinMode);
    }

    /// <summary>Uses it for something.</summary>
    /// <exception cref="ArgumentException">The chip cannot do that with it.</exception>
    public void SetPinMode(PinMode value)
    {
        Board board = RequireOpen();
        if (!PinRules.Supports(PinNumber, value))
        {
            throw new ArgumentException($"GPIO {PinNumber} cannot be used as {value}.", nameof(value));
        }

        _mode = value;
        if (value is PinMode.InputPullUp or PinMode.InputPullDown)
        {
            board.Pins.Pull(PinNumber, value == PinMode.InputPullUp);
        }
    }

    /// <summary>Its level.</summary>
    public PinValue Read() => RequireOpen().Pins.Level(PinNumber);

    /// <summary>Sets its level.</summary>
    /// <exception cref="InvalidOperationException">It is no output.</exception>
    public void Write(PinValue value)
    {
        Board board = RequireOpen();
        if (!IsOutput)
        {
            throw new InvalidOperationException($"GPIO {PinNumber} is no output.");
        }

        board.Pins.Drive(PinNumber, (bool)value);
    }

    /// <summary>Turns its level over, where it is an output.</summary>
    public void Toggle()
    {
        if (IsOutput)
        {
            Write(Read() == PinValue.Low);
        }
    }

    /// <summary>Closes it; its level stays what it is.</summary>
    public void Dispose()
    {
        if (!_closed)
        {
            _closed = true;
            _table.Close(PinNumber);
        }
    }

    internal void CallBack(GpioController controller, PinEventTypes wanted, PinChangeEventHandler? callback)
    {
        RequireOpen();
        _controller = controller;
        _wanted = wanted;
        _callback = callback;
    }

    internal void Raise(PinEventTypes edge)
    {
        long ticks = Board.Current.Clock.TickMs;
        if (_closed || (_lastEdge != long.MinValue && ticks - _lastEdge < DebounceTimeout.TotalMilliseconds))
        {
            return;
        }

        _lastEdge = ticks;
        ValueChanged?.Invoke(this, new PinValueChangedEventArgs(edge, PinNumber));
        if (_controller != null && (_wanted & edge) != PinEventTypes.None)
        {
            _callback?.Invoke(_controller, new PinValueChangedEventArgs(edge, PinNumber));
        }
    }

    private Board RequireOpen()
    {
        Board board = Board.Current;
        return _closed ? throw new ObjectDisposedException(nameof(GpioPin)) : board;
    }
}
