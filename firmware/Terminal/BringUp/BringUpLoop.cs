using System.Text;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Signals;
using DutyKiosk.Terminal.Clock;
using DutyKiosk.Terminal.Configuration;
using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Lamps;
using DutyKiosk.Terminal.Link;
using DutyKiosk.Terminal.Reader;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.BringUp
{
    /// <summary>
    /// Bring-up mode: walks through the parts of a new or repaired terminal, one after the other, and says of each whether it works, on the serial console in words
    /// and by signal. What fails is told again and again by as many refusals as its number, until the power goes or half an hour has passed. No tap is taken down meanwhile.
    /// </summary>
    public sealed class BringUpLoop : ILoop
    {
        /// <summary>The parts in the order of their numbers, which count from 1.</summary>
        public const int Lamps = 1, Buzzer = 2, Reader = 3, Flash = 4, Configured = 5, WiFi = 6, Time = 7, Broker = 8, Last = 8;

        private const string ProbeFile = "bring-up";
        private const long LookMs = 250;
        private const long ShowMs = 4000;
        private const long PatienceMs = 30000;
        private const long BetweenRefusalsMs = 3000;
        private const long BetweenRoundsMs = 10000;

        // A terminal that was forgotten in bring-up takes no taps.
        private const long LongestMs = 30 * 60 * 1000;

        private readonly SignalLoop _signals;
        private readonly DeviceIdentity _device;
        private readonly TerminalClock _clock;
        private readonly IFlash _flash;
        private readonly ReaderLoop _reader;
        private readonly TerminalInbox _inbox;
        private readonly LinkLoop? _link;
        private readonly string _configurationError;
        private readonly Restarter _restarter;
        private int _part = Lamps;
        private long _partSince = -1;
        private int _firstFailed;
        private int _refusalsLeft;

        /// <summary>A walk over these parts; <paramref name="link"/> is null where the configuration is wrong.</summary>
        public BringUpLoop(
            SignalLoop signals, DeviceIdentity device, TerminalClock clock, IFlash flash, ReaderLoop reader, TerminalInbox inbox, LinkLoop? link, string configurationError,
            Restarter restarter)
        {
            _signals = signals;
            _device = device;
            _clock = clock;
            _flash = flash;
            _reader = reader;
            _inbox = inbox;
            _link = link;
            _configurationError = configurationError;
            _restarter = restarter;
        }

        /// <inheritdoc/>
        public bool IsIdle
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public long Step(long ticks)
        {
            while (_inbox.Take() != null)
            {
                // Badges are heard by the reader's own cue; nothing is taken down here.
            }

            if (ticks >= LongestMs)
            {
                _restarter.Restart("restart", "", "bring-up");
            }

            if (_part > Last)
            {
                return Tell(ticks);
            }

            if (_partSince < 0)
            {
                _partSince = ticks;
                if (_part == Lamps)
                {
                    // All three lamps burn and four notes rise: whoever stands there sees which lamp is dark and hears whether there is a sound.
                    _signals.Show(Signal.Confirmed);
                }
            }

            string? fault = Look(ticks - _partSince);
            if (fault == null)
            {
                return ticks + LookMs;
            }

            Report(fault);
            _part++;
            _partSince = -1;
            return ticks + LookMs;
        }

        // What is wrong with the part; empty: nothing. Null: it is too early to say.
        private string? Look(long sinceMs)
        {
            switch (_part)
            {
                case Lamps:
                case Buzzer:
                    return sinceMs < ShowMs ? null : "";
                case Reader:
                    return _reader.IsHealthy ? "" : Later(sinceMs, "the MFRC522 does not answer: check its supply, SPI wires, select and reset (Board.cs)");
                case Flash:
                    return LookAtFlash();
                case Configured:
                    return _configurationError;
                case WiFi:
                    return _device.HasAddress() ? "" : Later(sinceMs, "no address: check the Wi-Fi settings (nanoff --networkdeployment) and the aerial");
                case Time:
                    return _clock.Now().WallSet ? "" : Later(sinceMs, "no time server answers: check the network, or name one of the house (ntp)");
                default:
                    return _link == null ? "needs a configuration" : _link.IsUp ? "" : Later(sinceMs, "no connection: check broker, port, password and certificate; the lines above say why");
            }
        }

        private static string? Later(long sinceMs, string fault)
        {
            return sinceMs < PatienceMs ? null : fault;
        }

        private string LookAtFlash()
        {
            byte[] probe = Encoding.UTF8.GetBytes("DutyKiosk");
            bool written = _flash.Write(ProbeFile, probe, probe.Length);
            byte[]? read = _flash.Read(ProbeFile);
            _flash.Delete(ProbeFile);
            bool same = written && read != null && read.Length == probe.Length;
            for (int i = 0; same && i < probe.Length; i++)
            {
                same = read![i] == probe[i];
            }

            return same ? "" : "what was written cannot be read again: erase it (nanoff --masserase) and enrol anew";
        }

        private void Report(string fault)
        {
            _device.WriteConsole("bring-up " + _part.ToString() + "/" + Last.ToString() + " " + NameOf(_part) + ": " + (fault.Length == 0 ? (_part <= Buzzer ? "see, and hear" : "ok") : fault));
            if (fault.Length == 0)
            {
                if (_part > Buzzer)
                {
                    _signals.Show(Signal.Accepted);
                }

                return;
            }

            _firstFailed = _firstFailed == 0 ? _part : _firstFailed;
            _signals.Show(Signal.Fault);
        }

        private long Tell(long ticks)
        {
            if (_firstFailed == 0)
            {
                _signals.Stand(Signal.Confirmed);
                return LongestMs;
            }

            _signals.Stand(Signal.Fault);
            if (_refusalsLeft == 0)
            {
                _refusalsLeft = _firstFailed;
                return ticks + BetweenRoundsMs;
            }

            _refusalsLeft--;
            _signals.Show(Signal.Refused);
            return ticks + BetweenRefusalsMs;
        }

        private static string NameOf(int part)
        {
            switch (part)
            {
                case Lamps:
                    return "lamps";
                case Buzzer:
                    return "buzzer";
                case Reader:
                    return "reader";
                case Flash:
                    return "flash";
                case Configured:
                    return "configuration";
                case WiFi:
                    return "Wi-Fi";
                case Time:
                    return "time";
                default:
                    return "broker";
            }
        }
    }
}
