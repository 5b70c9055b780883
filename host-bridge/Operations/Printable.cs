using System;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>Makes a text from outside fit for one line on somebody's screen: it cannot begin a line of its own, nor command a terminal.</summary>
public static partial class Printable
{
    private const int LongestCharacters = 2000;

    /// <summary>The text without what may be a badge's UID, of which the first two digits are left to find it by: who reads logs must not be able to make badges.</summary>
    public static string WithoutUids(string text) => Uid().Replace(text, found => found.Value[..2] + "…");

    /// <summary>The text with control characters, line ends of every kind and what turns the direction of writing escaped as <c>\uXXXX</c>, and cut where it is very long.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestCharacters));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (line.Length >= LongestCharacters)
            {
                return line.Append('…').ToString();
            }

            UnicodeCategory category = Rune.GetUnicodeCategory(rune);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                line.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}");
            }
            else
            {
                line.Append(rune.ToString());
            }
        }

        return line.ToString();
    }

    // A wrong one is one digit longer or shorter at times.
    [GeneratedRegex(@"\b[0-9A-Fa-f]{7,21}\b", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Uid();
}
