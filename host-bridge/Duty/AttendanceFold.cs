using System;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Duty;

/// <summary>How a record changes what is known of coming and going. It believes what the terminal decided, and measures nothing again.</summary>
public static class AttendanceFold
{
    // A terminal may sign any number; whoever is later than a year has not come at all.
    private const int MostMinutes = 366 * 24 * 60;

    /// <summary>Folds a record in that the state of the post has taken in already.</summary>
    public static void Follow(PostState post, RecordView record, RosterModel roster)
    {
        AttendanceBook book = post.Attendance;
        string staff = record.Id("staff");
        switch (record.Type)
        {
            case "duty.clock-in" when staff.Length > 0:
                Come(book, record, staff, StartOf("shift"));
                if (record.Flag("holder"))
                {
                    book.Hold(staff, record.Id("shift"), record.At);
                }

                break;

            case "duty.clock-out" when staff.Length > 0:
                if (book.Leave(staff, record.At, record.Entry.Position) is { } left)
                {
                    left.Leaving = record.Text("leaving");
                }

                if (record.Flag("holder"))
                {
                    book.Hold("", "", record.At);
                }

                break;

            case "duty.continued" when staff.Length > 0:
                book.TakeOn(staff, record.Id("to"), StartOf("to"), record.At, record.Entry.Position);
                book.Hold(staff, record.Id("to"), record.At);
                break;

            case "handover.confirmed" when record.Id("incoming").Length > 0:
                Relieve(book, record);
                book.TakeOn(record.Id("incoming"), record.Id("to"), StartOf("to"), record.At, record.Entry.Position);
                book.Hold(record.Id("incoming"), record.Id("to"), record.At);
                break;

            case "away.started":
                book.StepAway(staff, record.At, string.Equals(post.Holder, staff, StringComparison.Ordinal), record.Entry.Position);
                break;

            case "away.ended":
                book.Back(staff, record.At);
                break;
        }

        // An assignment of several days is the same one on its last day as on its first.
        DateTimeOffset StartOf(string member) => record.Id(member) is { Length: > 0 } shift && roster.Shift(post.Post, shift, record.At) is { } known ? known.Start : record.At;
    }

    private static void Come(AttendanceBook book, RecordView record, string staff, DateTimeOffset start)
    {
        // Who was noted as here and clocks in again was forgotten by a terminal, and has not left meanwhile as far as anybody knows.
        ShiftAttendance came = book.Come(staff, record.Id("shift"), start, record.At, record.Entry.Position);
        string arrival = record.Text("arrival");
        if (arrival is not "returned" && came.Stints.Count == 1)
        {
            came.Arrival = arrival;
            came.ArrivalMin = (int)Math.Clamp(record.Number("minutes"), -MostMinutes, MostMinutes);
        }
    }

    private static void Relieve(AttendanceBook book, RecordView record)
    {
        string from = record.Id("from");
        bool rest = string.Equals(from, record.Id("to"), StringComparison.Ordinal);
        foreach (ShiftAttendance attendance in book.Open(from, record.At))
        {
            // Everybody of a shift that is handed over may go; of the rest of one only the holder is relieved. Whom a supervisor let hand over may go at once, also
            // when the next shift took over before its time.
            bool handsOver = string.Equals(attendance.Staff, record.Id("outgoing"), StringComparison.Ordinal);
            attendance.RelievedAt ??= !rest || handsOver ? record.At : null;
            attendance.ReleasedEarly |= handsOver && record.Id("releasedBy").Length > 0;
        }
    }
}
