namespace DutyKiosk.Core.Update
{
    /// <summary>Where a firmware is started from. A slot's name is handed to what it holds, so it is a text: reflection needs to box nothing.</summary>
    public static class ImageSlot
    {
        /// <summary>What was deployed over the cable; it is always there.</summary>
        public const string Factory = "";

        /// <summary>One of the two files.</summary>
        public const string A = "a";

        /// <summary>The other one.</summary>
        public const string B = "b";

        /// <summary>The slot that may be written while this one is in force.</summary>
        public static string Other(string slot)
        {
            return slot == A ? B : A;
        }

        /// <summary>The file of a slot.</summary>
        public static string FileOf(string slot)
        {
            return "image." + slot;
        }
    }
}
