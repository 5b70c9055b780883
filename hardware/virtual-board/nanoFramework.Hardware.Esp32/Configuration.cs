using System;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Hardware.Esp32;

/// <summary>The pin multiplexer.</summary>
public class Configuration
{
    private const int HighestPin = 39;
    private const int FirstFlashPin = 6;
    private const int LastFlashPin = 11;

    /// <summary>Maps a function to a pin; it leaves the pin that it had.</summary>
    /// <exception cref="ArgumentException">There is no such pin, or it is the flash's.</exception>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        if (pin is < 0 or > HighestPin or (>= FirstFlashPin and <= LastFlashPin))
        {
            throw new ArgumentException($"GPIO {pin} cannot be mapped: 6 to 11 are the flash's.", nameof(pin));
        }

        Board.Current.Pins.Map(pin, (int)value);
    }

    /// <summary>The pin that a function is mapped to; -1: none. SPI1 has 23, 25 and 19 from the start, everything else none.</summary>
    public static int GetFunctionPin(DeviceFunction function)
    {
        int pin = Board.Current.Pins.PinOf((int)function);
        return pin >= 0 ? pin : function switch
        {
            DeviceFunction.SPI1_MOSI => 23,
            DeviceFunction.SPI1_MISO => 25,
            DeviceFunction.SPI1_CLOCK => 19,
            _ => -1,
        };
    }
}
