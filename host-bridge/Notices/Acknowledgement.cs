using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Somebody has taken note of everything of a topic that was sent by then.</summary>
/// <param name="Topic">The topic.</param>
/// <param name="Staff">Who; empty: an entry of a time that did not keep it.</param>
public sealed record Acknowledgement(string Topic, string Staff)
{
    /// <summary>Reads it from an entry. The first entries held nothing but the topic.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static Acknowledgement Of(LogEntry entry)
    {
        if (entry.Body is not [(byte)'{', ..])
        {
            return new Acknowledgement(Encoding.UTF8.GetString(entry.Body), "");
        }

        return JsonSerializer.Deserialize<Acknowledgement>(entry.Body) is { Topic: not null, Staff: not null } whole ? whole : throw new JsonException("An entry that ought to be an acknowledgement is none.");
    }

    /// <summary>The bytes of its entry.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this);
}
