using System.Device.Gpio;

namespace System.Device.Spi;

/// <summary>How a device on a bus is spoken to.</summary>
public sealed class SpiConnectionSettings
{
    /// <summary>A device on a bus, selected by a pin.</summary>
    public SpiConnectionSettings(int busId, int chipSelectLine = -1)
    {
        BusId = busId;
        ChipSelectLine = chipSelectLine;
    }

    /// <summary>The bus, 1 or 2.</summary>
    public int BusId { get; set; }

    /// <summary>The pin that selects the device.</summary>
    public int ChipSelectLine { get; set; }

    /// <summary>The level that selects the device.</summary>
    public PinValue ChipSelectLineActiveState { get; set; } = PinValue.Low;

    /// <summary>The clock in hertz.</summary>
    public int ClockFrequency { get; set; } = 500000;

    /// <summary>Which lines are used at once.</summary>
    public SpiBusConfiguration Configuration { get; set; }

    /// <summary>Bits of a transfer.</summary>
    public int DataBitLength { get; set; } = 8;

    /// <summary>Which bit goes first.</summary>
    public DataFlow DataFlow { get; set; }

    /// <summary>Polarity and phase.</summary>
    public SpiMode Mode { get; set; }
}
