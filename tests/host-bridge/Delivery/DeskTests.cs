using System;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>What is told in the house reaches every channel that wants it, once, whatever fails on the way.</summary>
public sealed class DeskTests : IAsyncLifetime
{
    private DeskBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await DeskBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>A notice arrives once, also over restarts; what was told before there was a channel does not.</summary>
    [Fact]
    public async Task ANoticeArrivesOnce()
    {
        _bench.Tell("swap");
        await _bench.NowAsync();
        string channel = _bench.Add();
        _bench.Tell();
        await _bench.SecondsAsync(2);
        _bench.Kill();
        _bench.Tell("dispute");
        await _bench.SecondsAsync(2);
        _bench.Kill();
        await _bench.SecondsAsync(2);
        Assert.Equal(["away-too-long", "dispute"], _bench.Topics());
        Assert.All(_bench.Desk.Store.Read(channel, null, long.MaxValue, 10), line => Assert.Equal(("delivered", 1, 200L), (line.State, line.Attempts, line.Status)));
    }

    /// <summary>A receiver that fails is tried again, later each time, under the same id, and a bridge that starts anew goes on with that.</summary>
    [Fact]
    public async Task AFailureIsTriedAgain()
    {
        string channel = _bench.Add();
        _bench.Receiver.AnswerWith(500);
        _bench.Tell();
        await _bench.NowAsync();
        await _bench.SecondsAsync(14);
        Assert.Single(_bench.At("one"));
        await _bench.SecondsAsync(1);
        Assert.Equal(2, _bench.At("one").Count);
        _bench.Kill();
        await _bench.SecondsAsync(29);
        Assert.Equal(2, _bench.At("one").Count);
        _bench.Receiver.AnswerWith(200);
        await _bench.SecondsAsync(300);
        Assert.Equal(3, _bench.At("one").Count);
        Assert.Single(_bench.At("one").Select(received => received.Headers["X-DutyKiosk-Delivery"]).Distinct(StringComparer.Ordinal));
        Assert.Equal(("delivered", 3), _bench.Desk.Store.Read(channel, null, long.MaxValue, 10).Select(line => (line.State, line.Attempts)).Single());
        Assert.Empty(_bench.Failures());
    }

    /// <summary>A kill while a message is under way sends it again, and the receiver can tell by its id.</summary>
    [Fact]
    public async Task AKillUnderWaySendsItAgain()
    {
        _bench.Add();
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _bench.Receiver.Answer = async (_, _) =>
        {
            arrived.TrySetResult();
            await release.Task;
            return (200, "");
        };
        _bench.Tell();
        DeliveryDesk killed = _bench.Desk;
        killed.Step();
        await arrived.Task.WaitAsync(Until.Limit, TestContext.Current.CancellationToken);
        _bench.Kill();
        release.SetResult();
        await killed.Settled;
        await _bench.SecondsAsync(2);
        Assert.Equal(2, _bench.At("one").Count);
        Assert.Single(_bench.At("one").Select(received => received.Headers["X-DutyKiosk-Delivery"]).Distinct(StringComparer.Ordinal));
    }

    /// <summary>A refusal is final, told on the board and on the other channels, once an hour, and never on the channel itself.</summary>
    [Fact]
    public async Task ARefusalIsTold()
    {
        _bench.Add(name: "bad");
        _bench.Add(name: "good");
        _bench.Receiver.Answer = (received, _) => Task.FromResult((received.Path is "/bad" ? 404 : 200, ""));
        for (int i = 0; i < 5; i++)
        {
            _bench.Tell();
            await _bench.SecondsAsync(10);
        }

        Assert.Single(_bench.Failures());
        Assert.Equal(5, _bench.At("bad").Count);
        Assert.Single(_bench.Topics("good"), topic => topic is DeliveryFailed.Topic);
        Assert.DoesNotContain(DeliveryFailed.Topic, _bench.Topics("bad"));
        SentNotice told = _bench.Bridge.Core.Read((room, _) => room.Notices.All.Single(sent => sent.Notice.Topic is DeliveryFailed.Topic));
        Assert.Equal(("bad", "S09"), (told.Notice.Cause, told.Notice.To[0]));
        _bench.Bridge.Time.Advance(TimeSpan.FromHours(1));
        _bench.Tell();
        await _bench.SecondsAsync(10);
        Assert.Equal(2, _bench.Failures().Length);
    }

