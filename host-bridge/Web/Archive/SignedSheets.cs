using System;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Sheets;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>Which handover sheet a record has signed.</summary>
public static class SignedSheets
{
    /// <summary>The sheet; null: the record signs none, or its sheet is not kept any more.</summary>
    public static Sheet? Of(DutyRoom room, string post, RecordView record)
    {
        (string Outgoing, string Incoming)? sides = record.Type switch
        {
            "handover.confirmed" => (record.Id("outgoing"), record.Id("incoming")),
            "duty.continued" => (record.Id("staff"), record.Id("staff")),
            "duty.clock-out" when record.Flag("holder") => (record.Id("staff"), ""),
            _ => null,
        };
        DateTimeOffset at = record.At;
        return sides is { } signed && room.Posts.FirstOrDefault(state => string.Equals(state.Post, post, StringComparison.Ordinal)) is { } found
            ? found.Book.Sheets.FindLast(sheet => sheet.Signature is { } signature && signature.At == at && string.Equals(signature.Outgoing, signed.Outgoing, StringComparison.Ordinal) && string.Equals(signature.Incoming, signed.Incoming, StringComparison.Ordinal))
            : null;
    }
}
