using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Update;
using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Update
{
    /// <summary>Which firmware the next start runs.</summary>
    [TestClass]
    public class BootStateTests
    {
        /// <summary>A trial has two starts; then the one before it runs, and goes on running.</summary>
        [TestMethod]
        public void ATrialHasTwoStarts()
        {
            BootState state = Proven(ImageSlot.A);
            state.Try(ImageSlot.B, Image(2));
            Assert.AreEqual(ImageSlot.B, state.Next());
            Assert.AreEqual(ImageSlot.B, state.Next());
            Assert.AreEqual(ImageSlot.A, state.Next());
            Assert.AreEqual(2u, state.GivenUpVersion);
            Assert.IsNull(state.ImageOf(ImageSlot.B));
            state.Lasted();
            Assert.AreEqual(ImageSlot.A, state.Next());
        }

        /// <summary>A proven image has five starts that do not last; then the one before it runs, and behind that the factory.</summary>
        [TestMethod]
        public void AProvenOneHasFive()
        {
            BootState state = Proven(ImageSlot.A);
            state.Try(ImageSlot.B, Image(2));
            state.Next();
            state.Confirm();
            for (int i = 0; i < BootState.MostShortStarts; i++)
            {
                Assert.AreEqual(ImageSlot.B, state.Next());
            }

            for (int i = 0; i < BootState.MostShortStarts; i++)
            {
                Assert.AreEqual(ImageSlot.A, state.Next());
            }

            Assert.AreEqual(ImageSlot.Factory, state.Next());
            Assert.AreEqual(ImageSlot.Factory, state.Next());
            Assert.AreEqual(ImageSlot.Factory, state.InForce);
        }

        /// <summary>A spoilt image may be fetched again where it had proved itself, and not where it was on trial.</summary>
        [TestMethod]
        public void ASpoiltOneRunsNoMore()
        {
            BootState state = Proven(ImageSlot.A);
            state.Spoilt(ImageSlot.A);
            Assert.AreEqual(0u, state.GivenUpVersion);
            Assert.AreEqual(ImageSlot.Factory, state.Next());
            state.Try(ImageSlot.A, Image(7));
            state.Spoilt(ImageSlot.A);
            Assert.AreEqual(7u, state.GivenUpVersion);
            Assert.AreEqual(ImageSlot.Factory, state.Next());
        }

        /// <summary>A slot that is written over is never started.</summary>
        [TestMethod]
        public void AnEmptySlotIsNotStarted()
        {
            BootState state = Proven(ImageSlot.A);
            state.Try(ImageSlot.B, Image(2));
            state.Empty(ImageSlot.B);
            Assert.AreEqual(ImageSlot.A, state.Next());
            Assert.AreEqual(0u, state.GivenUpVersion);
        }

        /// <summary>What is kept comes out again.</summary>
        [TestMethod]
        public void ItIsKept()
        {
            FakeFlash flash = new FakeFlash();
            BootState state = Proven(ImageSlot.A);
            state.NewestVersion = 9;
            state.Try(ImageSlot.B, Image(8));
            state.Next();
            Assert.IsTrue(state.Save(Slots(flash)));
            BootState kept = BootState.Load(Slots(flash));
            Assert.AreEqual(9u, kept.NewestVersion);
            Assert.AreEqual(ImageSlot.A, kept.InForce);
            Assert.AreEqual(ImageSlot.B, kept.Trial);
            Assert.AreEqual(1, kept.ShortStarts);
            Assert.IsTrue(kept.ImageOf(ImageSlot.A)!.IsProven);
            SlotImage image = kept.ImageOf(ImageSlot.B)!;
            Assert.IsFalse(image.IsProven);
            Assert.AreEqual(8u, image.Version);
            Assert.AreEqual("0.0.8", image.Firmware);
            Assert.AreEqual(5000, image.Size);
            Assert.AreEqual(8, (int)image.Digest[15]);
        }

        /// <summary>What is none, or of a later age that begins otherwise, leaves the factory in force.</summary>
        [DataRow("")]
        [DataRow("01")]
        [DataRow("020000000900000000016100000000000000000000")]
        [DataRow("01000000090000000001610162000000000101C8")]
        public void WhatIsNoneLeavesTheFactory(string hex)
        {
            byte[] bytes = Hex.Parse(hex, hex.Length / 2)!;
            FakeFlash flash = new FakeFlash();
            Slots(flash).Write(bytes, bytes.Length);
            BootState state = BootState.Load(Slots(flash));
            Assert.AreEqual(ImageSlot.Factory, state.Next());
            Assert.AreEqual(0u, state.NewestVersion);
        }

        /// <summary>Only a firmware that is on trial can leave by itself, and it is gone by then.</summary>
        [TestMethod]
        public void OnlyATrialEndsItself()
        {
            FakeFlash flash = new FakeFlash();
            BootState state = Proven(ImageSlot.A);
            state.Save(Slots(flash));
            Assert.IsFalse(BootState.EndTrial(flash, ImageSlot.A));
            Assert.IsFalse(BootState.EndTrial(flash, ImageSlot.Factory));
            state.Try(ImageSlot.B, Image(3));
            state.Save(Slots(flash));
            Assert.IsFalse(BootState.EndTrial(flash, ImageSlot.A));
            Assert.IsTrue(BootState.EndTrial(flash, ImageSlot.B));
            Assert.AreEqual(ImageSlot.A, BootState.Load(Slots(flash)).Next());
        }

        private static BootState Proven(string slot)
        {
            BootState state = new BootState();
            state.Try(slot, Image(1));
            state.Next();
            state.Confirm();
            return state;
        }

        private static TwoSlots Slots(FakeFlash flash)
        {
            return new TwoSlots(flash, BootState.Name);
        }

        private static SlotImage Image(uint version)
        {
            byte[] digest = new byte[16];
            digest[15] = (byte)version;
            return new SlotImage(version, "0.0." + version.ToString(), 5000, digest);
        }
    }
}
