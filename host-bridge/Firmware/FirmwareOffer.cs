using System.Text.Json;
using System.Text.Json.Serialization;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Firmware;

/// <summary>Which firmware a terminal is to run; the entries of kind <see cref="LogKind.Firmware"/> hold one each, of the terminal that they are about.</summary>
/// <param name="Firmware">Its name; empty: none is offered any more.</param>
/// <param name="Size">How many bytes its image has.</param>
/// <param name="Hash">The SHA-256 of the image in hex: the image itself stands beside the log.</param>
/// <param name="By">Who has offered it: a user's name, or <c>console</c>.</param>
public sealed record FirmwareOffer(string Firmware, int Size, string Hash, string By)
{
    /// <summary>Whether there is anything to run.</summary>
    [JsonIgnore]
    public bool IsOffered => Firmware.Length > 0;

    /// <summary>Nothing is offered.</summary>
    public static FirmwareOffer None(string by) => new("", 0, "", by);

    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static FirmwareOffer Of(LogEntry entry)
    {
        return JsonSerializer.Deserialize<FirmwareOffer>(entry.Body) is { Firmware: not null, Hash: not null, By: not null } whole
            ? whole
            : throw new JsonException("An entry that ought to be about a firmware is not.");
    }

    /// <summary>The bytes of its entry.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this);
}

/// <summary>An offer and its place in the log.</summary>
/// <param name="Position">The place.</param>
/// <param name="Offer">The offer.</param>
public readonly record struct PlacedOffer(long Position, FirmwareOffer Offer);
