using DutyKiosk.Core.Roster;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Roster
{
    /// <summary>Ids packed into ten bytes.</summary>
    [TestClass]
    public class PersonIdTests
    {
        /// <summary>What is packed comes out again.</summary>
        [DataRow("S")]
        [DataRow("S01")]
        [DataRow("abcdef")]
        [DataRow("zzzzzzzzzzzz")]
        [DataRow("-.0_9-Az.Z-a")]
        public void ComesOutAgain(string id)
        {
            byte[] bytes = new byte[PersonId.Bytes + 2];
            PersonId.Pack(id, bytes, 1);
            Assert.AreEqual(id, PersonId.Unpack(bytes, 1));
            Assert.AreEqual(0, bytes[0] + bytes[11]);
        }

        /// <summary>What is no id is told.</summary>
        [DataRow("", false)]
        [DataRow("S01", true)]
        [DataRow("abcdefghijklm", false)]
        [DataRow("a b", false)]
        [DataRow("a\"b", false)]
        public void TellsIds(string id, bool valid)
        {
            Assert.AreEqual(valid, PersonId.IsValid(id));
        }
    }
}
