using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Update
{
    /// <summary>Puts the pages of an image into a slot's file, one at a time and in order. Nothing of the file counts before the last page fits the manifest.</summary>
    internal sealed class ImageDownload
    {
        private readonly FirmwareManifest _manifest;
        private readonly IFlash _flash;
        private readonly ImageDigest _digest;
        private readonly byte[] _expected;

        /// <summary>A download of a manifest that is possible.</summary>
        internal ImageDownload(FirmwareManifest manifest, string slot, IFlash flash, byte[] key, ISigner signer)
        {
            _manifest = manifest;
            _flash = flash;
            _expected = manifest.DigestBytes()!;
            _digest = new ImageDigest(key, signer, manifest.Firmware!, (int)manifest.Size);
            Slot = slot;
        }

        /// <summary>The slot that it writes.</summary>
        internal string Slot { get; private set; }

        /// <summary>How many pages are there.</summary>
        internal int Done { get; private set; }

        /// <summary>Whether every page is there.</summary>
        internal bool IsComplete
        {
            get { return Done == _manifest.Pages; }
        }

        /// <summary>The topic of the page that it waits for.</summary>
        internal string NextTopic
        {
            get { return Topics.FirmwarePage(_manifest.Firmware!, Done + 1); }
        }

        /// <summary>Whether a page has the length that the next one must have; of its bytes nothing can be told before the last one is there.</summary>
        internal bool CanBeNext(byte[] page)
        {
            int left = (int)_manifest.Size - (Done * ImageFile.PageBytes);
            return page.Length == (left < ImageFile.PageBytes ? left : ImageFile.PageBytes);
        }

        /// <summary>Adds the next page; false when flash did not take it.</summary>
        internal bool Add(byte[] page)
        {
            string file = ImageSlot.FileOf(Slot);

            // The first one replaces whatever a former image, or a download that was broken off, has left.
            if (!(Done == 0 ? _flash.Write(file, page, page.Length) : _flash.Append(file, page, page.Length)))
            {
                return false;
            }

            _digest.Add(page, page.Length);
            Done++;
            return true;
        }

        /// <summary>Whether the pages are those that the bridge has signed, and are an image.</summary>
        internal bool IsWhole()
        {
            return _digest.Fits(_expected) && ImageFile.Open(_flash, Slot) != null;
        }

        /// <summary>What there is to know of the image.</summary>
        internal SlotImage Image()
        {
            return new SlotImage((uint)_manifest.Version, _manifest.Firmware!, (int)_manifest.Size, _expected);
        }
    }
}
