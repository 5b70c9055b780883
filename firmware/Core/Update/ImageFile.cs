using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Update
{
    /// <summary>
    /// The assemblies of an image in the order of their loading, as one file on flash: <c>DKI</c> and 1, how many (one byte), then of each its length (four bytes, most significant
    /// first) and its bytes. The last one is the program.
    /// </summary>
    public sealed class ImageFile
    {
        /// <summary>How many bytes of an image one message carries.</summary>
        public const int PageBytes = 2048;

        /// <summary>The largest image. One object of the interpreter's heap is limited to about 786 KB, and two images have to fit on flash beside the journal.</summary>
        public const int MaxBytes = 524288;

        /// <summary>The most assemblies of an image; the interpreter has places for 64 in all.</summary>
        public const int MaxAssemblies = 8;

        private const int HeadBytes = 5;
        private const int LengthBytes = 4;
        private const string Magic = "DKI\u0001";

        private readonly IFlash _flash;
        private readonly string _file;
        private readonly int[] _offsets;
        private readonly int[] _lengths;

        private ImageFile(IFlash flash, string file, int count)
        {
            _flash = flash;
            _file = file;
            _offsets = new int[count];
            _lengths = new int[count];
        }

        /// <summary>How many assemblies it has.</summary>
        public int Count
        {
            get { return _offsets.Length; }
        }

        /// <summary>The image of a slot, or null where its file is none: nothing of it is read but lengths, and they have to come out at the file's end.</summary>
        public static ImageFile? Open(IFlash flash, string slot)
        {
            string file = ImageSlot.FileOf(slot);
            int size = flash.Length(file);
            byte[] head = new byte[HeadBytes];
            if (size > MaxBytes || !flash.Read(file, 0, head, HeadBytes))
            {
                return null;
            }

            for (int i = 0; i < Magic.Length; i++)
            {
                if (head[i] != Magic[i])
                {
                    return null;
                }
            }

            int count = head[Magic.Length];
            if (count < 1 || count > MaxAssemblies)
            {
                return null;
            }

            ImageFile image = new ImageFile(flash, file, count);
            long at = HeadBytes;
            for (int i = 0; i < count; i++)
            {
                if (at + LengthBytes > size || !flash.Read(file, (int)at, head, LengthBytes))
                {
                    return null;
                }

                long length = new ByteReader(head, 0, LengthBytes).UInt32();
                at += LengthBytes;
                if (length < 1 || at + length > size)
                {
                    return null;
                }

                image._offsets[i] = (int)at;
                image._lengths[i] = (int)length;
                at += length;
            }

            return at == size ? image : null;
        }

        /// <summary>The bytes of an assembly, or null when flash does not give them.</summary>
        public byte[]? Read(int index)
        {
            byte[] assembly = new byte[_lengths[index]];
            return _flash.Read(_file, _offsets[index], assembly, assembly.Length) ? assembly : null;
        }
    }
}
