using System;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Hardware.Esp32;

/// <summary>What a pin can be mapped to; those that the terminal uses.</summary>
public enum DeviceFunction
{
    /// <summary>SPI bus 1, data to the device.</summary>
    SPI1_MOSI = 65792,

    /// <summary>SPI bus 1, data from the device.</summary>
    SPI1_MISO = 65793,

    /// <summary>SPI bus 1, clock.</summary>
    SPI1_CLOCK = 65794,

    /// <summary>PWM channel 1.</summary>
    PWM1 = 262400,
}

/// <summary>The pin multiplexer.</summary>
public static class Configuration
{
    /// <summary>Maps a function to a pin.</summary>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        if (pin is < 0 or > 39 or (>= 6 and <= 11))
        {
            throw new ArgumentException($"GPIO {pin} cannot be mapped: 6 to 11 are the flash's.", nameof(pin));
        }

        Board.Current.Pins.Map(pin);
    }
}
