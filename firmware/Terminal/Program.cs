using System;
using System.Device.Gpio;
using DutyKiosk.Core;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Signals;
using DutyKiosk.Core.Update;
using DutyKiosk.Terminal.BringUp;
using DutyKiosk.Terminal.Button;
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
using DutyKiosk.Terminal.Update;
using DutyKiosk.Terminal.Watch;
using nanoFramework.Networking;
using nanoFramework.Runtime.Native;

namespace DutyKiosk.Terminal
{
    /// <summary>The terminal's program: it only wires.</summary>
    public static class Program
    {
        private const string Firmware = "0.1.0";

        /// <summary>The device starts here.</summary>
        public static void Main()
        {
            try
            {
                Boot();
            }
            catch (Exception exception)
            {
                // Nobody else would ever notice: the threads that run already go on, and the interpreter does not restart by itself.
                new Restarter(new FlashFiles()).Restart("fault", "start ", exception.GetType().Name);
            }

            LoopThread.KeepMain();
        }

        /// <summary>
        /// Starts the firmware that is in force, this one or one that was fetched over the air (UPDATE.md). Returns its signals, so that who watches the terminal can tell what it
        /// shows; on a device those of a fetched firmware are of a type of its own, and null.
        /// </summary>
        public static SignalLoop? Boot()
        {
            FlashFiles flash = new FlashFiles();
            string slot = DownloadedFirmware.Choose(flash);
            return slot == ImageSlot.Factory ? Start(Firmware, slot) : DownloadedFirmware.Start(flash, slot) as SignalLoop;
        }

        /// <summary>The factory of whatever version starts this firmware here, by the name of this method, when it has loaded it from a slot.</summary>
        public static SignalLoop StartFrom(string slot)
        {
            return Start(Firmware, slot);
        }

        /// <summary>Starts every loop of a firmware of this name, which came from a slot or from the factory, and returns its signals.</summary>
        public static SignalLoop Start(string firmware, string slot)
        {
            DeviceIdentity device = new DeviceIdentity();
            TerminalClock clock = new TerminalClock();
            FlashFiles flash = new FlashFiles();
            Restarter restarter = new Restarter(flash);
            GpioController pins = new GpioController();
            Board? board = Board.Of(SystemInfo.TargetName);
            if (board == null)
            {
                string remedy = "No pins are known for the image " + SystemInfo.TargetName + ": flash ESP32_REV3 or ESP32_S3_OCTAL (PROVISION.md).";
                device.WriteConsole(remedy);
                throw new InvalidOperationException(remedy);
            }

            CaseButton button = new CaseButton(pins, board);
            bool empty = flash.List().Length == 0;
            string error;
            TerminalConfiguration? configuration = ConfigurationFile.Read(flash, out error);

            // Where nothing is known of them, three lamps and a passive buzzer are taken for granted: the other ones show and sound something then, too.
            bool oneLamp = configuration != null && configuration.Lamps == TerminalConfiguration.ColourLamp;
            bool oneTone = configuration != null && configuration.Buzzer == TerminalConfiguration.ActiveBuzzer;
            ILamps lamps = oneLamp ? (ILamps)new ColourLamp(pins, board) : new ThreeLamps(pins, board);
            ISounder buzzer = oneTone ? (ISounder)new ActiveBuzzer(pins, board) : new PassiveBuzzer(board);
            SignalLoop signals = new SignalLoop(lamps, buzzer, new SignalPlayer(oneLamp, oneTone), clock);
            LoopThread signalThread = new LoopThread("signals", signals, restarter);
            signals.RunOn(signalThread);
            signalThread.Start();

            TerminalInbox inbox = new TerminalInbox();
            uint epoch = device.DrawEpoch();
            ReaderLoop reader = new ReaderLoop(pins, board, signals, inbox);
            string detail;
            string cause = restarter.ReadCause(out detail);

            // Only whoever switches the power on means the bring-up: a terminal that restarts by itself must not end there because somebody leans on the button.
            if (button.IsPressed && cause == "power")
            {
                BootState.Uncount(flash, slot);
                LinkLoop? probe = configuration == null ? null : new LinkLoop(configuration, inbox, device, restarter, clock, 0, (int)epoch);
                BringUpLoop bringUp = new BringUpLoop(signals, device, clock, flash, reader, inbox, probe, error, restarter);
                LoopThread bringUpThread = new LoopThread("bring-up", bringUp, restarter);
                inbox.EmptiedBy(bringUpThread);
                Run(bringUpThread, new LoopThread("reader", reader, restarter));
                if (probe != null)
                {
                    LoopThread probeThread = new LoopThread("link", probe, restarter);
                    probe.RunOn(probeThread, 0);
                    probeThread.Start();
                }

                Sntp.Start();
                return signals;
            }

            if (configuration == null)
            {
                EndTrial(flash, slot, restarter);
                device.WriteConsole(empty ? "The file system is empty: it was formatted. Enrol the terminal and deploy its files again." : error);
                signals.Stand(empty ? Signal.Formatted : Signal.Misconfigured);
                return signals;
            }

            if (FlashJournal.IsForeign(flash))
            {
                EndTrial(flash, slot, restarter);
                device.WriteConsole("The journal is of another firmware's format: flash that one again, drain it with the button, and then flash this one.");
                signals.Stand(Signal.Fault);
                return signals;
            }

            ShortStarts starts = new ShortStarts(flash);
            LinkLoop link = new LinkLoop(configuration, inbox, device, restarter, clock, starts.HoldNetworkMs, (int)epoch);
            Kiosk kiosk = new Kiosk(configuration, flash, new Hmac(), signals, link, firmware, epoch);
            kiosk.Updates = new FirmwareUpdates(configuration, flash, new Hmac(), link, firmware, slot);
            kiosk.Start(clock.Now(), cause, starts.IsSafeMode ? detail + (detail.Length == 0 ? "" : ", ") + "safe mode" : detail);
            restarter.ForgetCause();

            HealthReport health = new HealthReport(link, reader, inbox, starts, Topics.Of(configuration.Terminal, "health"));
            LoopThread dutyThread = new LoopThread("duty", new DutyLoop(kiosk, inbox, clock, health), restarter);
            LoopThread readerThread = new LoopThread("reader", reader, restarter);
            LoopThread linkThread = new LoopThread("link", link, restarter);
            LoopThread buttonThread = new LoopThread("button", new ButtonLoop(button, inbox), restarter);
            inbox.EmptiedBy(dutyThread);
            link.RunOn(linkThread, kiosk.Boot);
            reader.AskForQuiet(link);
            Run(dutyThread, readerThread, linkThread, buttonThread);
            Watchdog watchdog = new Watchdog(new LoopThread[] { signalThread, dutyThread, readerThread, linkThread, buttonThread }, restarter, starts);
            Run(new LoopThread("watchdog", watchdog, restarter));
            Sntp.Start();
            return signals;
        }

        // A firmware on trial that finds nothing it could work with leaves the terminal to the one before it, which worked here.
        private static void EndTrial(FlashFiles flash, string slot, Restarter restarter)
        {
            if (BootState.EndTrial(flash, slot))
            {
                restarter.Restart("fault", "image ", "cannot work here");
            }
        }

        private static void Run(params LoopThread[] threads)
        {
            for (int i = 0; i < threads.Length; i++)
            {
                threads[i].Start();
            }
        }
    }
}
