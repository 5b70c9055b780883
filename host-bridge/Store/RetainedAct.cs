using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Store;

/// <summary>Where the history of a journal goes on, as everything up to a number was proved and then removed.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The journal.</param>
/// <param name="UpTo">The number of the last record that is gone; 0: none is, and all that is said is whether the journal is closed.</param>
/// <param name="Mac">Its signature, which the next one is proved by; zeros where none is gone, as a journal's first record goes on from them.</param>
/// <param name="Key">Which of the terminal's keys was in use by then.</param>
/// <param name="IsClosed">Whether the terminal has begun another journal since.</param>
/// <param name="Missing">The numbers up to it that were never stored, as the terminal had lost their records; null: none.</param>
public sealed record RetainedChain(string Terminal, string Epoch, long UpTo, byte[] Mac, int Key, bool IsClosed, IReadOnlyList<PositionRange>? Missing = null);

/// <summary>
/// What was removed from the log, as the house keeps nothing for longer than it has to; the newest entry of kind <see cref="LogKind.Retained"/> holds all of it.
/// It is read before anything is folded: a chain begins behind what is gone, and places that are gone are not taken for another hand's doing. The bridge's seal
/// on it says that everything that is gone had been proved.
/// </summary>
/// <param name="Before">What the bridge had before this moment is not kept.</param>
/// <param name="Chains">Where the journals go on.</param>
/// <param name="Gone">The places in the log that are empty, in order.</param>
/// <param name="Sheets">How many sheets of each post are gone, so that those that are left keep their numbers.</param>
public sealed record RetainedAct(DateTimeOffset Before, IReadOnlyList<RetainedChain> Chains, IReadOnlyList<PositionRange> Gone, IReadOnlyDictionary<string, int> Sheets)
{
    /// <summary>Nothing was ever removed.</summary>
    public static RetainedAct None { get; } = new(DateTimeOffset.UnixEpoch, [], [], new Dictionary<string, int>(StringComparer.Ordinal));

    /// <summary>What is gone from a log, by the newest entry about it that is the bridge's own.</summary>
    public static RetainedAct Newest(Log log)
    {
        const int Page = 20;
        List<LogEntry> page = log.ReadKindBackwards(LogKind.Retained, long.MaxValue, Page);
        while (page.Count > 0)
        {
            if (page.Find(entry => !entry.IsAltered) is { } newest)
            {
                return Of(newest);
            }

            page = log.ReadKindBackwards(LogKind.Retained, page[^1].Position, Page);
        }

        return None;
    }

    /// <summary>Reads it from an entry.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static RetainedAct Of(LogEntry entry)
    {
        return JsonSerializer.Deserialize<RetainedAct>(entry.Body) is { Chains: not null, Gone: not null, Sheets: not null } whole
            ? whole
            : throw new JsonException("An entry that ought to say what was removed does not.");
    }

    /// <summary>
    /// Whether a record that comes in is one of those that are gone, sent again: its number was stored and proved, and it is as old as they are by its own word. A
    /// terminal whose flash was put back gives numbers of before to what people do now, and one without a clock says nothing of time: nothing of that may be lost, so both are stored, and found to be forks.
    /// </summary>
    public bool IsGone(LogEntry record)
    {
        foreach (RetainedChain chain in Chains)
        {
            if (record.Seq <= chain.UpTo && string.Equals(record.Epoch, chain.Epoch, StringComparison.Ordinal) && string.Equals(record.Terminal, chain.Terminal, StringComparison.Ordinal))
            {
                return chain.Missing?.Any(range => range.From <= record.Seq && record.Seq <= range.To) != true && TimeOf(record.Body) < Before;
            }
        }

        return false;
    }

    /// <summary>The bytes of its entry.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this);

    /// <summary>The parts of a range of places that are not known to be gone.</summary>
    public IEnumerable<PositionRange> NotGone(PositionRange range)
    {
        long from = range.From;
        foreach (PositionRange gone in Gone)
        {
            if (gone.To < from)
            {
                continue;
            }

            if (gone.From > range.To)
            {
                break;
            }

            if (gone.From > from)
            {
                yield return new PositionRange(from, gone.From - 1);
            }

            from = gone.To + 1;
        }

        if (from <= range.To)
        {
            yield return new PositionRange(from, range.To);
        }
    }

    // What the record says of itself; null: it has no time.
    private static DateTimeOffset? TimeOf(byte[] record)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(record);
            return json.RootElement.TryGetProperty("at", out JsonElement at) && at.ValueKind == JsonValueKind.String && at.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
