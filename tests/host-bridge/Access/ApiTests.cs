using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>What is done over the API, and that the audit log tells of it.</summary>
public sealed class ApiTests : IAsyncLifetime
{
    private AccessBench _bench = null!;
    private HttpClient _program = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _program = Program(TestKeys.Of(_bench.Host));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _bench.DisposeAsync();
    }

    /// <summary>A user is made with a link that is shown once, changed, reset and taken away; each stands in the audit log, and no secret does.</summary>
    [Fact]
    public async Task UsersAreManaged()
    {
        JsonElement made = await AskAsync(HttpMethod.Post, "/api/v1/users", new { name = "wang", role = "leader", staff = "S01", displayName = "王芳" }, HttpStatusCode.Created);
        string id = made.GetProperty("user").GetProperty("id").GetString()!;
        string link = made.GetProperty("link").GetString()!;
        using (Browser browser = _bench.Open())
        {
            string path = new Uri(link).PathAndQuery;
            using HttpResponseMessage chosen = await browser.SubmitAsync(path, "/password/choose", ("code", path.Split('=')[1]), ("password", AccessBench.Password), ("again", AccessBench.Password));
            Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
            Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/records"));
        }

        Assert.Equal("auditor", (await AskAsync(HttpMethod.Put, $"/api/v1/users/{id}", new { role = "auditor" }, HttpStatusCode.OK)).GetProperty("role").GetString());
        await AskAsync(HttpMethod.Post, "/api/v1/users", new { name = "wang", role = "staff" }, HttpStatusCode.Conflict);
        JsonElement bad = await AskAsync(HttpMethod.Post, "/api/v1/users", new { name = "li", role = "boss" }, HttpStatusCode.BadRequest);
        Assert.StartsWith("role: 'boss' is no role", bad.GetProperty("detail").GetString(), StringComparison.Ordinal);
        string again = (await AskAsync(HttpMethod.Post, $"/api/v1/users/{id}/reset", null, HttpStatusCode.OK)).GetProperty("link").GetString()!;
        JsonElement listed = Assert.Single((await AskAsync(HttpMethod.Get, "/api/v1/users", null, HttpStatusCode.OK)).EnumerateArray());
        Assert.Equal(("王芳", false), (listed.GetProperty("displayName").GetString(), listed.GetProperty("hasPassword").GetBoolean()));
        await AskAsync(HttpMethod.Delete, $"/api/v1/users/{id}", null, HttpStatusCode.NoContent);
        await AskAsync(HttpMethod.Delete, $"/api/v1/users/{id}", null, HttpStatusCode.NotFound);
        string[] audit = [.. _bench.Audit().Select(line => line[line.IndexOf(' ', StringComparison.Ordinal)..])];
        Assert.Contains(audit, line => line.EndsWith("user.made wang ok", StringComparison.Ordinal));
        Assert.Contains(audit, line => line.EndsWith("user.reset wang ok", StringComparison.Ordinal));
        Assert.Contains(audit, line => line.EndsWith("user.deleted wang ok", StringComparison.Ordinal));
        HasNoSecret(AccessBench.Password, link.Split('=')[1], again.Split('=')[1]);
    }

    /// <summary>A key is shown once, works by either header within its scopes, never becomes a session, and is revoked at once.</summary>
    [Fact]
    public async Task KeysAreManaged()
    {
        JsonElement made = await AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = "grafana", scopes = new[] { "read-board" } }, HttpStatusCode.Created);
        string text = made.GetProperty("text").GetString()!;
        string id = made.GetProperty("key").GetProperty("id").GetString()!;
        using HttpClient bearer = Program(text, "Authorization", "Bearer ");
        using HttpClient header = Program(text);
        foreach (HttpClient client in new[] { bearer, header })
        {
            using HttpResponseMessage posts = await client.GetAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, posts.StatusCode);
            Assert.False(posts.Headers.Contains("Set-Cookie"));
            using HttpResponseMessage records = await client.GetAsync(new Uri("/api/v1/records", UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.Forbidden, records.StatusCode);
        }

        JsonElement listed = (await AskAsync(HttpMethod.Get, "/api/v1/keys", null, HttpStatusCode.OK)).EnumerateArray().Single(key => key.GetProperty("id").GetString() == id);
        Assert.DoesNotContain(text[12..], listed.GetRawText(), StringComparison.Ordinal);
        await AskAsync(HttpMethod.Put, $"/api/v1/keys/{id}", new { name = "grafana 2", expires = "2020-01-01T00:00:00Z" }, HttpStatusCode.BadRequest);
        Assert.Equal("grafana 2", (await AskAsync(HttpMethod.Put, $"/api/v1/keys/{id}", new { name = "grafana 2" }, HttpStatusCode.OK)).GetProperty("name").GetString());
        JsonElement bad = await AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = "x", scopes = new[] { "everything" } }, HttpStatusCode.BadRequest);
        Assert.StartsWith("scopes: 'everything' is no scope", bad.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await AskAsync(HttpMethod.Delete, $"/api/v1/keys/{id}", null, HttpStatusCode.NoContent);
        using HttpResponseMessage after = await header.GetAsync(new Uri("/api/v1/posts", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        HasNoSecret(text[12..]);
    }

    /// <summary>A session stands in for no key: whoever shows a wrong one is not known, though he has signed in.</summary>
    [Fact]
    public async Task AWrongKeyIsNotMadeGoodByASession()
    {
        _bench.MakeUser("wang", "manager");
        using Browser browser = await _bench.SignInAsync("wang");
        using HttpClient both = Program("dk_wrong");
        both.DefaultRequestHeaders.Add("Cookie", browser.Cookies);
        using HttpResponseMessage answer = await both.GetAsync(new Uri("/api/v1/posts", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        string cookie = browser.Cookies[(browser.Cookies.IndexOf("dutykiosk=", StringComparison.Ordinal) + 10)..].Split(';')[0];
        using HttpClient asKey = Program(cookie, "Authorization", "Bearer ");
        using HttpResponseMessage other = await asKey.GetAsync(new Uri("/api/v1/posts", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, other.StatusCode);
    }

    /// <summary>What cannot be read as the input that is wanted is refused with a sentence, and never with an error of the server.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"name\":7}")]
    [InlineData("{\"nmae\":\"x\"}")]
    [InlineData("{\"name\":\"x\",\"name\":\"y\"}")]
    [InlineData("{\"name\":\"\\ud800\"}")]
    public async Task WrongInputIsRefused(string body)
    {
        foreach (string path in new[] { "/api/v1/users", "/api/v1/keys", "/api/v1/terminals", "/api/v1/notices/acknowledge", "/api/v1/terminals/T1/commands" })
        {
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using HttpResponseMessage answer = await _program.PostAsync(new Uri(path, UriKind.Relative), content, TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("\"detail\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    /// <summary>What is too long is refused before it is read.</summary>
    [Fact]
    public async Task LongInputIsRefused()
    {
        using var content = new StringContent($"{{\"name\":\"{new string('x', 20000)}\"}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _program.PostAsync(new Uri("/api/v1/users", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    /// <summary>A terminal's credentials are shown once and hold at once, until it is enrolled anew or revoked.</summary>
    [Fact]
    public async Task TerminalsAreEnrolledAndRevoked()
    {
        TerminalRegister register = _bench.Host.Terminals;
        JsonElement made = await AskAsync(HttpMethod.Post, "/api/v1/terminals", new { terminal = "T7", post = "hotline" }, HttpStatusCode.Created);
        string password = made.GetProperty("password").GetString()!;
        Assert.Equal(64, made.GetProperty("key").GetString()!.Length);
        Assert.True(register.IsPassword(register.Find("T7")!, password));
        await AskAsync(HttpMethod.Post, "/api/v1/terminals", new { terminal = "T7", post = "hotline" }, HttpStatusCode.Conflict);
        JsonElement renewed = await AskAsync(HttpMethod.Post, "/api/v1/terminals", new { terminal = "T7", post = "boiler", handover = true, renew = true }, HttpStatusCode.Created);
        Assert.False(register.IsPassword(register.Find("T7")!, password));
        await AskAsync(HttpMethod.Post, "/api/v1/terminals", new { terminal = "T8", post = "nowhere" }, HttpStatusCode.BadRequest);
        await AskAsync(HttpMethod.Post, "/api/v1/terminals", new { terminal = "bridge", post = "hotline" }, HttpStatusCode.BadRequest);
        JsonElement listed = (await AskAsync(HttpMethod.Get, "/api/v1/terminals", null, HttpStatusCode.OK)).EnumerateArray().Single(terminal => terminal.GetProperty("id").GetString() == "T7");
        Assert.Equal(("boiler", "never"), (listed.GetProperty("post").GetString(), listed.GetProperty("state").GetString()));
        await AskAsync(HttpMethod.Delete, "/api/v1/terminals/T7", null, HttpStatusCode.NoContent);
        Assert.True(register.IsRevoked("T7"));
        await AskAsync(HttpMethod.Delete, "/api/v1/terminals/T7", null, HttpStatusCode.NotFound);
        Assert.Equal(2, _bench.Audit().Count(line => line.EndsWith("terminal.enrolled T7 ok", StringComparison.Ordinal)));
        Assert.Contains(_bench.Audit(), line => line.EndsWith("terminal.revoked T7 ok", StringComparison.Ordinal));
        HasNoSecret(password, made.GetProperty("key").GetString()!, renewed.GetProperty("password").GetString()!);
    }

    /// <summary>A terminal is told what WIRE.md has, numbered; what it has not is refused.</summary>
    [Theory]
    [InlineData("{\"command\":\"locate\"}", "{\"command\":\"locate\"}")]
    [InlineData("{\"command\":\"silence\"}", "{\"command\":\"silence\"}")]
    [InlineData("{\"command\":\"restart\"}", "{\"command\":\"restart\"}")]
    [InlineData("{\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":7}", "{\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":7}")]
    [InlineData("{\"command\":\"release\",\"staff\":\"S09\"}", "{\"command\":\"release\",\"staff\":\"S09\"}")]
    [InlineData("{\"command\":\"release\",\"staff\":\"S01\"}", null)]
    [InlineData("{\"command\":\"release\"}", null)]
    [InlineData("{\"command\":\"replay\",\"epoch\":\"x\"}", null)]
    [InlineData("{\"command\":\"replay\",\"epoch\":\"5f0c9a1e\",\"seq\":0}", null)]
    [InlineData("{\"command\":\"explode\"}", null)]
    [InlineData("{}", null)]
    public async Task TerminalsAreCommanded(string input, string? body)
    {
        using var content = new StringContent(input, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _program.PostAsync(new Uri("/api/v1/terminals/T1/commands", UriKind.Relative), content, TestContext.Current.CancellationToken);
        Assert.Equal(body == null ? HttpStatusCode.BadRequest : HttpStatusCode.Accepted, answer.StatusCode);
        LogEntry[] commands = [.. _bench.Host.Core.Log.ReadKind(LogKind.Command, 0, 10)];
        if (body == null)
        {
            Assert.Empty(commands);
            return;
        }

        JsonElement told = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.Equal((Assert.Single(commands).Position, "T1"), (told.GetProperty("number").GetInt64(), commands[0].Terminal));
        Assert.Equal(body, Encoding.UTF8.GetString(commands[0].Body));
        Assert.Contains(_bench.Audit(), line => line.EndsWith("terminal.commanded T1 ok", StringComparison.Ordinal));
    }

    /// <summary>A person releases in his own name alone: it stands in the terminal's record.</summary>
    [Fact]
    public async Task NobodyReleasesInAnothersName()
    {
        _bench.MakeUser("zhou", "supervisor", "S09");
        using Browser browser = await _bench.SignInAsync("zhou");
        using HttpResponseMessage other = await browser.AskAsync(HttpMethod.Post, "/api/v1/terminals/T1/commands", new { command = "release", staff = "S01" });
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        _bench.MakeUser("wang", "supervisor", "S01");
        using Browser leader = await _bench.SignInAsync("wang");
        using HttpResponseMessage theirs = await leader.AskAsync(HttpMethod.Post, "/api/v1/terminals/T1/commands", new { command = "release", staff = "S09" });
        Assert.Equal(HttpStatusCode.BadRequest, theirs.StatusCode);
        using HttpResponseMessage own = await browser.AskAsync(HttpMethod.Post, "/api/v1/terminals/T1/commands", new { command = "release" });
        Assert.Equal(HttpStatusCode.Accepted, own.StatusCode);
        Assert.Contains("S09", Encoding.UTF8.GetString(_bench.Host.Core.Log.ReadKind(LogKind.Command, 0, 10).Single().Body), StringComparison.Ordinal);
    }

    /// <summary>Who may take note of notices has a button for it on the board, who may not has none; the notice then says who did.</summary>
    [Fact]
    public async Task NoticesAreAcknowledgedFromTheBoard()
    {
        var notice = new Notice("terminal-lost/T1/1", "terminal-lost", "hotline", "T1", "", _bench.Time.GetUtcNow(), ["S09"]);
        _bench.Host.Core.Append(LogKind.Notice, "T1", JsonSerializer.SerializeToUtf8Bytes(notice));
        _bench.MakeUser("wang", "leader", "S01");
        _bench.MakeUser("chen", "staff");
        const string Button = "data-acknowledge=\"terminal-lost\"";
        using Browser staff = await _bench.SignInAsync("chen");
        Assert.DoesNotContain(Button, await BoardAsync(staff), StringComparison.Ordinal);
        using Browser leader = await _bench.SignInAsync("wang");
        Assert.Contains(Button, await BoardAsync(leader), StringComparison.Ordinal);
        using HttpResponseMessage unknown = await leader.AskAsync(HttpMethod.Post, "/api/v1/notices/acknowledge", new { topic = "weather" });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.StatusCode);
        using HttpResponseMessage taken = await leader.AskAsync(HttpMethod.Post, "/api/v1/notices/acknowledge", new { topic = "terminal-lost" });
        Assert.Equal(HttpStatusCode.NoContent, taken.StatusCode);
        string board = await BoardAsync(leader);
        Assert.DoesNotContain(Button, board, StringComparison.Ordinal);
        Assert.Contains("王芳", board, StringComparison.Ordinal);
        Assert.Equal("S01", _bench.Host.Core.Read((room, _) => room.Notices.All.Single(sent => sent.Notice.Topic is "terminal-lost").AcknowledgedBy));
        Assert.Contains("wang notices.acknowledged terminal-lost ok", _bench.Audit());
    }

    /// <summary>An export gives the lines that terminals signed, or a table with their proofs, of the days that are asked for; that somebody took it stands in the log.</summary>
    [Fact]
    public async Task RecordsAreExported()
    {
        var terminal = new FakeTerminal("T1", _bench.Host.Terminals.Find("T1")!.KeyBytes());
        byte[][] records = [.. terminal.Take(3)];
        foreach (byte[] record in records)
        {
            _bench.Host.Core.Receive("T1", terminal.EventTopic, record, null);
        }

        _bench.Host.Core.Commit();
        string day = _bench.Time.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string lines = await _program.GetStringAsync(new Uri($"/api/v1/export?from={day}&to={day}&format=jsonl", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(records.Select(record => Encoding.UTF8.GetString(record)), lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).Select(line => line.GetProperty("proof").GetString() is "ok" ? line.GetProperty("record").GetRawText() : ""));
        string[] table = (await _program.GetStringAsync(new Uri($"/api/v1/export?from={day}&to={day}", UriKind.Relative), TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, table.Length);
        Assert.StartsWith("position,received,proof,terminal", table[0], StringComparison.Ordinal);
        Assert.Contains(",ok,T1,5f0c9a1e,1,tap.refused,", table[1], StringComparison.Ordinal);
        string none = await _program.GetStringAsync(new Uri("/api/v1/export?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00%2B08:00&format=jsonl", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("", none);
        foreach (string query in new[] { "", "?from=yesterday&to=today", "?from=2026-03-02&to=2026-03-01", $"?from={day}&to={day}&format=pdf", "?from=9999-12-31&to=9999-12-31" })
        {
            await AskAsync(HttpMethod.Get, "/api/v1/export" + query, null, HttpStatusCode.BadRequest);
        }

        Assert.Equal([3, 3, 0], _bench.Host.Core.Read((room, _) => room.Exports.Select(export => export.Count).ToArray()));
        Assert.Equal(3, _bench.Audit().Count(line => line.Contains(" records.exported ", StringComparison.Ordinal)));
    }

    /// <summary>The audit log is read forwards and backwards, page by page; an entry that another hand has changed says so.</summary>
    [Fact]
    public async Task TheAuditLogIsRead()
    {
        for (int i = 1; i <= 5; i++)
        {
            await AskAsync(HttpMethod.Post, "/api/v1/keys", new { name = $"k{i}", scopes = Array.Empty<string>() }, HttpStatusCode.Created);
        }

        JsonElement newest = await AskAsync(HttpMethod.Get, "/api/v1/audit?limit=2", null, HttpStatusCode.OK);
        Assert.Equal([true, true], newest.GetProperty("items").EnumerateArray().Select((item, at) => item.GetProperty("target").GetString()!.EndsWith($"k{5 - at}", StringComparison.Ordinal)));
        JsonElement before = await AskAsync(HttpMethod.Get, $"/api/v1/audit?limit=2&before={newest.GetProperty("next").GetInt64()}", null, HttpStatusCode.OK);
        Assert.Equal([true, true], before.GetProperty("items").EnumerateArray().Select((item, at) => item.GetProperty("target").GetString()!.EndsWith($"k{3 - at}", StringComparison.Ordinal)));
        JsonElement first = await AskAsync(HttpMethod.Get, "/api/v1/audit?after=0&limit=1", null, HttpStatusCode.OK);
        Assert.EndsWith("k1", first.GetProperty("items")[0].GetProperty("target").GetString(), StringComparison.Ordinal);
        Assert.Equal("127.0.0.1", first.GetProperty("items")[0].GetProperty("address").GetString());
        await AskAsync(HttpMethod.Get, "/api/v1/audit?after=x", null, HttpStatusCode.BadRequest);

        OtherHand.Change(_bench.Folder, $"UPDATE log SET body = CAST(replace(CAST(body AS TEXT), 'k1', 'k9') AS BLOB) WHERE position = {first.GetProperty("items")[0].GetProperty("position").GetInt64()}");
        JsonElement altered = await AskAsync(HttpMethod.Get, "/api/v1/audit?after=0&limit=2", null, HttpStatusCode.OK);
        Assert.Equal([true, false], altered.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("altered").GetBoolean()));
    }

    /// <summary>Whoever tries passwords cannot flood the log: so many entries a minute, and the next says how many were left out.</summary>
    [Fact]
    public void FailuresDoNotFloodTheLog()
    {
        var written = new System.Collections.Generic.List<AuditAct>();
        var audit = new AuditLog(body => written.Add(JsonSerializer.Deserialize<AuditAct>(body, JsonSerializerOptions.Web)!), _bench.Time);
        for (int i = 0; i < 1000; i++)
        {
            audit.WriteFailure(new string('x', 5000), "10.0.0.1", AuditActions.SignedIn, "wrong");
        }

        Assert.Equal(20, written.Count);
        Assert.True(written[0].By.Length < 400);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        audit.WriteFailure("wang", "10.0.0.1", AuditActions.SignedIn, "wrong");
        Assert.Equal("980 more before this were not written", written[^1].Detail);
    }

    private static async Task<string> BoardAsync(Browser browser)
    {
        using HttpResponseMessage page = await browser.GetAsync("/");
        return WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private HttpClient Program(string key, string header = "X-Api-Key", string before = "")
    {
        var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(_bench.Host.WebAddress) };
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, before + key);
        return client;
    }

    private async Task<JsonElement> AskAsync(HttpMethod method, string path, object? body, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body == null ? null : JsonContent.Create(body) };
        using HttpResponseMessage answer = await _program.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(status == answer.StatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    private void HasNoSecret(params string[] secrets)
    {
        string log = string.Concat(_bench.Host.Core.Log.Read(0, 10000).ConvertAll(entry => Encoding.UTF8.GetString(entry.Body)));
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
    }
}
