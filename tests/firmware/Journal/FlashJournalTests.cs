using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Journal
{
    /// <summary>What the journal has said to have taken is on flash, whatever happens to the power.</summary>
    [TestClass]
    public class FlashJournalTests
    {
        /// <summary>A start finds every record, the state and the numbers again.</summary>
        [TestMethod]
        public void AStartFindsEverythingAgain()
        {
            JournalBench bench = new JournalBench(32);
            for (int i = 0; i < 300; i++)
            {
                Assert.IsTrue(bench.Append(1 + (i % 3)));
            }

            uint newest = bench.Journal.NewestSeq;
            string line = bench.Line(150);
            string last = bench.Line(newest);
            bench.Start();
            Assert.AreEqual(newest, bench.Journal.NewestSeq);
            Assert.AreEqual(newest, bench.State.Count);
            Assert.AreEqual((int)newest, bench.CountFrom(1));
            Assert.AreEqual(line, bench.Line(150));
            Assert.AreEqual(last, bench.Line(newest));
        }

        /// <summary>Whatever is left of the last write: nothing that was accepted is missing, no decision is half there, and no number is left out.</summary>
        [DataRow(0)]
        [DataRow(1)]
        [DataRow(2)]
        public void ThePowerMayGoAtEveryWrite(int keepOfTwo)
        {
            const int Decisions = 40;
            for (int cut = 0; cut < Decisions; cut++)
            {
                JournalBench bench = new JournalBench(8);
                bench.Flash.CutIn(cut, keepOfTwo);
                uint accepted = 0;
                for (int i = 0; i < Decisions && bench.Append(3); i++)
                {
                    accepted += 3;
                }

                Assert.AreEqual((uint)(3 * cut), accepted, "the write after which the power went is not reported as done");
                bench.Start();
                uint kept = bench.Journal.NewestSeq;
                Assert.IsTrue(kept == accepted || (keepOfTwo == 2 && kept == accepted + 3), "a decision is whole or not at all");
                Assert.AreEqual((int)kept, bench.CountFrom(1));
                Assert.IsTrue(bench.Append(1));
                bench.Start();
                Assert.AreEqual(kept + 1, bench.Journal.NewestSeq);
                Assert.AreEqual((int)kept + 1, bench.CountFrom(1));
            }
        }

        /// <summary>
        /// A bit that has gone bad, wherever it is, costs no more than the record that it is in, makes no record, and gives no number twice; and what is lost is found.
        /// </summary>
        [TestMethod]
        public void ABadBitCostsItsRecordAlone()
        {
            const int Decisions = 12;
            JournalBench whole = new JournalBench(8);
            for (int i = 0; i < Decisions; i++)
            {
                Assert.IsTrue(whole.Append(1));
            }

            string name = Core.Journal.Segment.NameOf(1);
            int length = whole.Flash.Read(name)!.Length;
            for (int offset = 0; offset < length; offset++)
            {
                JournalBench bench = new JournalBench(8);
                for (int i = 0; i < Decisions; i++)
                {
                    Assert.IsTrue(bench.Append(1));
                }

                bench.Flash.Spoil(name, offset);
                bench.Start();
                int missing = 0;
                for (uint seq = 1; seq <= Decisions; seq++)
                {
                    string body = bench.Body(seq);
                    missing += body.Length == 0 ? 1 : 0;
                    Assert.IsTrue(body.Length == 0 || body == whole.Body(seq), "a record was made up from damaged bytes");
                }

                Assert.IsTrue(missing <= 1, "more than the damaged record is missing");
                Core.Journal.LostRange[] lost = bench.Lost();

                // A last frame whose length was hit looks like one that the power cut short.
                bool looksTorn = missing == 1 && bench.Journal.NewestSeq == Decisions - 1;
                Assert.AreEqual(looksTorn ? 0 : missing, lost.Length);
                uint newest = bench.Journal.NewestSeq;
                Assert.IsTrue(looksTorn || newest >= Decisions);
                Assert.IsTrue(bench.Append(1));
                Assert.AreEqual(newest + 1, bench.Journal.NewestSeq);
                bench.Start();
                Assert.AreEqual(newest + 1, bench.Journal.NewestSeq);
                Assert.AreEqual(lost.Length, bench.Lost().Length);
            }
        }

        /// <summary>What is not acknowledged is never given up: a full journal refuses.</summary>
        [TestMethod]
        public void AFullJournalRefuses()
        {
            JournalBench bench = new JournalBench(3);
            uint accepted = 0;
            while (bench.Append(1))
            {
                accepted++;
            }

            Assert.IsTrue(accepted > 150);
            Assert.IsFalse(bench.Journal.HasRoom(512, true));
            Assert.AreEqual(100, bench.Journal.Percent > 95 ? 100 : bench.Journal.Percent);
            bench.Start();
            Assert.AreEqual((int)accepted, bench.CountFrom(1));
        }

        /// <summary>What the bridge has acknowledged gives its room, and stays readable until the room is needed.</summary>
        [TestMethod]
        public void AcknowledgedRecordsGiveRoom()
        {
            JournalBench bench = new JournalBench(3);
            for (int i = 0; i < 1000; i++)
            {
                Assert.IsTrue(bench.Append(1));
                uint newest = bench.Journal.NewestSeq;
                Assert.IsTrue(bench.Line(newest).Length > 0);
                bench.Journal.Acknowledge(newest, i * 1000);
            }

            uint oldest = bench.Journal.OldestSeq;
            Assert.IsTrue(oldest > 500);
            Assert.AreEqual((int)(1001 - oldest), bench.CountFrom(oldest));
            bench.Start();
            Assert.AreEqual(1000u, bench.Journal.NewestSeq);
            Assert.AreEqual(1000u, bench.State.Count);
            Assert.IsTrue(bench.Journal.Acked >= oldest);
        }

        /// <summary>A cursor that waits at the end goes on when more comes, over the borders of segments.</summary>
        [TestMethod]
        public void ACursorFollowsTheEnd()
        {
            JournalBench bench = new JournalBench(32);
            Core.Journal.JournalCursor cursor = new Core.Journal.JournalCursor(bench.Journal, 1);
            Core.Records.ByteBuffer line = new Core.Records.ByteBuffer(640);
            Assert.AreEqual(0u, cursor.Next(line));
            for (uint i = 1; i <= 400; i++)
            {
                Assert.IsTrue(bench.Append(1));
                Assert.AreEqual(i, cursor.Next(line));
                Assert.AreEqual(0u, cursor.Next(line));
            }
        }

        /// <summary>A segment that flash has lost before it was acknowledged is found, once.</summary>
        [TestMethod]
        public void ALostSegmentIsFound()
        {
            JournalBench bench = new JournalBench(32);
            for (int i = 0; i < 300; i++)
            {
                Assert.IsTrue(bench.Append(1));
            }

            string second = "";
            string[] names = bench.Flash.List();
            for (int i = 0; i < names.Length; i++)
            {
                uint first = Core.Journal.Segment.FirstSeqOf(names[i]);
                if (first > 1 && (second.Length == 0 || first < Core.Journal.Segment.FirstSeqOf(second)))
                {
                    second = names[i];
                }
            }

            bench.Flash.Delete(second);
            bench.Start();
            Core.Journal.LostRange[] lost = bench.Lost();
            Assert.AreEqual(1, lost.Length);
            Assert.AreEqual(Core.Journal.Segment.FirstSeqOf(second), lost[0].From);
            Assert.IsTrue(bench.Line(lost[0].To + 1).Length > 0);
            Assert.AreEqual("", bench.Line(lost[0].From));
        }
    }
}
