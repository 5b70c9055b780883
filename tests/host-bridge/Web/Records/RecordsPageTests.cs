using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Records;

/// <summary>The pages of records over HTTP, as whoever asks for them finds them.</summary>
public sealed class RecordsPageTests : IAsyncLifetime
{
    private RunningBridge _bridge = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bridge = await RunningBridge.StartAsync();
        for (int i = 0; i < 60; i++)
        {
            _bridge.Host.Core.Receive("T1", _bridge.Terminal.EventTopic, _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"S0{(i % 2) + 1}\",\"shift\":\"N1\""), null);
        }

        _bridge.Host.Core.Receive("T1", _bridge.Terminal.EventTopic, [1, 2, 3], null);
        _bridge.Host.Core.Commit();
        _bridge.Host.Core.Step();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    /// <summary>The page is full, leads to the older ones and from those back, and keeps what was asked for.</summary>
    [Fact]
    public async Task PagesLeadToEachOther()
    {
        string page = await _bridge.GetAsync("/records?type=duty.clock-in");
        Assert.Equal(50, Count(page));
        Assert.DoesNotContain("data-newer", page, StringComparison.Ordinal);
        string older = AddressBefore(page, "data-older");
        Assert.Contains("type=duty.clock-in&before=", older, StringComparison.Ordinal);
        page = await _bridge.GetAsync(older);
        Assert.Equal(10, Count(page));
        Assert.DoesNotContain("data-older", page, StringComparison.Ordinal);
        Assert.Equal(50, Count(await _bridge.GetAsync(AddressBefore(page, "data-newer"))));
        Assert.Equal(30, Count(await _bridge.GetAsync("/records?person=S02")));
        Assert.Equal(0, Count(await _bridge.GetAsync("/records?person=S02&day=2001-01-01")));
    }

    /// <summary>A span of days finds what lies in it, its ends included, goes on through its pages, and one with one end shows the other; a link to a day is a span of that.</summary>
    [Fact]
    public async Task ASpanOfDaysIsFound()
    {
        string first = await _bridge.GetAsync("/records?person=S02");
        int begins = first.IndexOf("<time>", StringComparison.Ordinal) + "<time>".Length;
        string day = first[begins..(begins + "2026-03-02".Length)];
        var at = NodaTime.Text.LocalDatePattern.Iso.Parse(day).Value;
        string Day(int days) => NodaTime.Text.LocalDatePattern.Iso.Format(at.PlusDays(days));
        Assert.Equal(30, Count(await _bridge.GetAsync($"/records?person=S02&from={Day(-3)}&to={Day(0)}")));
        Assert.Equal(30, Count(await _bridge.GetAsync($"/records?person=S02&from={Day(0)}&to={Day(1)}")));
        Assert.Equal(30, Count(await _bridge.GetAsync($"/records?person=S02&to={Day(0)}")));
        Assert.Equal(0, Count(await _bridge.GetAsync($"/records?person=S02&from={Day(1)}")));
        Assert.Equal(0, Count(await _bridge.GetAsync($"/records?person=S02&from={Day(-9)}&to={Day(-1)}")));
        string page = await _bridge.GetAsync($"/records?type=duty.clock-in&from={Day(-3)}&to={Day(2)}");
        Assert.Equal(50, Count(page));
        Assert.Equal(10, Count(await _bridge.GetAsync(AddressBefore(page, "data-older"))));
        string one = await _bridge.GetAsync($"/records?person=S02&day={day}");
        Assert.Equal(30, Count(one));
        Assert.Contains($"name=\"from\" value=\"{day}\"", one, StringComparison.Ordinal);
        Assert.Contains($"name=\"to\" value=\"{day}\"", one, StringComparison.Ordinal);
    }

    /// <summary>What cannot be asked is refused in words, and what is not there is not found.</summary>
    [Theory]
    [InlineData("/records?day=monday", HttpStatusCode.BadRequest)]
    [InlineData("/records?from=monday&to=2026-03-01", HttpStatusCode.BadRequest)]
    [InlineData("/records?from=2026-03-02&to=2026-03-01", HttpStatusCode.BadRequest)]
    [InlineData("/records?from=2026-01-01&to=2026-04-03", HttpStatusCode.BadRequest)]
    [InlineData("/records?from=2026-01-01&to=2026-04-02", HttpStatusCode.OK)]
    [InlineData("/records?type=nothing.such", HttpStatusCode.BadRequest)]
    [InlineData("/records?before=-1", HttpStatusCode.BadRequest)]
    [InlineData("/records?person=a%20b", HttpStatusCode.BadRequest)]
    [InlineData("/records/nobody", HttpStatusCode.NotFound)]
    [InlineData("/records/1", HttpStatusCode.NotFound)]
    [InlineData("/records/99999999", HttpStatusCode.NotFound)]
    [InlineData("/records/export/exe", HttpStatusCode.NotFound)]
    [InlineData("/archive?month=march", HttpStatusCode.BadRequest)]
    [InlineData("/archive/hotline/march", HttpStatusCode.NotFound)]
    [InlineData("/archive/nowhere/2026-03", HttpStatusCode.NotFound)]
    [InlineData("/archive/handovers/99999999", HttpStatusCode.NotFound)]
    public async Task WhatCannotBeAskedIsTold(string path, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await _bridge.SendAsync(new HttpRequestMessage(HttpMethod.Get, _bridge.Host.WebAddress + path));
        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>Bytes that are no record have a page too, which says what they are.</summary>
    [Fact]
    public async Task WhatIsNoRecordIsShownAsSuch()
    {
        string page = await _bridge.GetAsync("/records?type=quarantined");
        Assert.Equal(1, Count(page));
        string found = page[page.IndexOf("href=\"/records/", StringComparison.Ordinal)..];
        Assert.Contains("AQID", await _bridge.GetAsync(found[6..found.IndexOf('"', 6)]), StringComparison.Ordinal);
    }

    /// <summary>Whoever takes out what was found stands in the log with it.</summary>
    [Fact]
    public async Task AnExportStandsInTheLog()
    {
        string table = await _bridge.GetAsync("/records/export/csv?person=S01");
        Assert.Equal(31, table.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(30, Assert.Single(_bridge.Host.Core.Read((room, _) => room.Exports.ToArray())).Count);
    }

    /// <summary>The index follows what comes, and how far it is behind is measured.</summary>
    [Fact]
    public async Task TheIndexFollows()
    {
        var index = new DutyKiosk.HostBridge.Search.SearchIndex(_bridge.Host.Core.Log);
        await Until.HoldsAsync(() => index.Head.Position >= _bridge.Host.Core.LastPosition);
        Assert.Equal(61, index.Find(new DutyKiosk.HostBridge.Search.RecordQuery("hotline"), 100).Count);
        Assert.Contains("dutykiosk_search_behind", await _bridge.GetAsync("/metrics"), StringComparison.Ordinal);
    }

    private static int Count(string page) => page.Split("data-record=").Length - 1;

    // The address of the link with a mark behind it.
    private static string AddressBefore(string page, string mark)
    {
        string before = page[..page.IndexOf(mark, StringComparison.Ordinal)];
        string address = before[(before.LastIndexOf("href=\"", StringComparison.Ordinal) + 6)..];
        return WebUtility.HtmlDecode(address[..address.IndexOf('"', StringComparison.Ordinal)]);
    }
}
