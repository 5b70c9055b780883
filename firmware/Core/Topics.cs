namespace DutyKiosk.Core
{
    /// <summary>The topics of the wire.</summary>
    public static class Topics
    {
        /// <summary>Where the bridge says whether it lives.</summary>
        public const string BridgeState = "dutykiosk/v1/bridge/state";

        /// <summary>Where the bridge keeps the pages of firmware images, which are the same for every terminal.</summary>
        public const string BridgeFirmware = "dutykiosk/v1/bridge/firmware/";

        private const string Root = "dutykiosk/v1/";

        /// <summary>A topic of a terminal.</summary>
        public static string Of(string terminal, string name)
        {
            return Root + terminal + "/" + name;
        }

        /// <summary>The topic of a page of an image; pages count from 1.</summary>
        public static string FirmwarePage(string firmware, int page)
        {
            return BridgeFirmware + firmware + "/" + page.ToString();
        }
    }
}
