using System;
using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Store;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A whole bridge with a clock that stands still until it is moved, for who may do what.</summary>
public sealed class AccessBench : IAsyncDisposable
{
    /// <summary>The password of everybody.</summary>
    public const string Password = "correct horse battery";

    private readonly Func<BridgeOptions, BridgeOptions> _change;

    private AccessBench(Func<BridgeOptions, BridgeOptions> change)
    {
        _change = change;
    }

    /// <summary>The clock. The keys of sessions go by the machine's, so it begins there.</summary>
    public MovedTime Time { get; } = new();

    /// <summary>The data folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("dutykiosk-access-").FullName;

    /// <summary>What the bridge was started with.</summary>
    public BridgeOptions Options => _change(new BridgeOptions { DataFolder = Folder, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning });

    /// <summary>The bridge since the last start.</summary>
    public BridgeHost Host { get; private set; } = null!;

    /// <summary>What is done to users.</summary>
    public UserAccounts Accounts => Host.Services.GetRequiredService<UserAccounts>();

    /// <summary>The keys.</summary>
    public ApiKeys Keys => Host.Services.GetRequiredService<ApiKeys>();

    /// <summary>Starts a bridge on a new folder.</summary>
    public static async Task<AccessBench> StartAsync(Func<BridgeOptions, BridgeOptions>? change = null)
    {
        var bench = new AccessBench(change ?? (options => options));
        bench.Host = await BridgeHost.StartAsync(bench.Options, bench.Time);
        return bench;
    }

    /// <summary>Stops it and starts it again, with something done to its folder in between.</summary>
    public async Task RestartAsync(Action? meanwhile = null)
    {
        await Host.DisposeAsync();
        meanwhile?.Invoke();
        Host = await BridgeHost.StartAsync(Options, Time);
    }

    /// <summary>Makes a user with the password of everybody.</summary>
    public AppUser MakeUser(string name, string role, string staff = "")
    {
        (_, string code, Refusal? refusal) = Accounts.Add(name, role, new UserChange(Staff: staff), UserAccounts.Console);
        return Accounts.ChoosePassword(code, Password).User ?? throw new InvalidOperationException(refusal?.Sentence);
    }

    /// <summary>A browser that nobody has signed in with.</summary>
    public Browser Open() => new(Host.WebAddress);

    /// <summary>A browser with which somebody has signed in.</summary>
    public async Task<Browser> SignInAsync(string name, string password = Password)
    {
        Browser browser = Open();
        (await browser.SignInAsync(name, password)).Dispose();
        return browser;
    }

    /// <summary>The texts of the audit log, oldest first: who, what, to whom, outcome.</summary>
    public string[] Audit()
    {
        return [.. Host.Core.Log.ReadKind(LogKind.Audit, 0, 1000).ConvertAll(AuditAct.Of).ConvertAll(act => $"{act.By} {act.Action} {act.Target} {act.Outcome}".Replace("  ", " ", StringComparison.Ordinal))];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Directory.Delete(Folder, true);
    }
}
