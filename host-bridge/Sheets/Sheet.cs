using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Sheets;

/// <summary>What an item may say beside its text; empty: it does not.</summary>
/// <param name="Due">By when it is to be done.</param>
/// <param name="Watch">What to watch.</param>
/// <param name="How">How to deal with it.</param>
/// <param name="Cause">Why it came to it.</param>
/// <param name="Course">What happened.</param>
/// <param name="Result">What came of it.</param>
/// <param name="Reason">Why it is left to the next shift.</param>
public sealed record ItemDetails(DateTimeOffset? Due = null, string Watch = "", string How = "", string Cause = "", string Course = "", string Result = "", string Reason = "")
{
    /// <summary>A detail by its name in the pack is given.</summary>
    public bool Has(string name) => name switch
    {
        "due" => Due != null,
        "watch" => Watch.Length > 0,
        "how" => How.Length > 0,
        "cause" => Cause.Length > 0,
        "course" => Course.Length > 0,
        "result" => Result.Length > 0,

        // Who says why it came to it, or how it is to be dealt with, has given the reason why it is left.
        "reason" => Reason.Length > 0 || Cause.Length > 0 || How.Length > 0,
        _ => false,
    };

    /// <summary>The detail of a name; empty: it is not given, or there is no such.</summary>
    public string Get(string name) => name switch
    {
        "due" => Due?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture) ?? "",
        "watch" => Watch,
        "how" => How,
        "cause" => Cause,
        "course" => Course,
        "result" => Result,
        "reason" => Reason,
        _ => "",
    };

    /// <summary>The same with another text for one of them; of the time, a moment in ISO 8601.</summary>
    public ItemDetails With(string name, string text) => name switch
    {
        "due" => this with { Due = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset due) ? due : null },
        "watch" => this with { Watch = text },
        "how" => this with { How = text },
        "cause" => this with { Cause = text },
        "course" => this with { Course = text },
        "result" => this with { Result = text },
        "reason" => this with { Reason = text },
        _ => this,
    };

    /// <summary>Whether there is such a detail.</summary>
    public static bool Knows(string name) => name is "due" or "watch" or "how" or "cause" or "course" or "result" or "reason";

    /// <summary>These, and where they are silent what was said before.</summary>
    public ItemDetails Over(ItemDetails before) => new(Due ?? before.Due, Or(Watch, before.Watch), Or(How, before.How), Or(Cause, before.Cause), Or(Course, before.Course), Or(Result, before.Result), Or(Reason, before.Reason));

    private static string Or(string now, string before) => now.Length > 0 ? now : before;
}

/// <summary>What stood at a place of an item before somebody wrote something else there: nothing that was written is lost.</summary>
/// <param name="Name"><c>text</c>, or the name of the detail.</param>
/// <param name="Text">What it said.</param>
/// <param name="Staff">Who wrote over it.</param>
/// <param name="At">When.</param>
/// <param name="Unseen">Whether who wrote over it had not seen it: two wrote at the same time, and both texts hold until somebody words them anew.</param>
public sealed record SheetWording(string Name, string Text, string Staff, DateTimeOffset At, bool Unseen);

/// <summary>One item of a sheet.</summary>
/// <param name="Id">The place in the log at which it was written: it keeps it from sheet to sheet.</param>
/// <param name="Section">The section.</param>
/// <param name="Text">What it says.</param>
/// <param name="Details">What it says beside that.</param>
/// <param name="Staff">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Version">With which version it came onto this sheet.</param>
/// <param name="CarriedFrom">The shift from whose sheet it was carried over; empty: it was written on this one.</param>
/// <param name="ClosedBy">Who has closed it; empty: it is open.</param>
/// <param name="Changed">With which version of this sheet it was changed last; 0: not since it came onto it.</param>
/// <param name="Draft">The name that the writer's page gave it; empty: none.</param>
public sealed record SheetItem(long Id, string Section, string Text, ItemDetails Details, string Staff, DateTimeOffset At, int Version, string CarriedFrom = "", string ClosedBy = "", int Changed = 0, string Draft = "")
{
    /// <summary>What was written over, oldest first.</summary>
    public IReadOnlyList<SheetWording> Earlier { get; init; } = [];

    /// <summary>The text, or the detail, of a name.</summary>
    public string Get(string name) => name is "text" ? Text : Details.Get(name);

