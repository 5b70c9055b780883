using System;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Update;
using DutyKiosk.Terminal.Configuration;
using DutyKiosk.Terminal.Device;
using DutyKiosk.Terminal.Signing;
using DutyKiosk.Terminal.Threads;

namespace DutyKiosk.Terminal.Update
{
    /// <summary>What the factory's program does before it starts itself: it looks whether a firmware that was fetched over the air is to run in its stead.</summary>
    public static class DownloadedFirmware
    {
        /// <summary>The slot to start from; <see cref="ImageSlot.Factory"/> where there is nothing, or whatever keeps it from being found out.</summary>
        public static string Choose(IFlash flash)
        {
            try
            {
                if (new TwoSlots(flash, BootState.Name).Length < 0)
                {
                    return ImageSlot.Factory;
                }

                string error;
                TerminalConfiguration? configuration = ConfigurationFile.Read(flash, out error);
                return configuration == null || !configuration.Updates
                    ? ImageSlot.Factory
                    : BootChoice.Choose(flash, Hex.Parse(configuration.Key, 32)!, new Hmac());
            }
            catch (Exception exception)
            {
                // The factory is there for just that; a restart would end here again.
                new DeviceIdentity().WriteConsole("images: " + exception.Message);
                return ImageSlot.Factory;
            }
        }

        /// <summary>
        /// Loads what is in a slot and starts it; returns what its start returns. Whatever goes wrong ends in a restart, as parts of it may run already: the factory does not start
        /// itself beside them.
        /// </summary>
        public static object? Start(IFlash flash, string slot)
        {
            Restarter restarter = new Restarter(flash);
            ImageGuard guard = new ImageGuard(flash, restarter, slot);
            new LoopThread("guard", guard, restarter).Start();
            try
            {
                LoadedImage loaded = new LoadedImage();
                ImageFile image = ImageFile.Open(flash, slot)!;
                for (int i = 0; i < image.Count; i++)
                {
                    loaded.Load(image.Read(i)!);
                }

                object? started = loaded.Start(slot);
                guard.Started();
                return started;
            }
            catch (Exception exception)
            {
                restarter.Restart("fault", "image ", exception.GetType().Name);
                return null;
            }
        }
    }
}
