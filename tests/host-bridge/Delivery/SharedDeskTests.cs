using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>Several bridges over one database deliver each notice once, and one goes on with what another was killed over.</summary>
public sealed class SharedDeskTests(PostgresServer server) : IAsyncLifetime
{
    private readonly List<Database> _opened = [];
    private DeskBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await DeskBench.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _bench.DisposeAsync();
        _opened.ForEach(database => database.Dispose());
    }

    /// <summary>Three bridges that all step at once make each delivery once.</summary>
    [Fact]
    public async Task EachDeliveryIsMadeOnce()
    {
        Func<Database> open = await OpenerAsync();
        DeliveryDesk[] desks = [Desk(open()), Desk(open()), Desk(open())];
        Add(desks[0], "one");
        Add(desks[0], "two");
        for (int i = 0; i < 20; i++)
        {
            _bench.Tell();
        }

        while (desks[0].Store.Cursor() == 0 || desks.Any(desk => desk.IsSending) || desks[0].Store.Due().Count > 0)
        {
            await Task.WhenAll(desks.Select(desk => Task.Run(desk.Step)));
            await Task.WhenAll(desks.Select(desk => desk.Settled));
            _bench.Bridge.Time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(40, _bench.Receiver.All.Count);
        Assert.Equal(40, _bench.Receiver.All.Select(received => received.Headers["X-DutyKiosk-Delivery"]).Distinct(StringComparer.Ordinal).Count());
        foreach (DeliveryDesk desk in desks)
        {
            await desk.DisposeAsync();
        }
    }

    /// <summary>When a bridge is killed in the middle of a message, another one sends it again as soon as the claim has lapsed, and not before.</summary>
    [Fact]
    public async Task AnotherBridgeTakesOver()
    {
        Func<Database> open = await OpenerAsync();
        DeliveryDesk killed = Desk(open()), other = Desk(open());
        Add(killed, "one");
        var arrived = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        _bench.Receiver.Answer = async (_, _) =>
        {
            arrived.TrySetResult();
            await release.Task;
            return (200, "");
        };
        _bench.Tell();
        killed.Step();
        await arrived.Task.WaitAsync(Until.Limit, TestContext.Current.CancellationToken);
        other.Step();
        Assert.False(other.IsSending);
        _opened[0].Write(work => work.Execute($"UPDATE channel SET claimed_until = {_opened[0].NowSql} - 1"));
        _bench.Bridge.Time.Advance(TimeSpan.FromSeconds(1));
        other.Step();
        Assert.True(other.IsSending);
        release.SetResult();
        await other.Settled;
        other.Step();
        Assert.Equal("delivered", Assert.Single(other.Store.Read(null, null, long.MaxValue, 10)).State);
        Assert.Single(_bench.Receiver.All.Select(received => received.Headers["X-DutyKiosk-Delivery"]).Distinct(StringComparer.Ordinal));
        await other.DisposeAsync();
        await killed.DisposeAsync();
    }

    private async Task<Func<Database>> OpenerAsync()
    {
        string connection = await server.NewDatabaseAsync();
        return () =>
        {
            var database = new PostgresDatabase(connection, TimeProvider.System);
            Schema.Migrate(database);
            _opened.Add(database);
            return database;
        };
    }

    private DeliveryDesk Desk(Database database)
    {
        var sender = new ChannelSender(_bench.Bridge.Time, new HttpSender(_bench.Bridge.Time), new MailSender(_bench.Bridge.Time, _ => null), Sample.Home);
        return new DeliveryDesk(_bench.Bridge.Core, new DeliveryStore(database, new MasterKey(new byte[32])), sender, Guid.NewGuid().ToString("N"), () => { });
    }

    private void Add(DeliveryDesk desk, string name)
    {
        var settings = new ChannelSettings { Name = name, Kind = ChannelKind.Webhook, Address = $"{_bench.Receiver.Address}/{name}", PerMinute = 600 };
        Assert.True(desk.Store.Keep(new Channel(DeliveryStore.NewId(), settings, new ChannelSecrets("", "shared"))));
    }
}
