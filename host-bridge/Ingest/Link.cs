using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
        int from = HashOf(befores) == _lookedAtWith ? _lookedAt : 0;
        int index = Candidates.FindIndex(from, isOwn);
        NoteLook(befores);
        return index < 0 ? null : Candidates[index];
    }

    /// <summary>Whether all candidates were looked at with these signatures.</summary>
    internal bool HasLooked(List<byte[]> befores) => HashOf(befores) == _lookedAtWith && _lookedAt == Candidates.Count;

    /// <summary>They were.</summary>
    internal void NoteLook(List<byte[]> befores)
    {
        _lookedAtWith = HashOf(befores);
        _lookedAt = Candidates.Count;
    }

    /// <summary>Writes it into folded state. With which signatures its candidates were looked at its journal knows: the hash of them is another one in every process.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(Claims, claim => writer.Bytes(claim));
        writer.Each(Candidates, candidate => candidate.Entry.Save(writer));
        writer.Flag(IsProved);
        writer.Flag(IsContested);
        writer.Flag(IsVouched);
        writer.Flag(Waiting != null);
        Waiting?.Save(writer);
    }

    /// <summary>Reads it from folded state.</summary>
    internal static Link Load(StateReader reader)
    {
        var link = new Link();
        link.Claims.AddRange(reader.Each(reader.Bytes));
        link.Candidates.AddRange(reader.Each(() => LogEntry.Load(reader)).Select(entry => new Candidate(entry, RecordBody.Read(entry.Body) ?? throw new InvalidDataException("What claims a number is a record."))));
        link.IsProved = reader.Flag();
        link.IsContested = reader.Flag();
        link.IsVouched = reader.Flag();
        link.Waiting = reader.Flag() ? LogEntry.Load(reader) : null;
        return link;
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

    private static int HashOf(List<byte[]> befores)
    {
        var seen = default(HashCode);
        foreach (byte[] before in befores)
        {
            seen.AddBytes(before);
        }

        return seen.ToHashCode();
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
