namespace System.Device.Gpio;

/// <summary>The level of a pin.</summary>
public struct PinValue : IEquatable<PinValue>
{
    private readonly byte _value;

    private PinValue(byte value)
    {
        _value = value;
    }

    /// <summary>The supply's level.</summary>
    public static PinValue High => new(1);

    /// <summary>Ground.</summary>
    public static PinValue Low => new(0);

    /// <summary>0 is low, anything else high.</summary>
    public static implicit operator PinValue(int value) => value == 0 ? Low : High;

    /// <summary>True is high.</summary>
    public static implicit operator PinValue(bool value) => value ? High : Low;

    /// <summary>High is true.</summary>
    public static explicit operator bool(PinValue value) => value._value != 0;

    /// <summary>High is 1.</summary>
    public static explicit operator byte(PinValue value) => value._value;

    /// <summary>High is 1.</summary>
    public static explicit operator int(PinValue value) => value._value;

    /// <summary>Same level.</summary>
    public static bool operator ==(PinValue a, PinValue b) => a.Equals(b);

    /// <summary>Other level.</summary>
    public static bool operator !=(PinValue a, PinValue b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(PinValue other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PinValue other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _value;

    /// <inheritdoc/>
    public override string ToString() => _value == 0 ? "Low" : "High";
}