    /// <summary>
    /// The same with another text at one place. What stood there is kept; where <paramref name="was"/>, what the writer saw, is something else, he has not seen it. Whoever writes again
    /// has seen what stood beside.
    /// </summary>
    public SheetItem Reworded(string name, string was, string text, string staff, DateTimeOffset at)
    {
        string stood = Get(name);
        if (string.Equals(stood, text, StringComparison.Ordinal))
        {
            return this;
        }

        bool unseen = !string.Equals(stood, was, StringComparison.Ordinal);
        IEnumerable<SheetWording> before = Earlier.Select(earlier => unseen || !string.Equals(earlier.Name, name, StringComparison.Ordinal) ? earlier : earlier with { Unseen = false });

        // What was only added to stands there still.
        SheetWording[] earlier = stood.Length == 0 || text.StartsWith(stood, StringComparison.Ordinal) ? [.. before] : [.. before, new SheetWording(name, stood, staff, at, unseen)];
        return name is "text" ? this with { Text = text, Earlier = earlier } : this with { Details = Details.With(name, text), Earlier = earlier };
    }
}

/// <summary>One count by both people; null: not counted yet.</summary>
public sealed record SheetCount(int? Outgoing, int? Incoming);

/// <summary>Who has ticked; empty: nobody yet.</summary>
/// <param name="Outgoing">Of the outgoing side.</param>
/// <param name="Incoming">Of the incoming side.</param>
/// <param name="OutgoingAt">When the outgoing side did last; null: not yet.</param>
public sealed record SheetTick(string Outgoing, string Incoming, DateTimeOffset? OutgoingAt = null);

/// <summary>The sheet was contested.</summary>
/// <param name="Staff">By whom.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
/// <param name="SettledBy">The supervisor who settled it; empty: it is open.</param>
/// <param name="Settlement">How.</param>
public sealed record SheetDispute(string Staff, string Reason, DateTimeOffset At, string SettledBy = "", string Settlement = "");

/// <summary>What was said after the signature, shown beside what was signed.</summary>
/// <param name="Staff">By whom.</param>
/// <param name="Text">What, in words.</param>
/// <param name="At">When.</param>
/// <param name="Change">The change of the sheet that the signed version does not have yet; null: somebody has written it as an amendment.</param>
public sealed record SheetAmendment(string Staff, string Text, DateTimeOffset At, SheetChange? Change = null);

/// <summary>Both people have signed, or nobody followed.</summary>
/// <param name="Outgoing">Who handed over; empty: nobody signed, as the duty went on without a handover.</param>
/// <param name="Incoming">Who took over; empty: nobody did.</param>
/// <param name="At">When.</param>
/// <param name="Version">The version that was signed.</param>
/// <param name="Record">The place in the log of the record that says so: both taps and its number stand there.</param>
public sealed record SheetSignature(string Outgoing, string Incoming, DateTimeOffset At, int Version, long Record);

/// <summary>One change of a sheet, in words, so that what came after the signature can be shown as such.</summary>
/// <param name="Version">The version that it made.</param>
/// <param name="Staff">By whom.</param>
/// <param name="At">When.</param>
/// <param name="Text">What, in words.</param>
/// <param name="Act">What was done.</param>
/// <param name="Name">The section, count or tick that it was done to; empty: to none.</param>
/// <param name="Said">What was said, or the text of the item that was meant; empty: neither.</param>
public sealed record SheetChange(int Version, string Staff, DateTimeOffset At, string Text, string Act, string Name, string Said);

/// <summary>The handover sheet of one shift of a post.</summary>
public sealed class Sheet(int number, string shift, DateTimeOffset begunAt)
{
    /// <summary>Its place among the sheets of its post, from 1: the log names it by that, as ids of shifts come again.</summary>
    public int Number { get; } = number;

    /// <summary>The shift.</summary>
    public string Shift { get; } = shift;

    /// <summary>When it was begun.</summary>
    public DateTimeOffset BegunAt { get; } = begunAt;

    /// <summary>Grows with every change; the terminal's record of the handover names it.</summary>
    public int Version { get; private set; } = 1;

    /// <summary>The version of the newest change that has to be read.</summary>
    public int Content { get; private set; } = 1;

    /// <summary>The items, in the order in which they came.</summary>
    public List<SheetItem> Items { get; } = [];

    /// <summary>The sections that are said to have nothing.</summary>
    public SortedSet<string> Nothing { get; } = new(StringComparer.Ordinal);

