using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Delivery;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web;

/// <summary>Channels are set up, tried out, changed and removed over the API, and no secret comes out of it.</summary>
public sealed class ChannelsApiTests : IAsyncLifetime
{
    private RunningBridge _bridge = null!;
    private Receiver _receiver = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        _bridge = await RunningBridge.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _bridge.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    /// <summary>From setting it up to its removal; the running service delivers to it, and the delivery log says so.</summary>
    [Fact]
    public async Task AChannelLives()
    {
        (HttpStatusCode status, JsonElement made) = await SendAsync(HttpMethod.Post, "/api/v1/channels", Robot("群一"));
        Assert.Equal(HttpStatusCode.Created, status);
        string id = made.GetProperty("id").GetString()!;
        Assert.Equal((_receiver.Address + "/robot/send", true, true, "22:00", "warning"), (made.GetProperty("address").GetString(), made.GetProperty("hasToken").GetBoolean(), made.GetProperty("hasSecret").GetBoolean(), made.GetProperty("quietFrom").GetString(), made.GetProperty("priority").GetString()));

        (status, JsonElement tested) = await SendAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test", "");
        Assert.Equal((HttpStatusCode.OK, true), (status, tested.GetProperty("delivered").GetBoolean()));
        Assert.Equal("tok-en", _receiver.All[0].Asked("access_token"));

        _bridge.Host.Core.Append(LogKind.Notice, "", JsonSerializer.SerializeToUtf8Bytes(new Notice("k", "terminal-lost", "hotline", "T1", "", DateTimeOffset.UnixEpoch, ["S09"])));
        using var limit = new CancellationTokenSource(Until.Limit);
        JsonElement log = default;
        while (log.ValueKind == JsonValueKind.Undefined || log.GetProperty("items").GetArrayLength() == 0)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, limit.Token);
            (_, log) = await SendAsync(HttpMethod.Get, $"/api/v1/deliveries?channel={id}&state=delivered", "");
        }

        Assert.Equal(("terminal-lost", "delivered", 1), (log.GetProperty("items")[0].GetProperty("topic").GetString(), log.GetProperty("items")[0].GetProperty("state").GetString(), log.GetProperty("items")[0].GetProperty("attempts").GetInt32()));

        // What is left out of a change is kept, if it is a secret, and nothing else.
        (status, JsonElement changed) = await SendAsync(HttpMethod.Put, $"/api/v1/channels/{id}", $$"""{"name":"群二","kind":"dingtalk","address":"{{_receiver.Address}}/robot/send"}""");
        Assert.Equal((HttpStatusCode.OK, "群二", true, true, ""), (status, changed.GetProperty("name").GetString(), changed.GetProperty("hasToken").GetBoolean(), changed.GetProperty("hasSecret").GetBoolean(), changed.GetProperty("quietFrom").GetString()));
        Assert.Equal(HttpStatusCode.NoContent, (await SendAsync(HttpMethod.Delete, $"/api/v1/channels/{id}", "")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Delete, $"/api/v1/channels/{id}", "")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await SendAsync(HttpMethod.Post, $"/api/v1/channels/{id}/test", "")).Status);
    }

    /// <summary>Nothing that comes out holds a token, secret or password.</summary>
    [Fact]
    public async Task SecretsAreNeverReadBack()
    {
        (_, JsonElement robot) = await SendAsync(HttpMethod.Post, "/api/v1/channels", Robot("群一"));
        await SendAsync(HttpMethod.Post, "/api/v1/channels", """{"name":"mail","kind":"mail","host":"mail.example","port":587,"user":"duty","password":"pass-word","from":"duty@mail.example","to":["head@mail.example"]}""");
        (_, JsonElement hook) = await SendAsync(HttpMethod.Post, "/api/v1/channels", """{"name":"hook","kind":"webhook","address":"https://receiver.example/in?key=que-ry","secret":"sha-red"}""");
        Assert.Equal("https://receiver.example/in", hook.GetProperty("address").GetString());
        string all = await _bridge.GetAsync("/api/v1/channels") + await _bridge.GetAsync("/api/v1/channels/" + robot.GetProperty("id").GetString()) + robot + hook;
        Assert.Contains("mail.example", all, StringComparison.Ordinal);
        Assert.DoesNotContain(new[] { "tok-en", "SEC-ret", "pass-word", "que-ry", "sha-red" }, secret => all.Contains(secret, StringComparison.Ordinal));
    }

    /// <summary>A channel that is pointed elsewhere does not take its secrets along.</summary>
    [Fact]
    public async Task SecretsStayWithTheirReceiver()
    {
        (_, JsonElement made) = await SendAsync(HttpMethod.Post, "/api/v1/channels", Robot("群一"));
        string id = made.GetProperty("id").GetString()!;
        (HttpStatusCode status, JsonElement problem) = await SendAsync(HttpMethod.Put, $"/api/v1/channels/{id}", """{"name":"群一","kind":"dingtalk","address":"https://elsewhere.example/robot/send"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal(["secret", "token"], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.Equal(_receiver.Address + "/robot/send", _bridge.Host.Core.Log.Database.Read(work => (string)work.Scalar("SELECT settings FROM channel")!) is { } kept ? JsonDocument.Parse(kept).RootElement.GetProperty("address").GetString() : "");
    }

    /// <summary>What is wrong with a channel is named by its member, a misspelled member and a body that is none as well.</summary>
    [Theory]
    [InlineData("""{"name":"","kind":"pigeon","priority":"high","quietFrom":"25:00"}""", "kind,name,priority,quietFrom,quietTo")]
    [InlineData("""{"name":"a","kind":"webhook","address":"http://10.0.0.5/"}""", "address,secret")]
    [InlineData("""{"name":"a","kind":"wecom","topics":["no-such",""]}""", "token,topics")]
    public async Task WhatIsWrongIsNamed(string body, string members)
    {
        (HttpStatusCode status, JsonElement problem) = await SendAsync(HttpMethod.Post, "/api/v1/channels", body);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        foreach (string member in members.Split(','))
        {
            Assert.True(problem.GetProperty("errors").TryGetProperty(member, out _), $"{member} is not named in {problem}");
        }
    }

    /// <summary>A body that cannot be read is refused in a sentence, and one that is too long is not read to its end.</summary>
    [Theory]
    [InlineData("""{"name":"a","kind":"webhook","adress":"https://a.example"}""", HttpStatusCode.BadRequest, "adress")]
    [InlineData("""{"name":5}""", HttpStatusCode.BadRequest, "$.name")]
    [InlineData("null", HttpStatusCode.BadRequest, "null")]
    [InlineData("[[[[[[[[[[[[1]]]]]]]]]]]]", HttpStatusCode.BadRequest, "not the JSON object")]
    [InlineData("{", HttpStatusCode.BadRequest, "not the JSON object")]
    [InlineData("long", HttpStatusCode.RequestEntityTooLarge, "16384 bytes")]
    public async Task ABadBodyIsRefused(string body, HttpStatusCode expected, string word)
    {
        (HttpStatusCode status, JsonElement problem) = await SendAsync(HttpMethod.Post, "/api/v1/channels", body is "long" ? $$"""{"name":"{{new string('x', 70_000)}}"}""" : body);
        Assert.Equal(expected, status);
        Assert.Contains(word, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Two channels cannot have one name.</summary>
    [Fact]
    public async Task ANameIsOneChannels()
    {
        Assert.Equal(HttpStatusCode.Created, (await SendAsync(HttpMethod.Post, "/api/v1/channels", Robot("群一"))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await SendAsync(HttpMethod.Post, "/api/v1/channels", Robot("群一"))).Status);
    }

    private string Robot(string name) => $$"""{"name":"{{name}}","kind":"dingtalk","address":"{{_receiver.Address}}/robot/send?access_token=tok-en","secret":"SEC-ret","priority":"warning","quietFrom":"22:00","quietTo":"07:00"}""";

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(HttpMethod method, string path, string body)
    {
        using var request = new HttpRequestMessage(method, _bridge.Host.WebAddress + path);
        if (body.Length > 0)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage answer = await _bridge.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone());
    }
}
