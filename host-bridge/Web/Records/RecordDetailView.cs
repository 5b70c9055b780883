using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Archive;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>A record beside another one in the chain, or under its number.</summary>
public sealed record NeighbourRecord(long Position, long Seq, string Words, Proof? Proof);

/// <summary>One record with its proof.</summary>
/// <param name="Row">What it says.</param>
/// <param name="PostId">Its post; empty: none.</param>
/// <param name="People">Everybody in it, by id, with the name.</param>
/// <param name="Epoch">Its journal; empty: none.</param>
/// <param name="Clock">How good its terminal's clock was; empty: it does not say.</param>
/// <param name="Received">When the bridge had it.</param>
/// <param name="IsSealed">Whether it stands as the bridge has written it.</param>
/// <param name="Mac">Its signature; empty: it has none.</param>
/// <param name="MacBefore">The signature that it goes on from; empty: that record is not here.</param>
/// <param name="Before">The one before it in its journal; null: not here.</param>
/// <param name="After">The one behind it; null: not here.</param>
/// <param name="Others">What else was sent under its number.</param>
/// <param name="Body">Its bytes as text.</param>
/// <param name="IsText">Whether that is the text itself; else it is base64.</param>
/// <param name="SheetNumber">The handover sheet that it signs; 0: none.</param>
/// <param name="SheetVersion">The version of it.</param>
/// <param name="IsHandover">Whether it is a handover, which has a printable record.</param>
public sealed record RecordDetailView(
    RecordRow Row,
    string PostId,
    IReadOnlyList<(string Id, string Name)> People,
    string Epoch,
    string Clock,
    string Received,
    bool IsSealed,
    string Mac,
    string MacBefore,
    NeighbourRecord? Before,
    NeighbourRecord? After,
    IReadOnlyList<NeighbourRecord> Others,
    string Body,
    bool IsText,
    int SheetNumber,
    int SheetVersion,
    bool IsHandover)
{
    private static readonly string[] PersonMembers = ["staff", "outgoing", "incoming", "releasedBy"];

    /// <summary>That of an entry.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The house.</param>
    /// <param name="chain">What is proved.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="post">Its post.</param>
    /// <param name="numbered">What stands under a number of its journal.</param>
    public static RecordDetailView Of(Language t, DutyRoom room, Chain chain, LogEntry entry, string post, Func<long, IReadOnlyList<LogEntry>> numbered)
    {
        RosterModel roster = room.Roster;
        RecordRow row = RecordRow.Of(t, roster, entry, post, chain.ProofOf(entry.Position));
        RecordBody? body = entry.Kind == LogKind.Quarantined ? null : RecordBody.Read(entry.Body);
        bool isNumbered = entry.Epoch.Length > 0 && entry.Seq > 0;
        LogEntry? before = isNumbered && entry.Seq > 1 ? numbered(entry.Seq - 1).FirstOrDefault() : null, after = isNumbered ? numbered(entry.Seq + 1).FirstOrDefault() : null;
        bool isText = Utf8.IsValid(entry.Body) && !entry.Body.Any(letter => letter is < (byte)' ' and not (byte)'\n');
        string clock = "";
        (string Id, string Name)[] people = [];
        Sheet? sheet = null;
        if (body != null)
        {
            using JsonDocument json = JsonDocument.Parse(entry.Body);
            var record = new RecordView(json.RootElement, entry);
            clock = record.Text("clock") is { Length: > 0 } quality ? BoardWords.OfClock(t, quality) : "";
            people = [.. PersonMembers.Select(record.Text).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).Select(id => (id, roster.NameOf(id)))];
            sheet = post.Length > 0 ? SignedSheets.Of(room, post, record) : null;
        }

        return new RecordDetailView(
            row,
            post,
            people,
            entry.Epoch,
            clock,
            RecordRow.TimeOf(roster, entry.ReceivedAt),
            !entry.IsAltered,
            body == null ? "" : Convert.ToHexStringLower(body.Mac),
            entry.Seq == 1 ? new string('0', 32) : before != null && RecordBody.Read(before.Body) is { } previous ? Convert.ToHexStringLower(previous.Mac) : "",
            before == null ? null : Neighbour(before),
            after == null ? null : Neighbour(after),
            [.. (isNumbered ? numbered(entry.Seq) : []).Where(other => other.Position != entry.Position).Select(Neighbour)],
            isText ? Encoding.UTF8.GetString(entry.Body) : Convert.ToBase64String(entry.Body),
            isText,
            sheet?.Number ?? 0,
            sheet?.Signature?.Version ?? 0,
            body?.Type is "handover.confirmed" && row.Proof is Proof.Ok or Proof.Erased && post.Length > 0);

        NeighbourRecord Neighbour(LogEntry other)
        {
            RecordBody? read = RecordBody.Read(other.Body);
            return new NeighbourRecord(other.Position, other.Seq, BoardWords.Of(t, read?.Type ?? "quarantined"), chain.ProofOf(other.Position));
        }
    }

    /// <summary>Its number as people name it.</summary>
    public string Number => Row.Seq > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Row.Terminal} #{Row.Seq}") : Row.Terminal;
}
