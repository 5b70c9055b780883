using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>The virtual room's door, and that no other bridge has it.</summary>
public sealed class DemoTests : IAsyncLifetime
{
    private AccessBench _bench = null!;
    private bool _isDemo = true;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync(options => new BridgeOptions { DataFolder = options.DataFolder, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning, IsDemo = _isDemo });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>Whoever opens a page on this machine is in, and may do what the page offers; nobody has to be made a manager first.</summary>
    [Fact]
    public async Task APageLetsIn()
    {
        using Browser browser = _bench.Open();
        using HttpResponseMessage page = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Contains("演示管理员", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/users"));
        using HttpResponseMessage done = await browser.AskAsync(HttpMethod.Post, "/api/v1/notices/acknowledge", new { topic = "swap" });
        Assert.Equal(HttpStatusCode.NoContent, done.StatusCode);
        Assert.Null(_bench.Host.FirstManagerLink);
        Assert.Empty(_bench.Accounts.Users.All());
        using HttpResponseMessage left = await browser.SubmitAsync("/", "/signout");
        Assert.Equal("/signin", left.Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/users"));
    }

    /// <summary>Programs need the key that the room prints; the one of the start before works no longer.</summary>
    [Fact]
    public async Task ProgramsNeedTheKey()
    {
        using Browser browser = _bench.Open();
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
        string key = _bench.Host.DemoKey!;
        Assert.Equal(HttpStatusCode.OK, await WithKeyAsync(key));
        await _bench.RestartAsync();
        Assert.NotEqual(key, _bench.Host.DemoKey);
        Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyAsync(key));
        Assert.Equal(HttpStatusCode.OK, await WithKeyAsync(_bench.Host.DemoKey!));
        Assert.Empty(_bench.Keys.All());
    }

    /// <summary>Another house's page gets nothing from it: neither by its origin, nor by what the browser says of it, nor by a name that points here.</summary>
    [Theory]
    [InlineData("Origin", "https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "http://127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Redirect)]
    [InlineData("Host", "evil.example", HttpStatusCode.MisdirectedRequest)]
    [InlineData("Accept", "application/json", HttpStatusCode.Unauthorized)]
    public async Task OtherHousesAreRefused(string header, string value, HttpStatusCode status)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.Remove(header);
        request.Headers.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    /// <summary>A published bridge has no such door, not even on the folder of a room: neither its session nor its key is worth anything there.</summary>
    [Fact]
    public async Task APublishedBridgeHasNoSuchDoor()
    {
        using Browser browser = _bench.Open();
        (await browser.GetAsync("/")).Dispose();
        string cookies = browser.Cookies;
        Assert.Contains(DemoDoor.Cookie, cookies, StringComparison.Ordinal);
        string key = _bench.Host.DemoKey!;
        _isDemo = false;
        await _bench.RestartAsync();
        Assert.NotNull(_bench.Host.FirstManagerLink);
        Assert.Null(_bench.Host.DemoKey);
        Assert.DoesNotContain(await _bench.Host.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetAllSchemesAsync(), scheme => scheme.Name is DemoDoor.Scheme);
        Assert.Equal(HttpStatusCode.Unauthorized, await WithKeyAsync(key));
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/");
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Cookie", cookies);
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private async Task<HttpStatusCode> WithKeyAsync(string key)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await client.GetAsync(new Uri(_bench.Host.WebAddress + "/api/v1/users"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
