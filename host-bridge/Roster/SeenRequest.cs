using System;
using System.Globalization;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>A swap or a leave as somebody has read it, who now decides on it.</summary>
/// <param name="From">Who asked.</param>
/// <param name="To">Whom he asked; empty: nobody.</param>
/// <param name="Asked">When, as a page has it.</param>
public sealed record SeenRequest(string From, string To, string Asked)
{
    /// <summary>A moment as a page has it. A store may keep less of a second than was told.</summary>
    public static string MarkOf(DateTimeOffset at) => at.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>Whether a request is another one.</summary>
    public bool IsOther(string from, string to, DateTimeOffset askedAt)
    {
        return !string.Equals(From, from, StringComparison.Ordinal) || !string.Equals(To, to, StringComparison.Ordinal) || !string.Equals(Asked, MarkOf(askedAt), StringComparison.Ordinal);
    }
}
