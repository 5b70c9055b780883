using System;
using DutyKiosk.Core.Update;
using DutyKiosk.Firmware.Tests.Support;
using Xunit;

namespace DutyKiosk.Firmware.Tests.Host;

/// <summary>The largest image; a device has no memory for one beside its tests.</summary>
public sealed class ImageLimitTests
{
    /// <summary>A file above the limit is not looked at, and one that is not there is none.</summary>
    [Theory]
    [InlineData(524288, true)]
    [InlineData(524289, false)]
    [InlineData(0, false)]
    public void ItHasALimit(int bytes, bool isImage)
    {
        var flash = new FakeFlash();
        if (bytes > 0)
        {
            byte[] file = new byte[bytes];
            byte[] head = [.. "DKI"u8, 1, 1];
            head.CopyTo(file, 0);
            System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(5), bytes - 9);
            flash.Write("image.a", file, file.Length);
        }

        Assert.Equal(isImage, ImageFile.Open(flash, ImageSlot.A) != null);
    }
}
