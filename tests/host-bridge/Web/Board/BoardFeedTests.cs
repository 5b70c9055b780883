using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Board;

/// <summary>The board is made once for all who look at it, and of it only what has changed.</summary>
public sealed class BoardFeedTests : IAsyncDisposable
{
    private static readonly BoardReader Reader = new(Language.English, false, true, true, true);

    private readonly TestBridge _bridge = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddLogging().BuildServiceProvider();
    private readonly BoardFeed _feed;

    /// <summary>A feed of two posts.</summary>
    public BoardFeedTests()
    {
        _bridge.Core.SetRoster(new RosterDocument { Posts = [new PostEntry { Id = "hotline" }, new PostEntry { Id = "records" }] });
        _bridge.Core.Step();
        _feed = new BoardFeed(_bridge.Core, new Pages(_services));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _bridge.Dispose();
    }

    /// <summary>However many look, a change makes one card, once; who has seen the moment before gets that and what stands beside the cards, and nothing else.</summary>
    [Fact]
    public async Task AChangeMakesOneCardOnce()
    {
        PartsMoment[] before = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _feed.LatestAsync(Reader)));
        Assert.All(before, moment => Assert.Same(before[0], moment));
        Assert.Equal(2, _feed.CardsMade);
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"D1\",\"holder\":true"));
        PartsMoment[] after = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _feed.LatestAsync(Reader)));
        Assert.All(after, moment => Assert.Same(after[0], moment));
        Assert.Equal(3, _feed.CardsMade);
        Assert.Equal(["hotline", "/records"], after[0].Since(before[0])!.Select(part => part.Key));
        Assert.Contains("data-holder=\"S01\"", after[0].Parts.Single(part => part.Key is "hotline").Html, StringComparison.Ordinal);
    }

    /// <summary>Another order of posts, or another post, is sent whole.</summary>
    [Fact]
    public async Task AnotherRosterIsSentWhole()
    {
        PartsMoment before = await _feed.LatestAsync(Reader);
        _bridge.Core.SetRoster(new RosterDocument { Posts = [new PostEntry { Id = "records" }, new PostEntry { Id = "hotline" }] });
        _bridge.Core.Step();
        PartsMoment after = await _feed.LatestAsync(Reader);
        Assert.Null(after.Since(before));
        string whole = await after.WholeAsync();
        Assert.True(whole.IndexOf("data-post=\"records\"", StringComparison.Ordinal) < whole.IndexOf("data-post=\"hotline\"", StringComparison.Ordinal));
    }

    /// <summary>Readers who may see something else are shown something else: no records to whom they are not for, and on a wall neither ids nor reasons.</summary>
    [Fact]
    public async Task EverybodySeesWhatIsForHim()
    {
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"D1\",\"holder\":true"), _bridge.Terminal.Next());
        Assert.Contains("data-type=\"tap.refused\"", await WholeAsync(Reader), StringComparison.Ordinal);
        Assert.DoesNotContain("data-type", await WholeAsync(Reader with { ReadsRecords = false }), StringComparison.Ordinal);
        string wall = await WholeAsync(BoardReader.Wall(Language.Chinese));
        foreach (string hidden in new[] { "data-holder", "data-in", "data-terminal", "data-type", "data-notice", "T1" })
        {
            Assert.DoesNotContain(hidden, wall, StringComparison.Ordinal);
        }

        Assert.Contains("当班", System.Net.WebUtility.HtmlDecode(await WholeAsync(Reader with { T = Language.Chinese })), StringComparison.Ordinal);
    }

    private async Task<string> WholeAsync(BoardReader reader) => await (await _feed.LatestAsync(reader)).WholeAsync();
}
