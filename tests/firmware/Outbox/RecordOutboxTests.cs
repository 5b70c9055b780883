using DutyKiosk.Core.Outbox;
using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Outbox
{
    /// <summary>What is not acknowledged is sent, and sent again, whatever becomes of the PUBACKs.</summary>
    [TestClass]
    public class RecordOutboxTests
    {
        private const int Records = 20;

        /// <summary>No more records than the window holds are under way; the others follow as PUBACKs come.</summary>
        [TestMethod]
        public void TheWindowIsKept()
        {
            RecordingLink link = new RecordingLink();
            RecordOutbox outbox = Linked(Filled(), link);
            outbox.Step(0);
            Assert.AreEqual(RecordOutbox.Window, link.Sent.Count);
            outbox.Arrived(3);
            outbox.Step(10);
            Assert.AreEqual(RecordOutbox.Window + 1, link.Sent.Count);
            Assert.AreEqual(9u, (uint)link.Sent[RecordOutbox.Window]!);
        }

        /// <summary>What is not acknowledged in time is sent again, from the first such record on.</summary>
        [TestMethod]
        public void WhatIsNotAcknowledgedIsSentAgain()
        {
            RecordingLink link = new RecordingLink();
            RecordOutbox outbox = Linked(Filled(), link);
            outbox.Step(0);
            outbox.Acknowledged(4, 100);
            long due = outbox.Step(100);
            Assert.AreEqual(100 + RecordOutbox.ResendMs, due);
            int before = link.Sent.Count;
            outbox.Step(due - 1);
            Assert.AreEqual(before, link.Sent.Count);
            outbox.Step(due);
            Assert.AreEqual(5u, (uint)link.Sent[before]!);
        }

        /// <summary>The bridge may have everything that was sent though every PUBACK was lost: its acknowledgement alone lets the next ones go.</summary>
        [TestMethod]
        public void LostPubacksDoNotFillTheWindow()
        {
            RecordingLink link = new RecordingLink();
            JournalBench bench = Filled();
            RecordOutbox outbox = Linked(bench, link);
            long now = 0;
            while (bench.Journal.Acked < bench.Journal.NewestSeq)
            {
                int before = link.Sent.Count;
                outbox.Step(now++);
                Assert.IsTrue(link.Sent.Count > before, "something more is sent");
                outbox.Acknowledged((uint)link.Sent[link.Sent.Count - 1], now);
            }

            Assert.AreEqual(Records, link.Sent.Count);
        }

        /// <summary>What is sent again at the bridge's wish needs no acknowledgement any more; should its PUBACKs be lost, new records go out all the same.</summary>
        [TestMethod]
        public void AReplayWithoutPubacksHoldsUpNothingNew()
        {
            RecordingLink link = new RecordingLink();
            JournalBench bench = Filled();
            RecordOutbox outbox = Linked(bench, link);
            outbox.Step(0);
            outbox.Acknowledged(Records, 10);
            outbox.Replay(1, 20);
            long due = outbox.Step(20);
            Assert.IsTrue(bench.Append(1));
            outbox.Step(due - 1);
            Assert.AreEqual((uint)RecordOutbox.Window, (uint)link.Sent[link.Sent.Count - 1]!);
            outbox.Step(due);
            Assert.AreEqual((uint)Records + 1, (uint)link.Sent[link.Sent.Count - 1]!);
        }

        private static JournalBench Filled()
        {
            JournalBench bench = new JournalBench(8);
            for (int i = 0; i < Records; i++)
            {
                Assert.IsTrue(bench.Append(1));
            }

            return bench;
        }

        private static RecordOutbox Linked(JournalBench bench, RecordingLink link)
        {
            RecordOutbox outbox = new RecordOutbox(bench.Journal, link, "dutykiosk/v1/T1/event");
            outbox.LinkUp(0);
            return outbox;
        }
    }
}
