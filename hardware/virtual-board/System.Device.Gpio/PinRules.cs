namespace System.Device.Gpio;

/// <summary>What the ESP32 can do with a pin (data sheet, section 2.2).</summary>
internal static class PinRules
{
    private const int HighestPin = 39;
    private const int FirstInputOnly = 34;
    private const int FirstFlashPin = 6;
    private const int LastFlashPin = 11;

    internal static bool Supports(int pin, PinMode mode)
    {
        if (pin < 0 || pin > HighestPin || (pin >= FirstFlashPin && pin <= LastFlashPin))
        {
            return false;
        }

        return mode == PinMode.Input || (pin < FirstInputOnly && mode <= PinMode.OutputOpenDrain);
    }
}
