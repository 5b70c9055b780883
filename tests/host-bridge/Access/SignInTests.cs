using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Signing in, and what a session is, over the web.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private static readonly TimeSpan AMinute = TimeSpan.FromMinutes(1);

    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>A first start gives a link that makes the first manager, who is signed in by it; it works once, each start without a manager gives another, and none once there is one.</summary>
    [Fact]
    public async Task TheFirstManagerComesByALink()
    {
        string old = Path(_bench.Host.FirstManagerLink!);
        await _bench.RestartAsync();
        string link = Path(_bench.Host.FirstManagerLink!);
        using Browser browser = _bench.Open();
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(browser.GetAsync(old)));
        string code = link[(link.IndexOf('=', StringComparison.Ordinal) + 1)..];
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(browser.SubmitAsync(link, "/first", ("code", code), ("name", "wang"), ("password", AccessBench.Password), ("again", "another one"))));
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(browser.SubmitAsync(link, "/first", ("code", code), ("name", "wang"), ("password", "short"), ("again", "short"))));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(browser.SubmitAsync(link, "/first", ("code", code + "A"), ("name", "wang"), ("password", AccessBench.Password), ("again", AccessBench.Password))));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser.SubmitAsync(link, "/first", ("code", code), ("name", "wang"), ("password", AccessBench.Password), ("again", AccessBench.Password))));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/users"));
        Assert.Equal(HttpStatusCode.Gone, await StatusAsync(browser.GetAsync(link)));
        await _bench.RestartAsync();
        Assert.Null(_bench.Host.FirstManagerLink);
        Assert.Equal(["wang user.made wang ok", "wang signed-in wang ok"], _bench.Audit());
    }

    /// <summary>Whoever opens a page unknown is led to sign in, and then to that page; a program is told in its own way.</summary>
    [Fact]
    public async Task PagesLeadToTheSignIn()
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = _bench.Open();
        using HttpResponseMessage away = await browser.GetAsync("/rules");
        Assert.Equal("/signin?then=%2Frules", away.Headers.Location!.OriginalString);
        using HttpResponseMessage told = await browser.AskAsync(HttpMethod.Get, "/api/v1/posts");
        Assert.Equal(HttpStatusCode.Unauthorized, told.StatusCode);
        Assert.Equal("Bearer", Assert.Single(told.Headers.WwwAuthenticate).Scheme);
        Assert.Equal("application/problem+json", told.Content.Headers.ContentType!.MediaType);
        using HttpResponseMessage entered = await browser.SignInAsync("WANG", AccessBench.Password, "/rules");
        Assert.Equal("/rules", entered.Headers.Location!.OriginalString);
        using HttpResponseMessage board = await browser.GetAsync("/");
        string html = await board.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("退出", html, StringComparison.Ordinal);
        Assert.Contains("wang", html, StringComparison.Ordinal);
        Assert.True(board.Headers.CacheControl!.NoStore);
        using Browser other = _bench.Open();
        using HttpResponseMessage foreign = await other.SignInAsync("wang", AccessBench.Password, "//evil.example/");
        Assert.Equal("/", foreign.Headers.Location!.OriginalString);
    }

    /// <summary>Whether the name is unknown, the password wrong, the user shut or locked: the answer is the same.</summary>
    [Fact]
    public async Task NobodyLearnsWhichNamesThereAre()
    {
        _bench.MakeUser("wang", "staff");
        _bench.MakeUser("lock", "staff");
        AppUser shut = _bench.MakeUser("shut", "staff");
        _bench.Accounts.Change(shut.Id, new UserChange(Disabled: true), UserAccounts.Console);
        using (Browser guesser = _bench.Open())
        {
            for (int i = 0; i < PasswordSignIn.MostFailures; i++)
            {
                (await guesser.SignInAsync("lock", "wrong password")).Dispose();
            }
        }

        string[] answers = await Task.WhenAll(new[] { ("none", "wrong password"), ("wang", "wrong password"), ("shut", AccessBench.Password), ("lock", AccessBench.Password) }.Select(async tried =>
        {
            using Browser browser = _bench.Open();
            using HttpResponseMessage answer = await browser.SignInAsync(tried.Item1, tried.Item2);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.DoesNotContain("dutykiosk=", browser.Cookies, StringComparison.Ordinal);
            string html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            return Regex.Replace(html, "value=\"[^\"]*\"", "", RegexOptions.NonBacktracking);
        }));
        Assert.Single(answers.Distinct(StringComparer.Ordinal));
        Assert.Equal(["disabled", "locked", "unknown", "wrong"], _bench.Host.Core.Log.ReadKind(LogKind.Audit, 0, 100).ConvertAll(AuditAct.Of).Select(act => act.Outcome).Distinct().Order(StringComparer.Ordinal));
        _bench.Time.Advance(PasswordSignIn.LockSpan);
        using Browser after = await _bench.SignInAsync("lock");
        Assert.Equal(HttpStatusCode.OK, await after.StatusAsync("/api/v1/posts"));
    }

    /// <summary>One address has so many tries a minute, whatever the names; then even the right password waits.</summary>
    [Fact]
    public async Task AnAddressHasSoManyTries()
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = _bench.Open();
        for (int i = 0; i < SignInLimits.AMinuteAnAddress; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(browser.SignInAsync($"name{i}", "wrong password")));
        }

        using HttpResponseMessage answer = await browser.SignInAsync("wang", AccessBench.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    /// <summary>A session ends within a minute when its user gets another role, is shut, is taken away or loses his password.</summary>
    [Theory]
    [InlineData("role")]
    [InlineData("shut")]
    [InlineData("deleted")]
    [InlineData("reset")]
    public async Task ASessionEndsWithWhatLetItIn(string change)
    {
        AppUser user = _bench.MakeUser("wang", "leader");
        using Browser browser = await _bench.SignInAsync("wang");
        _bench.Time.Advance(AMinute);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/records"));
        _ = change switch
        {
            "role" => _bench.Accounts.Change(user.Id, new UserChange(Role: "auditor"), UserAccounts.Console).User,
            "shut" => _bench.Accounts.Change(user.Id, new UserChange(Disabled: true), UserAccounts.Console).User,
            "deleted" => _bench.Accounts.Delete(user.Id, UserAccounts.Console).User,
            _ => _bench.Accounts.Reset(user.Id, UserAccounts.Console).User,
        };
        _bench.Time.Advance(AMinute);
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/records"));
    }

    /// <summary>The board that somebody has open is shut, too, when his session ends.</summary>
    [Fact]
    public async Task AnOpenBoardEndsWithTheSession()
    {
        AppUser user = _bench.MakeUser("wang", "leader");
        using Browser browser = await _bench.SignInAsync("wang");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/board/stream") { Headers = { { "Cookie", browser.Cookies } } };
        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        _bench.Accounts.Change(user.Id, new UserChange(Disabled: true), UserAccounts.Console);
        _bench.Time.Advance(AMinute);
        _bench.Host.Core.Acknowledge("swap", "S01");

        // It would never end by itself: that reading comes to an end is the promise.
        Assert.Contains("event: live", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Whoever changes his password stays signed in where he did, and nowhere else; the older password holds no longer.</summary>
    [Fact]
    public async Task AChangedPasswordEndsTheOtherSessions()
    {
        _bench.MakeUser("wang", "auditor");
        using Browser here = await _bench.SignInAsync("wang");
        using Browser there = await _bench.SignInAsync("wang");
        const string Fresh = "another long password";
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(here.SubmitAsync("/password", "/password", ("current", "wrong password"), ("password", Fresh), ("again", Fresh))));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(here.SubmitAsync("/password", "/password", ("current", AccessBench.Password), ("password", Fresh), ("again", Fresh))));
        _bench.Time.Advance(AMinute);
        Assert.Equal(HttpStatusCode.OK, await here.StatusAsync("/api/v1/posts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await there.StatusAsync("/api/v1/posts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(there.SignInAsync("wang", AccessBench.Password)));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(there.SignInAsync("wang", Fresh)));
    }

    /// <summary>A session lasts twelve hours after its last use, and not longer; signing out ends it at once.</summary>
    [Fact]
    public async Task ASessionLastsTwelveHours()
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = await _bench.SignInAsync("wang");
        _bench.Time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/posts"));
        _bench.Time.Advance(TimeSpan.FromHours(8));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/posts"));
        _bench.Time.Advance(TimeSpan.FromHours(13));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
        (await browser.SignInAsync("wang", AccessBench.Password)).Dispose();
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser.SubmitAsync("/", "/signout")));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
    }

    /// <summary>Signing out ends the session and not only the browser's cookie: a copy of that is good for nothing any more, also after a restart, and what was open with it is shut. His other sessions go on.</summary>
    [Fact]
    public async Task ACopiedCookieEndsWithTheSignOut()
    {
        _bench.MakeUser("wang", "leader");
        using Browser browser = await _bench.SignInAsync("wang");
        using Browser other = await _bench.SignInAsync("wang");
        string copied = browser.Cookies;
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using HttpResponseMessage board = await AskAsync("/board/stream");
        Assert.Equal(HttpStatusCode.OK, board.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(browser.PostAsync("/signout")));
        using HttpResponseMessage denied = await AskAsync("/api/v1/posts");
        Assert.Equal(HttpStatusCode.Unauthorized, denied.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await other.StatusAsync("/api/v1/posts"));
        _bench.Time.Advance(AMinute);
        _bench.Host.Core.Acknowledge("swap", "S01");
        Assert.Contains("event: live", await board.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await _bench.RestartAsync();
        using HttpResponseMessage later = await AskAsync("/api/v1/posts");
        Assert.Equal(HttpStatusCode.Unauthorized, later.StatusCode);

        async Task<HttpResponseMessage> AskAsync(string path)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + path) { Headers = { { "Cookie", copied } } };
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A board that stays open ends when the cookie that opened it would have.</summary>
    [Fact]
    public async Task AnOpenBoardEndsWithItsCookie()
    {
        _bench.MakeUser("wang", "leader");
        using Browser browser = await _bench.SignInAsync("wang");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/board/stream") { Headers = { { "Cookie", browser.Cookies } } };
        using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        _bench.Time.Advance(AccessSetup.SessionSpan);
        _bench.Host.Core.Acknowledge("swap", "S01");
        Assert.Contains("event: live", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>A session outlives the bridge's restart: what it is signed with stands in the database, sealed.</summary>
    [Fact]
    public async Task ASessionOutlivesARestart()
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = await _bench.SignInAsync("wang");
        await _bench.RestartAsync();
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, _bench.Host.WebAddress + "/api/v1/posts") { Headers = { { "Cookie", browser.Cookies } } };
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        string[] keys = [.. _bench.Host.Core.Log.Database.Read(work => work.Query("SELECT xml FROM data_protection_key", row => row.GetString(0)))];
        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.DoesNotContain("<", key, StringComparison.Ordinal));
    }

    /// <summary>Another house's page signs nobody out.</summary>
    [Fact]
    public async Task AnotherHousesPageSignsNobodyOut()
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = await _bench.SignInAsync("wang");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, _bench.Host.WebAddress + "/signout") { Headers = { { "Cookie", browser.Cookies }, { "Sec-Fetch-Site", "cross-site" } } };
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/posts"));
    }

    /// <summary>A form that is not this bridge's own does nothing.</summary>
    [Theory]
    [InlineData("/signin")]
    [InlineData("/first")]
    [InlineData("/password/choose")]
    [InlineData("/password")]
    public async Task AFormWithoutItsTokenDoesNothing(string action)
    {
        _bench.MakeUser("wang", "staff");
        using Browser browser = action is "/password" ? await _bench.SignInAsync("wang") : _bench.Open();
        (string Name, string Value)[] fields = [("name", "wang"), ("password", AccessBench.Password), ("again", AccessBench.Password), ("current", AccessBench.Password), ("token", "x")];
        Assert.Equal(HttpStatusCode.BadRequest, await StatusAsync(browser.PostAsync(action, fields)));
        Assert.Equal(action is "/password" ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
    }

    /// <summary>With a session things are changed from this bridge's own pages alone, whatever the browser sends along.</summary>
    [Fact]
    public async Task AnotherSitesPageChangesNothing()
    {
        _bench.MakeUser("wang", "manager");
        using Browser browser = await _bench.SignInAsync("wang");
        var body = new { name = "li", role = "staff" };
        foreach ((string? site, string? origin) in new (string?, string?)[] { ("cross-site", "https://evil.example"), ("same-site", null), (null, "https://evil.example"), (null, "null"), (null, null) })
        {
            using HttpResponseMessage refused = await browser.AskAsync(HttpMethod.Post, "/api/v1/users", body, site, origin);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        Assert.Single(_bench.Accounts.Users.All());
        using HttpResponseMessage made = await browser.AskAsync(HttpMethod.Post, "/api/v1/users", body, null, _bench.Host.WebAddress);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    /// <summary>The cookie cannot be read by scripts and goes to no other site; where browsers come over https it is Secure, and bound to this name.</summary>
    [Theory]
    [InlineData("", "dutykiosk=", false)]
    [InlineData("https://duty.house", "__Host-dutykiosk=", true)]
    public async Task TheCookieIsGuarded(string publicUrl, string begin, bool secure)
    {
        await using AccessBench bench = await AccessBench.StartAsync(options => new BridgeOptions { DataFolder = options.DataFolder, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning, PublicUrl = publicUrl });
        bench.MakeUser("wang", "staff");
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(bench.Host.WebAddress) };
        using HttpResponseMessage page = await client.GetAsync(new Uri("/signin", UriKind.Relative), TestContext.Current.CancellationToken);
        string form = Assert.Single(page.Headers.GetValues("Set-Cookie"));
        string token = Regex.Match(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), "name=\"token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking).Groups["token"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/signin")
        {
            Content = new FormUrlEncodedContent([new("name", "wang"), new("password", AccessBench.Password), new("token", token), new("then", "/")]),
            Headers = { { "Cookie", form.Split(';')[0] } },
        };
        using HttpResponseMessage entered = await client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, entered.StatusCode);
        string session = Assert.Single(entered.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith(begin, StringComparison.Ordinal));
        foreach (string cookie in new[] { form, session })
        {
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("path=/;", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase));
            Assert.Equal(secure, cookie.StartsWith("__Host-", StringComparison.Ordinal));
        }
    }

    private static string Path(string link) => new Uri(link).PathAndQuery;

    private static async Task<HttpStatusCode> StatusAsync(Task<HttpResponseMessage> asked)
    {
        using HttpResponseMessage answer = await asked;
        return answer.StatusCode;
    }
}
