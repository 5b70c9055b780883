using System.Device.Gpio;
using DutyKiosk.VirtualBoard;

namespace System.Device.Spi;

/// <summary>Clock polarity and phase.</summary>
public enum SpiMode
{
    /// <summary>Idle low, sampled at the first edge: what the MFRC522 wants.</summary>
    Mode0 = 0,

    /// <summary>Idle low, second edge.</summary>
    Mode1 = 1,

    /// <summary>Idle high, first edge.</summary>
    Mode2 = 2,

    /// <summary>Idle high, second edge.</summary>
    Mode3 = 3,
}

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

    /// <summary>The clock in hertz.</summary>
    public int ClockFrequency { get; set; } = 500000;

    /// <summary>Polarity and phase.</summary>
    public SpiMode Mode { get; set; } = SpiMode.Mode3;

    /// <summary>The level that selects the device.</summary>
    public PinValue ChipSelectLineActiveState { get; set; } = PinValue.Low;
}

/// <summary>A device on a bus. What is behind it on the virtual board is the reader's own library.</summary>
public class SpiDevice : IDisposable
{
    /// <summary>A device with these settings.</summary>
    public SpiDevice(SpiConnectionSettings settings)
    {
        ConnectionSettings = settings;
    }

    /// <summary>How it is spoken to.</summary>
    public SpiConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens a device.</summary>
    public static SpiDevice Create(SpiConnectionSettings settings)
    {
        _ = Board.Current;
        if (settings.BusId is < 1 or > 2)
        {
            throw new ArgumentException($"There is no SPI bus {settings.BusId}.", nameof(settings));
        }

        return new SpiDevice(settings);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the device.</summary>
    protected void Dispose(bool disposing)
    {
    }
}
