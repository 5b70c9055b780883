namespace DutyKiosk.TerminalKit.Rules;

/// <summary>The rules by their names, as they are told to whoever breaks one.</summary>
public static class RuleNames
{
    /// <summary>The chip has such a GPIO.</summary>
    public const string NoSuchPin = "no-such-pin";

    /// <summary>The GPIO is led out on the board.</summary>
    public const string NotLedOut = "not-led-out";

    /// <summary>The flash hangs on the GPIO.</summary>
    public const string FlashPin = "flash-pin";

    /// <summary>The PSRAM hangs on the GPIO.</summary>
    public const string PsramPin = "psram-pin";

    /// <summary>The GPIO has no driver and no pulls.</summary>
    public const string InputOnly = "input-only";

    /// <summary>The GPIO's level decides how the chip starts.</summary>
    public const string StrappingPin = "strapping-pin";

    /// <summary>The serial console has the GPIO.</summary>
    public const string ConsolePin = "console-pin";

    /// <summary>The GPIO puts something out while the chip starts.</summary>
    public const string NoisyAtBoot = "noisy-at-boot";

    /// <summary>Two nets have one GPIO.</summary>
    public const string PinTwice = "pin-twice";

    /// <summary>A net that the chip works with has no GPIO, or a GPIO is given to no such net; the firmware's ten nets are all there.</summary>
    public const string NoPin = "no-pin";

    /// <summary>Nothing but 3.3 V comes to the chip and to what bears no more.</summary>
    public const string Voltage = "voltage";

    /// <summary>A pin gives no more than its driver is set to.</summary>
    public const string PinCurrent = "pin-current";

    /// <summary>All pins together give no more than the chip bears.</summary>
    public const string AllPinsCurrent = "all-pins-current";

    /// <summary>A lamp is bright enough.</summary>
    public const string LampCurrent = "lamp-current";

    /// <summary>The transistor conducts fully.</summary>
    public const string Transistor = "transistor";

    /// <summary>Supply and regulator give what everything takes.</summary>
    public const string SupplyCurrent = "supply-current";

    /// <summary>What is left of the supply's voltage at worst is enough.</summary>
    public const string SupplyVoltage = "supply-voltage";

    /// <summary>The PWM channel exists.</summary>
    public const string PwmChannel = "pwm-channel";

    /// <summary>The SPI bus exists, and its three lines, a select line and a clock that the part takes are there.</summary>
    public const string SpiBus = "spi-bus";

    /// <summary>What lets current through one way only stands the right way round.</summary>
    public const string Polarity = "polarity";

    /// <summary>Every pin of a part is connected once, and every end is a part's.</summary>
    public const string Connected = "connected";
}
