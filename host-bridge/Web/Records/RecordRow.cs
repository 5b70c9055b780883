using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>One record in a list.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When it was, in civil time.</param>
/// <param name="Dated">Whether that is the record's own time; else it is when the bridge had it.</param>
/// <param name="Post">The name of its post; empty: its terminal has none.</param>
/// <param name="Terminal">Its terminal.</param>
/// <param name="Seq">Its number; 0: it has none.</param>
/// <param name="Type">Its type.</param>
/// <param name="Words">The words for that.</param>
/// <param name="People">The names of the people in it.</param>
/// <param name="Details">What else it says, the weightiest first.</param>
/// <param name="Proof">How far it can be trusted; null: it was not judged yet.</param>
public sealed record RecordRow(long Position, string At, bool Dated, string Post, string Terminal, long Seq, string Type, string Words, string People, IReadOnlyList<string> Details, Proof? Proof)
{
    private static readonly LocalDateTimePattern Second = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd HH':'mm':'ss");

    /// <summary>Whether it is to be shown as one that cannot be trusted.</summary>
    public bool IsBad => Proof is not (null or Store.Proof.Ok or Store.Proof.Erased);

    /// <summary>That of an entry.</summary>
    public static RecordRow Of(Language t, RosterModel roster, LogEntry entry, string post, Proof? proof)
    {
        string name = post.Length > 0 ? PostOrder.NameOf(roster, post) : "";
        if (entry.Kind == LogKind.Quarantined || RecordBody.Read(entry.Body) == null)
        {
            return new RecordRow(entry.Position, TimeOf(roster, entry.ReceivedAt), false, name, entry.Terminal, entry.Seq, RecordTypes.NoRecord, BoardWords.Of(t, RecordTypes.NoRecord), "", [], proof);
        }

        using JsonDocument json = JsonDocument.Parse(entry.Body);
        var record = new RecordView(json.RootElement, entry);
        return new RecordRow(
            entry.Position, TimeOf(roster, record.At), record.Text("at").Length > 0, name, entry.Terminal, entry.Seq, record.Type, BoardWords.Of(t, record.Type), RecordDetail.Who(record, roster), [.. RecordDetail.Of(t, record, roster)], proof);
    }

    /// <summary>A moment in civil time, to the second.</summary>
    public static string TimeOf(RosterModel roster, DateTimeOffset at) => Second.Format(roster.Civil(at));
}
