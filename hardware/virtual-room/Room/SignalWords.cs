using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>What a terminal's signals mean: the page and the command line say the same.</summary>
public static class SignalWords
{
    /// <summary>The word of a terminal without power.</summary>
    public const string Off = "off";

    /// <summary>The word of a terminal that has power and shows nothing yet.</summary>
    public const string Starting = "starting";

    /// <summary>The words of one.</summary>
    public static string Of(Language t, string signal) => t.Of("signal", signal);
}
