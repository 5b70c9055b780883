using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Update;
using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Update
{
    /// <summary>What a start does with what stands on flash.</summary>
    [TestClass]
    public class BootChoiceTests
    {
        private const int Size = 5000;

        private static readonly byte[] Key = new byte[32];

        /// <summary>A start is on flash before it begins, so that a crash counts.</summary>
        [TestMethod]
        public void AStartIsCountedBeforeItBegins()
        {
            FakeFlash flash = Flash(true);
            Assert.AreEqual(ImageSlot.A, Choose(flash));
            Assert.AreEqual(1, State(flash).ShortStarts);
            Assert.AreEqual(ImageSlot.A, Choose(flash));
            Assert.AreEqual(ImageSlot.Factory, Choose(flash));
            Assert.AreEqual(1u, State(flash).GivenUpVersion);
            Assert.AreEqual(ImageSlot.Factory, Choose(flash));
        }

        /// <summary>A trial that cannot be counted is not started; a proven image is.</summary>
        [DataRow(true, ImageSlot.Factory)]
        [DataRow(false, ImageSlot.A)]
        public void WhereFlashTakesNothing(bool isTrial, string slot)
        {
            FakeFlash flash = Flash(isTrial);
            flash.CutIn(0, 0);
            Assert.AreEqual(slot, Choose(flash));
        }

        /// <summary>One other bit, anywhere in the file, and nothing of it is started.</summary>
        [DataRow(0)]
        [DataRow(2047)]
        [DataRow(2048)]
        [DataRow(Size - 1)]
        public void ASpoiltFileIsNotStarted(int offset)
        {
            FakeFlash flash = Flash(false);
            flash.Spoil(ImageSlot.FileOf(ImageSlot.A), offset);
            Assert.AreEqual(ImageSlot.Factory, Choose(flash));
            Assert.AreEqual(ImageSlot.Factory, State(flash).InForce);
        }

        /// <summary>A file that is shorter or longer is another one, however it begins.</summary>
        [DataRow(-1)]
        [DataRow(1)]
        public void AFileOfAnotherLengthIsNotStarted(int more)
        {
            FakeFlash flash = Flash(false);
            byte[] file = new byte[Size + more];
            System.Array.Copy(flash.Read("image.a")!, 0, file, 0, more < 0 ? Size + more : Size);
            flash.Write("image.a", file, file.Length);
            Assert.AreEqual(ImageSlot.Factory, Choose(flash));
        }

        /// <summary>An image that was signed under another key is not started: a terminal that was enrolled anew has only what the factory brought.</summary>
        [TestMethod]
        public void AnotherKeyIsNotBelieved()
        {
            FakeFlash flash = Flash(false);
            byte[] key = new byte[32];
            key[0] = 1;
            Assert.AreEqual(ImageSlot.Factory, BootChoice.Choose(flash, key, new FakeSigner()));
        }

        private static string Choose(FakeFlash flash)
        {
            return BootChoice.Choose(flash, Key, new FakeSigner());
        }

        private static BootState State(FakeFlash flash)
        {
            return BootState.Load(new TwoSlots(flash, BootState.Name));
        }

        private static FakeFlash Flash(bool isTrial)
        {
            FakeFlash flash = new FakeFlash();
            byte[] file = new byte[Size];
            for (int i = 0; i < Size; i++)
            {
                file[i] = (byte)(i * 7);
            }

            flash.Write("image.a", file, Size);
            byte[] link = new FakeSigner().Hmac(Key, System.Text.Encoding.UTF8.GetBytes("firmware|0.2.0|5000"), 19);
            for (int at = 0; at < Size; at += 2048)
            {
                int length = Size - at < 2048 ? Size - at : 2048;
                byte[] covered = new byte[16 + length];
                System.Array.Copy(link, 0, covered, 0, 16);
                System.Array.Copy(file, at, covered, 16, length);
                link = new FakeSigner().Hmac(Key, covered, covered.Length);
            }

            byte[] digest = new byte[16];
            System.Array.Copy(link, 0, digest, 0, 16);
            BootState state = new BootState();
            state.Try(ImageSlot.A, new SlotImage(1, "0.2.0", Size, digest));
            if (!isTrial)
            {
                state.Confirm();
            }

            state.Save(new TwoSlots(flash, BootState.Name));
            return flash;
        }
    }
}
