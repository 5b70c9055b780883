using System;
using System.Globalization;
using System.Linq;
using System.Net;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>What the values of a setting look like.</summary>
/// <param name="Range">What a value must be, in words that end the sentence "it must be …".</param>
/// <param name="Fits">Whether a text is such a value.</param>
public sealed record SettingKind(string Range, Func<string, bool> Fits)
{
    private const int LongestText = 1000;

    /// <summary>True or false.</summary>
    public static SettingKind Flag { get; } = new("true or false", text => bool.TryParse(text, out _)) { IsFlag = true };

    /// <summary>Any text.</summary>
    public static SettingKind Text { get; } = new(string.Create(CultureInfo.InvariantCulture, $"a text of at most {LongestText} characters without control characters"), IsText);

    /// <summary>The path of a file or folder; one that stands in a file is meant from that file's folder.</summary>
    public static SettingKind Path { get; } = new("a path", IsText) { IsPath = true };

    /// <summary>An address of this machine to listen on.</summary>
    public static SettingKind Address { get; } = new("an address such as 127.0.0.1 or 0.0.0.0", text => IPAddress.TryParse(text, out _));

    /// <summary>Names of hosts, or their addresses, with commas between them.</summary>
    public static SettingKind Names { get; } = new(
        "host names or addresses, with commas between them",
        text => text.Split(',', StringSplitOptions.TrimEntries).All(name => Uri.CheckHostName(name) != UriHostNameType.Unknown)) { IsList = true };

    /// <summary>Whether it is a flag, which stands on a command line without a value.</summary>
    public bool IsFlag { get; private init; }

    /// <summary>Whether it is a list, which may be a YAML list in a file and be repeated on a command line.</summary>
    public bool IsList { get; private init; }

    /// <summary>Whether it is a path.</summary>
    public bool IsPath { get; private init; }

    /// <summary>Whether a value is an address that may carry a password, so that no sentence may repeat it.</summary>
    public bool IsLink { get; private init; }

    /// <summary>A TCP port, or one of what stands for none.</summary>
    public static SettingKind Port(int least = IPEndPoint.MinPort) => Whole(least, IPEndPoint.MaxPort);

    /// <summary>A whole number between two, both included.</summary>
    public static SettingKind Whole(int least, int most)
    {
        return new(string.Create(CultureInfo.InvariantCulture, $"a whole number from {least} to {most}"), text => Number(text) is { } number && number >= least && number <= most);
    }

    /// <summary>Zero, or a whole number between two, both included.</summary>
    public static SettingKind ZeroOr(int least, int most)
    {
        return new(
            string.Create(CultureInfo.InvariantCulture, $"0 or a whole number from {least} to {most}"),
            text => Number(text) is { } number && (number == 0 || (number >= least && number <= most)));
    }

    /// <summary>One of some words.</summary>
    public static SettingKind Choice(params string[] words) => new(string.Join(", ", words[..^1]) + " or " + words[^1], text => words.Contains(text, StringComparer.Ordinal));

    /// <summary>An address on the network. A user may stand in one where that is said, a password in none: those have settings of their own, which are not shown.</summary>
    public static SettingKind Link(bool withUser, params string[] schemes)
    {
        string examples = string.Join(" or ", schemes.Select(scheme => $"{scheme}://{(withUser ? "user@" : "")}host"));
        return new(
            $"an address such as {examples}, without a password in it",
            text => IsText(text) && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && schemes.Contains(uri.Scheme, StringComparer.Ordinal) && uri.Host.Length > 0
                && (withUser ? !uri.UserInfo.Contains(':', StringComparison.Ordinal) : uri.UserInfo.Length == 0)) { IsLink = true };
    }

    /// <summary>The number that a text is, or null.</summary>
    internal static int? Number(string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool IsText(string text) => text.Length <= LongestText && !text.Any(char.IsControl);
}
