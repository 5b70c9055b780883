using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>Words for what a pack calls its sections and holds: its titles are Chinese, its keys English.</summary>
public static class PackWords
{
    /// <summary>The words for an entry of a pack by its key; null: the pack has none of that key any more.</summary>
    public static string Of(Language t, string key, PackEntry? entry) => ReferenceEquals(t, Language.English) || entry is not { Title.Length: > 0 } ? key : entry.Title;
}
