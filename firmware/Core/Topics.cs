namespace DutyKiosk.Core
{
    /// <summary>The topics of the wire.</summary>
    public static class Topics
    {
        /// <summary>Where the bridge says whether it lives.</summary>
        public const string BridgeState = "dutykiosk/v1/bridge/state";

        private const string Root = "dutykiosk/v1/";

        /// <summary>A topic of a terminal.</summary>
        public static string Of(string terminal, string name)
        {
            return Root + terminal + "/" + name;
        }
    }
}
