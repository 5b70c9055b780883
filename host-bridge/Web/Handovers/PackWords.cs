using System.Linq;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>What a section, tick, count or kind of hold of a pack is called: its title in the regulation's own words, or the name that the pack has for it in English.</summary>
public static class PackWords
{
    /// <summary>Its name in a language.</summary>
    public static string Of(Language t, string name, PackEntry? entry) => ReferenceEquals(t, Language.English) || entry is not { Title.Length: > 0 } ? Sentence(name) : entry.Title;

    private static string Sentence(string name) => name.Length == 0 ? name : string.Concat(name[..1].ToUpperInvariant(), name[1..].Replace('-', ' '));
}
