using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using Microsoft.Extensions.Time.Testing;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>The messages of robots and webhooks as a receiver of them reads them.</summary>
public sealed class RobotTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Sample.Morning);
    private Receiver _receiver = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    /// <summary>A webhook can be checked by whoever knows the secret, and says everything of the notice.</summary>
    [Fact]
    public async Task AWebhookIsSignedAndWhole()
    {
        Channel channel = Sample.To(ChannelKind.Webhook, _receiver.Address + "/in", new ChannelSecrets("house=1", "shared", ""));
        Outcome outcome = await SendAsync(channel, Sample.Message());
        Assert.Equal((OutcomeKind.Delivered, 200L), (outcome.Kind, outcome.Status));
        Received got = Assert.Single(_receiver.All);
        Assert.Equal(("POST", "/in", "1", "d41d8cd98f"), (got.Method, got.Path, got.Asked("house"), got.Headers["X-DutyKiosk-Delivery"]));
        string expected = Convert.ToHexStringLower(HMACSHA256.HashData("shared"u8, [.. "1772409600."u8, .. got.Body]));
        Assert.Equal($"t=1772409600,v1={expected}", got.Headers["X-DutyKiosk-Signature"]);
        Assert.StartsWith("application/json", got.Headers["Content-Type"], StringComparison.Ordinal);
        JsonElement json = got.Json;
        Assert.Equal((1, "notice", "terminal-lost", "alarm"), (json.GetProperty("version").GetInt32(), json.GetProperty("event").GetString(), json.GetProperty("topic").GetString(), json.GetProperty("priority").GetString()));
        Assert.Equal(("热线", "T1", "李强"), (json.GetProperty("post").GetProperty("name").GetString(), json.GetProperty("terminal").GetString(), json.GetProperty("to")[0].GetProperty("name").GetString()));
        Assert.Equal("2026-03-02T00:00:00Z", json.GetProperty("at").GetString());
    }

    /// <summary>DingTalk: the token and the signature stand in the query, the message is markdown.</summary>
    [Fact]
    public async Task DingTalkGetsItsFormat()
    {
        Assert.Equal(OutcomeKind.Delivered, (await SendAsync(Sample.To(ChannelKind.DingTalk, _receiver.Address + "/robot/send"), Sample.Message())).Kind);
        Received got = Assert.Single(_receiver.All);
        string sign = Convert.ToBase64String(HMACSHA256.HashData("SECret"u8, Encoding.UTF8.GetBytes("1772409600000\nSECret")));
        Assert.Equal(("/robot/send", "token-1", "1772409600000", sign), (got.Path, got.Asked("access_token"), got.Asked("timestamp"), got.Asked("sign")));
        Assert.Equal("markdown", got.Json.GetProperty("msgtype").GetString());
        Assert.Equal("【告警 alarm】终端失联 terminal lost", got.Json.GetProperty("markdown").GetProperty("title").GetString());
        Assert.Contains("> 通知 to: 李强", got.Json.GetProperty("markdown").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    /// <summary>WeCom: the key stands in the query, the message is markdown.</summary>
    [Fact]
    public async Task WeComGetsItsFormat()
    {
        Assert.Equal(OutcomeKind.Delivered, (await SendAsync(Sample.To(ChannelKind.WeCom, _receiver.Address + "/cgi-bin/webhook/send"), Sample.Message())).Kind);
        Received got = Assert.Single(_receiver.All);
        Assert.Equal(("token-1", "markdown"), (got.Asked("key"), got.Json.GetProperty("msgtype").GetString()));
        Assert.Contains("终端失联 terminal lost", got.Json.GetProperty("markdown").GetProperty("content").GetString(), StringComparison.Ordinal);
    }

    /// <summary>Feishu: the token stands in the path, signature and text in the body; without a secret it is not signed.</summary>
    [Fact]
    public async Task FeishuGetsItsFormat()
    {
        Assert.Equal(OutcomeKind.Delivered, (await SendAsync(Sample.To(ChannelKind.Feishu, _receiver.Address + "/hook"), Sample.Message())).Kind);
        Assert.Equal(OutcomeKind.Delivered, (await SendAsync(Sample.To(ChannelKind.Feishu, _receiver.Address + "/hook", new ChannelSecrets("token-1")), Sample.Message())).Kind);
        Received signed = _receiver.All[0], plain = _receiver.All[1];
        string sign = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes("1772409600\nSECret"), Array.Empty<byte>()));
        Assert.Equal(("/hook/token-1", "1772409600", sign, "text"), (signed.Path, signed.Json.GetProperty("timestamp").GetString(), signed.Json.GetProperty("sign").GetString(), signed.Json.GetProperty("msg_type").GetString()));
        Assert.Contains("终端失联 terminal lost", signed.Json.GetProperty("content").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.False(plain.Json.TryGetProperty("sign", out _));
    }

    /// <summary>A person's name cannot mention everybody, nor become markup.</summary>
    [Theory]
    [InlineData(ChannelKind.DingTalk)]
    [InlineData(ChannelKind.WeCom)]
    [InlineData(ChannelKind.Feishu)]
    public async Task ANameIsNoMarkup(ChannelKind kind)
    {
        await SendAsync(Sample.To(kind, _receiver.Address), Sample.Message(Sample.Sent("swap", 0, "S10")));
        Assert.DoesNotContain("<@all>", _receiver.All[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("@all", _receiver.All[0].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("*王*", _receiver.All[0].Text, StringComparison.Ordinal);
    }

    /// <summary>As many notices as go into one message keep within the 4096 bytes of the narrowest robot, however long the names are.</summary>
    [Fact]
    public void TheLargestMessageFitsEveryRobot()
    {
        var notices = new SentNotice[DeliveryPlan.MostInOne];
        Array.Fill(notices, Sample.Lost with { Notice = Sample.Lost.Notice with { Level = 3, Cause = new string('长', 500), To = [.. Enumerable.Repeat(new string('<', 60), 40)] } });
        Assert.InRange(Encoding.UTF8.GetByteCount(Sample.Message(notices).Markdown), 1000, 4096);
    }

    /// <summary>What each robot's answer means: taken, too often, busy, or set wrongly.</summary>
    [Theory]
    [InlineData(ChannelKind.DingTalk, """{"errcode":0,"errmsg":"ok"}""", OutcomeKind.Delivered)]
    [InlineData(ChannelKind.DingTalk, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""", OutcomeKind.RateLimited)]
    [InlineData(ChannelKind.DingTalk, """{"errcode":410100,"errmsg":"send too fast"}""", OutcomeKind.RateLimited)]
    [InlineData(ChannelKind.DingTalk, """{"errcode":310000,"errmsg":"sign not match"}""", OutcomeKind.Refused)]
    [InlineData(ChannelKind.DingTalk, """{"errcode":-1,"errmsg":"system busy"}""", OutcomeKind.Retry)]
    [InlineData(ChannelKind.WeCom, """{"errcode":45009,"errmsg":"api freq out of limit"}""", OutcomeKind.RateLimited)]
    [InlineData(ChannelKind.WeCom, """{"errcode":93000,"errmsg":"invalid webhook url"}""", OutcomeKind.Refused)]
    [InlineData(ChannelKind.Feishu, """{"code":0,"msg":"success"}""", OutcomeKind.Delivered)]
    [InlineData(ChannelKind.Feishu, """{"StatusCode":0,"StatusMessage":"success"}""", OutcomeKind.Delivered)]
    [InlineData(ChannelKind.Feishu, """{"code":9499,"msg":"too many request"}""", OutcomeKind.RateLimited)]
    [InlineData(ChannelKind.Feishu, """{"code":19021,"msg":"sign match fail"}""", OutcomeKind.Refused)]
    [InlineData(ChannelKind.WeCom, "<html>portal</html>", OutcomeKind.Retry)]
    [InlineData(ChannelKind.WeCom, "[1]", OutcomeKind.Retry)]
    [InlineData(ChannelKind.DingTalk, """{"errcode":"0"}""", OutcomeKind.Retry)]
    public void ARobotsAnswerIsUnderstood(ChannelKind kind, string answer, OutcomeKind expected) => Assert.Equal(expected, RobotMessages.Judge(kind, Encoding.UTF8.GetBytes(answer)).Kind);

    /// <summary>What a status means: 408, 429 and 5xx come to be tried again, the rest is final.</summary>
    [Theory]
    [InlineData(204, OutcomeKind.Delivered)]
    [InlineData(302, OutcomeKind.Refused)]
    [InlineData(401, OutcomeKind.Refused)]
    [InlineData(404, OutcomeKind.Refused)]
    [InlineData(408, OutcomeKind.Retry)]
    [InlineData(429, OutcomeKind.RateLimited)]
    [InlineData(500, OutcomeKind.Retry)]
    [InlineData(502, OutcomeKind.Retry)]
    public async Task AStatusIsUnderstood(int status, OutcomeKind expected)
    {
        _receiver.Answer = (_, context) =>
        {
            context.Response.Headers.Location = "/elsewhere";
            return Task.FromResult((status, ""));
        };
        Assert.Equal(expected, (await SendAsync(Sample.To(ChannelKind.Webhook, _receiver.Address), Sample.Message())).Kind);
        Assert.Single(_receiver.All);
    }

    /// <summary>How long a receiver wants to be left alone is read, in seconds and as a date.</summary>
    [Theory]
    [InlineData("120")]
    [InlineData("Mon, 02 Mar 2026 00:02:00 GMT")]
    public async Task RetryAfterIsRead(string header)
    {
        _receiver.AnswerWith(503, retryAfter: header);
        Outcome outcome = await SendAsync(Sample.To(ChannelKind.Webhook, _receiver.Address), Sample.Message());
        Assert.Equal((OutcomeKind.RateLimited, TimeSpan.FromMinutes(2)), (outcome.Kind, outcome.RetryAfter));
    }

    /// <summary>A receiver that never answers is left after ten seconds.</summary>
    [Fact]
    public async Task ASilentReceiverIsLeft()
    {
        var arrived = new TaskCompletionSource();
        _receiver.Answer = async (_, context) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
            return (200, "");
        };
        Task<Outcome> sending = SendAsync(Sample.To(ChannelKind.Webhook, _receiver.Address), Sample.Message());
        await arrived.Task.WaitAsync(Until.Limit, TestContext.Current.CancellationToken);
        _time.Advance(HttpSender.Longest);
        Assert.Equal(OutcomeKind.Retry, (await sending).Kind);
    }

    /// <summary>Of an answer that goes on for ever no more than 64 KB is read.</summary>
    [Fact]
    public async Task AnEndlessAnswerIsCut()
    {
        int sent = 0;
        _receiver.Answer = async (_, context) =>
        {
            byte[] block = Encoding.ASCII.GetBytes(new string(' ', 8192));
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(block, context.RequestAborted);
                sent += block.Length;
            }

            return (200, "");
        };
        Outcome outcome = await SendAsync(Sample.To(ChannelKind.WeCom, _receiver.Address), Sample.Message());
        Assert.Equal(OutcomeKind.Retry, outcome.Kind);
        Assert.True(sent >= HttpSender.MostAnswerBytes / 2);
    }

    private Task<Outcome> SendAsync(Channel channel, Message message)
    {
        return new ChannelSender(_time, new HttpSender(_time), new MailSender(_time, _ => null), Sample.Home).SendAsync(channel, message, CancellationToken.None);
    }
}
