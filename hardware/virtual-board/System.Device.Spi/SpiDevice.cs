using System.Collections.Generic;
using DutyKiosk.VirtualBoard;

namespace System.Device.Spi;

/// <summary>
/// A device on a bus. Bytes are not exchanged on the virtual board: the reader's library speaks to the virtual chip itself. What is checked is what
/// goes wrong on a bench: a bus that has no pins, and a select line that is taken.
/// </summary>
public class SpiDevice : IDisposable
{
    private const int FirstBusFunction = 0x10100;
    private const int NextBusFunction = 0x100;
    private const int Lines = 3;

    private readonly HashSet<int> _taken;
    private readonly Board _board;
    private bool _closed;

    /// <summary>A device with these settings.</summary>
    /// <exception cref="ArgumentException">There is no such bus, or no pins were mapped to it; bus 1 has 23, 25 and 19 from the start.</exception>
    /// <exception cref="SpiDeviceAlreadyInUseException">The select line of the bus is taken.</exception>
    public SpiDevice(SpiConnectionSettings settings)
    {
        _board = Board.Current;
        if (settings.BusId is < 1 or > 2 || !HasPins(settings.BusId))
        {
            throw new ArgumentException($"There is no SPI bus {settings.BusId}, or its pins are not mapped.", nameof(settings));
        }

        ConnectionSettings = settings;
        _taken = _board.Ram(() => new SelectLines()).Taken;
        lock (_taken)
        {
            if (!_taken.Add((settings.BusId * NextBusFunction) + settings.ChipSelectLine))
            {
                throw new SpiDeviceAlreadyInUseException();
            }
        }
    }

    /// <summary>How it is spoken to.</summary>
    public SpiConnectionSettings ConnectionSettings { get; }

    /// <summary>Opens a device.</summary>
    public static SpiDevice Create(SpiConnectionSettings settings) => new(settings);

    /// <summary>Closes the device; its select line is free again.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the device.</summary>
    protected void Dispose(bool disposing)
    {
        if (!_closed && disposing)
        {
            _closed = true;
            lock (_taken)
            {
                _taken.Remove((ConnectionSettings.BusId * NextBusFunction) + ConnectionSettings.ChipSelectLine);
            }
        }
    }

    private bool HasPins(int bus)
    {
        for (int line = 0; line < Lines; line++)
        {
            if (_board.Pins.PinOf(FirstBusFunction + ((bus - 1) * NextBusFunction) + line) < 0 && bus != 1)
            {
                return false;
            }
        }

        return true;
    }

    private sealed class SelectLines
    {
        internal HashSet<int> Taken { get; } = [];
    }
}

/// <summary>The select line of the bus is taken by another device.</summary>
public class SpiDeviceAlreadyInUseException : Exception
{
    /// <summary>Without a reason, as the real library throws it.</summary>
    public SpiDeviceAlreadyInUseException()
        : base("The SPI device is in use already.")
    {
    }
}
