using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests;

/// <summary>Which of several bridges leads.</summary>
public sealed class LeadershipTests(PostgresServer server) : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-lead-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, true);

    /// <summary>What comes of every answer, by whether the bridge leads, whether it may follow, and for how many seconds nobody had the lease; -1: another bridge has it.</summary>
    [Theory]
    [InlineData(true, true, 0, LeadTurn.Stay)]
    [InlineData(true, true, -1, LeadTurn.Follow)]
    [InlineData(false, true, -1, LeadTurn.Stay)]
    [InlineData(false, true, 0, LeadTurn.TakeOver)]
    [InlineData(false, true, 15, LeadTurn.TakeOver)]
    [InlineData(false, true, 16, LeadTurn.Begin)]
    [InlineData(true, false, 0, LeadTurn.Stay)]
    [InlineData(true, false, 60, LeadTurn.Stay)]
    [InlineData(true, false, -1, LeadTurn.End)]
    [InlineData(false, false, -1, LeadTurn.End)]
    public void TheLeaseDecides(bool leads, bool mayFollow, int idleSeconds, LeadTurn turn)
    {
        TimeSpan? idle = idleSeconds < 0 ? null : TimeSpan.FromSeconds(idleSeconds);
        (LeadState next, LeadTurn found) = new LeadState(leads, Now, Now).WhenAnswered(idle, mayFollow, Now);
        Assert.Equal(turn, found);
        Assert.Equal(idle != null, next.Leads);
        Assert.Equal(Now + LeadState.Renewal, next.NextLook);
    }

    /// <summary>Who was held up for as long as his lease lasts follows before he asks again.</summary>
    [Theory]
    [InlineData(true, true, LeadTurn.Follow)]
    [InlineData(true, false, LeadTurn.Stay)]
    [InlineData(false, true, LeadTurn.Stay)]
    public void ALapsedLeaseIsLost(bool leads, bool mayFollow, LeadTurn turn)
    {
        Assert.Equal(turn, new LeadState(leads, Now, Now + LeadState.Renewal).WhenNotAsked(mayFollow, Now).Turn);
        Assert.Equal(LeadTurn.Stay, new LeadState(leads, Now + TimeSpan.FromTicks(1), Now + LeadState.Renewal).WhenNotAsked(mayFollow, Now).Turn);
    }

    /// <summary>A bridge with a broker of its own that stood still while another took its database over ends, and the other goes on.</summary>
    [Fact]
    public async Task ABridgeThatLostItsDatabaseEnds()
    {
        string database = await server.NewDatabaseAsync();
        await using BridgeHost one = await StartAsync("one", database);
        using var held = new ManualResetEventSlim();
        using var free = new ManualResetEventSlim();
        Task standstill = Task.Run(
            () => one.Core.Read((_, _) =>
            {
                held.Set();
                free.Wait(TestContext.Current.CancellationToken);
                return 0;
            }),
            TestContext.Current.CancellationToken);
        held.Wait(TestContext.Current.CancellationToken);
        await Task.Run(() => Expire(database), TestContext.Current.CancellationToken);
        await using BridgeHost two = await StartAsync("two", database);
        free.Set();
        await standstill;
        await Until.HoldsAsync(() => one.Completion.IsCompleted);
        await Assert.ThrowsAsync<LeaseLostException>(() => one.Completion);
        Assert.False(one.Core.Leads);
        Assert.True(two.Core.Leads);
        Assert.False(two.Completion.IsCompleted);
    }

    private static void Expire(string connection)
    {
        using var database = new PostgresDatabase(connection, TimeProvider.System);
        database.Write(work => work.Execute("UPDATE lease SET until = until - 60000"));
    }

    private Task<BridgeHost> StartAsync(string name, string database)
    {
        return BridgeHost.StartAsync(
            new BridgeOptions { DataFolder = Path.Combine(_folder, name), MasterKey = Path.Combine(_folder, "master.key"), Database = database, Port = 0, MqttPort = 0, TlsPort = -1 }, TimeProvider.System);
    }
}
