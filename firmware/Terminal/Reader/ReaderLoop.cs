using System;
using System.Device.Gpio;
using System.Device.Spi;
using DutyKiosk.Core.Link;
using DutyKiosk.Core.Signals;
using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Threads;
using Iot.Device.Mfrc522;
using Iot.Device.Rfid;
using nanoFramework.Hardware.Esp32;
using Esp32 = nanoFramework.Hardware.Esp32.Configuration;

namespace DutyKiosk.Terminal.Reader
{
    /// <summary>
    /// Polls the MFRC522. One presence of a card is one tap, however long it lies there; a card is gone when some polls in a row have found none,
    /// because a selected card may answer every other poll only.
    /// </summary>
    public sealed class ReaderLoop : ILoop
    {
        private const int PollMs = 100;
        private const int EmptyPollsUntilGone = 3;

        // A card on its way into the field answers before it can be selected; several cards never can.
        private const int PollsUntilUnreadable = 3;

        // Whoever was not seen for this long is gone, however few polls there were meanwhile.
        private const long GoneMs = 1500;

        // The library's timeout test is inverted: while its deadline on the wall clock lies ahead, it polls once and returns; once the deadline has passed, by
        // a slow poll or a step of the clock, it blocks until a card comes. No step reaches a hundred years.
        private const long PollTimeoutMs = 36500L * 24 * 3600 * 1000;

        // Written at the opening and read back to see whether the chip is there; clones answer to everything but their version.
        private const Gain ReaderGain = Gain.G38dB;
        private const long CheckEveryMs = 5000;
        private const long QuietMs = 30000;
        private const long FirstRetryMs = 1000;
        private const long LongestRetryMs = 30000;

        private readonly GpioController _controller;
        private readonly Board _board;
        private readonly ISignals _signals;
        private readonly TerminalInbox _inbox;
        private IOutgoing? _quiet;
        private MfRc522? _reader;
        private SpiDevice? _spi;
        private bool _healthy;
        private bool _everHealthy;
        private bool _present;
        private readonly byte[] _atqa = new byte[2];
        private byte[] _uid = new byte[0];
        private int _emptyPolls;
        private int _unreadablePolls;
        private long _seenTicks;
        private long _checkDue;
        private long _retryMs = FirstRetryMs;
        private long _failedSince;

        /// <summary>A loop that hands badges to the inbox.</summary>
        public ReaderLoop(GpioController controller, Board board, ISignals signals, TerminalInbox inbox)
        {
            _controller = controller;
            _board = board;
            _signals = signals;
            _inbox = inbox;
            Esp32.SetPinFunction(board.ReaderMosi, DeviceFunction.SPI1_MOSI);
            Esp32.SetPinFunction(board.ReaderMiso, DeviceFunction.SPI1_MISO);
            Esp32.SetPinFunction(board.ReaderClock, DeviceFunction.SPI1_CLOCK);
        }

        /// <summary>Whom to ask for quiet as soon as a badge is heard, before anybody has decided about it.</summary>
        public void AskForQuiet(IOutgoing link)
        {
            _quiet = link;
        }

        /// <summary>Whether the chip answers.</summary>
        public bool IsHealthy
        {
            get { return _healthy; }
        }

        /// <summary>How often it has polled since the start.</summary>
        public int Polls { get; private set; }

        /// <summary>How often the reader has failed since the start.</summary>
        public int Faults { get; private set; }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return _healthy && !_present && _unreadablePolls == 0; }
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            if (_reader == null)
            {
                return Open(ticks);
            }

