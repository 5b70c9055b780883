using System;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A refusal in the language of whoever looks. English says all of it; where another language has words for the case, they stand instead.</summary>
public static class RefusedWords
{
    /// <summary>The words.</summary>
    public static string Of(Language t, Refusal refusal)
    {
        int end = refusal.Sentence.IndexOf(':', StringComparison.Ordinal);
        string member = end is > 0 and < 12 && !refusal.Sentence.AsSpan(0, end).Contains(' ') ? refusal.Sentence[..end].ToLowerInvariant() : "";
        string key = $"settings.refused-{refusal.Kind.ToString().ToLowerInvariant()}{(member.Length > 0 ? "-" + member : "")}";
        return ReferenceEquals(t, Language.English) || !t.Has(key) ? refusal.Sentence : t[key];
    }

    /// <summary>The words for a fault in a member of a channel.</summary>
    public static string OfMember(Language t, string member, string sentence)
    {
        string key = $"settings.fault-{member.ToLowerInvariant()}";
        return ReferenceEquals(t, Language.English) || !t.Has(key) ? sentence : t[key];
    }
}
