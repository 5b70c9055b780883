using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using NodaTime;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Takes the records of a span of time out of the house, a line each with its proof, page by page; the web and the command line give the same out. Everything that terminals have sent is
/// in it, what could not be proved too. That it was done stands in the log before the first line is written.
/// </summary>
public static class RecordExport
{
    /// <summary>The formats: a table for a spreadsheet, or a line of JSON for each record.</summary>
    public static IReadOnlyList<string> Formats { get; } = [Table, "jsonl"];

    private const string Table = "csv";
    private const int Page = 1000;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Members = ["type", "at", "clock", "staff", "badge", "outgoing", "incoming", "shift", "from", "to", "arrival", "leaving", "minutes", "reason"];
    private static readonly string[] Head = ["position", "received", "proof", "terminal", "epoch", "seq", .. Members, "record"];

    /// <summary>The records that the bridge had in a span of time, up to a place in the log, in its order. They are read page by page, as they are asked for.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment behind it.</param>
    public static IEnumerable<LogEntry> Of(Log log, DateTimeOffset from, DateTimeOffset to, long last)
    {
        List<LogEntry> page = log.ReadRecords(from, to, 0, last, Page);
        while (page.Count > 0)
        {
            foreach (LogEntry entry in page)
            {
                yield return entry;
            }

            page = log.ReadRecords(from, to, page[^1].Position, last, Page);
        }
    }

    /// <summary>The lines of an export, the head of a table included, each with its end.</summary>
    /// <param name="proofOf">The proof of an entry by its position; null: it was not judged yet.</param>
    public static IEnumerable<string> Lines(IEnumerable<LogEntry> records, Func<long, Proof?> proofOf, string format)
    {
        return format is Table
            ? records.Select(entry => Csv.Write([Row(entry, WordOf(proofOf, entry))])).Prepend(Csv.Write([Head]))
            : records.Select(entry => Line(entry, WordOf(proofOf, entry)));
    }

    /// <summary>Writes the records of a span of days of the house's zone, both included; returns how many they are.</summary>
    /// <param name="open">Opens what is written to. It is asked once the export stands in the log.</param>
    public static int Write(BridgeStore store, LocalDate first, LocalDate last, string format, Func<TextWriter> open, DateTimeOffset now)
    {
        var fold = new LogFold(store.Log, store.Terminals, new HistoryWatch(), (_, _) => { });
        List<LogEntry> page = store.Log.Read(0, Page);
        while (page.Count > 0)
        {
            fold.Take(page);
            page = store.Log.Read(fold.Position, Page);
        }

        DateTimeOffset from = fold.Room.Roster.Moment(first.AtMidnight());
        DateTimeOffset to = fold.Room.Roster.Moment(last.PlusDays(1).AtMidnight());
        int count = store.Log.CountRecords(from, to, fold.Position);
        store.Log.Append([new LogEntry(0, LogKind.Export, "", "", 0, JsonSerializer.SerializeToUtf8Bytes(new ExportAct(Caller.ConsoleName, from, to, count)), now)]);
        using TextWriter writer = open();
        foreach (string line in Lines(Of(store.Log, from, to, fold.Position), fold.Chain.ProofOf, format))
        {
            writer.Write(line);
        }

        writer.Flush();
        return count;
    }

    private static string WordOf(Func<long, Proof?> proofOf, LogEntry entry) => proofOf(entry.Position) is { } proof ? Words.Of(proof) : "";

    // One line whatever stands in it: a record has no line end, and what is none goes out as base64.
    private static string Line(LogEntry entry, string proof)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("position", entry.Position);
            json.WriteString("received", TimeOf(entry));
            json.WriteString("proof", proof);
            json.WriteString("terminal", entry.Terminal);
            if (RecordBody.Read(entry.Body) != null)
            {
                // As it came, with its signature, so that whoever has the key can prove it again.
                json.WritePropertyName("record");
                json.WriteRawValue(entry.Body);
            }
            else
            {
                json.WriteBase64String("raw", entry.Body);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }

    private static IEnumerable<string> Row(LogEntry entry, string proof)
    {
        bool isRecord = RecordBody.Read(entry.Body) != null;
        JsonNode? record = isRecord ? JsonNode.Parse(entry.Body) : null;
        return
        [
            entry.Position.ToString(CultureInfo.InvariantCulture),
            TimeOf(entry),
            proof,
            entry.Terminal,
            entry.Epoch,
            entry.Seq.ToString(CultureInfo.InvariantCulture),
            .. Members.Select(member => record?[member]?.ToString() ?? ""),
            isRecord ? Encoding.UTF8.GetString(entry.Body) : Convert.ToBase64String(entry.Body),
        ];
    }

    private static string TimeOf(LogEntry entry) => entry.ReceivedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}
