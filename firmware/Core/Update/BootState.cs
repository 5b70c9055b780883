using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core.Update
{
    /// <summary>
    /// Which firmware the next start runs, and what became of those before it. It stands on flash in two copies. The factory's program reads it and whatever was
    /// loaded writes it, so its bytes are never changed, only added to: a program of another age must be able to find its way back.
    /// </summary>
    public sealed class BootState
    {
        /// <summary>The name of its files.</summary>
        public const string Name = "boot";

        /// <summary>So many starts a trial has.</summary>
        public const int MostTrialStarts = 2;

        /// <summary>So many starts in a row that did not last cost a proven image its place. More than a trial has: a house's power may come and go.</summary>
        public const int MostShortStarts = 5;

        private const int Format = 1;

        private SlotImage? _a;
        private SlotImage? _b;

        /// <summary>The version of the newest manifest that was taken; 0: none.</summary>
        public uint NewestVersion { get; set; }

        /// <summary>The version of the manifest whose firmware was given up last; 0: none.</summary>
        public uint GivenUpVersion { get; private set; }

        /// <summary>The slot whose image has proved itself and runs when nothing is on trial.</summary>
        public string InForce { get; private set; } = ImageSlot.Factory;

        /// <summary>The slot that is on trial, or <see cref="ImageSlot.Factory"/>: none is.</summary>
        public string Trial { get; private set; } = ImageSlot.Factory;

        /// <summary>How many starts of the image that is next have not lasted, as far as is known.</summary>
        public int ShortStarts { get; private set; }

        /// <summary>The state as flash has it; where it has none that can be read, the factory is in force.</summary>
        public static BootState Load(TwoSlots slots)
        {
            BootState state = new BootState();
            byte[]? bytes = slots.Read();
            if (bytes == null)
            {
                return state;
            }

            ByteReader reader = new ByteReader(bytes, 0, bytes.Length);
            BootState read = new BootState();
            bool known = reader.Byte() == Format;
            read.NewestVersion = reader.UInt32();
            read.GivenUpVersion = reader.UInt32();
            read.InForce = reader.Text();
            read.Trial = reader.Text();
            read.ShortStarts = reader.Byte();
            read._a = ReadImage(reader);
            read._b = ReadImage(reader);
            return known && !reader.Failed ? read : state;
        }

        /// <summary>Puts it on flash; false when it could not be kept, and flash still has the old one.</summary>
        public bool Save(TwoSlots slots)
        {
            ByteBuffer bytes = new ByteBuffer(96);
            bytes.Byte(Format);
            bytes.UInt32(NewestVersion);
            bytes.UInt32(GivenUpVersion);
            bytes.Text(InForce);
            bytes.Text(Trial);
            bytes.Byte(ShortStarts);
            WriteImage(bytes, _a);
            WriteImage(bytes, _b);
            return slots.Write(bytes.Bytes, bytes.Length);
        }

        /// <summary>
        /// Ends the trial of a firmware that finds by itself that it cannot work here; false: it is not on trial, and has to stand what it found. The trial ends
        /// also where flash refuses to keep that, as its starts are counted.
        /// </summary>
        public static bool EndTrial(IFlash flash, string slot)
        {
            TwoSlots slots = new TwoSlots(flash, Name);
            BootState state = Load(slots);
            if (slot == ImageSlot.Factory || state.Trial != slot)
            {
                return false;
            }

            state.GiveUp(slot);
            state.Save(slots);
            return true;
        }

        /// <summary>This start was made to walk through the parts (bring-up), and says nothing of the firmware: it is counted no more.</summary>
        public static void Uncount(IFlash flash, string slot)
        {
            TwoSlots slots = new TwoSlots(flash, Name);
            BootState state = Load(slots);
            bool isCounted = slot != ImageSlot.Factory && (state.Trial == slot || (state.Trial == ImageSlot.Factory && state.InForce == slot));
            if (isCounted && state.ShortStarts > 0)
            {
                state.ShortStarts--;
                state.Save(slots);
            }
        }

        /// <summary>What is in a slot; null: nothing that could be started.</summary>
        public SlotImage? ImageOf(string slot)
        {
            return slot == ImageSlot.A ? _a : slot == ImageSlot.B ? _b : null;
        }

        /// <summary>The slot that the next start runs. The start is counted: to be kept on flash before it begins.</summary>
        public string Next()
        {
            while (true)
            {
                bool isTrial = Trial != ImageSlot.Factory;
                string slot = isTrial ? Trial : InForce;
                if (slot == ImageSlot.Factory)
                {
                    return slot;
                }

                if (ImageOf(slot) != null && ShortStarts < (isTrial ? MostTrialStarts : MostShortStarts))
                {
                    ShortStarts++;
                    return slot;
                }

                GiveUp(slot);
            }
        }

        /// <summary>Whatever is in a slot is about to be written over.</summary>
        public void Empty(string slot)
        {
            Put(slot, null);
            if (Trial == slot)
            {
                Trial = ImageSlot.Factory;
                ShortStarts = 0;
            }
        }

        /// <summary>The image in a slot is whole: the next start tries it.</summary>
        public void Try(string slot, SlotImage image)
        {
            Put(slot, image);
            Trial = slot;
            ShortStarts = 0;
        }

        /// <summary>The trial has proved itself and is in force from now on.</summary>
        public void Confirm()
        {
            ImageOf(Trial)!.IsProven = true;
            InForce = Trial;
            Trial = ImageSlot.Factory;
            ShortStarts = 0;
        }

        /// <summary>This start has lasted.</summary>
        public void Lasted()
        {
            ShortStarts = 0;
        }

        /// <summary>A slot's image is not started again, nor fetched again until another manifest offers it.</summary>
        public void GiveUp(string slot)
        {
            SlotImage? image = ImageOf(slot);
            if (image != null)
            {
                GivenUpVersion = image.Version;
            }

            Leave(slot);
        }

        /// <summary>
        /// The file of a slot is not what its manifest promised, and nothing of it runs. A proven image may be fetched again: it was its cell of the flash that was bad. One on
        /// trial has only just been read whole, so it is given up, or a flash that cannot keep it would be written for ever.
        /// </summary>
        public void Spoilt(string slot)
        {
            if (Trial == slot)
            {
                GiveUp(slot);
            }
            else
            {
                Leave(slot);
            }
        }

        private void Leave(string slot)
        {
            Put(slot, null);
            ShortStarts = 0;
            if (Trial == slot)
            {
                Trial = ImageSlot.Factory;
            }

            if (InForce == slot)
            {
                SlotImage? other = ImageOf(ImageSlot.Other(slot));
                InForce = other != null && other.IsProven ? ImageSlot.Other(slot) : ImageSlot.Factory;
            }
        }

        private void Put(string slot, SlotImage? image)
        {
            if (slot == ImageSlot.A)
            {
                _a = image;
            }
            else if (slot == ImageSlot.B)
            {
                _b = image;
            }
        }

        private static SlotImage? ReadImage(ByteReader reader)
        {
            uint version = reader.UInt32();
            if (version == 0)
            {
                return null;
            }

            bool isProven = reader.Byte() != 0;
            string firmware = reader.Text();
            int size = (int)reader.UInt32();
            byte[] digest = reader.Raw(RecordJson.MacBytes);
            SlotImage image = new SlotImage(version, firmware, size, digest);
            image.IsProven = isProven;
            return image;
        }

        private static void WriteImage(ByteBuffer bytes, SlotImage? image)
        {
            bytes.UInt32(image == null ? 0 : image.Version);
            if (image != null)
            {
                bytes.Byte(image.IsProven ? 1 : 0);
                bytes.Text(image.Firmware);
                bytes.UInt32((uint)image.Size);
                bytes.Raw(image.Digest, 0, RecordJson.MacBytes);
            }
        }
    }
}