    /// <summary>The ticks.</summary>
    public SortedDictionary<string, SheetTick> Ticks { get; } = new(StringComparer.Ordinal);

    /// <summary>The counts.</summary>
    public SortedDictionary<string, SheetCount> Counts { get; } = new(StringComparer.Ordinal);

    /// <summary>Who has read it, and up to which version.</summary>
    public SortedDictionary<string, int> Reads { get; } = new(StringComparer.Ordinal);

    /// <summary>The disputes.</summary>
    public List<SheetDispute> Disputes { get; } = [];

    /// <summary>What was said after the signature.</summary>
    public List<SheetAmendment> Amendments { get; } = [];

    /// <summary>Every change.</summary>
    public List<SheetChange> Changes { get; } = [];

    /// <summary>The signature; null: the sheet is open.</summary>
    public SheetSignature? Signature { get; private set; }

    /// <summary>When something that has to be read was written last; null: nothing was since it was begun.</summary>
    public DateTimeOffset? WrittenAt => Changes.Find(change => change.Version == Content)?.At;

    /// <summary>The dispute that nobody has settled; null: none.</summary>
    public SheetDispute? OpenDispute => Disputes.Find(dispute => dispute.SettledBy.Length == 0);

    /// <summary>Items that are not closed.</summary>
    public IEnumerable<SheetItem> OpenItems => Items.Where(item => item.ClosedBy.Length == 0);

    /// <summary>Of a frozen sheet: the items that were signed.</summary>
    public IEnumerable<SheetItem> Signed => Signature == null ? [] : Items.Where(item => item.Version <= Signature.Version);

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Number(Number);
        writer.Text(Shift);
        writer.Time(BegunAt);
        writer.Number(Version);
        writer.Number(Content);
        writer.Items(Items);
        writer.Texts(Nothing);
        writer.Items(Ticks);
        writer.Items(Counts);
        writer.Items(Reads);
        writer.Items(Disputes);
        writer.Items(Amendments);
        writer.Items(Changes);
        writer.Flag(Signature != null);
        if (Signature is { } signature)
        {
            writer.Text(signature.Outgoing);
            writer.Text(signature.Incoming);
            writer.Time(signature.At);
            writer.Number(signature.Version);
            writer.Number(signature.Record);
        }
    }

    /// <summary>Reads it from folded state.</summary>
    internal static Sheet Load(StateReader reader)
    {
        var sheet = new Sheet((int)reader.Number(), reader.Text(), reader.Time()) { Version = (int)reader.Number(), Content = (int)reader.Number() };
        sheet.Items.AddRange(reader.Items<SheetItem>());
        sheet.Nothing.UnionWith(reader.Texts());
        Fill(sheet.Ticks, reader);
        Fill(sheet.Counts, reader);
        Fill(sheet.Reads, reader);
        sheet.Disputes.AddRange(reader.Items<SheetDispute>());
        sheet.Amendments.AddRange(reader.Items<SheetAmendment>());
        sheet.Changes.AddRange(reader.Items<SheetChange>());
        sheet.Signature = reader.Flag() ? new SheetSignature(reader.Text(), reader.Text(), reader.Time(), (int)reader.Number(), reader.Number()) : null;
        return sheet;
    }

    private static void Fill<T>(SortedDictionary<string, T> named, StateReader reader)
    {
        foreach ((string name, T value) in reader.Items<KeyValuePair<string, T>>())
        {
            named.Add(name, value);
        }
    }

    /// <summary>Somebody has changed something; whether it is something that has to be read is <paramref name="content"/>. The version of the change is given to it.</summary>
    public void Note(SheetChange change, bool content)
    {
        Version++;
        Content = content ? Version : Content;
        Changes.Add(change with { Version = Version });
    }

    /// <summary>
    /// Freezes it as it was in the version that was signed. A terminal that was out of reach may have had an older one: what came later is an
    /// amendment, and shown as such.
    /// </summary>
    public void Sign(string outgoing, string incoming, DateTimeOffset at, int version, long record)
    {
        int signed = version > 0 && version <= Version ? version : Changes.Where(change => change.At <= at).Select(change => change.Version).DefaultIfEmpty(1).Max();
        Signature = new SheetSignature(outgoing, incoming, at, signed, record);
        Amendments.AddRange(Changes.Where(change => change.Version > signed).Select(change => new SheetAmendment(change.Staff, change.Text, change.At, change)));
    }
}
