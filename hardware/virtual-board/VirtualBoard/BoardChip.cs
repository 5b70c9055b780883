using System.Linq;

namespace DutyKiosk.VirtualBoard;

/// <summary>What differs between the chips that a board may have.</summary>
public sealed class BoardChip
{
    private readonly int[] _pins;
    private readonly int[] _flashPins;
    private readonly int[] _inputOnlyPins;

    private BoardChip(string target, int[] pins, int[] flashPins, int[] inputOnlyPins, int pwmChannels)
    {
        Target = target;
        _pins = pins;
        _flashPins = flashPins;
        _inputOnlyPins = inputOnlyPins;
        PwmChannels = pwmChannels;
    }

    /// <summary>An ESP32 (data sheet, section 2.2): 6 to 11 are the flash's, 34 to 39 are inputs only.</summary>
    public static BoardChip Esp32 { get; } = new(
        "ESP32_REV3", [.. Enumerable.Range(0, 20), 21, 22, 23, 25, 26, 27, .. Enumerable.Range(32, 8)], [.. Enumerable.Range(6, 6)], [.. Enumerable.Range(34, 6)], 16);

    /// <summary>An ESP32-S3 with octal PSRAM (data sheet, section 2.3): 26 to 32 are the flash's, 33 to 37 the PSRAM's.</summary>
    public static BoardChip Esp32S3 { get; } = new("ESP32_S3_OCTAL", [.. Enumerable.Range(0, 22), .. Enumerable.Range(26, 23)], [.. Enumerable.Range(26, 12)], [], 8);

    /// <summary>The name of its nanoFramework image.</summary>
    public string Target { get; }

    /// <summary>How many PWM channels it has.</summary>
    public int PwmChannels { get; }

    /// <summary>One more than the highest GPIO.</summary>
    public int PinCount => _pins.Max() + 1;

    /// <summary>Whether the program may use a GPIO.</summary>
    public bool HasPin(int pin) => _pins.Contains(pin) && !_flashPins.Contains(pin);

    /// <summary>Whether a GPIO has a driver and pulls.</summary>
    public bool CanDrive(int pin) => HasPin(pin) && !_inputOnlyPins.Contains(pin);
}
