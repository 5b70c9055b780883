using System;
using System.Globalization;

namespace nanoFramework.Json;

/// <summary>Texts that the library takes for moments, wherever they stand.</summary>
internal static class Moments
{
    private static readonly string[] Forms = ["yyyy-MM-ddTHH:mm:ssZ", "yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF"];

    internal static bool Is(string text) => TryParse(text, out _);

    internal static object? Parse(string text) => TryParse(text, out DateTime moment) ? moment : null;

    private static bool TryParse(string text, out DateTime moment)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, Utc, out moment);
    }
}
