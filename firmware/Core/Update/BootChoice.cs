using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Signing;

namespace DutyKiosk.Core.Update
{
    /// <summary>Decides at a start which firmware runs, by what stands on flash.</summary>
    public static class BootChoice
    {
        /// <summary>
        /// The slot to start from, whose file is whole and signed under this key; <see cref="ImageSlot.Factory"/>: the factory's own firmware. What was decided is on
        /// flash by then, so that a start that hangs or crashes has been counted.
        /// </summary>
        public static string Choose(IFlash flash, byte[] key, ISigner signer)
        {
            TwoSlots slots = new TwoSlots(flash, BootState.Name);
            BootState state = BootState.Load(slots);
            while (true)
            {
                string slot = state.Next();
                bool isTrial = state.Trial != ImageSlot.Factory;
                if (slot == ImageSlot.Factory)
                {
                    // Nothing is counted of the factory; a trial that was given up on the way is.
                    KeepIfChanged(state, slots);
                    return slot;
                }

                if (!ImageDigest.Fits(flash, slot, state.ImageOf(slot)!, key, signer))
                {
                    state.Spoilt(slot);
                }
                else if (state.Save(slots) || !isTrial)
                {
                    // A proven image is started also where flash takes nothing: the factory would fare no better.
                    return slot;
                }
                else
                {
                    // A trial whose start cannot be counted could be tried for ever.
                    state.GiveUp(slot);
                }
            }
        }

        private static void KeepIfChanged(BootState state, TwoSlots slots)
        {
            BootState kept = BootState.Load(slots);
            if (kept.Trial != state.Trial || kept.InForce != state.InForce)
            {
                state.Save(slots);
            }
        }
    }
}
