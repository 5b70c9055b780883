using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Wall;

/// <summary>A link that opens the board of a screen on the wall, and that alone.</summary>
public sealed partial class WallTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _bench.MakeUser("boss", "manager");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>The link opens the wall without signing in, its key goes from the address into a cookie that no script reads, and neither opens anything else.</summary>
    [Fact]
    public async Task ALinkOpensTheWallAndNothingElse()
    {
        string link = await MakeLinkAsync("门厅");
        using Browser screen = _bench.Open();
        using HttpResponseMessage opened = await screen.GetAsync(link);
        Assert.Equal(HttpStatusCode.Found, opened.StatusCode);
        Assert.Equal("/language/zh-CN?then=%2Fwall", opened.Headers.Location!.OriginalString);
        Assert.Equal("no-referrer", opened.Headers.GetValues("Referrer-Policy").Single());
        string cookie = opened.Headers.GetValues("Set-Cookie").Single(set => set.StartsWith(WallKey.Cookie, StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/wall", cookie, StringComparison.OrdinalIgnoreCase);

        using HttpResponseMessage wall = await screen.GetAsync("/wall");
        Assert.Equal(HttpStatusCode.OK, wall.StatusCode);
        Assert.DoesNotContain("dk_", await wall.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        foreach (string path in new[] { "/", "/board/stream", "/posts/hotline", "/rules", "/wall/links", "/api/v1/posts", "/api/v1/keys" })
        {
            using HttpResponseMessage other = await screen.GetAsync(path);
            Assert.NotEqual(HttpStatusCode.OK, other.StatusCode);
            using HttpResponseMessage shown = await screen.GetAsync(path + link[link.IndexOf('?', StringComparison.Ordinal)..]);
            Assert.NotEqual(HttpStatusCode.OK, shown.StatusCode);
        }
    }

    /// <summary>A revoked link ends an open screen within a minute, and whoever stands before it is told in words.</summary>
    [Fact]
    public async Task ARevokedLinkEndsAnOpenScreen()
    {
        string link = await MakeLinkAsync("hall");
        using Browser screen = _bench.Open();
        (await screen.GetAsync(link)).Dispose();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/wall/stream");
        request.Headers.Add("Cookie", $"{WallKey.Cookie}={TextOf(link)}");
        using HttpResponseMessage stream = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal(HttpStatusCode.OK, stream.StatusCode);
        using var lines = new StreamReader(await stream.Content.ReadAsStreamAsync(Cancel));
        Assert.StartsWith("id: ", await lines.ReadLineAsync(Cancel), StringComparison.Ordinal);

        using Browser manager = await _bench.SignInAsync("boss");
        string id = TextOf(link).Split('_')[1];
        using HttpResponseMessage revoked = await manager.PostAsync("/wall/links/revoke", ("id", id));
        Assert.Equal("/wall/links?done=wall.done-revoked", revoked.Headers.Location!.OriginalString);
        Assert.Contains($"boss key.revoked {id} hall ok", _bench.Audit());

        // Half a minute is believed without looking again; then the next change, or the next heartbeat, finds that it is over.
        _bench.Time.Advance(TimeSpan.FromSeconds(31));
        _bench.Host.Core.Append(LogKind.Export, "", System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(new ExportAct("x", _bench.Time.GetUtcNow(), _bench.Time.GetUtcNow(), 0)));
        string rest = await lines.ReadToEndAsync(Cancel);
        Assert.DoesNotContain("event: end", rest, StringComparison.Ordinal);

        using HttpResponseMessage after = await screen.GetAsync("/wall");
        Assert.Equal("/wall/ended", after.Headers.Location!.OriginalString);
        using HttpResponseMessage told = await screen.GetAsync("/wall/ended");
        Assert.Contains("大屏链接已失效", await told.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>Only a key that may do nothing else counts in a link or a cookie: one that may more must not come to stand in an address.</summary>
    [Fact]
    public async Task AKeyThatMayMoreOpensNoWall()
    {
        string strong = TestKeys.Of(_bench.Host, Permission.WatchWall, Permission.ReadBoard);
        using Browser screen = _bench.Open();
        using HttpResponseMessage refused = await screen.GetAsync("/wall?key=" + strong);
        Assert.Equal("/wall/ended", refused.Headers.Location!.OriginalString);
    }

    /// <summary>Who may not manage keys makes no link, and a name that is none is refused with what is wrong with it.</summary>
    [Fact]
    public async Task OnlyManagersMakeLinks()
    {
        _bench.MakeUser("lead", "leader");
        using Browser leader = await _bench.SignInAsync("lead");
        Assert.Equal(HttpStatusCode.Forbidden, await leader.StatusAsync("/wall/links"));
        Assert.Equal(HttpStatusCode.OK, await leader.StatusAsync("/wall"));
        using HttpResponseMessage made = await leader.PostAsync("/wall/links", ("name", "hall"));
        Assert.Equal(HttpStatusCode.Forbidden, made.StatusCode);
        using Browser manager = await _bench.SignInAsync("boss");
        using HttpResponseMessage nameless = await manager.PostAsync("/wall/links", ("name", new string('x', 41)));
        Assert.Equal(HttpStatusCode.BadRequest, nameless.StatusCode);
        Assert.Contains("40", await nameless.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    /// <summary>What opens a wall stands in no log, however much that is to tell.</summary>
    [Fact]
    public async Task NoLogHasTheKey()
    {
        using var output = new StringWriter();
        using var synchronised = TextWriter.Synchronized(output);
        await using AccessBench bench = await AccessBench.StartAsync();
        await bench.Host.DisposeAsync();
        await using BridgeHost host = await BridgeHost.StartAsync(bench.Options, bench.Time, LineLog.To(synchronised, synchronised, bench.Time, LogFormat.Text, LogLevel.Trace));
        string key = TestKeys.Of(host, Permission.WatchWall);
        using var screen = new Browser(host.WebAddress);
        (await screen.GetAsync("/wall?key=" + key)).Dispose();
        (await screen.GetAsync("/wall?key=dk_abcdefgh_" + new string('x', 43))).Dispose();
        (await screen.GetAsync("/wall")).Dispose();
        await host.DisposeAsync();
        Assert.NotEmpty(output.ToString());
        Assert.DoesNotContain(key[^43..], output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("dk_abcdefgh", output.ToString(), StringComparison.Ordinal);
    }

    private static string TextOf(string link) => Key().Match(link).Value;

    private async Task<string> MakeLinkAsync(string name)
    {
        using Browser manager = await _bench.SignInAsync("boss");
        using HttpResponseMessage made = await manager.PostAsync("/wall/links", ("name", name));
        string html = await made.Content.ReadAsStringAsync(Cancel);
        string link = Link().Match(html).Groups[1].Value.Replace("&amp;", "&", StringComparison.Ordinal);
        Assert.StartsWith(_bench.Host.WebAddress + "/wall?key=dk_", link, StringComparison.Ordinal);

        // It is shown this once.
        using HttpResponseMessage again = await manager.GetAsync("/wall/links");
        Assert.DoesNotContain(TextOf(link), await again.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        return link[_bench.Host.WebAddress.Length..];
    }

    [GeneratedRegex("href=\"([^\"]+)\" id=\"link-made\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();

    [GeneratedRegex("dk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}", RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
