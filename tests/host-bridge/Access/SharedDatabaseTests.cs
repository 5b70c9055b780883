using System;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Two bridges of one PostgreSQL database.</summary>
public sealed class SharedDatabaseTests(PostgresServer server) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-two-").FullName;
    private BridgeHost _one = null!;
    private BridgeHost _two = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        string database = await server.NewDatabaseAsync();
        Directory.CreateDirectory(Path.Combine(_folder, "one"));

        // Two bridges have an outside broker; that nobody answers there keeps nobody from signing in.
        BridgeOptions Options(string name) => new() { DataFolder = Path.Combine(_folder, name), MasterKey = Path.Combine(_folder, "master.key"), Database = database, Broker = "mqtt://127.0.0.1:1", Port = 0 };
        _one = await BridgeHost.StartAsync(Options("one"), TimeProvider.System);
        _two = await BridgeHost.StartAsync(Options("two"), TimeProvider.System);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <summary>Each prints a link that works; with the first manager both are dead. A session of one bridge is good at the other, and so is a key, until it is revoked at either.</summary>
    [Fact]
    public async Task WhoIsInAtOneIsInAtTheOther()
    {
        Assert.NotEqual(_one.FirstManagerLink, _two.FirstManagerLink);
        UserAccounts accounts = _one.Services.GetRequiredService<UserAccounts>();
        string code = _one.FirstManagerLink!.Split('=')[1];
        Assert.NotNull(accounts.MakeFirst(code, "wang", AccessBench.Password).User);
        Assert.False(_two.Services.GetRequiredService<UserAccounts>().IsFirstLink(_two.FirstManagerLink!.Split('=')[1]));

        using var browser = new Browser(_one.WebAddress);
        (await browser.SignInAsync("wang", AccessBench.Password)).Dispose();
        Assert.Equal(HttpStatusCode.OK, await AskAsync("Cookie", browser.Cookies));
        (ApiKey? key, string text, _) = _one.Services.GetRequiredService<ApiKeys>().Create("script", ["manage-users"], null, Caller.Console);
        Assert.Equal(HttpStatusCode.OK, await AskAsync("X-Api-Key", text));
        _two.Services.GetRequiredService<ApiKeys>().Revoke(key!.Id);
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("X-Api-Key", text));
    }

    private async Task<HttpStatusCode> AskAsync(string header, string value)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        client.DefaultRequestHeaders.TryAddWithoutValidation(header, value);
        using HttpResponseMessage answer = await client.GetAsync(new Uri(_two.WebAddress + "/api/v1/users"), TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
