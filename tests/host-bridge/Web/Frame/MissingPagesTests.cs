using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Frame;

/// <summary>Whoever goes to a page that there is not, or that he may not see, is told so on a page; a program is told in problem+json.</summary>
public sealed class MissingPagesTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _bench.MakeUser("wang", "staff");
        _bench.MakeUser("li", "manager");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>The page has the frame, says what is missing and who has it, and leads home.</summary>
    [Theory]
    [InlineData("wang", "/records", HttpStatusCode.Forbidden, "data-lacks=\"read-records\"")]
    [InlineData("wang", "/people", HttpStatusCode.Forbidden, "data-lacks=\"read-people\"")]
    [InlineData("wang", "/ledger", HttpStatusCode.Forbidden, "data-lacks=\"read-ledger\"")]
    [InlineData("wang", "/archive", HttpStatusCode.Forbidden, "data-lacks=\"read-records\"")]
    [InlineData("wang", "/rules/hotline", HttpStatusCode.Forbidden, "data-lacks=\"manage-roster\"")]
    [InlineData("li", "/nope", HttpStatusCode.NotFound, "/nope")]
    [InlineData("li", "/sheets/none", HttpStatusCode.NotFound, "href=\"/sheets\"")]
    [InlineData("li", "/records/999999", HttpStatusCode.NotFound, "class=\"button\" href=\"/records\"")]
    [InlineData("li", "/archive/handovers/5", HttpStatusCode.NotFound, "/archive/handovers/5")]
    public async Task APageSaysIt(string name, string path, HttpStatusCode status, string says)
    {
        using Browser browser = await _bench.SignInAsync(name);
        using HttpResponseMessage answer = await browser.GetAsync(path);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("text/html", answer.Content.Headers.ContentType!.MediaType);
        string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains($"data-missing=\"{(int)status}\"", html, StringComparison.Ordinal);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.Contains("href=\"/\"", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/signout\"", html, StringComparison.Ordinal);
    }

    /// <summary>A program, and whatever is asked of the API, is told in the way of programs.</summary>
    [Theory]
    [InlineData("/records", null, HttpStatusCode.Forbidden)]
    [InlineData("/records", "*/*", HttpStatusCode.Forbidden)]
    [InlineData("/records", "application/json, text/html;q=0.5", HttpStatusCode.Forbidden)]
    [InlineData("/nope", "application/json", HttpStatusCode.NotFound)]
    [InlineData("/api/v1/records", "text/html", HttpStatusCode.Forbidden)]
    public async Task AProgramIsToldInItsWay(string path, string? accept, HttpStatusCode status)
    {
        using Browser browser = await _bench.SignInAsync("wang");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + path) { Headers = { { "Cookie", browser.Cookies } } };
        if (accept != null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }
}
