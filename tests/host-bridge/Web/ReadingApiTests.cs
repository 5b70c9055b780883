using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web;

/// <summary>The API for reading as others rely on it.</summary>
public sealed class ReadingApiTests : IAsyncLifetime
{
    private RunningBridge _bridge = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bridge = await RunningBridge.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    /// <summary>A parameter that cannot be is named.</summary>
    [Theory]
    [InlineData("after=abc", "after is 'abc'")]
    [InlineData("after=-1", "after is '-1'")]
    [InlineData("limit=many", "limit is 'many'")]
    public async Task ABadParameterIsNamed(string query, string sentence)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _bridge.Host.WebAddress + "/api/v1/records?" + query);
        using HttpResponseMessage answer = await _bridge.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith(sentence, json.RootElement.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever can be read answers HEAD; the stream, which never ends, refuses it.</summary>
    [Theory]
    [InlineData("/", HttpStatusCode.OK)]
    [InlineData("/api/v1/posts", HttpStatusCode.OK)]
    [InlineData("/assets/board.css", HttpStatusCode.OK)]
    [InlineData("/healthz", HttpStatusCode.OK)]
    [InlineData("/nowhere", HttpStatusCode.NotFound)]
    [InlineData("/board/stream", HttpStatusCode.MethodNotAllowed)]
    public async Task HeadIsAnswered(string path, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, _bridge.Host.WebAddress + path);
        using HttpResponseMessage answer = await _bridge.SendAsync(request);
        Assert.Equal(status, answer.StatusCode);
    }

    /// <summary>Posts come in the order of the roster.</summary>
    [Fact]
    public async Task PostsComeInTheOrderOfTheRoster()
    {
        using JsonDocument json = JsonDocument.Parse(await _bridge.GetAsync("/api/v1/posts"));
        Assert.Equal(["hotline", "boiler"], json.RootElement.EnumerateArray().Select(post => post.GetProperty("post").GetString()));
    }

    /// <summary>Both times of a post are written alike, in UTC.</summary>
    [Fact]
    public async Task TimesAreWrittenInUtc()
    {
        byte[] record = _bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"X\",\"holder\":true");
        _bridge.Host.Core.Receive("T1", _bridge.Terminal.EventTopic, record, null);
        _bridge.Host.Core.Commit();
        _bridge.Host.Core.Step();
        using JsonDocument json = JsonDocument.Parse(await _bridge.GetAsync("/api/v1/posts"));
        Assert.Equal("2026-03-02T00:00:00Z", json.RootElement[0].GetProperty("since").GetString());
    }

    /// <summary>The description says what the answers are.</summary>
    [Fact]
    public async Task TheDescriptionIsTrue()
    {
        using JsonDocument json = JsonDocument.Parse(await _bridge.GetAsync("/openapi/v1.json"));
        JsonElement root = json.RootElement;
        Assert.Equal("DutyKiosk bridge", root.GetProperty("info").GetProperty("title").GetString());
        Assert.Equal("v1", root.GetProperty("info").GetProperty("version").GetString());
        JsonElement records = root.GetProperty("paths").GetProperty("/api/v1/records").GetProperty("get");
        Assert.True(records.GetProperty("responses").TryGetProperty("400", out _));
        Assert.Equal("integer", records.GetProperty("parameters").EnumerateArray().Single(parameter => parameter.GetProperty("name").GetString() is "after").GetProperty("schema").GetProperty("type").GetString());
        JsonElement item = root.GetProperty("components").GetProperty("schemas").GetProperty("RecordItem");
        Assert.Equal(["position", "proof", "record"], item.GetProperty("required").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal("integer", item.GetProperty("properties").GetProperty("position").GetProperty("type").GetString());
        string proof = item.GetProperty("properties").GetProperty("proof").GetRawText() + root.GetProperty("components").GetRawText();
        Assert.All(new[] { "ok", "bad-mac", "gap", "fork", "quarantined" }, word => Assert.Contains($"\"{word}\"", proof, StringComparison.Ordinal));
    }
}
