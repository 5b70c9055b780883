using System.Text;
using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Records;
using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Records
{
    /// <summary>A record is rendered byte for byte as the wire says.</summary>
    [TestClass]
    public class RecordJsonTests
    {
        /// <summary>Every member in its place, every kind of value.</summary>
        [TestMethod]
        public void RendersAHandover()
        {
            Record record = new Record(RecordType.HandoverConfirmed);
            record.Seq = 18204;
            record.Boot = 12;
            record.Ticks = 3481220;
            record.Clock = ClockQuality.Set;
            record.AtMs = 1772409667250;
            record.Add(Member.Outgoing, "S01").Add(Member.Incoming, "S02").Add(Member.OutgoingAt, 1772409660000).Add(Member.IncomingAt, 1772409667250)
                .Add(Member.From, "N1").Add(Member.To, "D1").Add(Member.LatenessSeconds, 67).AddFlag(Member.Hasty, true).AddFlag(Member.Absent, false)
                .Add(Member.ReleasedBy, null).Add(Member.Roster, 4294967295).AddWord(Member.SheetStale, Words.Stale);
            Assert.AreEqual(
                "{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":18204,\"type\":\"handover.confirmed\",\"at\":\"2026-03-02T00:01:07.250Z\",\"clock\":\"set\","
                    + "\"boot\":12,\"ticks\":3481220,\"outgoing\":\"S01\",\"incoming\":\"S02\",\"outgoingAt\":\"2026-03-02T00:01:00.000Z\",\"incomingAt\":\"2026-03-02T00:01:07.250Z\","
                    + "\"from\":\"N1\",\"to\":\"D1\",\"latenessSeconds\":67,\"hasty\":true,\"roster\":4294967295,\"sheet\":\"stale\"",
                Payload(record));
        }

        /// <summary>An unset clock leaves the time out; a held one says for how long.</summary>
        [TestMethod]
        public void SaysWhatTheClockIs()
        {
            Record record = new Record(RecordType.ClockOut);
            record.Seq = 1;
            record.Boot = 1;
            record.Add(Member.Minutes, -7);
            Assert.AreEqual("{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"type\":\"duty.clock-out\",\"clock\":\"unset\",\"boot\":1,\"ticks\":0,\"minutes\":-7", Payload(record));
            record.Clock = ClockQuality.Held;
            record.HeldSeconds = 7201;
            Assert.AreEqual(
                "{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":1,\"type\":\"duty.clock-out\",\"at\":\"1970-01-01T00:00:00.000Z\",\"clock\":\"held:7201\",\"boot\":1,\"ticks\":0,\"minutes\":-7",
                Payload(record));
        }

        /// <summary>Days are counted as the calendar does, leap days included.</summary>
        [DataRow(951782399999L, "\"2000-02-28T23:59:59.999Z\"")]
        [DataRow(951782400000L, "\"2000-02-29T00:00:00.000Z\"")]
        [DataRow(1709251199000L, "\"2024-02-29T23:59:59.000Z\"")]
        [DataRow(1798761599999L, "\"2026-12-31T23:59:59.999Z\"")]
        [DataRow(4107542400000L, "\"2100-03-01T00:00:00.000Z\"")]
        public void WritesTimes(long unixMs, string expected)
        {
            ByteBuffer text = new ByteBuffer(8);
            IsoTime.Write(text, unixMs);
            Assert.AreEqual(expected, Encoding.UTF8.GetString(text.Bytes, 0, text.Length));
        }

        /// <summary>Every type and every member has a name, and every word can be found again.</summary>
        [TestMethod]
        public void EveryNameIsThere()
        {
            for (int type = 1; type <= RecordNames.TypeCount; type++)
            {
                Assert.IsTrue(RecordNames.Of((RecordType)type).IndexOf('.') > 0);
            }

            for (int member = 1; member <= RecordNames.MemberCount; member++)
            {
                Assert.IsTrue(RecordNames.Of((Member)member).Length > 1);
            }

            for (int word = 1; word < Words.Count; word++)
            {
                Assert.AreEqual(word, Words.Find(Words.Of(word)));
            }
        }

        private static string Payload(Record record)
        {
            ByteBuffer line = new ByteBuffer(64);
            RecordJson.Render(record, "T1", "5f0c9a1e", new byte[16], new byte[32], new FakeSigner(), line);
            string text = Encoding.UTF8.GetString(line.Bytes, 0, line.Length);
            int mac = text.IndexOf(",\"mac\":\"");
            Assert.AreEqual(mac + 8 + 32 + 2, text.Length, "the signature is the last member and has 32 digits");
            return text.Substring(0, mac);
        }
    }
}
