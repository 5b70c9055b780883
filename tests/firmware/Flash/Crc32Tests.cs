using System.Text;
using DutyKiosk.Core.Flash;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Flash
{
    /// <summary>The checksum of what stands on flash.</summary>
    [TestClass]
    public class Crc32Tests
    {
        // The check value that every description of CRC-32 gives.
        [DataRow("123456789", 0xCBF43926)]
        [DataRow("a", 0xE8B7BE43)]
        [DataRow("", 0u)]
        public void IsTheCommonCrc32(string text, uint expected)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.AreEqual(expected, Crc32.Of(bytes, 0, bytes.Length));
        }
    }
}
