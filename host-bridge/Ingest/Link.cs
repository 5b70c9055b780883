using System;
using System.Collections.Generic;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>An entry that claims a number, and the loss that it declares, if any.</summary>
internal sealed class Candidate(LogEntry entry, RecordBody body)
{
    internal LogEntry Entry { get; } = entry;

    internal byte[] Mac { get; } = body.Mac;

    internal (long From, long To)? Loss { get; } = LossOf(entry, body);

    private static (long From, long To)? LossOf(LogEntry entry, RecordBody body)
    {
        if (!string.Equals(body.Type, "terminal.journal-damaged", StringComparison.Ordinal))
        {
            return null;
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        long from = NumberOf(json.RootElement, "from"), to = NumberOf(json.RootElement, "to");
        return from >= 1 && to >= from && to < entry.Seq ? (from, to) : null;
    }

    private static long NumberOf(JsonElement json, string name)
    {
        return json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : 0;
    }
}

/// <summary>One number of a journal.</summary>
internal sealed class Link
{
    // Whoever floods a number with claims must not make the judging of the next one dear. The proved one counts in any case.
    private const int MostClaims = 8;

    private int _lookedAt;
    private int _lookedAtWith;

    // The signatures that the next record may chain from; the proved one comes first.
    internal List<byte[]> Claims { get; } = [];

    // The entries that claim the number, as long as none of them is proved.
    internal List<Candidate> Candidates { get; } = [];

    internal bool IsProved { get; private set; }

    // Whether another hand has written the number's first entry.
    internal bool IsContested { get; set; }

    // Whether the next record is proved from a signature of this one: then the terminal did write one with that signature.
    internal bool IsVouched { get; set; }

    // The proved record until it is folded.
    internal LogEntry? Waiting { get; set; }

    // Candidates that were looked at once are looked at again only when there are other signatures to chain from: whoever floods a number with claims must not
    // make each further one as dear as all before it.
    internal Candidate? FirstThat(Predicate<Candidate> isOwn, List<byte[]> befores)
    {
        var seen = default(HashCode);
        foreach (byte[] before in befores)
        {
            seen.AddBytes(before);
        }

        int hash = seen.ToHashCode();
        int from = hash == _lookedAtWith ? _lookedAt : 0;
        int index = Candidates.FindIndex(from, isOwn);
        _lookedAtWith = hash;
        _lookedAt = Candidates.Count;
        return index < 0 ? null : Candidates[index];
    }

    internal void Claim(byte[]? mac)
    {
        if (mac != null && Claims.Count < MostClaims && !Claims.Exists(known => known.AsSpan().SequenceEqual(mac)))
        {
            Claims.Add(mac);
        }
    }

    // It was proved, and then removed.
    internal void Begin(byte[] mac)
    {
        IsProved = true;
        Claims.Insert(0, mac);
    }

    internal void Prove(Candidate own)
    {
        IsProved = true;
        Claims.RemoveAll(known => known.AsSpan().SequenceEqual(own.Mac));
        Claims.Insert(0, own.Mac);
        Candidates.Clear();
        Waiting = own.Entry with { Kind = LogKind.Record };
    }
}
