using System;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>How entries and records change the sheets and holds of a post.</summary>
public static class SheetFold
{
    /// <summary>Folds what somebody did to a sheet.</summary>
    public static void Apply(SheetBook book, SheetAct act, LogEntry entry)
    {
        int at = act.Sheet - book.Forgotten;
        if (act.Sheet >= 1 && at < 1)
        {
            // It was said of a sheet that is not kept any more.
            return;
        }

        Sheet sheet = at >= 1 && at <= book.Sheets.Count ? book.Sheets[at - 1] : throw new JsonException("There is no such sheet.");
        if (sheet.Signature != null)
        {
            if (act.Act is "amend")
            {
                sheet.Amendments.Add(new SheetAmendment(act.Staff, act.Text, entry.ReceivedAt));
            }

            return;
        }

        switch (act.Act)
        {
            case "write":
                Note($"{act.Name}: {act.Text}", true);
                sheet.Nothing.Remove(act.Name);
                sheet.Items.Add(new SheetItem(entry.Position, act.Name, act.Text, act.Details ?? new ItemDetails(), act.Staff, entry.ReceivedAt, sheet.Version, Draft: act.Draft));
                break;
            case "nothing":
                Note($"{act.Name}: nothing", true);
                sheet.Nothing.Add(act.Name);
                break;
            case "something":
                Note($"{act.Name}: not nothing", true);
                sheet.Nothing.Remove(act.Name);
                break;
            case "reword":
                Change(item => item.Reworded(act.Name, act.Was, act.Text, act.Staff, entry.ReceivedAt), "reworded");
                break;
            case "explain":
                Change(item => item with { Details = (act.Details ?? new ItemDetails()).Over(item.Details) }, "explained");
                break;
            case "close":
                Change(item => item with { ClosedBy = act.Staff }, "closed");
                break;
            case "reopen":
                Change(item => item with { ClosedBy = "" }, "opened again");
                break;
            case "count":
                Note($"{act.Name}: {act.Number}", !act.Incoming);
                SheetCount count = sheet.Counts.TryGetValue(act.Name, out SheetCount? counted) ? counted : new SheetCount(null, null);
                sheet.Counts[act.Name] = act.Incoming ? count with { Incoming = act.Number } : count with { Outgoing = act.Number };
                break;
            case "tick":
                Note($"{act.Name}: ticked", false);
                SheetTick tick = sheet.Ticks.TryGetValue(act.Name, out SheetTick? ticked) ? ticked : new SheetTick("", "");
                sheet.Ticks[act.Name] = act.Incoming ? tick with { Incoming = act.Staff } : tick with { Outgoing = act.Staff, OutgoingAt = entry.ReceivedAt };
                break;
            case "untick" when sheet.Ticks.TryGetValue(act.Name, out SheetTick? given):
                Note($"{act.Name}: not ticked", false);
                sheet.Ticks[act.Name] = act.Incoming ? given with { Incoming = "" } : given with { Outgoing = "", OutgoingAt = null };
                break;
            case "read":
                Note("read", false);
                sheet.Reads[act.Staff] = sheet.Content;
                break;
            case "dispute":
                Note($"disputed: {act.Text}", false);
                sheet.Disputes.Add(new SheetDispute(act.Staff, act.Text, entry.ReceivedAt));
                break;
            case "settle" when sheet.OpenDispute is { } open:
                Note($"settled: {act.Text}", false);
                sheet.Disputes[sheet.Disputes.IndexOf(open)] = open with { SettledBy = act.Staff, Settlement = act.Text };
                break;
        }

        void Note(string text, bool content, string? name = null, string? said = null) =>
            sheet.Note(new SheetChange(0, act.Staff, entry.ReceivedAt, text, act.Act, name ?? act.Name, said ?? (act.Act is "count" ? act.Number.ToString(CultureInfo.InvariantCulture) : act.Text)), content);

        void Change(Func<SheetItem, SheetItem> change, string word)
        {
            int place = sheet.Items.FindIndex(item => item.Id == act.Item);
            if (place >= 0)
            {
                Note($"{sheet.Items[place].Section}: {sheet.Items[place].Text}: {word}", true, sheet.Items[place].Section, sheet.Items[place].Text);
                sheet.Items[place] = change(sheet.Items[place]) with { Changed = sheet.Version };
            }
        }
    }

    /// <summary>Folds what somebody did to a hold.</summary>
    public static void Apply(SheetBook book, HoldAct act, LogEntry entry)
    {
        if (act.Act is "open")
        {
            book.Holds.Add(new Hold(act.Kind, act.Id, act.Staff, act.Reason, entry.ReceivedAt, act.Incoming, act.Entitled));
        }
        else if (act.Act is "clear")
        {
            book.OpenHold(act.Kind)?.Clear(act.Staff, act.Reason, entry.ReceivedAt);
        }
    }

    /// <summary>
    /// Folds a record that has been folded into the duty state. With the duty the sheet passes on: the one of before is frozen, and what it left open is
    /// carried to the next.
    /// </summary>
    public static void Follow(PostState post, RecordView record)
    {
        SheetBook book = post.Book;
        switch (record.Type)
        {
            case "hold.released":
                foreach (Hold hold in book.OpenHolds.Where(hold => string.Equals(hold.Id, record.Text("hold"), StringComparison.Ordinal)))
                {
                    hold.Releases.Add(new HoldRelease(record.Id("staff"), record.At));
                    hold.IsReleased = true;
                }

                return;

            case "handover.confirmed" when record.Id("incoming").Length > 0:
                book.Current?.Sign(record.Id("outgoing"), record.Id("incoming"), record.At, (int)Math.Clamp(record.Number("sheet"), 0, int.MaxValue), record.Entry.Position);
                book.Holds.ForEach(hold => hold.IsReleased = false);
                break;

            case "duty.continued":
                book.Current?.Sign(record.Id("staff"), record.Id("staff"), record.At, 0, record.Entry.Position);
                break;

            case "duty.clock-out" when record.Flag("holder"):
                book.Current?.Sign(record.Id("staff"), "", record.At, 0, record.Entry.Position);
                break;

            case "duty.clock-in" when record.Flag("holder"):
                if (book.Current is { } left && !string.Equals(left.Shift, post.HolderShift, StringComparison.Ordinal))
                {
                    // The terminal has lost who held, or was replaced: nobody signed.
                    left.Sign("", "", record.At, 0, record.Entry.Position);
                }

                break;

            default:
                return;
        }

        if (post.Holder.Length > 0 && book.Current == null)
        {
            book.Begin(post.HolderShift, record.At);
        }
    }

    /// <summary>A roster that names somebody more for the incoming shift clears the holds that only wanted a substitute.</summary>
    public static void FollowRoster(PostState post, RosterModel roster, LogEntry entry)
    {
        foreach (Hold hold in post.Book.OpenHolds.Where(hold => roster.PolicyOf(post.Post).Sheet.Holds.TryGetValue(hold.Kind, out Rules.PackHold? kind) && kind.Substitute).ToArray())
        {
            bool same = string.Equals(Sides.Incoming(roster, post, entry.ReceivedAt)?.Id, hold.Incoming, StringComparison.Ordinal);
            string? substitute = !same ? null : Sides.Entitled(roster, post, entry.ReceivedAt).FirstOrDefault(staff => !hold.Entitled.Contains(staff, StringComparer.Ordinal));
            if (substitute != null)
            {
                hold.Clear(substitute, "substitute", entry.ReceivedAt);
            }
        }
    }
}
