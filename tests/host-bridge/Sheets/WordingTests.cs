using System;
using System.Linq;
using DutyKiosk.HostBridge.Sheets;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Sheets;

/// <summary>What people change of what they have written, also at the same time as others, and what they take back.</summary>
public sealed class WordingTests : IDisposable
{
    private readonly Bench _bench = new();

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>Whoever wrote an item words it anew while it is on his sheet, others say more about it and leave his text alone; what stood there is kept.</summary>
    [Fact]
    public void TheWriterWordsHisItemAnew()
    {
        long item = Written("pump 3 leaks");
        Assert.Equal("", Reword("S01", item, ("text", "pump 3 leaks", "pump 4 leaks"), ("how", "", "refill")));
        Assert.Equal("not-entitled", Reword("S05", item, ("text", "pump 4 leaks", "nothing leaks")));
        Assert.Equal("", Reword("S05", item, ("watch", "", "level")));
        SheetItem now = Item(item);
        Assert.Equal(("pump 4 leaks", "refill", "level"), (now.Text, now.Details.How, now.Details.Watch));
        Assert.Equal([("text", "pump 3 leaks", "S01", false)], now.Earlier.Select(earlier => (earlier.Name, earlier.Text, earlier.Staff, earlier.Unseen)));
        Assert.Equal("", Reword("S01", item, ("text", "pump 4 leaks", "pump 4 leaks oil")));
        Assert.Single(Item(item).Earlier);
        Assert.Equal("no-text", Reword("S01", item, ("text", "pump 4 leaks", " ")));
        Assert.Equal("too-long", Reword("S01", item, ("how", "refill", new string('x', 501))));
        Assert.Equal("no-item", Reword("S01", item, ("colour", "", "red")));
        Assert.Equal("no-item", Reword("S01", item + 1, ("how", "", "red")));
        Assert.Equal("not-entitled", Reword("S02", item, ("how", "refill", "red")));
    }

    /// <summary>Two who write at the same place without having seen each other lose nothing: the later text stands, the earlier one beside it, until somebody who has seen both words it anew.</summary>
    [Fact]
    public void TwoWhoWriteAtOnceLoseNothing()
    {
        long item = Written("pump 3 leaks");
        Reword("S01", item, ("how", "", "refill every hour"));
        Reword("S05", item, ("how", "", "close the valve"));
        Assert.Equal("close the valve", Item(item).Details.How);
        Assert.Equal(["refill every hour"], Item(item).Earlier.Where(earlier => earlier.Unseen).Select(earlier => earlier.Text));

        // A page that had no answer sends the same again.
        int version = _bench.Book(book => book.Current!.Version);
        Reword("S05", item, ("how", "", "close the valve"));
        Assert.Equal(version, _bench.Book(book => book.Current!.Version));

        Reword("S01", item, ("how", "close the valve", "refill, then close the valve"));
        Assert.DoesNotContain(Item(item).Earlier, earlier => earlier.Unseen);
        Assert.Equal(["refill every hour", "close the valve"], Item(item).Earlier.Select(earlier => earlier.Text));
        string folded = _bench.Folded();
        _bench.Bridge.Core.Rebuild();
        Assert.Equal(folded, _bench.Folded());
    }

    /// <summary>An item that a page sends twice, as it had no answer, stands there once.</summary>
    [Fact]
    public void AnItemThatIsSentTwiceStandsThereOnce()
    {
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2", new ItemDetails(), "d1")));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2", new ItemDetails(), "d1")));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2", new ItemDetails(), "d2")));
        Assert.Equal(["d1", "d2"], _bench.Book(book => book.Current!.Items.Select(item => item.Draft).ToArray()));
        Assert.Equal("too-long", _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2", new ItemDetails(), new string('d', 41))));
    }

    /// <summary>What was tapped by mistake can be taken back: nothing, a tick, a closed item.</summary>
    [Fact]
    public void WhatWasTappedByMistakeIsTakenBack()
    {
        _bench.Sheet(sheets => sheets.Complete("S01"));
        Assert.Empty(_bench.Lacks());
        Assert.Equal("", _bench.Sheet(sheets => sheets.Something("S01", "faults")));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Untick("S01", "log checked")));
        Assert.Equal("not-ticked", _bench.Sheet(sheets => sheets.Untick("S01", "log checked")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Something("S02", "faults")));
        Assert.Equal(["section faults", "tick log checked"], _bench.Lacks());
        long item = Written("pump 3 leaks");
        Assert.Equal("", _bench.Sheet(sheets => sheets.Close("S01", item)));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Close("S01", item)));
        Assert.Equal("S01", Item(item).ClosedBy);
        Assert.Equal("", _bench.Sheet(sheets => sheets.Reopen("S01", item)));
        Assert.Equal("", Item(item).ClosedBy);
        Assert.Equal("no-item", _bench.Sheet(sheets => sheets.Reopen("S01", item + 1)));
    }

    /// <summary>Whoever has read an older version than there is has not read the sheet.</summary>
    [Fact]
    public void AnOlderVersionIsNotTheSheet()
    {
        int seen = _bench.Book(book => book.Current!.Content);
        long item = Written("pump 3 leaks");
        Assert.Equal("changed", _bench.Sheet(sheets => sheets.Read("S02", seen)));
        seen = _bench.Book(book => book.Current!.Content);
        _bench.Sheet(sheets => sheets.Tick("S01", "log checked"));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Read("S02", seen)));
        Reword("S01", item, ("text", "pump 3 leaks", "pump 4 leaks"));
        Assert.True(Item(item).Changed > _bench.Book(book => book.Current!.Reads["S02"]));
        Assert.Equal("changed", _bench.Sheet(sheets => sheets.Read("S02", seen)));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Read("S01", seen)));
    }

    /// <summary>A signed sheet names the record of its signature, and an older one can be amended, too, by who was a side of it.</summary>
    [Fact]
    public void ASignedSheetNamesItsRecord()
    {
        _bench.HandOver();
        long record = _bench.Book(book => book.Sheets[0].Signature!.Record);
        Assert.Equal("handover.confirmed", _bench.Bridge.Core.Log.Read(record - 1, 1)[0] is { } entry ? System.Text.Json.JsonDocument.Parse(entry.Body).RootElement.GetProperty("type").GetString() : null);
        _bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\",\"latenessSeconds\":0", "2026-03-02T12:00:00.000Z");
        Assert.Equal("", _bench.Sheet(sheets => sheets.Amend("S01", "it was pump 4", 1)));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Amend("S01", "it was pump 4", 2)));
        Assert.Equal("not-signed", _bench.Sheet(sheets => sheets.Amend("S09", "it was pump 4", 3)));
        Assert.Equal("no-sheet", _bench.Sheet(sheets => sheets.Amend("S09", "it was pump 4", 4)));
        Assert.Equal(["it was pump 4"], _bench.Book(book => book.Sheets[0].Amendments.Select(amendment => amendment.Text).ToArray()));
    }

    private long Written(string text)
    {
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", "unfinished", text, new ItemDetails())));
        return _bench.Book(book => book.Current!.Items[^1].Id);
    }

    private string Reword(string staff, long item, params (string Name, string Was, string Text)[] words) => _bench.Sheet(sheets => sheets.Reword(staff, item, words));

    private SheetItem Item(long id) => _bench.Book(book => book.Current!.Items.Single(item => item.Id == id));
}