            try
            {
                if (ticks >= _checkDue)
                {
                    _checkDue = ticks + CheckEveryMs;
                    if (_reader.Gain != ReaderGain)
                    {
                        return Fail("no answer", ticks);
                    }
                }

                Poll(_reader, ticks);
                return ticks + PollMs;
            }
            catch (Exception exception)
            {
                return Fail(exception.GetType().Name, ticks);
            }
        }

        private void Poll(MfRc522 reader, long ticks)
        {
            Polls++;
            Data106kbpsTypeA? card;
            if (!reader.ListenToCardIso14443TypeA(out card, TimeSpan.FromMilliseconds(PollTimeoutMs)) || card == null)
            {
                if (_present && ++_emptyPolls >= EmptyPollsUntilGone)
                {
                    _present = false;
                }

                LookForUnreadable(reader);
                return;
            }

            _unreadablePolls = 0;

            _present = _present && ticks - _seenTicks < GoneMs;
            _seenTicks = ticks;
            _emptyPolls = 0;
            byte[] uid = card.NfcId;
            if (_present && IsSame(uid, _uid))
            {
                return;
            }

            if (uid.Length == 4 || uid.Length == 7 || uid.Length == 10)
            {
                // Another card without a pause between: the next person was quick.
                _present = true;
                _uid = uid;
                _signals.Show(Signal.Heard);
                if (_quiet != null)
                {
                    _quiet.KeepQuiet(ticks + QuietMs);
                }

                _inbox.Tap(uid);
            }
        }

        // Nothing could be selected, and yet something answers: two cards at once are no tap, and whoever holds them there is to know.
        private void LookForUnreadable(MfRc522 reader)
        {
            if (_present || !reader.IsCardPresent(_atqa))
            {
                _unreadablePolls = 0;
            }
            else if (_unreadablePolls < PollsUntilUnreadable && ++_unreadablePolls == PollsUntilUnreadable)
            {
                _inbox.CardsUnreadable();
            }
        }

        private static bool IsSame(byte[] a, byte[] b)
        {
            if (a.Length != b.Length)
            {
                return false;
            }

            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != b[i])
                {
                    return false;
                }
            }

            return true;
        }

        private long Open(long ticks)
        {
            try
            {
                SpiConnectionSettings settings = new SpiConnectionSettings(Board.ReaderSpiBus, _board.ReaderSelect);
                settings.ClockFrequency = Board.ReaderClockHz;
                settings.Mode = MfRc522.DefaultSpiMode;
                _spi = SpiDevice.Create(settings);

                // The library would dispose the controller that the lamps use, too.
                _reader = new MfRc522(_spi, _board.ReaderReset, _controller, false);
                _reader.Gain = ReaderGain;
                if (_reader.Gain != ReaderGain)
                {
                    return Fail("no answer", ticks);
                }
            }
            catch (Exception exception)
            {
                return Fail(exception.GetType().Name, ticks);
            }

            if (!_healthy && _everHealthy)
            {
                _inbox.ReaderRecovered((int)((ticks - _failedSince) / 1000));
            }

            _healthy = true;
            _everHealthy = true;
            _retryMs = FirstRetryMs;
            _checkDue = ticks + CheckEveryMs;
            return ticks;
        }

        private long Fail(string detail, long ticks)
        {
            if (_healthy || !_everHealthy)
            {
                Faults++;
                _failedSince = ticks;
                _inbox.ReaderFailed(detail);
                _everHealthy = true;
            }

            _healthy = false;
            _present = false;
            Close();
            long due = ticks + _retryMs;
            _retryMs = _retryMs * 2 < LongestRetryMs ? _retryMs * 2 : LongestRetryMs;
            return due;
        }

        // Each for itself: one that is left open could not be opened again. Putting the chip to sleep talks to it, and it is the one that does not answer.
        private void Close()
        {
            MfRc522? reader = _reader;
            SpiDevice? spi = _spi;
            _reader = null;
            _spi = null;
            try
            {
                if (reader != null)
                {
                    reader.Dispose();
                }
            }
            catch (Exception)
            {
                Faults++;
            }

            try
            {
                if (spi != null)
                {
                    spi.Dispose();
                }
            }
            catch (Exception)
            {
                Faults++;
            }

            // A constructor or a Dispose that ended half way leaves the reset pin open on our controller.
            if (_controller.IsPinOpen(_board.ReaderReset))
            {
                _controller.ClosePin(_board.ReaderReset);
            }
        }
    }
}
