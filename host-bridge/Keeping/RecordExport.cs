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
/// Takes the records of some days out of the house, a line each with its proof, page by page. Days are those of the house's zone, and of when the bridge had the
/// records. That it was done stands in the log before the first line is written.
/// </summary>
public static class RecordExport
{
    /// <summary>The formats: a table for a spreadsheet, or a line of JSON for each record.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "jsonl"];

    private const int Page = 1000;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] Members = ["type", "at", "clock", "staff", "badge", "outgoing", "incoming", "shift", "from", "to", "arrival", "leaving", "minutes", "reason"];
    private static readonly string[] Head = ["position", "received", "proof", "terminal", "epoch", "seq", .. Members, "record"];

    /// <summary>Writes the records of a span of days, both included; returns how many they are.</summary>
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

        long from = fold.Room.Roster.Moment(first.AtMidnight()).ToUnixTimeMilliseconds();
        long to = fold.Room.Roster.Moment(last.PlusDays(1).AtMidnight()).ToUnixTimeMilliseconds();
        int count = (int)store.Database.Read(work => work.Number(
            "SELECT count(*) FROM log WHERE kind IN ('Record', 'Fork', 'Quarantined', 'Erased') AND received >= @from AND received < @to AND position <= @last",
            ("@from", from),
            ("@to", to),
            ("@last", fold.Position)));
        var act = new ExportAct(Caller.ConsoleName, DateTimeOffset.FromUnixTimeMilliseconds(from), DateTimeOffset.FromUnixTimeMilliseconds(to), count);
        store.Log.Append([new LogEntry(0, LogKind.Export, "", "", 0, JsonSerializer.SerializeToUtf8Bytes(act), now)]);
        using TextWriter writer = open();
        if (format is "csv")
        {
            writer.Write(Csv.Write([Head]));
        }

        page = store.Log.ReadRecords(null, 0, Page);
        while (page.Count > 0 && page[0].Position <= fold.Position)
        {
            foreach (LogEntry entry in page.Where(entry => entry.Position <= fold.Position && entry.ReceivedAt.ToUnixTimeMilliseconds() >= from && entry.ReceivedAt.ToUnixTimeMilliseconds() < to))
            {
                string proof = Words.Of(fold.Chain.ProofOf(entry.Position)!.Value);
                writer.Write(format is "csv" ? Csv.Write([Row(entry, proof)]) : Line(entry, proof));
            }

            page = store.Log.ReadRecords(null, page[^1].Position, Page);
        }

        writer.Flush();
        return count;
    }

    private static string Line(LogEntry entry, string proof)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Plain))
        {
            json.WriteStartObject();
            json.WriteNumber("position", entry.Position);
            json.WriteString("received", entry.ReceivedAt.UtcDateTime);
            json.WriteString("proof", proof);
            if (RecordBody.Read(entry.Body) != null)
            {
                // As it came, so that whoever has the key can prove it again.
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
            entry.ReceivedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture),
            proof,
            entry.Terminal,
            entry.Epoch,
            entry.Seq.ToString(CultureInfo.InvariantCulture),
            .. Members.Select(member => record?[member]?.ToString() ?? ""),
            isRecord ? Encoding.UTF8.GetString(entry.Body) : Convert.ToBase64String(entry.Body),
        ];
    }
}
