using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>Something that was done to the terminals' credentials; the entries of kind <see cref="LogKind.Terminal"/> hold one each.</summary>
/// <param name="Act">One of the words of this type.</param>
/// <param name="By">Who did it: a user's name, or <c>console</c>.</param>
public sealed record TerminalAct(string Act, string By)
{
    /// <summary>The house has a new site key.</summary>
    public const string SiteKeyMade = "site-key";

    /// <summary>A terminal was enrolled, or given new credentials: the older key goes on proving what it signed.</summary>
    public const string Enrolled = "enrolled";

    /// <summary>A terminal's credentials were taken from it.</summary>
    public const string Revoked = "revoked";

    /// <summary>The terminal; empty: none.</summary>
    public string Terminal { get; init; } = "";

    /// <summary>Its post.</summary>
    public string Post { get; init; } = "";

    /// <summary>Whether it is the post's handover terminal.</summary>
    public bool Handover { get; init; }

    /// <summary>Its key, or the site's, sealed under the master key.</summary>
    public byte[] Key { get; init; } = [];

    /// <summary>The hash of its MQTT password; empty: none.</summary>
    public byte[] PasswordHash { get; init; } = [];

    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static TerminalAct Of(LogEntry entry)
    {
        return JsonSerializer.Deserialize<TerminalAct>(entry.Body) is { Act: not null, By: not null, Terminal: not null, Post: not null, Key: not null, PasswordHash: not null } whole
            ? whole
            : throw new JsonException("An entry that ought to be about a terminal is not.");
    }

    /// <summary>The bytes of its entry.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The purpose that a terminal's key is sealed for.</summary>
    public static string PurposeOf(string terminal) => terminal.Length == 0 ? "site-key" : "terminal-key/" + terminal;
}
