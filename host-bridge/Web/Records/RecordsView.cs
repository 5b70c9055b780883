using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Records;

/// <summary>A page of records, and the form by which they were found.</summary>
/// <param name="Form">What was asked for.</param>
/// <param name="Posts">The posts to choose from, by id.</param>
/// <param name="People">The people to choose from; none: there are too many to list.</param>
/// <param name="Types">The types to choose from, with their words.</param>
/// <param name="Rows">The records, newest first.</param>
/// <param name="Older">The address of the page with older ones; empty: there are none.</param>
/// <param name="Newer">The address of the page with newer ones; empty: there are none.</param>
/// <param name="Unsearched">How many of the newest were not searched.</param>
public sealed record RecordsView(
    RecordForm Form,
    IReadOnlyList<(string Id, string Name)> Posts,
    IReadOnlyList<(string Id, string Name)> People,
    IReadOnlyList<(string Type, string Words)> Types,
    IReadOnlyList<RecordRow> Rows,
    string Older,
    string Newer,
    long Unsearched)
{
    /// <summary>The path of the page.</summary>
    public const string Path = "/records";

    /// <summary>How many records a page has.</summary>
    public const int PageRows = 50;

    // A list of thousands would be most of the page; their ids and names can be written all the same.
    private const int MostListed = 400;

    /// <summary>Whether anything at all is asked about.</summary>
    public bool IsFiltered => Form.Post.Length > 0 || Form.Person.Length > 0 || Form.Type.Length > 0 || Form.From.Length > 0 || Form.To.Length > 0;

    /// <summary>What was found, as somebody sees it.</summary>
    public static RecordsView Of(Language t, DutyRoom room, Chain chain, RecordForm form, FoundRecords found)
    {
        RosterModel roster = room.Roster;
        List<StaffEntry> staff = roster.Document.Staff;
        return new RecordsView(
            form,
            [.. PostOrder.InRosterOrder(room).Select(post => (post.Post, PostOrder.NameOf(roster, post.Post)))],
            staff.Count <= MostListed ? [.. staff.Select(person => (person.Id, roster.NameOf(person.Id)))] : [],
            [.. RecordTypes.All.Select(type => (type, WordsOf(t, type)))],
            [.. found.Entries.Select(entry => RecordRow.Of(t, roster, entry.Entry, entry.Post, chain.ProofOf(entry.Entry.Position)))],
            found.Older is { } older ? form.Address(Path, "before", older) : "",
            found.Newer is { } newer ? form.Address(Path, "after", newer) : "",
            found.Unsearched);
    }

    /// <summary>The words for a type.</summary>
    public static string WordsOf(Language t, string type) => type is RecordTypes.Other ? t["records.other-type"] : BoardWords.Of(t, type);
}
