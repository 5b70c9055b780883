using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.IO;
using DutyKiosk.VirtualBoard;
using Iot.Device.Rfid;

namespace Iot.Device.Mfrc522;

/// <summary>The badge reader, with the behaviour of the real library, its faults included.</summary>
public class MfRc522 : IDisposable
{
    /// <summary>The fastest clock of the chip, in hertz.</summary>
    public const int MaximumSpiClockFrequency = 10000000;

    /// <summary>The SPI mode of the chip.</summary>
    public const SpiMode DefaultSpiMode = SpiMode.Mode0;

    private const ushort AtqaShortUid = 0x0400;
    private const ushort AtqaLongUid = 0x4400;
    private const byte SakClassic = 0x08;
    private const byte SakUltralight = 0x00;

    private readonly int _pinReset;
    private readonly bool _shouldDispose;
    private readonly bool _speaksItsLanguage;
    private GpioController? _controller;
    private SpiDevice? _spiDevice;
    private bool _hasDefaults;
    private bool _enabled;
    private Gain _gain = Gain.G33dB;

    /// <summary>
    /// A reader on SPI. A reset pin is opened here, so it must not be open; the default disposes the controller that it was given, and with it every
    /// open pin of the board. A wrong mode or a clock over 10 MHz throws nothing: the chip just does not answer.
    /// </summary>
    public MfRc522(SpiDevice spiDevice, int pinReset = -1, GpioController? gpioController = null, bool shouldDispose = true)
    {
        _spiDevice = spiDevice;
        _pinReset = pinReset;
        _speaksItsLanguage = spiDevice.ConnectionSettings.Mode == DefaultSpiMode && spiDevice.ConnectionSettings.ClockFrequency <= MaximumSpiClockFrequency;
        if (pinReset >= 0)
        {
            _shouldDispose = shouldDispose || gpioController == null;
            _controller = gpioController ?? new GpioController();
            _controller.OpenPin(pinReset, PinMode.Output);
            _controller.Write(pinReset, PinValue.Low);
            _controller.Write(pinReset, PinValue.High);
        }

        _hasDefaults = true;
        _enabled = true;
    }

    /// <summary>The version of the chip, 1.0 or 2.0; 0.0 on clones and when nothing answers.</summary>
    public Version Version => Chip() is { Fails: false } ? new Version(2, 0) : new Version(0, 0);

    /// <summary>How much the receiver amplifies.</summary>
    public Gain Gain
    {
        get => Chip() is { Fails: false } ? _gain : Gain.G18dBa;
        set
        {
            Chip();
            _gain = value;
        }
    }

    /// <summary>Whether the antenna is on.</summary>
    public bool Enabled
    {
        get => Chip() is { Fails: false } && _enabled;
        set
        {
            Chip();
            _enabled = value;
        }
    }

    /// <summary>
    /// Looks for a card and selects it. The timeout test is inverted, as in the real library: a positive timeout polls once and returns; zero or less
    /// polls until a card appears.
    /// </summary>
    /// <param name="card">The card; after a poll without one, an empty one.</param>
    /// <param name="timeout">Anything positive.</param>
    /// <exception cref="StalledException">It would block, in simulated time.</exception>
    public bool ListenToCardIso14443TypeA(out Data106kbpsTypeA card, TimeSpan timeout)
    {
        card = new Data106kbpsTypeA(0, 0, 0, [], null);
        BoardReader? reader = Field();
        if (timeout <= TimeSpan.Zero)
        {
            Board board = Board.Current;
            board.Time.Block(board, "Listening for a card without a timeout", () => reader?.IsAnswered() == true);
        }

        byte[]? uid = reader?.Answer(select: true);
        if (uid == null)
        {
            return false;
        }

        bool isShort = uid.Length == 4;
        card = new Data106kbpsTypeA(0, isShort ? AtqaShortUid : AtqaLongUid, isShort ? SakClassic : SakUltralight, uid, null);
        return true;
    }

    /// <summary>Whether a card answers a request; also when several do.</summary>
    /// <param name="atqa">2 bytes for the answer.</param>
    public bool IsCardPresent(byte[] atqa)
    {
        if (atqa is not { Length: 2 })
        {
            throw new ArgumentException("The answer to a request has 2 bytes.", nameof(atqa));
        }

        BoardReader? reader = Field();
        if (reader == null || !reader.IsAnswered())
        {
            return false;
        }

        ushort answer = reader.Answer(select: false) is { Length: > 4 } ? AtqaLongUid : AtqaShortUid;
        atqa[0] = (byte)(answer >> 8);
        atqa[1] = (byte)answer;
        return true;
    }

    /// <summary>Sends the selected card to sleep: it answers no more until it has left the field.</summary>
    public bool Halt() => Chip()?.Halt() == true;

    /// <summary>Resets the chip, without the settings that the constructor made: the antenna is off, and no card is read until the object is made anew.</summary>
    public void SoftReset()
    {
        Chip();
        _hasDefaults = false;
        _enabled = false;
        _gain = Gain.G33dB;
    }

    /// <summary>Switches the antenna off.</summary>
    public void PrepareForSleep() => Enabled = false;

    /// <summary>Closes the reader, its SPI device and its reset pin, and the controller where it was told so.</summary>
    public void Dispose()
    {
        _spiDevice?.Dispose();
        _spiDevice = null;
        if (_pinReset >= 0 && _controller?.IsPinOpen(_pinReset) == true)
        {
            _controller.ClosePin(_pinReset);
        }

        if (_shouldDispose)
        {
            _controller?.Dispose();
        }

        _controller = null;
        GC.SuppressFinalize(this);
    }

    private BoardReader? Chip()
    {
        Board board = Board.Current;
        if (_spiDevice == null)
        {
            throw new IOException("No SPI, I2C or Serial port");
        }

        return _speaksItsLanguage ? board.Reader : null;
    }

    private BoardReader? Field()
    {
        BoardReader? chip = Chip();
        return _hasDefaults && _enabled ? chip : null;
    }
}
