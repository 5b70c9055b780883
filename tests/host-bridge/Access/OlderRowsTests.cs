using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>What decides who comes in is bound to the master key when an older database is brought to this version, and at no other time.</summary>
public sealed class OlderRowsTests : IAsyncLifetime
{
    private const string Back =
        "DROP TABLE erased_bytes; DROP TABLE health_sample; DROP TABLE ended_session; DROP TABLE firmware_image; ALTER TABLE app_user DROP COLUMN seal; ALTER TABLE api_key DROP COLUMN seal; ALTER TABLE api_key DROP COLUMN maker; ALTER TABLE one_time_link DROP COLUMN seal; "
        + "UPDATE schema_version SET version = 7; PRAGMA user_version = 7;";

    private AccessBench _bench = null!;
    private string _key = "";
    private string _kept = "";

    private string MasterPath => Path.Combine(_bench.Folder, MasterKey.FileName);

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        AppUser user = _bench.MakeUser("wang", "manager");
        _key = _bench.Keys.Create("script", ["read-board"], null, Caller.Console).Text;
        _kept = _bench.Keys.Create("hers", ["read-board"], null, new Caller(user.Name, "", user.Role, "", user.Id, "", Rights.Of(user.Role))).Text;
        Assert.True(new DeliveryStore(_bench.Host.Core.Log.Database, MasterKey.Load(MasterPath, mayMake: false)).Keep(new Channel("c1", Settings, new ChannelSecrets("", "shared"))));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>Users, keys and channels of before go on as they stood, and keys with whoever made them.</summary>
    [Fact]
    public async Task AnOlderDatabaseGoesOn()
    {
        await _bench.RestartAsync(MakeOlder);
        Assert.Equal("manager", _bench.Accounts.Users.FindByName("wang")!.Role);
        Assert.NotNull(_bench.Keys.Find(_key));
        Assert.Equal($"user/{_bench.Accounts.Users.FindByName("wang")!.Id}", _bench.Keys.Find(_kept)!.Maker);
        Assert.Equal("shared", Channels.Find("c1")!.Secrets.Signing);
        Assert.Empty(_bench.Accounts.Users.Foreign());
    }

    /// <summary>Whoever sets the schema's number back once the rows are bound has nothing bound that he has changed.</summary>
    [Fact]
    public async Task ANumberThatIsSetBackBindsNothing()
    {
        await _bench.RestartAsync(() => OtherHand.Change(_bench.Folder, Back + "UPDATE app_user SET password_hash = 'mine'"));
        Assert.Empty(_bench.Accounts.Users.All());
        Assert.Equal(["wang"], _bench.Accounts.Users.Foreign());
        Assert.Null(_bench.Keys.Find(_key));
        Assert.Null(_bench.Host.FirstManagerLink);
    }

    /// <summary>An older database whose master key is missing stays as it is: the start says what to do.</summary>
    [Fact]
    public async Task WithoutTheMasterKeyNothingIsBound()
    {
        await _bench.RestartAsync(() =>
        {
            MakeOlder();
            File.Move(MasterPath, MasterPath + ".away");
            Assert.Contains("is missing", Assert.Throws<StartupException>(() => BridgeStore.Open(_bench.Options, _bench.Time)).Message, StringComparison.Ordinal);
            File.Move(MasterPath + ".away", MasterPath);
        });
        Assert.Single(_bench.Accounts.Users.All());
    }

    /// <summary>A channel that another hand points at another receiver has no secrets any more, whatever of the receiver it changes.</summary>
    [Theory]
    [InlineData("https://receiver.example/in", "https://evil.example/in")]
    [InlineData("\"kind\":\"Webhook\"", "\"kind\":\"DingTalk\"")]
    [InlineData("\"port\":0", "\"port\":25")]
    [InlineData("\"host\":\"\"", "\"host\":\"evil.example\"")]
    [InlineData("\"security\":\"StartTls\"", "\"security\":\"None\"")]
    public async Task AChannelThatIsPointedElsewhereHasNoSecrets(string from, string to)
    {
        Assert.False(Channels.Channels().Single().Secrets.IsLost);
        await _bench.RestartAsync(() => OtherHand.Change(_bench.Folder, $"UPDATE channel SET settings = replace(settings, '{from}', '{to}')"));
        Channel channel = Channels.Channels().Single();
        Assert.Equal((true, ""), (channel.Secrets.IsLost, channel.Secrets.Signing));
    }

    private static ChannelSettings Settings => new() { Name = "hook", Kind = ChannelKind.Webhook, Address = "https://receiver.example/in" };

    private DeliveryStore Channels => new(_bench.Host.Core.Log.Database, MasterKey.Load(MasterPath, mayMake: false));

    // As a bridge of version 7 has left it.
    private void MakeOlder()
    {
        using var master = MasterKey.Load(MasterPath, mayMake: false);
        using var database = new SqliteDatabase(SqliteDatabase.PathIn(_bench.Folder));
        byte[] key = BridgeStore.SealKeyOf(database, master, MasterPath)!;
        database.Write(work =>
        {
            work.Execute("UPDATE secret SET value = @value WHERE name = 'seal'", ("@value", master.Seal(key, "seal")));
            work.Execute("UPDATE channel SET secrets = @secrets", ("@secrets", master.Seal(JsonSerializer.SerializeToUtf8Bytes(new ChannelSecrets("", "shared"), JsonSerializerOptions.Web), "channel/c1")));
            work.Execute("UPDATE api_key SET made_by = 'console' WHERE name = 'script'");
            return 0;
        });
        OtherHand.Change(_bench.Folder, Back);
    }
}
