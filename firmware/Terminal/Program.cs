using System.Device.Gpio;
using DutyKiosk.Core;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Signals;
using DutyKiosk.Terminal.Buzzer;
using DutyKiosk.Terminal.Clock;
using DutyKiosk.Terminal.Configuration;
using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Duty;
using DutyKiosk.Terminal.Flash;
using DutyKiosk.Terminal.Lamps;
using DutyKiosk.Terminal.Link;
using DutyKiosk.Terminal.Reader;
using DutyKiosk.Terminal.Signing;
using DutyKiosk.Terminal.Threads;
using nanoFramework.Networking;

namespace DutyKiosk.Terminal
{
    /// <summary>The terminal's program: it only wires.</summary>
    public static class Program
    {
        private const string Firmware = "0.1.0";

        /// <summary>The device starts here.</summary>
        public static void Main()
        {
            Start();
            LoopThread.KeepMain();
        }

        /// <summary>Starts every loop and returns the signals, so that who watches the terminal can tell what it shows.</summary>
        public static SignalLoop Start()
        {
            DeviceIdentity device = new DeviceIdentity();
            TerminalClock clock = new TerminalClock();
            FlashFiles flash = new FlashFiles();
            Restarter restarter = new Restarter(flash);
            GpioController pins = new GpioController();
            SignalLoop signals = new SignalLoop(new LampRow(pins), new Sounder(), clock);
            LoopThread signalThread = new LoopThread("signals", signals, restarter);
            signals.RunOn(signalThread);
            signalThread.Start();

            string error;
            TerminalConfiguration? configuration = ConfigurationFile.Read(flash, out error);
            if (configuration == null)
            {
                device.WriteConsole(error);
                signals.Stand(Signal.Fault);
                return signals;
            }

            string detail;
            string cause = restarter.TakeCause(out detail);
            uint epoch = device.DrawEpoch();
            TerminalInbox inbox = new TerminalInbox();
            LinkLoop link = new LinkLoop(configuration, inbox, device, restarter, (int)epoch);
            Kiosk kiosk = new Kiosk(configuration, flash, new Hmac(), signals, link, Firmware, epoch);
            kiosk.Start(clock.Now(), cause, detail);

            ReaderLoop reader = new ReaderLoop(pins, signals, inbox);
            HealthReport health = new HealthReport(link, reader, inbox, Topics.Of(configuration.Terminal, "health"));
            LoopThread dutyThread = new LoopThread("duty", new DutyLoop(kiosk, inbox, clock, health), restarter);
            LoopThread linkThread = new LoopThread("link", link, restarter);
            inbox.EmptiedBy(dutyThread);
            link.RunOn(linkThread, kiosk.Boot);
            dutyThread.Start();
            new LoopThread("reader", reader, restarter).Start();
            linkThread.Start();

            if (configuration.Ntp.Length > 0)
            {
                Sntp.Server1 = configuration.Ntp;
            }

            Sntp.Start();
            return signals;
        }
    }
}
