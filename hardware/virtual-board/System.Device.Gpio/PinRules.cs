using DutyKiosk.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>What the board's chip can do with a pin.</summary>
internal static class PinRules
{
    internal static bool Supports(int pin, PinMode mode)
    {
        BoardChip chip = Board.Current.Chip;
        return mode == PinMode.Input ? chip.HasPin(pin) : chip.CanDrive(pin) && mode <= PinMode.OutputOpenDrain;
    }
}
