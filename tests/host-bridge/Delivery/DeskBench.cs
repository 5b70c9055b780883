using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>A bridge with channels to a receiver on this machine. Its time stands still until it is moved, and messages have ended before it goes on.</summary>
public sealed class DeskBench : IAsyncDisposable
{
    private int _notices;

    private DeskBench(Receiver receiver)
    {
        Receiver = receiver;
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff.Find(staff => staff.Id is "S09")!.Name = "李强";

        // Without shifts nothing is told but what a test tells.
        roster.Shifts.Clear();
        Bridge.Core.SetRoster(roster);
        Bridge.Core.Step();
        Desk = Open();
    }

    /// <summary>The bridge.</summary>
    public TestBridge Bridge { get; } = new();

    /// <summary>Everybody's receiver.</summary>
    public Receiver Receiver { get; }

    /// <summary>The desk since the last start.</summary>
    public DeliveryDesk Desk { get; private set; }

    /// <summary>What is drawn for each pause.</summary>
    public double Jitter { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<DeskBench> StartAsync() => new(await Receiver.StartAsync());

    /// <summary>Sets up a channel and returns its id.</summary>
    public string Add(ChannelKind kind = ChannelKind.Webhook, string name = "one", Func<ChannelSettings, ChannelSettings>? change = null)
    {
        var settings = new ChannelSettings { Name = name, Kind = kind, Address = $"{Receiver.Address}/{name}", PerMinute = 20 };
        var channel = new Channel(DeliveryStore.NewId(), change?.Invoke(settings) ?? settings, new ChannelSecrets(kind == ChannelKind.Webhook ? "" : "token-1", "shared", ""));
        Xunit.Assert.True(Desk.Store.Keep(channel));
        return channel.Id;
    }

    /// <summary>Something is told in the house.</summary>
    public void Tell(string topic = "away-too-long", string staff = "S05", string post = "hotline")
    {
        _notices++;
        Bridge.Core.Append(LogKind.Notice, "", JsonSerializer.SerializeToUtf8Bytes(new Notice($"{topic}/test/{_notices}", topic, post, "", staff, Bridge.Time.GetUtcNow(), ["S09"])));
    }

    /// <summary>Lets so many seconds pass, one by one, with everything that is sent in them.</summary>
    public async Task SecondsAsync(int seconds)
    {
        for (int second = 0; second < seconds; second++)
        {
            Bridge.Time.Advance(TimeSpan.FromSeconds(1));
            Bridge.Core.Step();
            await NowAsync();
        }
    }

    /// <summary>Everything that is due at this moment is sent.</summary>
    public async Task NowAsync()
    {
        Desk.Step();
        while (!Desk.Settled.IsCompleted || Desk.IsSending)
        {
            await Desk.Settled.WaitAsync(Until.Limit, CancellationToken.None);
            Desk.Step();
        }
    }

    /// <summary>The bridge is killed, whatever it is about, and starts again.</summary>
    public void Kill()
    {
        Bridge.Restart();
        Desk = Open();
    }

    /// <summary>The topics that arrived at a channel of kind webhook, in order.</summary>
    public string[] Topics(string name = "one") => [.. At(name).Select(received => received.Json.GetProperty("topic").GetString()!)];

    /// <summary>What arrived at a channel.</summary>
    public IReadOnlyList<Received> At(string name) => [.. Receiver.All.Where(received => string.Equals(received.Path, "/" + name, StringComparison.Ordinal))];

    /// <summary>The keys of what was told in the house about failed deliveries.</summary>
    public string[] Failures() => Bridge.Core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is DeliveryFailed.Topic).Select(sent => sent.Notice.Key).ToArray());

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        Bridge.Dispose();
        await Receiver.DisposeAsync();
    }

    private DeliveryDesk Open()
    {
        var sender = new ChannelSender(Bridge.Time, new HttpSender(Bridge.Time), new MailSender(Bridge.Time, _ => null), Sample.Home);
        return new DeliveryDesk(Bridge.Core, new DeliveryStore(Bridge.Core.Log.Database, new MasterKey(new byte[32])), sender, Guid.NewGuid().ToString("N"), () => { }, () => Jitter);
    }
}
