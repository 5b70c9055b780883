using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Update;
using DutyKiosk.Firmware.Tests.Support;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests.Update
{
    /// <summary>The assemblies of an image.</summary>
    [TestClass]
    public class ImageFileTests
    {
        /// <summary>Its assemblies come out in their order.</summary>
        [TestMethod]
        public void ItsAssembliesComeOut()
        {
            FakeFlash flash = new FakeFlash();
            byte[] file = new byte[] { (byte)'D', (byte)'K', (byte)'I', 1, 2, 0, 0, 0, 2, 11, 12, 0, 0, 0, 1, 21 };
            flash.Write("image.b", file, file.Length);
            ImageFile image = ImageFile.Open(flash, ImageSlot.B)!;
            Assert.AreEqual(2, image.Count);
            Assert.AreEqual(2, image.Read(0)!.Length);
            Assert.AreEqual(12, (int)image.Read(0)![1]);
            Assert.AreEqual(21, (int)image.Read(1)![0]);
        }

        /// <summary>What is none is told before anything of it is read into memory.</summary>
        [DataRow("")]
        [DataRow("444B4901")]
        [DataRow("444B490100")]
        [DataRow("444B4902010000000101")]
        [DataRow("444B4A01010000000101")]
        [DataRow("444B49010100000000")]
        [DataRow("444B4901010000000201")]
        [DataRow("444B490101000000010101")]
        [DataRow("444B490101FFFFFFFF01")]
        [DataRow("444B4901017FFFFFFF01")]
        [DataRow("444B49010200000001010000")]
        [DataRow("444B490109000000010100000001010000000101000000010100000001010000000101000000010100000001010000000101")]
        public void WhatIsNoneIsTold(string hex)
        {
            byte[] file = Hex.Parse(hex, hex.Length / 2)!;
            FakeFlash flash = new FakeFlash();
            flash.Write("image.a", file, file.Length);
            Assert.IsNull(ImageFile.Open(flash, ImageSlot.A));
        }
    }
}
