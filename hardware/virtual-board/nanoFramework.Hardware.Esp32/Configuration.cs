using System;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Hardware.Esp32;

/// <summary>The pin multiplexer.</summary>
public class Configuration
{
    private const int FirstPwmFunction = 0x40100;
    private const int NextFunction = 0x100;

    /// <summary>Maps a function to a pin; it leaves the pin that it had.</summary>
    /// <exception cref="ArgumentException">
    /// There is no such pin, it is the flash's, or the chip has no such PWM channel: the real library writes past its table then (DeviceMapping_common.cpp of nf-interpreter).
    /// </exception>
    public static void SetPinFunction(int pin, DeviceFunction value)
    {
        BoardChip chip = Board.Current.Chip;
        if (!chip.HasPin(pin))
        {
            throw new ArgumentException($"GPIO {pin} cannot be mapped: there is none, or it is the flash's.", nameof(pin));
        }

        if ((int)value >= FirstPwmFunction + (chip.PwmChannels * NextFunction))
        {
            throw new ArgumentException($"The chip has no {value}.", nameof(value));
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