    /// <summary>Two channels that both refuse do not tell of each other for ever.</summary>
    [Fact]
    public async Task TwoBrokenChannelsDoNotTalk()
    {
        _bench.Add(name: "one");
        _bench.Add(name: "two");
        _bench.Receiver.AnswerWith(410);
        _bench.Tell();
        await _bench.SecondsAsync(600);
        Assert.Equal(2, _bench.Failures().Length);
        Assert.Equal(4, _bench.Receiver.All.Count);
    }

    /// <summary>That the notice of a failed delivery could not be delivered either is not told again: two dead channels would go on with that day after day.</summary>
    [Fact]
    public async Task AFailedNoticeOfAFailureIsTheLast()
    {
        _bench.Add(name: "one");
        _bench.Add(name: "two", change: settings => settings with { Topics = [DeliveryFailed.Topic] });
        _bench.Receiver.AnswerWith(410);
        _bench.Tell();
        await _bench.SecondsAsync(10);
        Assert.Single(_bench.At("two"));
        Assert.Single(_bench.Failures());
    }

    /// <summary>What no attempt of a whole day could deliver is given up, and told.</summary>
    [Fact]
    public async Task ADayIsEnough()
    {
        string channel = _bench.Add();
        _bench.Receiver.AnswerWith(503);
        _bench.Tell();
        for (int minute = 0; minute < 25 * 60; minute++)
        {
            _bench.Bridge.Time.Advance(TimeSpan.FromMinutes(1));
            await _bench.NowAsync();
        }

        DeliveryLine line = _bench.Desk.Store.Read(channel, "failed", long.MaxValue, 10).Last();
        Assert.InRange(line.Attempts, 25, 40);
        Assert.StartsWith("Given up after", line.Words, StringComparison.Ordinal);
        Assert.NotEmpty(_bench.Failures());
    }

    /// <summary>What somebody took note of is not tried again.</summary>
    [Fact]
    public async Task WhatIsAcknowledgedIsNotTriedAgain()
    {
        string channel = _bench.Add();
        _bench.Receiver.AnswerWith(500);
        _bench.Tell();
        await _bench.SecondsAsync(1);
        _bench.Bridge.Core.Acknowledge("away-too-long", "S09");
        await _bench.SecondsAsync(60);
        Assert.Single(_bench.At("one"));
        Assert.Equal("dropped", _bench.Desk.Store.Read(channel, null, long.MaxValue, 10)[0].State);
    }

    /// <summary>A storm of notices becomes few messages to a robot, no more than it takes a minute, and all of it arrives.</summary>
    [Fact]
    public async Task AStormBecomesFewMessages()
    {
        string channel = _bench.Add(ChannelKind.WeCom);
        for (int i = 0; i < 300; i++)
        {
            _bench.Tell(staff: "S0" + (i % 2 == 0 ? "5" : "6"));
        }

        await _bench.SecondsAsync(59);
        Assert.InRange(_bench.At("one").Count, 10, 20);
        await _bench.SecondsAsync(120);
        Assert.Equal(300, _bench.At("one").Sum(received => received.Json.GetProperty("markdown").GetProperty("content").GetString()!.Split("离岗过久").Length - 1));
        Assert.All(_bench.Desk.Store.Read(channel, null, long.MaxValue, 1000), line => Assert.Equal("delivered", line.State));
    }

    /// <summary>A robot that has had enough is left alone for as long as its maker says, and then gets everything.</summary>
    [Fact]
    public async Task ARobotThatHasHadEnoughIsLeftAlone()
    {
        _bench.Add(ChannelKind.DingTalk);
        _bench.Receiver.AnswerWith(200, """{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}""");
        _bench.Tell();
        await _bench.SecondsAsync(1);
        _bench.Tell("unattended");
        await _bench.SecondsAsync(598);
        Assert.Single(_bench.At("one"));
        _bench.Receiver.AnswerWith(200, """{"errcode":0,"errmsg":"ok"}""");
        await _bench.SecondsAsync(5);
        Assert.Equal(3, _bench.At("one").Count);
        Assert.Contains("无人值守", _bench.At("one")[1].Text, StringComparison.Ordinal);
    }

