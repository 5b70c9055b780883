using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>What the delivery log promises to several bridges, whichever database it stands in.</summary>
public abstract class DeliveryStoreContract : IAsyncLifetime
{
    private static readonly byte[] Key = new byte[32];
    private readonly List<Database> _opened = [];

    /// <inheritdoc/>
    public abstract ValueTask InitializeAsync();

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        _opened.ForEach(database => database.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Bridges that hand out the same notices at once, each a part ahead of the other, hand out each once, and none is left out.</summary>
    [Fact]
    public async Task NoticesAreHandedOutOnce()
    {
        DeliveryStore[] bridges = [Open(), Another(), Another()];
        string channel = Add(bridges[0], "one");
        Add(bridges[0], "off", enabled: false);
        SentNotice[] notices = [.. Enumerable.Range(1, 60).Select(Notice)];
        await Task.WhenAll(bridges.Select((store, bridge) => Task.Run(() =>
        {
            for (int upTo = 10 + bridge; store.Cursor() < 60; upTo = Math.Min(60, upTo + 7))
            {
                store.HandOut(notices[..upTo]);
            }
        })));
        IReadOnlyList<DeliveryLine> lines = bridges[0].Read(null, null, long.MaxValue, 1000);
        Assert.Equal(Enumerable.Range(1, 60).Reverse().Select(position => (long)position), lines.Select(line => line.Position));
        Assert.All(lines, line => Assert.Equal((channel, "waiting"), (line.Channel, line.State)));
        Assert.Equal(60, bridges[1].HandOut(notices[..3]));
    }

    /// <summary>Of several bridges one has a channel; when it gives it back, or is gone and its claim has lapsed, another one has it.</summary>
    [Fact]
    public async Task OneBridgeHasAChannel()
    {
        DeliveryStore store = Open();
        string channel = Add(store, "one");
        bool[] won = await Task.WhenAll(Enumerable.Range(0, 8).Select(bridge => Task.Run(() => Another().Claim(channel, $"bridge-{bridge}") != null)));
        Assert.Single(won, claimed => claimed);
        string winner = $"bridge-{Array.IndexOf(won, true)}";
        store.Renew(winner);
        Assert.Null(store.Claim(channel, "late"));
        store.Settle(channel, "somebody else", [], null, Sample.Morning);
        Assert.Null(store.Claim(channel, "late"));
        store.Settle(channel, winner, [], null, Sample.Morning);
        Assert.NotNull(store.Claim(channel, "late"));
        _opened[0].Write(work => work.Execute($"UPDATE channel SET claimed_until = {_opened[0].NowSql} - 1"));
        Assert.NotNull(store.Claim(channel, "later"));
        Assert.Null(store.Claim("removed", "later"));
    }

    /// <summary>What was delivered stays delivered, whatever a bridge that has lost its claim says afterwards.</summary>
    [Fact]
    public void WhatIsDeliveredStaysSo()
    {
        DeliveryStore store = Open();
        string channel = Add(store, "one");
        store.HandOut([Notice(1)]);
        DeliveryLine line = Assert.Single(store.Waiting(channel, Sample.Morning));
        Assert.Equal(("one", Sample.Morning), (store.Find(channel)!.Settings.Name, Assert.Single(store.Due()).Due));
        store.Settle(channel, "a", [new DeliveryChange(line.Id, "delivered", 1, Sample.Morning, 200, "ok")], Sample.Morning.AddMinutes(1), Sample.Morning);
        store.Settle(channel, "b", [new DeliveryChange(line.Id, "waiting", 1, Sample.Morning, 500, "failed")], null, Sample.Morning);
        Assert.Empty(store.Due());
        DeliveryLine kept = Assert.Single(store.Read(channel, "delivered", long.MaxValue, 10));
        Assert.Equal((1, 200L, "ok", Sample.Morning), (kept.Attempts, kept.Status, kept.Words, kept.TriedAt));
        store.Forget(Sample.Morning.AddDays(91));
        Assert.Empty(store.Read(null, null, long.MaxValue, 10));
    }

    /// <summary>Settings and secrets come back as they were kept, and a name is one channel's.</summary>
    [Fact]
    public void AChannelComesBack()
    {
        DeliveryStore store = Open();
        var settings = new ChannelSettings { Name = "值班群", Kind = ChannelKind.Mail, Host = "mail.house", Port = 587, To = ["a@b.c"], Quiet = new QuietHours(1320, 480), LeastPriority = Priority.Alarm, Topics = ["swap"] };
        var channel = new Channel(DeliveryStore.NewId(), settings, new ChannelSecrets(Password: "pass"));
        Assert.True(store.Keep(channel));
        Channel found = store.Find(channel.Id)!;
        Assert.Equal((settings.Kind, settings.Quiet, settings.LeastPriority, "a@b.c", "swap", "pass"), (found.Settings.Kind, found.Settings.Quiet, found.Settings.LeastPriority, found.Settings.To[0], found.Settings.Topics[0], found.Secrets.Password));
        Assert.False(store.Keep(channel with { Id = DeliveryStore.NewId() }));
        Assert.True(store.Keep(channel with { Settings = settings with { Name = "other" } }));
        Assert.Equal(["other"], store.Channels().Select(kept => kept.Settings.Name));
        Assert.True(store.Remove(channel.Id));
        Assert.False(store.Remove(channel.Id));
    }

    /// <summary>Opens the database of the test once more, as another bridge has it.</summary>
    protected abstract Database OpenDatabase();

    /// <summary>Another bridge on the same database.</summary>
    protected virtual DeliveryStore Another() => Open();

    /// <summary>A store over the database.</summary>
    protected DeliveryStore Open()
    {
        Database database = OpenDatabase();
        Schema.Migrate(database);
        lock (_opened)
        {
            _opened.Add(database);
        }

        return new DeliveryStore(database, new MasterKey(Key));
    }

    private static string Add(DeliveryStore store, string name, bool enabled = true)
    {
        string id = DeliveryStore.NewId();
        Assert.True(store.Keep(new Channel(id, new ChannelSettings { Name = name, Enabled = enabled, Address = "https://receiver.example" }, new ChannelSecrets("", "secret"))));
        return id;
    }

    private static SentNotice Notice(int position) => new(new Notice($"swap/{position}", "swap", "hotline", "", "", Sample.Morning, ["S09"]), position, Sample.Morning);
}

/// <summary>The delivery log on SQLite, whose one writer all in the process share.</summary>
public sealed class SqliteDeliveryStoreTests : DeliveryStoreContract
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("dutykiosk-delivery-").FullName;
    private DeliveryStore? _shared;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync()
    {
        _shared = Open();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        System.IO.Directory.Delete(_folder, true);
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new SqliteDatabase(SqliteDatabase.PathIn(_folder));

    /// <inheritdoc/>
    protected override DeliveryStore Another() => _shared!;
}

/// <summary>The delivery log on PostgreSQL, which several bridges have at once.</summary>
public sealed class PostgresDeliveryStoreTests(PostgresServer server) : DeliveryStoreContract
{
    private string _database = "";

    /// <inheritdoc/>
    public override async ValueTask InitializeAsync() => _database = await server.NewDatabaseAsync();

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new PostgresDatabase(_database, TimeProvider.System);
}
