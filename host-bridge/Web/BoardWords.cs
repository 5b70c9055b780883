using System;
using System.Globalization;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Words for the words of the wire.</summary>
public static class BoardWords
{
    private const string Held = "held:";
    private const int SecondsAnHour = 3600;

    /// <summary>The words for the quality of a terminal's clock.</summary>
    public static string OfClock(Language t, string clock)
    {
        return clock is "set" ? t["wire.clock-set"]
            : clock.StartsWith(Held, StringComparison.Ordinal) && long.TryParse(clock.AsSpan(Held.Length), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds) ? t["wire.clock-held", seconds / SecondsAnHour]
            : t["wire.clock-unset"];
    }

    /// <summary>The words for a word of the wire, or that word itself.</summary>
    public static string Of(Language t, string word) => t.Of("wire", word);
}