    /// <summary>In quiet hours alarms come at once, and the rest when they end, over a restart as well.</summary>
    [Fact]
    public async Task QuietHoursWait()
    {
        _bench.Add(change: settings => settings with { Quiet = new QuietHours(22 * 60, (8 * 60) + 10) });
        _bench.Tell();
        _bench.Tell("unattended");
        await _bench.SecondsAsync(10);
        Assert.Equal(["unattended"], _bench.Topics());
        _bench.Kill();
        await _bench.SecondsAsync(588);
        Assert.Single(_bench.Topics());
        await _bench.SecondsAsync(3);
        Assert.Equal(["unattended", "away-too-long"], _bench.Topics());
    }

    /// <summary>A receiver that is slow keeps no other channel waiting.</summary>
    [Fact]
    public async Task ASlowReceiverDelaysNobody()
    {
        _bench.Add(name: "slow");
        _bench.Add(name: "quick");
        var release = new TaskCompletionSource();
        _bench.Receiver.Answer = async (received, _) =>
        {
            await (received.Path is "/slow" ? release.Task : Task.CompletedTask);
            return (200, "");
        };
        _bench.Tell();
        _bench.Tell();
        await Eventually(() =>
        {
            _bench.Desk.Step();
            return _bench.At("quick").Count == 2;
        });
        Assert.InRange(_bench.At("slow").Count, 0, 1);
        release.SetResult();
        await _bench.NowAsync();
        Assert.Equal(2, _bench.At("slow").Count);
    }

    /// <summary>A channel that is removed gets nothing more.</summary>
    [Fact]
    public async Task ARemovedChannelGetsNothing()
    {
        string channel = _bench.Add();
        _bench.Receiver.AnswerWith(500);
        _bench.Tell();
        await _bench.SecondsAsync(1);
        Assert.True(_bench.Desk.Store.Remove(channel));
        _bench.Tell();
        await _bench.SecondsAsync(60);
        Assert.Single(_bench.At("one"));
        Assert.Equal("dropped", Assert.Single(_bench.Desk.Store.Read(channel, null, long.MaxValue, 10)).State);
    }

    /// <summary>The test button sends at once and says what came of it, in words that a person can use.</summary>
    [Fact]
    public async Task ATestSaysWhatCameOfIt()
    {
        string channel = _bench.Add(ChannelKind.DingTalk);
        Assert.Equal(OutcomeKind.Delivered, (await _bench.Desk.TestAsync(channel, CancellationToken.None))!.Kind);
        Assert.Contains("测试 test", _bench.At("one")[0].Text, StringComparison.Ordinal);
        _bench.Receiver.AnswerWith(200, """{"errcode":310000,"errmsg":"sign not match"}""");
        Outcome refused = (await _bench.Desk.TestAsync(channel, CancellationToken.None))!;
        Assert.Equal((OutcomeKind.Refused, 310000L, "sign not match"), (refused.Kind, refused.Status, refused.Words));
        Assert.Null(await _bench.Desk.TestAsync("nobody", CancellationToken.None));
    }

    /// <summary>No secret stands in the database as it is, and one of another master key is not sent as if it were empty.</summary>
    [Fact]
    public async Task SecretsAreSealed()
    {
        string channel = _bench.Add(ChannelKind.DingTalk);
        byte[] file = await System.IO.File.ReadAllBytesAsync(System.IO.Path.Combine(_bench.Bridge.Folder, "bridge.db-wal"), CancellationToken.None);
        Assert.True(file.AsSpan().IndexOf("/one"u8) >= 0);
        Assert.True(file.AsSpan().IndexOf("token-1"u8) < 0 && file.AsSpan().IndexOf("shared"u8) < 0);
        byte[] other = Encoding.ASCII.GetBytes(new string('k', 32));
        Assert.True(new DeliveryStore(_bench.Bridge.Core.Log.Database, new HostBridge.Store.MasterKey(other)).Find(channel)!.Secrets.IsLost);
        var sender = new ChannelSender(_bench.Bridge.Time, new HttpSender(_bench.Bridge.Time), new MailSender(_bench.Bridge.Time, _ => null), Sample.Home);
        Assert.Equal(OutcomeKind.Refused, (await sender.SendAsync(new Channel("c", new ChannelSettings { Address = _bench.Receiver.Address }, new ChannelSecrets(IsLost: true)), Sample.Message(), CancellationToken.None)).Kind);
        Assert.Empty(_bench.Receiver.All);
    }

    // The limit only keeps a broken product from hanging the test.
    private static async Task Eventually(Func<bool> holds)
    {
        using var limit = new CancellationTokenSource(Until.Limit);
        while (!holds())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, limit.Token);
        }
    }
}
