using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Admin;

/// <summary>A start that cannot succeed says why in one sentence.</summary>
public sealed class StartTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-start-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>A broken roster is told with file, line and remedy.</summary>
    [Theory]
    [InlineData("zone: Asia/Shanghai\nstaff:\n- id: S01\n  roll: leader\n", "roster.yaml, line 4: Property 'roll' not found")]
    [InlineData("zone: Mars/Olympus\n", "'Mars/Olympus' is no time zone")]
    [InlineData("staff:\n- id: S01\n  role: king\n", "role 'king' is none of operator, leader, supervisor, manager, auditor")]
    [InlineData("staff:\n- id: S01\n  badges: [XYZ]\n", "badge 'XYZ' is no UID")]
    [InlineData("posts:\n- id: p\n  parameters: { windowMn: \"5\" }\n", "there is no parameter 'windowMn'")]
    [InlineData("posts:\n- id: p\n  parameters: { windowMin: \"5000\" }\n", "windowMin is '5000', but must be a whole number from 0 to 240")]
    [InlineData("posts:\n- id: p\nshifts:\n- id: D1\n  post: p\n  start: 2026-03-01 20:00\n  end: 2026-03-01 08:00\n", "not after its start")]
    [InlineData("", "roster.yaml: it has no posts")]
    [InlineData("zone: Asia/Shanghai\n", "roster.yaml: it has no posts")]
    [InlineData("posts:\n-\n", "posts: number 1 is empty")]
    [InlineData("posts:\n- id: p\nstaff:\n- id: S01\n  badges:\n  - 04A1B2C3\n  -\n", "staff: S01: badges: number 2 is empty")]
    [InlineData("posts:\n- id: p\n  parameters:\n    windowMin:\n", "posts: p: parameters: number 1 is empty")]
    [InlineData("posts:\n- id: p\nrotations:\n- post: p\n  from: 2026-11-26\n  teams:\n  -\n", "teams: number 1 is empty")]
    [InlineData("posts:\n- id: p\nrotations:\n- post: p\n  from: 9999-12-31\n  teams:\n  - leader:\n", "is no day on which it can begin")]
    [InlineData("posts:\n- id: p\nshifts:\n- id: A\n  post: p\n  start: 9999-12-31 08:00\n  end: 9999-12-31 23:59\n", "correct the year")]
    [InlineData("? [a, b]\n: 1\n", "roster.yaml")]
    [InlineData("posts: &a\n- *a\n", "roster.yaml")]
    public async Task ABrokenRosterIsTold(string yaml, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "roster.yaml"), yaml, TestContext.Current.CancellationToken);
        StartupException exception = await Assert.ThrowsAsync<StartupException>(() => StartAsync());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    /// <summary>A key without a value says the same as no key.</summary>
    [Fact]
    public async Task EmptyKeysAreNoFault()
    {
        const string Yaml = "zone:\nposts:\n- id: hotline\n  name:\n  pack:\n  parameters:\nstaff:\n- id: S01\n  name:\n  role:\n  badges:\n  blocked:\nshifts:\n- id: A\n  post: hotline\n  start: 2026-11-26 08:00\n  end: 2026-11-26 20:00\n  leader:\n  deputies:\n  crew:\n  doubles:\n  supervisor:\nrotations:\ncalendar:\n";
        await File.WriteAllTextAsync(Path.Combine(_data, "roster.yaml"), Yaml, TestContext.Current.CancellationToken);
        await using BridgeHost bridge = await StartAsync();
        Assert.Equal("hotline", bridge.Core.Read((room, _) => room.Roster.Document.Posts[0].Id));
        Assert.NotEmpty(HostBridge.Web.Board.BoardView.Of(Language.Bilingual, bridge.Core).Posts);
    }

    /// <summary>A terminals' file that cannot be used is told in one sentence as well.</summary>
    [Theory]
    [InlineData("", "siteKey must be 64 hex digits")]
    [InlineData("siteKey: KEY\nterminals:\n-\n", "one of the terminals is empty")]
    [InlineData("siteKey: KEY\nterminals:\n- id: T1\n  post:\n  key: KEY\n", "terminal 'T1' wants an id, a post and a key")]
    [InlineData("siteKey: KEY\nterminals:\n- id: T1\n  post: p\n  key:\n", "terminal 'T1' wants an id, a post and a key")]
    [InlineData("siteKey: KEY\nterminals:\n- id: T1\n  post: p\n  key: KEY\n- id: T1\n  post: p\n  key: KEY\n", "terminal 'T1' stands there twice")]
    [InlineData("siteKey: KEY\nterminals:\n- id: bridge\n  post: p\n  key: KEY\n", "has the bridge's own name")]
    public async Task ABrokenTerminalsFileIsTold(string yaml, string message)
    {
        await File.WriteAllTextAsync(Path.Combine(_data, "terminals.yaml"), yaml.Replace("KEY", new string('5', 64), StringComparison.Ordinal), TestContext.Current.CancellationToken);
        StartupException exception = await Assert.ThrowsAsync<StartupException>(() => StartAsync());
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    /// <summary>Ports in use, a folder in use, an open address without passwords.</summary>
    [Fact]
    public async Task WhatIsInUseIsTold()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string number = port.ToString(CultureInfo.InvariantCulture);
        Assert.Contains($"web port {number}", (await Assert.ThrowsAsync<StartupException>(() => StartAsync(port: port))).Message, StringComparison.Ordinal);
        Assert.Contains($"MQTT port {number}", (await Assert.ThrowsAsync<StartupException>(() => StartAsync(mqttPort: port))).Message, StringComparison.Ordinal);
        Assert.Contains("T1 has none", (await Assert.ThrowsAsync<StartupException>(() => StartAsync(listen: "0.0.0.0"))).Message, StringComparison.Ordinal);
        await using BridgeHost first = await StartAsync();
        Assert.Contains("Another bridge uses", (await Assert.ThrowsAsync<StartupException>(() => StartAsync())).Message, StringComparison.Ordinal);
    }

    /// <summary>A start that fails at its last step has ended everything that it began: the ports and the folder are free again.</summary>
    [Fact]
    public async Task AFailedStartLeavesNothingOpen()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int mqtt = Programs.FreePort();
        await Assert.ThrowsAsync<StartupException>(() => StartAsync(port: ((IPEndPoint)taken.LocalEndpoint).Port, mqttPort: mqtt));
        Assert.False(File.Exists(Path.Combine(_data, "bridge.db-wal")));
        await using BridgeHost bridge = await StartAsync(mqttPort: mqtt);
        Assert.Equal(mqtt, bridge.MqttPort);
    }

    private Task<BridgeHost> StartAsync(int port = 0, int mqttPort = 0, string listen = "127.0.0.1")
    {
        return BridgeHost.StartAsync(new BridgeOptions { DataFolder = _data, Port = port, MqttPort = mqttPort, TlsPort = -1, Listen = listen, LogLevel = Microsoft.Extensions.Logging.LogLevel.Warning }, TimeProvider.System);
    }
}
