using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using MQTTnet.Exceptions;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>The broker over TLS: who trusts the CA and has the password is served as without it, and everybody else is refused and counted while the service stays up.</summary>
public sealed class TlsTests
{
    /// <summary>A terminal that trusts the CA is served over TLS 1.2, which is the ESP32's, and over 1.3: its record is stored when it is acknowledged.</summary>
    [Theory]
    [InlineData(SslProtocols.Tls12)]
    [InlineData(SslProtocols.Tls13)]
    public async Task WhoTrustsTheAuthorityIsServed(SslProtocols protocol)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        using IMqttClient client = await ConnectAsync(bridge, "T1", protocol: protocol);
        Assert.True(await RunningBridge.PublishAsync(client, bridge.Terminal.EventTopic, bridge.Terminal.Next()));
        LogEntry entry = Assert.Single(bridge.Host.Core.Log.ReadRecords("T1", 0, 10));
        Assert.Equal(Proof.Ok, await ProofAsync(bridge, entry.Position));
    }

    /// <summary>Who does not trust the CA, or asks for another host, goes away before it has told its password, and is counted.</summary>
    [Theory]
    [InlineData(false, "localhost")]
    [InlineData(true, "evil.example")]
    public async Task WhoDoesNotTrustItIsNotServed(bool trusts, string host)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);

        // .NET looks at the certificate when the handshake is over, other clients while it lasts; so what the broker sees is a connection without a CONNECT.
        double before = await metrics.RefusedAsync("no-connect");
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => ConnectAsync(bridge, "T1", trusts: trusts, host: host));
        await metrics.RefusedAtLeastAsync("no-connect", before + 1);
        await ServesAsync(bridge);
    }

    /// <summary>TLS does not stand in for the password.</summary>
    [Theory]
    [InlineData("wrong")]
    [InlineData(null)]
    public async Task AWrongPasswordIsRefused(string? password)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(change: terminals => terminals.Terminals[0].Password = "right", tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync("password");
        using IMqttClient refused = await ConnectAsync(bridge, "T1", password);
        Assert.False(refused.IsConnected);
        Assert.True(await metrics.RefusedAsync("password") > before);
        using IMqttClient client = await ConnectAsync(bridge, "T1", "right");
        Assert.True(client.IsConnected);
    }

    /// <summary>An id that was never enrolled is let in nowhere, from this machine neither, whatever it says for a password; an enrolled one without a password is, on loopback.</summary>
    [Theory]
    [InlineData(true, null)]
    [InlineData(true, "guess")]
    [InlineData(false, null)]
    [InlineData(false, "guess")]
    public async Task WhoWasNeverEnrolledIsRefused(bool tls, string? password)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync("unknown");
        using IMqttClient refused = tls ? await ConnectAsync(bridge, "X9", password) : await bridge.ConnectAsync("X9", password);
        Assert.False(refused.IsConnected);
        await metrics.RefusedAtLeastAsync("unknown", before + 1);
        await ServesAsync(bridge);
    }

    /// <summary>TLS 1.1 and older are refused: nobody deploys a terminal that speaks them.</summary>
    [Fact]
    public async Task OldProtocolsAreRefused()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync("tls-failed");
        using Socket socket = await OpenAsync(bridge.Host.TlsPort);

        // A ClientHello of TLS 1.0 with one cipher suite and nothing else.
        byte[] hello = [1, 0, 0, 43, 3, 1, .. new byte[32], 0, 0, 2, 0xC0, 0x13, 1, 0];
        hello[3] = (byte)(hello.Length - 4);
        await socket.SendAsync((byte[])[0x16, 3, 1, 0, (byte)hello.Length, .. hello]);
        await ClosedAsync(socket);
        await metrics.RefusedAtLeastAsync("tls-failed", before + 1);
        await ServesAsync(bridge);
    }

    /// <summary>Who speaks plain MQTT, or nonsense, where TLS is spoken is refused, and so is who speaks TLS or HTTP where plain MQTT is.</summary>
    [Theory]
    [InlineData(true, "\u0010\u000e\u0000\u0004MQTT\u0004\u0002\u0000\u0000\u0000\u0002T1", "tls-failed")]
    [InlineData(true, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "tls-failed")]
    [InlineData(false, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", "not-mqtt")]
    [InlineData(false, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "not-mqtt")]
    public async Task TheWrongProtocolIsRefused(bool tls, string says, string why)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync(why);
        using Socket socket = await OpenAsync(tls ? bridge.Host.TlsPort : bridge.Host.MqttPort);
        await socket.SendAsync(Encoding.Latin1.GetBytes(says));
        await ClosedAsync(socket);
        await metrics.RefusedAtLeastAsync(why, before + 1);
        await ServesAsync(bridge);
    }

    /// <summary>A handshake that never begins, or never ends, is cut off.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public async Task AHandshakeThatNeverEndsIsCutOff(int bytes)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(new BrokerLimits { ConnectPatience = TimeSpan.FromMilliseconds(400) }, tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync("tls-timeout");
        using Socket socket = await OpenAsync(bridge.Host.TlsPort);
        await socket.SendAsync(new byte[] { 0x16, 3, 1, 2, 0, 1, 0 }.AsMemory(0, bytes), TestContext.Current.CancellationToken);
        await ClosedAsync(socket);
        await metrics.RefusedAtLeastAsync("tls-timeout", before + 1);
    }

    /// <summary>Behind a handshake the bounds are those of a plain connection: silence, packets that are too large, and packets that do not end.</summary>
    [Theory]
    [InlineData(new byte[0], "no-connect")]
    [InlineData(new byte[] { 0x10, 0xFF, 0xFF, 0xFF, 0x7F }, "oversized")]
    [InlineData(new byte[] { 0x10, 0x7F, 0x00 }, "too-slow")]
    [InlineData(new byte[] { 0xC0, 0x00 }, "not-mqtt")]
    public async Task TheBoundsHoldBehindAHandshake(byte[] says, string why)
    {
        var limits = new BrokerLimits { ConnectPatience = TimeSpan.FromSeconds(5), PacketPatience = TimeSpan.FromSeconds(3) };
        await using RunningBridge bridge = await RunningBridge.StartAsync(limits, tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync(why);
        using Socket socket = await OpenAsync(bridge.Host.TlsPort);
        await using SslStream stream = await SecureAsync(bridge, socket);
        await stream.WriteAsync(says, TestContext.Current.CancellationToken);
        await ClosedAsync(stream);
        await metrics.RefusedAtLeastAsync(why, before + 1);
        await ServesAsync(bridge);
    }

    /// <summary>A terminal that is connected cannot send a packet above the bound, nor publish to another's topics, and loses its connection by trying.</summary>
    [Theory]
    [InlineData("dutykiosk/v1/T1/event", 5000, "oversized")]
    [InlineData("dutykiosk/v1/T2/event", 10, "foreign-topic")]
    public async Task WhatIsNotAllowedEndsTheConnection(string topic, int bytes, string why)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        double before = await metrics.RefusedAsync(why);
        using IMqttClient client = await ConnectAsync(bridge, "T1");
        Assert.False(await RunningBridge.PublishAsync(client, topic, new byte[bytes]));
        await metrics.RefusedAtLeastAsync(why, before + 1);
        Assert.Empty(bridge.Host.Core.Log.ReadRecords(null, 0, 10));
        await ServesAsync(bridge);
    }

    /// <summary>What is no record is acknowledged, kept apart and counted, and bars nothing behind it: malformed and deep JSON, and bytes that are no UTF-8.</summary>
    [Fact]
    public async Task WhatIsNoRecordIsCounted()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        const string Quarantined = "dutykiosk_records_quarantined_total";
        double before = await metrics.ReadAsync(Quarantined);
        using IMqttClient client = await ConnectAsync(bridge, "T1");
        byte[][] hostile =
        [
            [],
            "{"u8.ToArray(),
            "{\"v\":1,\"terminal\":\"T1\",\"seq\":1e999}"u8.ToArray(),
            Encoding.ASCII.GetBytes(new string('[', 600)),
            Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 120)) + "1" + new string('}', 120)),
            [0xFF, 0xFE, 0xC0, 0x80],
            [(byte)'{', (byte)'"', 0xED, 0xA0, 0x80, (byte)'"', (byte)':', (byte)'1', (byte)'}'],
        ];
        foreach (byte[] payload in hostile)
        {
            Assert.True(await RunningBridge.PublishAsync(client, bridge.Terminal.EventTopic, payload));
        }

        Assert.True(await RunningBridge.PublishAsync(client, bridge.Terminal.EventTopic, bridge.Terminal.Next()));
        LogEntry last = bridge.Host.Core.Log.ReadRecords("T1", 0, 100)[^1];
        Assert.Equal(Proof.Ok, await ProofAsync(bridge, last.Position));
        Assert.True(await metrics.ReadAsync(Quarantined) >= before + hostile.Length);
    }

    /// <summary>A record that is sent again, by whoever has recorded it, is acknowledged, counted and not stored twice.</summary>
    [Fact]
    public async Task AReplayedRecordIsCounted()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        var metrics = new BridgeMetrics(bridge);
        const string Duplicates = "dutykiosk_records_duplicate_total";
        double before = await metrics.ReadAsync(Duplicates);
        using IMqttClient client = await ConnectAsync(bridge, "T1");
        byte[] record = bridge.Terminal.Next();
        for (int i = 0; i < 5; i++)
        {
            Assert.True(await RunningBridge.PublishAsync(client, bridge.Terminal.EventTopic, record));
        }

        Assert.Single(bridge.Host.Core.Log.ReadRecords("T1", 0, 10));
        Assert.True(await metrics.ReadAsync(Duplicates) >= before + 4);
    }

    /// <summary>Plain and TLS connections are counted together: one kind cannot be used to get past the bound of the other.</summary>
    [Fact]
    public async Task BothListenersShareTheLimits()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(new BrokerLimits { ConnectionsAnAddress = 2 }, tls: true);
        using IMqttClient plain = await bridge.ConnectAsync("T2");
        using IMqttClient secure = await ConnectAsync(bridge, "T1");
        foreach (int port in new[] { bridge.Host.MqttPort, bridge.Host.TlsPort })
        {
            using Socket tooMany = await OpenAsync(port);
            await ClosedAsync(tooMany);
        }

        Assert.True(plain.IsConnected);
        Assert.True(secure.IsConnected);
        await secure.DisconnectAsync(cancellationToken: TestContext.Current.CancellationToken);
    }

    /// <summary>A certificate that has run out is renewed by the start, and terminals that trust the CA are served with the new one.</summary>
    [Fact]
    public async Task AnExpiredCertificateIsRenewedAtStart()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using CertificateAuthority authority = CertificateAuthority.Open(bridge.Folder, now, mayMake: false);

        // One that was due for renewal, and has ended since.
        string expired = File.ReadAllText(authority.ServerPath);
        authority.Renew(["localhost"], new DateTimeOffset(authority.Certificate.NotBefore.ToUniversalTime()).AddDays(-390)).Dispose();
        Assert.NotEqual(expired, File.ReadAllText(authority.ServerPath));
        await bridge.RestartAsync();
        using IMqttClient client = await ConnectAsync(bridge, "T1");
        Assert.True(client.IsConnected);
        using X509Certificate2 server = authority.ReadServer();
        Assert.True(new DateTimeOffset(server.NotAfter) > now.AddDays(390));
    }

    /// <summary>A certificate that has ended is refused by who trusts the CA that has signed it, before anything is told; the bridge itself shows none such: it makes another.</summary>
    [Fact]
    public async Task AnExpiredCertificateIsRefused()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(tls: true);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using CertificateAuthority authority = CertificateAuthority.Open(bridge.Folder, now, mayMake: false);
        TimeSpan life;
        using (X509Certificate2 fresh = authority.ReadServer())
        {
            life = fresh.NotAfter - authority.Certificate.NotBefore;
        }

        // As if it had been made so long ago that it ended an hour before this.
        using X509Certificate2 expired = authority.Renew(["localhost"], now - life - TimeSpan.FromHours(1) + (now - new DateTimeOffset(authority.Certificate.NotBefore)));
        Assert.InRange(new DateTimeOffset(expired.NotAfter), new DateTimeOffset(expired.NotBefore), now);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        Task<int> told = ToldAsync(listener, expired);
        await Assert.ThrowsAnyAsync<MqttCommunicationException>(() => ConnectAsync(bridge, "T1", port: port));
        Assert.Equal(0, await told.WaitAsync(Until.Limit, TestContext.Current.CancellationToken));

        // It is for its end alone that it is refused.
        told = ToldAsync(listener, expired);
        using (Socket socket = await OpenAsync(port))
        {
            AuthenticationException refused = await Assert.ThrowsAsync<AuthenticationException>(() => SecureAsync(bridge, socket));
            Assert.EndsWith(": NotTimeValid", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(0, await told.WaitAsync(Until.Limit, TestContext.Current.CancellationToken));

        // It looks at its files once a second; until then it shows what it had.
        using var limit = new CancellationTokenSource(Until.Limit);
        string ended = File.ReadAllText(authority.ServerPath);
        while (!limit.IsCancellationRequested && string.Equals(File.ReadAllText(authority.ServerPath), ended, StringComparison.Ordinal))
        {
            await ServesAsync(bridge);
        }

        using X509Certificate2 shown = authority.ReadServer();
        Assert.True(new DateTimeOffset(shown.NotAfter) > now);
        await ServesAsync(bridge);
    }

    /// <summary>On an address that others reach, plain MQTT stays on loopback unless it is allowed.</summary>
    [Theory]
    [InlineData("0.0.0.0", false, "127.0.0.1")]
    [InlineData("192.168.1.10", false, "127.0.0.1")]
    [InlineData("::", false, "127.0.0.1")]
    [InlineData("0.0.0.0", true, "0.0.0.0")]
    [InlineData("127.0.0.2", false, "127.0.0.2")]
    [InlineData("::1", false, "::1")]
    public void PlainMqttStaysOnLoopback(string listen, bool allowed, string plain)
    {
        Assert.Equal(IPAddress.Parse(plain), BridgeHost.PlainMqttAddress(IPAddress.Parse(listen), allowed));
    }

    /// <summary>Both listeners are where they were asked for, and nowhere else.</summary>
    [Fact]
    public async Task BothListenWhereTheyWereAskedFor()
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-listen-").FullName;
        try
        {
            ReadyCertificates.CopyTo(folder);
            var options = new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = 0, Listen = "127.0.0.2" };
            await using BridgeHost bridge = await BridgeHost.StartAsync(options, TimeProvider.System);
            Assert.Equal("127.0.0.2", bridge.MqttAddress.ToString());
            foreach (int port in new[] { bridge.MqttPort, bridge.TlsPort })
            {
                using Socket there = await OpenAsync(port, "127.0.0.2");
                await Assert.ThrowsAsync<SocketException>(() => OpenAsync(port));
            }
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>A port for TLS that is in use is told with the option to change it, and the plain one is not left open.</summary>
    [Fact]
    public async Task ATakenPortIsTold()
    {
        await using RunningBridge first = await RunningBridge.StartAsync(tls: true);
        string folder = Directory.CreateTempSubdirectory("dutykiosk-taken-").FullName;
        try
        {
            ReadyCertificates.CopyTo(folder);
            var options = new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = first.Host.TlsPort };
            StartupException exception = await Assert.ThrowsAsync<StartupException>(() => BridgeHost.StartAsync(options, TimeProvider.System));
            Assert.Contains("or choose another with --tls-port", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static async Task<Proof?> ProofAsync(RunningBridge bridge, long position)
    {
        // The record is stored when it is acknowledged; it is judged in the step after that.
        using var limit = new CancellationTokenSource(Until.Limit);
        Proof? proof = null;
        while (proof == null && !limit.IsCancellationRequested)
        {
            proof = bridge.Host.Core.Read((_, chain) => chain.ProofOf(position));
            await Task.Yield();
        }

        return proof;
    }

    // Another terminal connects and is heard.
    private static async Task ServesAsync(RunningBridge bridge)
    {
        using IMqttClient other = await ConnectAsync(bridge, "T2");
        Assert.True(await RunningBridge.PublishAsync(other, "dutykiosk/v1/T2/health", "{}"u8.ToArray()));
    }

    // How much of what it has to say a client tells to who shows a certificate.
    private static async Task<int> ToldAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using Socket socket = await listener.AcceptSocketAsync(TestContext.Current.CancellationToken);
        await using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            return await stream.ReadAsync(new byte[4096], TestContext.Current.CancellationToken);
        }
        catch (Exception exception) when (exception is IOException or AuthenticationException)
        {
            // It has gone away, with an alert or without.
            return 0;
        }
    }

    private static Task<IMqttClient> ConnectAsync(RunningBridge bridge, string id, string? password = null, bool trusts = true, string host = "localhost", SslProtocols protocol = SslProtocols.Tls12, int? port = null)
    {
        return bridge.ConnectAsync(id, password, options => options.WithTcpServer("127.0.0.1", port ?? bridge.Host.TlsPort).WithTlsOptions(tls =>
        {
            tls.UseTls().WithTargetHost(host).WithSslProtocols(protocol).WithRevocationMode(X509RevocationMode.NoCheck);
            if (trusts)
            {
                tls.WithTrustChain([AuthorityOf(bridge)]);
            }
        }));
    }

    private static X509Certificate2 AuthorityOf(RunningBridge bridge) => X509CertificateLoader.LoadCertificateFromFile(Path.Combine(bridge.Folder, CertificateAuthority.FolderName, "ca.crt"));

    private static async Task<SslStream> SecureAsync(RunningBridge bridge, Socket socket)
    {
        var stream = new SslStream(new NetworkStream(socket));
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(AuthorityOf(bridge));
        await stream.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "localhost", CertificateChainPolicy = policy });
        return stream;
    }

    private static async Task<Socket> OpenAsync(int port, string address = "127.0.0.1")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, port);
        return socket;
    }

    private static async Task ClosedAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        await ClosedAsync(stream);
    }

    // An alert may still come; in the end nothing does. Only a connection that stays open fails this.
    private static async Task ClosedAsync(Stream stream)
    {
        try
        {
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer).AsTask().WaitAsync(Until.Limit) > 0)
            {
                // An answer of before.
            }
        }
        catch (IOException)
        {
            // It was reset.
        }
    }
}
