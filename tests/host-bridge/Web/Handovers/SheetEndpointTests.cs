using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Handovers;

/// <summary>The pages of sheets as a browser without scripts meets them, and who may do what there.</summary>
public sealed class SheetEndpointTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _bench.MakeUser("wang", "leader", "S01");
        _bench.MakeUser("zhou", "supervisor", "S09");
        _bench.MakeUser("nobody", "leader");
        _bench.MakeUser("audit", "auditor");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>A form works without scripts: it leads back to the page, which says that it was saved; the hold stands there for everybody.</summary>
    [Fact]
    public async Task AFormWorksWithoutScripts()
    {
        using Browser leader = await _bench.SignInAsync("wang");
        using HttpResponseMessage done = await leader.PostAsync("/sheets/hotline/hold-open", ("kind", "incident"), ("reason", "caller on the line"));
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.Contains("已保存", await TextAsync(leader, done.Headers.Location!.OriginalString), StringComparison.Ordinal);
        using Browser auditor = await _bench.SignInAsync("audit");
        string seen = await TextAsync(auditor, "/sheets/hotline");
        Assert.Contains("caller on the line", seen, StringComparison.Ordinal);
        Assert.DoesNotContain("hold-clear", seen, StringComparison.Ordinal);
        using Browser supervisor = await _bench.SignInAsync("zhou");
        using HttpResponseMessage cleared = await supervisor.PostAsync("/sheets/hotline/hold-clear", ("kind", "incident"), ("reason", "line closed"));
        Assert.Equal(HttpStatusCode.Found, cleared.StatusCode);
        Assert.True(_bench.Host.Core.Read((room, _) => room.PostOf("hotline").Book.Holds.Single().ClearedBy == "S09"));
    }

    /// <summary>What is refused says why in the reader's language, and what he wrote is still in its field.</summary>
    [Fact]
    public async Task WhatIsRefusedIsKept()
    {
        using Browser leader = await _bench.SignInAsync("wang");
        (await leader.GetAsync("/language/en")).Dispose();
        using HttpResponseMessage answer = await leader.PostAsync("/sheets/hotline/hold-open", ("kind", "incident"), ("reason", new string('x', 501)));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        Assert.Contains("too long", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(new string('x', 501), page, StringComparison.Ordinal);
        using HttpResponseMessage huge = await leader.PostAsync("/sheets/hotline/hold-open", ("kind", "incident"), ("reason", new string('x', 100_000)));
        Assert.Equal(HttpStatusCode.Conflict, huge.StatusCode);
        using Browser nobody = await _bench.SignInAsync("nobody");
        using HttpResponseMessage stranger = await nobody.PostAsync("/sheets/hotline/hold-open", ("kind", "incident"), ("reason", "x"));
        Assert.Equal(HttpStatusCode.Conflict, stranger.StatusCode);
        Assert.Contains("排班人员", await stranger.Content.ReadAsStringAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Empty(_bench.Host.Core.Read((room, _) => room.PostOf("hotline").Book.Holds.ToArray()));
    }

    /// <summary>Who may only read may write nothing, and a post or a sheet that the house has not comes to be by no question.</summary>
    [Fact]
    public async Task WhatIsNotThereDoesNotComeToBe()
    {
        using Browser auditor = await _bench.SignInAsync("audit");
        using HttpResponseMessage refused = await auditor.PostAsync("/sheets/hotline/hold-open", ("kind", "incident"), ("reason", "x"));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using Browser leader = await _bench.SignInAsync("wang");
        foreach (string path in new[] { "/sheets/nowhere", "/sheets/hotline/7", "/sheets/nowhere/print", "/sheets/nowhere/stream", "/sheets/hotline/7/stream" })
        {
            Assert.Equal(HttpStatusCode.NotFound, await leader.StatusAsync(path));
        }

        using HttpResponseMessage posted = await leader.PostAsync("/sheets/nowhere/hold-open", ("kind", "incident"), ("reason", "x"));
        Assert.Equal(HttpStatusCode.NotFound, posted.StatusCode);
        Assert.DoesNotContain("nowhere", _bench.Host.Core.Read((room, _) => room.Posts.Select(post => post.Post).ToArray()));
        Assert.Equal(HttpStatusCode.OK, await leader.StatusAsync("/sheets"));
        Assert.Equal(HttpStatusCode.OK, await leader.StatusAsync("/sheets/hotline/print"));
    }

    private static async Task<string> TextAsync(Browser browser, string path)
    {
        using HttpResponseMessage answer = await browser.GetAsync(path);
        return await answer.Content.ReadAsStringAsync(CancellationToken.None);
    }
}
