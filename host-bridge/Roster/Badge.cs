using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// How a roster names a badge: by its UID in hex, or, where the badge was enrolled by tapping it, by what the record of that tap has of it, as no UID ever leaves a
/// terminal: <c>tap:</c> and the first 16 hex digits of HMAC-SHA256(site key, UID). Both may name one piece of plastic.
/// </summary>
public static class Badge
{
    /// <summary>What stands before the digits of one that was enrolled by tapping.</summary>
    public const string TapMark = "tap:";

    /// <summary>The most badges that one person has.</summary>
    public const int MostAPerson = 8;

    /// <summary>What is wanted of a badge, for sentences of refusal.</summary>
    internal const string Wanted = "write 8, 14 or 20 hex digits, or tap: and the 16 digits that the record of a tap has";

    private const int TapDigits = 16;
    private const int ShortUid = 8;
    private const string RandomMark = "08";

    /// <summary>Whether a text is a UID: 4, 7 or 10 bytes in hex.</summary>
    public static bool IsUid(string badge) => badge.Length is ShortUid or 14 or 20 && badge.All(char.IsAsciiHexDigit);

    /// <summary>Whether a text names a badge by its tap.</summary>
    public static bool IsTap(string badge) => badge.Length == TapMark.Length + TapDigits && badge.StartsWith(TapMark, StringComparison.OrdinalIgnoreCase) && badge.AsSpan(TapMark.Length).IndexOfAnyExcept("0123456789abcdefABCDEF") < 0;

    /// <summary>Whether a text names a badge.</summary>
    public static bool Is(string badge) => IsUid(badge) || IsTap(badge);

    /// <summary>
    /// Whether a UID is one that its card draws anew each time, as ISO 14443-3 has it: four bytes of which the first is 08. Telephones do so; nobody can be known by one. Of a tap
    /// it cannot be told, but the terminal's record of a random UID has no digits at all.
    /// </summary>
    public static bool IsRandom(string badge) => badge.Length == ShortUid && badge.StartsWith(RandomMark, StringComparison.Ordinal);

    /// <summary>The digits by which records name it, in small letters.</summary>
    public static string HashOf(byte[] siteKey, string badge) => IsTap(badge) ? badge[TapMark.Length..].ToLowerInvariant() : TerminalMessages.BadgeHash(siteKey, badge);

    /// <summary>
    /// Refuses a roster in which two people have one badge, of which one is named by its UID and the other by its tap: that shows only to whoever has the site key.
    /// </summary>
    /// <exception cref="RosterException">There is such a badge.</exception>
    public static void CheckOwners(RosterDocument document, IEnumerable<byte[]> siteKeys)
    {
        if (!document.Staff.Exists(person => person.Badges.Exists(IsTap)))
        {
            return;
        }

        foreach (byte[] key in siteKeys)
        {
            var owners = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach ((StaffEntry person, string badge) in document.Staff.SelectMany(person => person.Badges.Select(badge => (person, badge))))
            {
                if (!owners.TryAdd(HashOf(key, badge), person.Id) && !string.Equals(owners[HashOf(key, badge)], person.Id, StringComparison.Ordinal))
                {
                    throw new RosterException($"staff: {person.Id}: badge {(IsTap(badge) ? badge : badge[..2] + "…")} is {owners[HashOf(key, badge)]}'s, who has it by its {(IsTap(badge) ? "UID" : "tap")}: a badge belongs to one person.");
                }
            }
        }
    }
}
