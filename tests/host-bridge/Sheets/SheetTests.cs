using System;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Sheets;

/// <summary>The handover sheet, from the first item to what is amended after the signature.</summary>
public sealed class SheetTests : IDisposable
{
    private static readonly ItemDetails Whole = new(Watch: "oil level", How: "refill every hour");
    private readonly Bench _bench = new();

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>A sheet lacks what its pack wants, word by word, until it is there.</summary>
    [Fact]
    public void ItLacksWhatThePackWants()
    {
        Assert.Equal(11, _bench.Lacks().Length);
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S01", "unfinished", "pump 3 leaks", new ItemDetails(Watch: "oil level"))));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Complete("S05")));
        Assert.Equal(["item pump 3 leaks: how"], _bench.Lacks());
        Assert.Equal("", _bench.Sheet(sheets => sheets.Explain("S01", "pump 3 leaks", new ItemDetails(How: "refill every hour"))));
        Assert.Empty(_bench.Lacks());
        Assert.Equal("oil level", _bench.Book(book => book.Current!.Items[0].Details.Watch));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Count("S01", "keys", 5)));
        Assert.Empty(_bench.Lacks());
        Assert.Equal("", _bench.Sheet(sheets => sheets.Count("S02", "keys", 4)));
        Assert.Equal(["count keys: 5 and 4"], _bench.Lacks());
        Assert.Equal("", _bench.Sheet(sheets => sheets.Count("S02", "keys", 5)));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Dispute("S02", "counts differ")));
        Assert.Equal(["dispute counts differ"], _bench.Lacks());
        Assert.Equal("", _bench.Sheet(sheets => sheets.Settle("S09", "recounted")));
        Assert.Empty(_bench.Lacks());
    }

    /// <summary>An item that was closed need not say any more, and one under a section without need says enough.</summary>
    [Fact]
    public void AClosedItemLacksNothing()
    {
        _bench.Sheet(sheets => sheets.Write("S01", "unfinished", "pump 3 leaks", new ItemDetails()));
        _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2 crackles", new ItemDetails()));
        _bench.Sheet(sheets => sheets.Complete("S01"));
        Assert.NotEmpty(_bench.Lacks());
        _bench.Sheet(sheets => sheets.Close("S01", "pump 3 leaks"));
        Assert.Empty(_bench.Lacks());
    }

    /// <summary>A section is found by its title, its other names, and whatever stands between its words.</summary>
    [Theory]
    [InlineData("本班未完成的有关事宜", "unfinished")]
    [InlineData("Business-Handled", "business handled")]
    [InlineData("superiors", null)]
    public void ASectionHasSeveralNames(string said, string? meant)
    {
        Assert.Equal(meant == null ? "unknown-section" : "", _bench.Sheet(sheets => sheets.Write("S01", said, "x", new ItemDetails())));
        Assert.Equal(meant, _bench.Book(book => book.Current!.Items.FirstOrDefault()?.Section));
    }

    /// <summary>The terminal is told of every change, by a version that only grows, and of nothing else.</summary>
    [Fact]
    public void TheGateFollowsTheSheet()
    {
        JsonElement first = _bench.Gate();
        Assert.Equal("N1", first.GetProperty("shift").GetString());
        Assert.Equal(1, first.GetProperty("sheet").GetInt32());
        Assert.False(first.TryGetProperty("complete", out _));
        int told = _bench.Bridge.Told("gate").Length;
        _bench.Bridge.Core.Step();
        Assert.Equal(told, _bench.Bridge.Told("gate").Length);
        _bench.Sheet(sheets => sheets.Complete("S01"));
        JsonElement complete = _bench.Gate();
        Assert.True(complete.GetProperty("complete").GetBoolean());
        Assert.True(complete.GetProperty("version").GetInt64() > first.GetProperty("version").GetInt64());
        Assert.Equal(new DateTimeOffset(2026, 3, 2, 0, 5, 0, TimeSpan.Zero).ToUnixTimeSeconds(), complete.GetProperty("asOf").GetInt64());
        string last = _bench.Bridge.Told("gate")[^1];
        _bench.Bridge.Restart();
        _bench.Bridge.Core.Step();
        Assert.Equal(last, _bench.Bridge.Told("gate")[^1]);
    }

    /// <summary>A terminal that holds a newer gate than the bridge knows of, as after a restored backup, is told again, by a version that it heeds.</summary>
    [Fact]
    public void ATerminalThatHasSeenMoreIsToldAgain()
    {
        Health(900);
        Assert.Equal(901, _bench.Gate().GetProperty("version").GetInt64());
        _bench.Sheet(sheets => sheets.Complete("S01"));
        Assert.Equal(902, _bench.Gate().GetProperty("version").GetInt64());
        int told = _bench.Bridge.Told("gate").Length;
        Health(902);
        Assert.Equal(told, _bench.Bridge.Told("gate").Length);
        string before = _bench.Folded();
        _bench.Bridge.Core.Rebuild();
        Assert.Equal(before, _bench.Folded());
        using var free = new Bench(sheets: false);
        free.Bridge.SaySigned("health", HealthOf(free, 900));
        Assert.Equal(901, free.Gate().GetProperty("version").GetInt64());
    }

    /// <summary>Who has read it counts as a reader when his side has ticked, and until something has changed.</summary>
    [Fact]
    public void AChangedSheetIsUnread()
    {
        _bench.Sheet(sheets => sheets.Complete("S01"));
        _bench.Sheet(sheets => sheets.Read("S02"));
        Assert.False(_bench.Gate().TryGetProperty("readBy", out _));
        _bench.Sheet(sheets => sheets.Tick("S02", "log checked"));
        _bench.Sheet(sheets => sheets.Tick("S02", "equipment checked"));
        Assert.Equal("S02", _bench.Gate().GetProperty("readBy")[0].GetString());
        _bench.Sheet(sheets => sheets.Write("S01", "other", "the lift is stuck", new ItemDetails()));
        Assert.False(_bench.Gate().TryGetProperty("readBy", out _));
        _bench.Sheet(sheets => sheets.Read("S02"));
        Assert.Equal("S02", _bench.Gate().GetProperty("readBy")[0].GetString());
    }

    /// <summary>A tick of one side is wanted of that side alone; what is for the incoming one, the holder may tick for himself.</summary>
    [Fact]
    public void ATickCanBeOfOneSide()
    {
        using var start = new Bench("citizen-line");
        Assert.Empty(start.Lacks());
        Assert.Equal("", start.Sheet(sheets => sheets.Tick("S01", "start check")));
        start.Sheet(sheets => sheets.Read("S02"));
        Assert.False(start.Gate().TryGetProperty("readBy", out _));
        Assert.Equal("", start.Sheet(sheets => sheets.Tick("S02", "equipment checked")));
        Assert.Equal("S02", start.Gate().GetProperty("readBy")[0].GetString());

        using var leaving = new Bench("agent-seats");
        Assert.Equal(["tick leaving check", "tick computer off"], leaving.Lacks());
        Assert.Equal("not-entitled", leaving.Sheet(sheets => sheets.Tick("S02", "leaving check")));
        Assert.Equal("", leaving.Sheet(sheets => sheets.Complete("S01")));
        Assert.Empty(leaving.Lacks());
        leaving.Sheet(sheets => sheets.Read("S02"));
        Assert.Equal("S02", leaving.Gate().GetProperty("readBy")[0].GetString());
    }

    /// <summary>What is due once a week is wanted again on the first sheet that is begun a week later.</summary>
    [Fact]
    public void ATickCanBeDueEverySoManyDays()
    {
        using var weekly = new Bench("duty-hotline");
        Assert.Equal(["tick periodic check"], weekly.Lacks());
        weekly.Sheet(sheets => sheets.Complete("S01"));
        Assert.Empty(weekly.Lacks());
        weekly.HandOver(at: "2026-03-09T00:04:59.000Z");
        Assert.Empty(weekly.Lacks());
        weekly.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\",\"latenessSeconds\":0", "2026-03-09T00:05:00.000Z");
        Assert.Equal(["tick periodic check"], weekly.Lacks());
    }

    /// <summary>What is open is carried with all that it says; the signed sheet takes no more items.</summary>
    [Fact]
    public void OpenItemsAreCarried()
    {
        _bench.Sheet(sheets => sheets.Write("S01", "unfinished", "pump 3 leaks", Whole));
        _bench.Sheet(sheets => sheets.Write("S01", "unfinished", "pump 4 leaks", Whole));
        _bench.Sheet(sheets => sheets.Close("S01", "pump 4 leaks"));
        _bench.HandOver(",\"sheet\":4");
        SheetItem carried = _bench.Book(book => Assert.Single(book.Of("D1")!.Items));
        Assert.Equal(("pump 3 leaks", "N1", Whole), (carried.Text, carried.CarriedFrom, carried.Details));
        Assert.Equal(new SheetSignature("S01", "S02", new DateTimeOffset(2026, 3, 2, 0, 5, 0, TimeSpan.Zero), 4, 0), _bench.Book(book => book.Of("N1")!.Signature! with { Record = 0 }));
        Assert.Equal("frozen", _bench.Sheet(sheets => sheets.Write("S01", "other", "late", new ItemDetails())));
        Assert.Equal("D1", _bench.Gate().GetProperty("shift").GetString());
    }

    /// <summary>The version that the terminal signed decides what was signed; what came later is an amendment, and carried all the same.</summary>
    [Theory]
    [InlineData(",\"sheet\":2")]
    [InlineData(",\"sheet\":\"stale\"")]
    public void WhatCameAfterTheSignatureIsAnAmendment(string sheet)
    {
        _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 2 crackles", new ItemDetails()));
        _bench.Bridge.Time.Advance(TimeSpan.FromMinutes(10));
        _bench.Sheet(sheets => sheets.Write("S01", "faults", "line 3 is dead", new ItemDetails()));
        _bench.HandOver(sheet, "2026-03-02T00:06:00.000Z");
        Assert.Equal(2, _bench.Book(book => book.Of("N1")!.Signature!.Version));
        SheetAmendment amendment = _bench.Book(book => Assert.Single(book.Of("N1")!.Amendments));
        Assert.Equal(("S01", "faults: line 3 is dead"), (amendment.Staff, amendment.Text));
        Assert.Equal(["line 2 crackles"], _bench.Book(book => book.Of("N1")!.Signed.Select(item => item.Text).ToArray()));
        Assert.Equal(2, _bench.Book(book => book.Of("D1")!.Items.Count));
    }

    /// <summary>Who was relieved is no side of the next handover, and amends what he has signed even when another sheet is signed by now.</summary>
    [Fact]
    public void WhoWasRelievedIsNoSideOfTheNext()
    {
        _bench.HandOver();
        Assert.Equal("frozen", _bench.Sheet(sheets => sheets.Count("S01", "keys", 5)));
        Assert.Equal("frozen", _bench.Sheet(sheets => sheets.Dispute("S01", "x")));
        Assert.Equal("frozen", _bench.Sheet(sheets => sheets.Dispute("S02", "x")));
        _bench.Record("handover.confirmed", "\"outgoing\":\"S02\",\"incoming\":\"S03\",\"from\":\"D1\",\"to\":\"N2\",\"latenessSeconds\":0");
        Assert.Equal("", _bench.Sheet(sheets => sheets.Amend("S01", "wrong meter reading")));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Amend("S09", "seen")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Amend("S06", "me too")));
        Assert.Equal("wrong meter reading", _bench.Book(book => Assert.Single(book.Of("N1")!.Amendments).Text));
        Assert.Equal("seen", _bench.Book(book => Assert.Single(book.Of("D1")!.Amendments).Text));
    }

    /// <summary>Each side does its own part, and a stranger none.</summary>
    [Fact]
    public void EachSideDoesItsOwnPart()
    {
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Write("S02", "other", "x", new ItemDetails())));
        Assert.Equal("", _bench.Sheet(sheets => sheets.Write("S05", "other", "x", new ItemDetails())));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Read("S01")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Read("S06")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Tick("S06", "log checked")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Dispute("S01", "x")));
        Assert.Equal("not-entitled", _bench.Sheet(sheets => sheets.Settle("S02", "x")));
        Assert.Equal("no-dispute", _bench.Sheet(sheets => sheets.Settle("S09", "x")));
        Assert.Equal("not-signed", _bench.Sheet(sheets => sheets.Amend("S01", "x")));
        Assert.Equal("no-text", _bench.Sheet(sheets => sheets.Write("S01", "other", " ", new ItemDetails())));
        Assert.Equal("too-long", _bench.Sheet(sheets => sheets.Write("S01", "other", new string('x', 501), new ItemDetails())));
        Assert.Equal("no-item", _bench.Sheet(sheets => sheets.Close("S01", "y")));
    }

    /// <summary>Where nobody holds the duty there is no sheet to write on; the one of before stays frozen.</summary>
    [Fact]
    public void WithoutAHolderThereIsNoSheet()
    {
        _bench.Record("duty.clock-out", "\"staff\":\"S01\",\"holder\":true");
        Assert.Equal("frozen", _bench.Sheet(sheets => sheets.Complete("S01")));
        Assert.Equal("no-sheet", _bench.Sheet(sheets => sheets.Complete("S06")));
        Assert.Equal(0, _bench.Gate().GetProperty("sheet").GetInt32());
    }

    /// <summary>Sheets bind only where the roster says so: else the terminal requires none, and hears of no gate until there is a hold.</summary>
    [Fact]
    public void SheetsBindWhereTheRosterSaysSo()
    {
        using var free = new Bench(sheets: false);
        Assert.Contains("\"sheetRequired\":true", _bench.Bridge.Told("policy")[^1], StringComparison.Ordinal);
        Assert.Contains("\"sheetRequired\":false", free.Bridge.Told("policy")[^1], StringComparison.Ordinal);
        Assert.Equal("", free.Sheet(sheets => sheets.Write("S01", "other", "kept all the same", new ItemDetails())));
        Assert.Empty(free.Bridge.Told("gate"));
        Assert.Equal("", free.Hold(holds => holds.Open("S01", "incident", "line down")));
        Assert.Equal("incident", free.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
        using var without = new Bench("phone-service");
        Assert.Contains("\"sheetRequired\":false", without.Bridge.Told("policy")[^1], StringComparison.Ordinal);
        Assert.Equal("no-sheet", without.Sheet(sheets => sheets.Complete("S01")));
    }

    /// <summary>Folding all of it again, in the same process and in the next, gives the same sheets, holds and gate.</summary>
    [Fact]
    public void FoldingAgainGivesTheSame()
    {
        _bench.Sheet(sheets => sheets.Write("S01", "unfinished", "pump 3 leaks", Whole with { Due = new DateTimeOffset(2026, 3, 2, 4, 0, 0, TimeSpan.Zero) }));
        _bench.Sheet(sheets => sheets.Count("S01", "keys", 5));
        _bench.Sheet(sheets => sheets.Complete("S01"));
        _bench.Sheet(sheets => sheets.Read("S02"));
        _bench.Sheet(sheets => sheets.Dispute("S02", "counts differ"));
        _bench.Sheet(sheets => sheets.Settle("S09", "recounted"));
        _bench.Hold(holds => holds.Open("S01", "incident", "line down"));
        _bench.Record("hold.released", "\"hold\":\"incident\",\"staff\":\"S09\"");
        _bench.HandOver();
        _bench.Sheet(sheets => sheets.Amend("S02", "wrong meter reading"));
        string before = _bench.Folded();
        _bench.Bridge.Core.Rebuild();
        Assert.Equal(before, _bench.Folded());
        _bench.Bridge.Restart();
        Assert.Equal(before, _bench.Folded());
        Assert.Contains("wrong meter reading", before, StringComparison.Ordinal);
    }

    // Open at its end, as its signature follows.
    private static string HealthOf(Bench bench, long gate) => $"{{\"epoch\":\"{bench.Bridge.Terminal.Epoch}\",\"seq\":{bench.Bridge.Terminal.Seq},\"outboxDepth\":0,\"command\":0,\"gate\":{gate}";

    private void Health(long gate) => _bench.Bridge.SaySigned("health", HealthOf(_bench, gate));
}
