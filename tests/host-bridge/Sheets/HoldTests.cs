using System;
using System.Linq;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Sheets;

/// <summary>Holds: who opens and clears them, what terminals are told, and what a release at the terminal means.</summary>
public sealed class HoldTests : IDisposable
{
    private readonly Bench _bench = new("service-desk");

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>A terminal knows a hold by an id that it can take, and hears of it once it is cleared.</summary>
    [Fact]
    public void TheGateNamesOpenHolds()
    {
        Assert.Equal("", _bench.Hold(holds => holds.Open("S01", "equipment-switching", "exchange switches")));
        Assert.Equal("switching", _bench.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
        Assert.Equal("", _bench.Hold(holds => holds.Clear("S09", "switching", "")));
        Assert.False(_bench.Gate().TryGetProperty("holds", out _));
        Assert.Equal(("S09", "exchange switches"), _bench.Book(book => (book.Holds[0].ClearedBy, book.Holds[0].Reason)));
    }

    /// <summary>A release has its name and time, and is for one handover: the hold stays open for the next.</summary>
    [Fact]
    public void AReleaseIsForOneHandover()
    {
        _bench.Hold(holds => holds.Open("S01", "emergency", "caller in danger"));
        _bench.Record("hold.released", "\"hold\":\"emergency\",\"staff\":\"S09\"");
        Assert.Equal(new HoldRelease("S09", new DateTimeOffset(2026, 3, 2, 0, 5, 0, TimeSpan.Zero)), _bench.Book(book => Assert.Single(book.Holds[0].Releases)));
        Assert.True(_bench.Book(book => book.Holds[0].IsReleased && book.Holds[0].IsOpen));
        _bench.HandOver();
        Assert.False(_bench.Book(book => book.Holds[0].IsReleased));
        Assert.Equal("emergency", _bench.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
        Assert.Single(_bench.Book(book => book.Holds[0].Releases));
    }

    /// <summary>One that is opened after its like was released has another id, or the terminal would take it for released; the longest id has room for that.</summary>
    [Theory]
    [InlineData("emergency", "emergency", "emergency.2")]
    [InlineData("not-prepared", "not-prepared", "not-prepa.2")]
    public void AHoldAfterAReleaseBindsAnew(string kind, string first, string second)
    {
        _bench.Hold(holds => holds.Open("S01", kind, "x"));
        _bench.Record("hold.released", $"\"hold\":\"{first}\",\"staff\":\"S09\"");
        _bench.Hold(holds => holds.Clear("S09", kind, "over"));
        _bench.Hold(holds => holds.Open("S02", kind, "again"));
        Assert.Equal(second, _bench.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
        _bench.HandOver();
        _bench.Hold(holds => holds.Clear("S09", kind, "over"));
        _bench.Hold(holds => holds.Open("S02", kind, "once more"));
        Assert.Equal(first, _bench.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
    }

    /// <summary>Who has no say is refused, and nothing comes of it.</summary>
    [Fact]
    public void WhoHasNoSayIsRefused()
    {
        Assert.Equal("not-entitled", _bench.Hold(holds => holds.Open("S06", "emergency", "x")));
        Assert.Equal("unknown-hold", _bench.Hold(holds => holds.Open("S01", "weather", "x")));
        Assert.Equal("no-text", _bench.Hold(holds => holds.Open("S01", "emergency", " ")));
        Assert.Equal("no-hold", _bench.Hold(holds => holds.Clear("S09", "emergency", "")));
        Assert.Equal("", _bench.Hold(holds => holds.Open("S05", "emergency", "x")));
        Assert.Equal("already-open", _bench.Hold(holds => holds.Open("S01", "emergency", "y")));
        Assert.Equal("not-entitled", _bench.Hold(holds => holds.Clear("S01", "emergency", "")));
        Assert.Equal("not-entitled", _bench.Hold(holds => holds.Clear("S77", "emergency", "")));
        Assert.Single(_bench.Book(book => book.OpenHolds.ToArray()));
    }

    /// <summary>A supervisor who is a side of the handover clears nothing for it.</summary>
    [Fact]
    public void NobodyClearsForHimself()
    {
        _bench.Roster.Shifts[1].Deputies.Add("S09");
        _bench.Bridge.Core.SetRoster(_bench.Roster);
        _bench.Hold(holds => holds.Open("S01", "emergency", "x"));
        Assert.Equal("not-entitled", _bench.Hold(holds => holds.Clear("S09", "emergency", "")));
    }

    /// <summary>Naming a substitute clears the hold about an unfit person, and no other.</summary>
    [Fact]
    public void ASubstituteClearsWhatOnlyWantedOne()
    {
        _bench.Hold(holds => holds.Open("S01", "unfit", "smells of drink"));
        _bench.Hold(holds => holds.Open("S01", "emergency", "caller in danger"));
        _bench.Roster.Staff[0].Name = "Wang";
        _bench.Bridge.Core.SetRoster(_bench.Roster);
        _bench.Bridge.Core.Step();
        Assert.Equal(2, _bench.Book(book => book.OpenHolds.Count()));
        _bench.Roster.Shifts[1].Deputies.Add("S03");
        _bench.Bridge.Core.SetRoster(_bench.Roster);
        _bench.Bridge.Core.Step();
        Assert.Equal(["emergency"], _bench.Book(book => book.OpenHolds.Select(hold => hold.Kind).ToArray()));
        Assert.Equal("S03", _bench.Book(book => book.Holds[0].ClearedBy));
    }

    /// <summary>Who is entitled for the shift after the next is no substitute for the next.</summary>
    [Fact]
    public void TheShiftAfterIsNoSubstitute()
    {
        _bench.Hold(holds => holds.Open("S01", "unfit", "smells of drink"));
        _bench.Record("hold.released", "\"hold\":\"unfit\",\"staff\":\"S09\"");
        _bench.HandOver();
        _bench.Roster.Staff[0].Name = "Wang";
        _bench.Bridge.Core.SetRoster(_bench.Roster);
        _bench.Bridge.Core.Step();
        Assert.Single(_bench.Book(book => book.OpenHolds.ToArray()));
    }

    /// <summary>A hold that another hand clears in the database stays open, and the terminal is told nothing else.</summary>
    [Fact]
    public void AForgedClearanceOpensNoDoor()
    {
        _bench.Hold(holds => holds.Open("S01", "emergency", "caller in danger"));
        _bench.Bridge.ByHand("INSERT INTO log(kind, terminal, epoch, seq, body, received) VALUES('Hold', 'hotline', '', 0, CAST('{\"Act\":\"clear\",\"Kind\":\"emergency\",\"Id\":\"emergency\",\"Staff\":\"S09\",\"Reason\":\"\",\"Incoming\":\"\",\"Entitled\":[]}' AS BLOB), 1772409900000)");
        Assert.Single(_bench.Book(book => book.OpenHolds.ToArray()));
        Assert.Equal("emergency", _bench.Gate().GetProperty("holds")[0].GetProperty("id").GetString());
    }

    /// <summary>The supervisor hears of it once.</summary>
    [Fact]
    public void TheSupervisorIsTold()
    {
        _bench.Bridge.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Hold(holds => holds.Open("S01", "emergency", "caller in danger"));
        _bench.Bridge.Restart();
        _bench.Bridge.Time.Advance(TimeSpan.FromMinutes(2));
        _bench.Bridge.Core.Step();
        Assert.Single(_bench.Bridge.Core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is "hold-opened" && sent.Notice.To.Contains("S09", StringComparer.Ordinal)).ToArray()));
    }
}
