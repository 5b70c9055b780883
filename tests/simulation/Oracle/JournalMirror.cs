using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.Core.Duty;
using DutyKiosk.Core.Journal;
using DutyKiosk.Core.Records;
using DutyKiosk.Simulation.World;
using DutyKiosk.Terminal.Signing;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>A record as it was first found on flash.</summary>
public sealed class SeenRecord
{
    private readonly JsonElement _json;

    /// <summary>Reads one.</summary>
    public SeenRecord(byte[] body)
    {
        Body = body;
        using var document = JsonDocument.Parse(body);
        _json = document.RootElement.Clone();
        Type = Text("type");
        Seq = Number("seq");
        Boot = Number("boot");
        Ticks = Number("ticks");
    }

    /// <summary>Its bytes on the wire.</summary>
    public byte[] Body { get; }

    /// <summary>Its type.</summary>
    public string Type { get; }

    /// <summary>Its number.</summary>
    public long Seq { get; }

    /// <summary>The start it belongs to.</summary>
    public long Boot { get; }

    /// <summary>Its ticks.</summary>
    public long Ticks { get; }

    /// <summary>The terminal's time; null: it had none.</summary>
    public DateTimeOffset? At => _json.TryGetProperty("at", out JsonElement at) ? at.GetDateTimeOffset() : null;

    /// <summary>A text member; empty: it has none.</summary>
    public string Text(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    /// <summary>A number; 0: it has none.</summary>
    public long Number(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetInt64() : 0;

    /// <summary>A flag.</summary>
    public bool Flag(string name) => _json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    /// <inheritdoc/>
    public override string ToString() => Encoding.UTF8.GetString(Body);
}

/// <summary>What a terminal's journal has ever held, read from its flash as a start would read it, each time something was written there.</summary>
public sealed class JournalMirror(SimTerminal terminal, Verdict verdict)
{
    private static readonly Hmac Signer = new();
    private readonly List<SeenRecord?> _records = [];
    private readonly List<(long From, long To)> _declared = [];
    private long _writes = -1;
    private string _epoch = "";

    /// <summary>All records by their numbers, number 1 first; null: a number that a start has given up, as a write that was cut might have held it.</summary>
    public IReadOnlyList<SeenRecord?> Records => _records;

    /// <summary>Whether a start has ever given numbers up.</summary>
    public bool HasGivenUp { get; private set; }

    /// <summary>The numbers that were given up and that no record declares as lost.</summary>
    public IEnumerable<long> Undeclared => Enumerable.Range(1, _records.Count).Where(seq => _records[seq - 1] == null && !_declared.Exists(range => range.From <= seq && range.To >= seq)).Select(seq => (long)seq);

    /// <summary>The epoch.</summary>
    public string Epoch => _epoch;

    /// <summary>The highest number that the terminal was told to be stored for good.</summary>
    public long Told { get; set; }

    /// <summary>Who holds the duty as a start would find it now.</summary>
    public string Recovered { get; private set; } = "";

    /// <summary>Reads what was written since the last time. False: nothing was.</summary>
    public bool Read(List<SeenRecord> fresh)
    {
        if (terminal.Flash.JournalWrites == _writes || terminal.Flash.JournalIsOpen)
        {
            return false;
        }

        _writes = terminal.Flash.JournalWrites;
        return Look(_records.Count + 1, fresh);
    }

    /// <summary>Reads everything that is on flash, from its oldest record on.</summary>
    public void ReadAll(List<SeenRecord> fresh) => Look(1, fresh);

    private bool Look(long from, List<SeenRecord> fresh)
    {
        var state = new DutyState();
        FlashJournal journal = Open(terminal.Flash.Copy(), state);
        if (!verdict.Check(Invariants.Journal, _epoch.Length == 0 || _records.Count == 0 || string.Equals(journal.Epoch, _epoch, StringComparison.Ordinal), () => $"{terminal.Entry.Id}: the journal {_epoch} is gone, there is {journal.Epoch}"))
        {
            return false;
        }

        _epoch = journal.Epoch;
        Recovered = state.Holder;
        verdict.Check(Invariants.Room, journal.OldestSeq <= Told + 1, () => $"{terminal.Entry.Id}: record {journal.OldestSeq} is the oldest on flash, and the bridge has acknowledged {Told}");
        if (!verdict.Check(Invariants.Journal, journal.NewestSeq >= _records.Count, () => $"{terminal.Entry.Id}: a start would find records up to {journal.NewestSeq}, there were {_records.Count}"))
        {
            return false;
        }

        var cursor = new JournalCursor(journal, (uint)Math.Max(from, journal.OldestSeq));
        var line = new ByteBuffer(RecordJson.MaxBytes);
        for (uint seq = cursor.Next(line); seq != 0; seq = cursor.Next(line))
        {
            byte[] body = line.Bytes[..line.Length];
            if (seq <= _records.Count)
            {
                verdict.Check(Invariants.Journal, _records[(int)seq - 1] is { } before && body.AsSpan().SequenceEqual(before.Body), () => $"{terminal.Entry.Id}: record {seq} was {_records[(int)seq - 1]} and is {Encoding.UTF8.GetString(body)}");
                continue;
            }

            while (terminal.Flash.JournalWasGarbled && seq > _records.Count + 1)
            {
                // What could have been in the bytes that nobody wrote is given up, and no number is given twice.
                _records.Add(null);
                HasGivenUp = true;
            }

            if (!verdict.Check(Invariants.Journal, seq == _records.Count + 1, () => $"{terminal.Entry.Id}: the journal goes on with record {seq}, {_records.Count + 1} was next"))
            {
                return true;
            }

            var record = new SeenRecord(body);
            _records.Add(record);
            fresh.Add(record);
            if (record.Type is "terminal.journal-damaged")
            {
                _declared.Add((record.Number("from"), record.Number("to")));
            }
        }

        verdict.Check(Invariants.Journal, journal.NewestSeq == _records.Count || terminal.Flash.JournalIsGarbled, () => $"{terminal.Entry.Id}: the journal counts {journal.NewestSeq} records, and {_records.Count} can be read");
        return true;
    }

    private FlashJournal Open(MemoryFlash flash, DutyState state)
    {
        var journal = new FlashJournal(flash, terminal.Segments, terminal.Entry.Id, terminal.Entry.KeyBytes(), Signer);
        journal.Open(1, state);
        return journal;
    }
}
