namespace System.Device.Gpio;

/// <summary>What a pin is used for.</summary>
public enum PinMode
{
    /// <summary>Input.</summary>
    Input = 0,

    /// <summary>Input with a resistor to ground.</summary>
    InputPullDown = 1,

    /// <summary>Input with a resistor to the supply.</summary>
    InputPullUp = 2,

    /// <summary>Push-pull output.</summary>
    Output = 3,

    /// <summary>Open-drain output.</summary>
    OutputOpenDrain = 4,

    /// <summary>Open-drain output with a resistor to the supply.</summary>
    OutputOpenDrainPullUp = 5,

    /// <summary>Open-source output; no ESP32 has it.</summary>
    OutputOpenSource = 6,

    /// <summary>Open-source output with a resistor to ground; no ESP32 has it.</summary>
    OutputOpenSourcePullDown = 7,
}
