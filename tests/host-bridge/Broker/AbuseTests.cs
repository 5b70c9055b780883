using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>What a client may do to the broker through a bare socket: it loses its connection, and nobody else is harmed.</summary>
public sealed class AbuseTests
{
    /// <summary>Who asks and never listens is not read any more, and is let go when it makes no room for what is written.</summary>
    [Theory]
    [InlineData(new byte[] { 0xC0, 0x00 })]
    [InlineData(new byte[] { 0x82, 0x16, 0x00, 0x05, 0x00, 0x11, (byte)'d', (byte)'u', (byte)'t', (byte)'y', (byte)'k', (byte)'i', (byte)'o', (byte)'s', (byte)'k', (byte)'/', (byte)'v', (byte)'1', (byte)'/', (byte)'T', (byte)'1', (byte)'/', (byte)'#', 0x01 })]
    public async Task ANeverReadingClientIsLetGo(byte[] question)
    {
        const int Bulk = 4000;
        const long Most = 100_000_000;
        await using RunningBridge bridge = await RunningBridge.StartAsync(new BrokerLimits { WritePatience = TimeSpan.FromMilliseconds(500) });
        using Socket client = await ConnectAsync(bridge, "T1");
        byte[] questions = Enumerable.Repeat(question, Bulk).SelectMany(bytes => bytes).ToArray();
        // Until the answers fill the sockets' buffers, some million questions are answered: a busy machine needs a while for that,
        // and the limit is there only to end a test whose client is never let go.
        using var patience = new CancellationTokenSource(10 * Until.Limit);
        long sent = 0;
        await Assert.ThrowsAsync<SocketException>(async () =>
        {
            while (sent < Most)
            {
                sent += await client.SendAsync(questions, patience.Token);
            }
        });
        using IMqttClient other = await bridge.ConnectAsync("T2");
        Assert.True(other.IsConnected);
    }

    /// <summary>A packet whose bytes come one by one must be whole within a while.</summary>
    [Fact]
    public async Task APacketThatDoesNotEndEndsTheConnection()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(new BrokerLimits { PacketPatience = TimeSpan.FromSeconds(2) });
        using Socket client = await ConnectAsync(bridge, "T1");
        await client.SendAsync(new byte[] { 0x30, 0x7F, 0x00 });
        Assert.True(await IsClosedAsync(client));
    }

    /// <summary>Numbers and topics that MQTT does not have end the connection, and nothing is kept of them.</summary>
    [Theory]
    [InlineData(0x32, "dutykiosk/v1/T1/x\0", 1)]
    [InlineData(0x32, "dutykiosk/v1/T1/x#", 1)]
    [InlineData(0x32, "dutykiosk/v1/T1/+/event", 1)]
    [InlineData(0x32, "dutykiosk/v1/T1/x\u00FF", 1)]
    [InlineData(0x32, "dutykiosk/v1/T1/event", 0)]
    [InlineData(0x82, "dutykiosk/v1/T1/#", 0)]
    public async Task WhatMqttDoesNotHaveEndsTheConnection(byte type, string topic, byte id)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        using Socket client = await ConnectAsync(bridge, "T1");
        byte[] name = [0, (byte)topic.Length, .. Encoding.Latin1.GetBytes(topic)];
        byte[] body = type == 0x82 ? [0, id, .. name, 1] : [.. name, 0, id, (byte)'x'];
        await client.SendAsync((byte[])[type, (byte)body.Length, .. body]);
        Assert.True(await IsClosedAsync(client));
        Assert.Empty(bridge.Host.Core.Log.ReadRecords(null, 0, 10));
    }

    /// <summary>Every message is held against every filter, so nobody may have very many.</summary>
    [Fact]
    public async Task VeryManyFiltersEndTheConnection()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        using Socket client = await ConnectAsync(bridge, "T1");
        for (int i = 1; i <= 257; i++)
        {
            byte[] filter = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"dutykiosk/v1/T1/x{i}/+"));
            byte[] body = [(byte)(i >> 8), (byte)i, 0, (byte)filter.Length, .. filter, 1];
            await client.SendAsync((byte[])[0x82, (byte)body.Length, .. body]);
        }

        Assert.True(await IsClosedAsync(client));
        using IMqttClient other = await bridge.ConnectAsync("T2");
        Assert.True(other.IsConnected);
    }

    /// <summary>More connections than there may be are closed at once, from one address and in all.</summary>
    [Theory]
    [InlineData(3, 100)]
    [InlineData(100, 3)]
    public async Task TooManyConnectionsAreClosed(int anAddress, int inAll)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync(new BrokerLimits { ConnectionsAnAddress = anAddress, Connections = inAll }, terminals => terminals.Terminals.Add(new ListedTerminal { Id = "T0", Post = "hotline", Key = new string('9', 64) }));
        var clients = new List<Socket>();
        for (int i = 0; i < 3; i++)
        {
            clients.Add(await ConnectAsync(bridge, $"T{i}"));
        }

        using Socket tooMany = await OpenAsync(bridge);
        Assert.True(await IsClosedAsync(tooMany));
        clients.ForEach(client => client.Dispose());
    }

    /// <summary>Under a usual limit of handles there is enough for a house, and enough left for the database and the runtime.</summary>
    [Theory]
    [InlineData(400, 53, 26)]
    [InlineData(1024, 469, 234)]
    [InlineData(1_048_576, 4096, 4096)]
    [InlineData(16, 16, 16)]
    public void HandlesAreShared(long handles, int terminals, int web) => Assert.Equal(new HandleBudget(terminals, web), HandleBudget.Of(handles));

    /// <summary>The board answers to every name of this machine, and to HEAD.</summary>
    [Theory]
    [InlineData("LOCALHOST", 200)]
    [InlineData("127.0.0.2", 200)]
    [InlineData("[::1]", 200)]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    public async Task TheHostIsThisMachine(string host, int status)
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        foreach (HttpMethod method in new[] { HttpMethod.Get, HttpMethod.Head })
        {
            using var request = new HttpRequestMessage(method, bridge.Host.WebAddress + "/") { Headers = { Host = host } };
            using HttpResponseMessage answer = await bridge.SendAsync(request);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    private static async Task<Socket> OpenAsync(RunningBridge bridge)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", bridge.Host.MqttPort);
        return socket;
    }

    private static async Task<Socket> ConnectAsync(RunningBridge bridge, string id)
    {
        Socket socket = await OpenAsync(bridge);
        byte[] name = Encoding.ASCII.GetBytes(id);
        await socket.SendAsync((byte[])[0x10, (byte)(12 + name.Length), 0, 4, (byte)'M', (byte)'Q', (byte)'T', (byte)'T', 4, 2, 0, 0, 0, (byte)name.Length, .. name]);
        var answer = new byte[4];
        await socket.ReceiveAsync(answer).WaitAsync(Until.Limit);
        Assert.Equal([0x20, 2, 0, 0], answer);
        return socket;
    }

    // Whatever was still on its way to it: in the end nothing comes any more.
    private static async Task<bool> IsClosedAsync(Socket socket)
    {
        try
        {
            var buffer = new byte[4096];
            while (await socket.ReceiveAsync(buffer).WaitAsync(Until.Limit) > 0)
            {
                // An answer of before.
            }
        }
        catch (SocketException)
        {
            // It was reset.
        }

        return true;
    }
}
