using nanoFramework.Runtime.Events;

namespace System.Device.Gpio;

/// <summary>Which edge.</summary>
[Flags]
public enum PinEventTypes
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>From low to high.</summary>
    Rising = 1,

    /// <summary>From high to low.</summary>
    Falling = 2,
}

/// <summary>Handles an edge of a pin object.</summary>
public delegate void PinValueChangedEventHandler(object sender, PinValueChangedEventArgs e);

/// <summary>Handles an edge that was asked for through a controller.</summary>
public delegate void PinChangeEventHandler(object sender, PinValueChangedEventArgs pinValueChangedEventArgs);

/// <summary>An edge on a pin.</summary>
public class PinValueChangedEventArgs : BaseEvent
{
    /// <summary>An edge on a pin.</summary>
    public PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
    {
        ChangeType = changeType;
        PinNumber = pinNumber;
    }

    /// <summary>Which edge.</summary>
    public PinEventTypes ChangeType { get; }

    /// <summary>On which pin.</summary>
    public int PinNumber { get; }
}
