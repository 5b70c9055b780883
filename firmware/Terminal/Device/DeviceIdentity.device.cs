using System;
using System.Net.NetworkInformation;
using nanoFramework.Hardware.Esp32;

namespace DutyKiosk.Terminal.Device
{
    /// <summary>What differs from one device to the next.</summary>
    public sealed class DeviceIdentity
    {
        /// <summary>
        /// A number for a new journal, which must not come again on this device: from the radio's address, the microseconds that this start has taken, which vary with the
        /// radio and the flash, and the wall clock where it is set.
        /// </summary>
        public uint DrawEpoch()
        {
            uint epoch = (uint)HighResTimer.GetCurrent() ^ (uint)(DateTime.UtcNow.Ticks / 10000);
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            byte[] address = all.Length == 0 ? new byte[0] : all[0].PhysicalAddress;
            for (int i = 0; i < address.Length; i++)
            {
                epoch = (epoch * 31) + address[i];
            }

            Random random = new Random((int)epoch);
            return (uint)random.Next() ^ (epoch << 1);
        }

        /// <summary>True when the network has given the device an address.</summary>
        public bool HasAddress()
        {
            NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
            return all.Length > 0 && all[0].IPv4Address != null && all[0].IPv4Address.Length > 0 && all[0].IPv4Address != "0.0.0.0";
        }

        /// <summary>Writes a line on the serial console.</summary>
        public void WriteConsole(string line)
        {
            Console.WriteLine(line);
        }
    }
}
