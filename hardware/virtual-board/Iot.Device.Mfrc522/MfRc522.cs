using System;
using System.Device.Gpio;
using System.Device.Spi;
using DutyKiosk.VirtualBoard;
using Iot.Device.Rfid;

namespace Iot.Device.Mfrc522;

/// <summary>The badge reader, with the behaviour of the real library, its faults included.</summary>
public class MfRc522 : IDisposable
{
    /// <summary>The fastest clock of the chip.</summary>
    public const int MaximumSpiClockFrequency = 10000000;

    /// <summary>The SPI mode of the chip.</summary>
    public const SpiMode DefaultSpiMode = SpiMode.Mode0;

    private readonly GpioController? _controller;
    private readonly bool _shouldDispose;

    /// <summary>A reader on SPI. The default disposes the controller that it was given.</summary>
    public MfRc522(SpiDevice spiDevice, int pinReset = -1, GpioController? gpioController = null, bool shouldDispose = true)
    {
        if (spiDevice.ConnectionSettings.ClockFrequency > MaximumSpiClockFrequency || spiDevice.ConnectionSettings.Mode != DefaultSpiMode)
        {
            throw new ArgumentException("The MFRC522 wants SPI mode 0 and at most 10 MHz.", nameof(spiDevice));
        }

        _controller = gpioController;
        _shouldDispose = shouldDispose;
        if (pinReset >= 0)
        {
            GpioController controller = gpioController ?? new GpioController();
            if (!controller.IsPinOpen(pinReset))
            {
                controller.OpenPin(pinReset, PinMode.Output);
            }

            controller.Write(pinReset, PinValue.High);
        }
    }

    /// <summary>The version of the chip; 0.0 on clones and when nothing answers.</summary>
    public Version Version => Board.Current.Reader.Fails ? new Version(0, 0) : new Version(2, 0);

    /// <summary>
    /// Looks for a card and selects it. Its timeout test is inverted: a positive timeout polls once and returns; zero polls until a card appears,
    /// which on the virtual board would be for ever, so it is refused.
    /// </summary>
    public bool ListenToCardIso14443TypeA(out Data106kbpsTypeA? card, TimeSpan timeout)
    {
        BoardReader reader = Board.Current.Reader;
        if (timeout <= TimeSpan.Zero)
        {
            throw new InvalidOperationException("A timeout of zero blocks the real library until a card appears.");
        }

        card = null;
        byte[]? uid = reader.Fails ? null : reader.Answer();
        if (uid == null)
        {
            return false;
        }

        card = new Data106kbpsTypeA(0, uid.Length == 4 ? (ushort)0x0004 : (ushort)0x0044, 0x08, (byte[])uid.Clone(), null);
        return true;
    }

    /// <summary>Whether a card answers a request.</summary>
    public bool IsCardPresent(byte[] atqa)
    {
        BoardReader reader = Board.Current.Reader;
        return !reader.Fails && reader.Answer() != null;
    }

    /// <summary>Sends the selected card to sleep: it answers no more until it has left the field.</summary>
    public bool Halt()
    {
        BoardReader reader = Board.Current.Reader;
        reader.Halted = true;
        return !reader.Fails;
    }

    /// <summary>Resets the chip, without the settings that the constructor made.</summary>
    public void SoftReset() => _ = Board.Current;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the reader.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (_shouldDispose)
        {
            _controller?.Dispose();
        }
    }
}
