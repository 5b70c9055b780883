namespace DutyKiosk.Core.Signing
{
    /// <summary>
    /// HMAC-SHA256 from outside: it is native on the ESP32, and the interpreter on a PC has none. Twins: the device's and the tests'.
    /// </summary>
    public interface ISigner
    {
        /// <summary>The 32 bytes of HMAC-SHA256 under <paramref name="key"/> over the first <paramref name="length"/> bytes.</summary>
        byte[] Hmac(byte[] key, byte[] data, int length);
    }
}
