using DutyKiosk.Core.Records;
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

        /// <summary>
        /// A byte that has become zero, wherever it is, and be it a length, costs no more than the record that it is in; what is taken down afterwards is found again.
        /// </summary>
        [TestMethod]
        public void AZeroCostsItsRecordAlone()
        {
            const int Decisions = 6;
            string name = Core.Journal.Segment.NameOf(1);
            JournalBench whole = new JournalBench(8);
            for (int i = 0; i < Decisions; i++)
            {
                Assert.IsTrue(whole.Append(1));
            }

            byte[] bytes = whole.Flash.Read(name)!;
            for (int offset = 0; offset < bytes.Length; offset++)
            {
                if (bytes[offset] == 0)
                {
                    continue;
                }

                JournalBench bench = new JournalBench(8);
                for (int i = 0; i < Decisions; i++)
                {
                    Assert.IsTrue(bench.Append(1));
                }

                bench.Flash.Blank(name, offset, 1);
                bench.Start();
                int missing = 0;
                for (uint seq = 1; seq <= Decisions; seq++)
                {
                    string body = bench.Body(seq);
                    missing += body.Length == 0 ? 1 : 0;
                    Assert.IsTrue(body.Length == 0 || body == whole.Body(seq), "a record was made up from damaged bytes");
                }

                Assert.IsTrue(missing <= 1, "more than the damaged record is missing");
                uint newest = bench.Journal.NewestSeq;
                Assert.IsTrue(newest >= Decisions, "a number is given again");
                Assert.AreEqual(missing, bench.Lost().Length);
                Assert.IsTrue(bench.Append(1));
                bench.Start();
                Assert.AreEqual(newest + 1, bench.Journal.NewestSeq);
                Assert.IsTrue(bench.Body(newest + 1).Length > 0, "what was taken down behind the damage is lost");
            }
        }

        /// <summary>A file that ends in zeros has lost records, as no write that the power ended leaves any: their numbers are not given again.</summary>
        [TestMethod]
        public void ZerosAtTheEndAreALoss()
        {
            string name = Core.Journal.Segment.NameOf(1);
            JournalBench bench = new JournalBench(8);
            Assert.IsTrue(bench.Append(1));
            int whole = bench.Flash.Length(name);
            Assert.IsTrue(bench.Append(1));
            Assert.IsTrue(bench.Append(1));
            bench.Flash.Blank(name, whole, bench.Flash.Length(name) - whole);
            bench.Start();
            uint newest = bench.Journal.NewestSeq;
            Assert.IsTrue(newest >= 3, "a number is given again");
            Assert.AreEqual(1, bench.Lost().Length);
            Assert.IsTrue(bench.Append(1));
            bench.Start();
            Assert.AreEqual(newest + 1, bench.Journal.NewestSeq);
            Assert.IsTrue(bench.Body(newest + 1).Length > 0, "what was taken down behind the damage is lost");
        }

        /// <summary>However much of a write was left behind when it was refused, a start reads over it, and finds what stands behind it.</summary>
        [TestMethod]
        public void WhatARefusedWriteHasLeftIsReadOver()
        {
            string name = Core.Journal.Segment.NameOf(1);
            JournalBench whole = new JournalBench(8);
            Assert.IsTrue(whole.Append(1) && whole.Append(1) && whole.Append(1));
            int begin = whole.Flash.Length(name);
            Assert.IsTrue(whole.Append(1));
            byte[] bytes = whole.Flash.Read(name)!;
            int frame = bytes.Length - begin;
            for (int left = 1; left < frame; left++)
            {
                byte[] file = new byte[bytes.Length + left];
                System.Array.Copy(bytes, 0, file, 0, begin + left);
                System.Array.Copy(bytes, begin, file, begin + left, frame);
                JournalBench bench = new JournalBench(8);
                Assert.IsTrue(bench.Flash.Write(name, file, file.Length));
                bench.Start();
                Assert.AreEqual(4, bench.CountFrom(1));
                Assert.AreEqual(whole.Line(4), bench.Line(4));
                Assert.AreEqual(0, bench.Lost().Length);
            }
        }

        /// <summary>Two losses next to each other, over the border of two segments, are one range, and the record behind them is chained from that.</summary>
        [TestMethod]
        public void LossesNextToEachOtherAreOneRange()
        {
            JournalBench bench = new JournalBench(8);
            uint[] firsts = new uint[5];
            while (bench.Journal.SegmentCount < 4)
            {
                Assert.IsTrue(bench.Append(1));
                int count = bench.Journal.SegmentCount;
                firsts[count] = firsts[count] == 0 ? bench.Journal.NewestSeq : firsts[count];
            }

            uint second = firsts[2];
            uint third = firsts[3];
            uint fourth = firsts[4];
            bench.Flash.Delete(Core.Journal.Segment.NameOf(second));
            string name = Core.Journal.Segment.NameOf(third);
            bench.Flash.Blank(name, 20, bench.Flash.Length(name) - 20);
            bench.Start();
            Core.Journal.LostRange[] lost = bench.Lost();
            Assert.AreEqual(1, lost.Length);
            Assert.AreEqual(second, lost[0].From);
            Assert.AreEqual(fourth - 1, lost[0].To);

            ByteBuffer signed = new ByteBuffer(512);
            signed.Raw(RecordJson.GapMac(lost[0].From, lost[0].To, new byte[32], new FakeSigner()), 0, RecordJson.MacBytes);
            signed.Ascii(bench.Body(fourth));
            ByteBuffer mac = new ByteBuffer(64);
            mac.Hex(new FakeSigner().Hmac(new byte[32], signed.Bytes, signed.Length), 0, RecordJson.MacBytes);
            string expected = System.Text.Encoding.UTF8.GetString(mac.Bytes, 0, mac.Length);
            Assert.IsTrue(bench.Line(fourth).IndexOf("\"mac\":\"" + expected + "\"") > 0, "the bridge could not prove the record behind the loss");
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
