using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Update
{
    /// <summary>
    /// The chain that ties every page of an image to a terminal's key: the device has HMAC and neither a plain SHA-256 nor a public key. Whoever owns the broker can
    /// put any page in its place, and none of them ever runs.
    /// </summary>
    public sealed class ImageDigest
    {
        private readonly byte[] _key;
        private readonly ISigner _signer;
        private readonly ByteBuffer _covered = new ByteBuffer(RecordJson.MacBytes + ImageFile.PageBytes);
        private byte[] _link;

        /// <summary>The chain of an image before its first page.</summary>
        public ImageDigest(byte[] key, ISigner signer, string firmware, int size)
        {
            _key = key;
            _signer = signer;
            _covered.Ascii("firmware|" + firmware + "|" + size.ToString());
            _link = signer.Hmac(key, _covered.Bytes, _covered.Length);
        }

        /// <summary>Adds the next page.</summary>
        public void Add(byte[] page, int length)
        {
            _covered.Clear();
            _covered.Raw(_link, 0, RecordJson.MacBytes);
            _covered.Raw(page, 0, length);
            _link = _signer.Hmac(_key, _covered.Bytes, _covered.Length);
        }

        /// <summary>Whether the pages were those of this digest.</summary>
        public bool Fits(byte[] digest)
        {
            int difference = 0;
            for (int i = 0; i < RecordJson.MacBytes; i++)
            {
                difference |= digest[i] ^ _link[i];
            }

            return difference == 0;
        }

        /// <summary>Whether a slot's file is the image that is known of it, to the byte.</summary>
        public static bool Fits(IFlash flash, string slot, SlotImage image, byte[] key, ISigner signer)
        {
            string file = ImageSlot.FileOf(slot);
            if (flash.Length(file) != image.Size)
            {
                return false;
            }

            ImageDigest digest = new ImageDigest(key, signer, image.Firmware, image.Size);
            byte[] page = new byte[ImageFile.PageBytes];
            for (int offset = 0; offset < image.Size; offset += ImageFile.PageBytes)
            {
                int length = image.Size - offset < ImageFile.PageBytes ? image.Size - offset : ImageFile.PageBytes;
                if (!flash.Read(file, offset, page, length))
                {
                    return false;
                }

                digest.Add(page, length);
            }

            return digest.Fits(image.Digest);
        }
    }
}
