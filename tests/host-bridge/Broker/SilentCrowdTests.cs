using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>
/// Ten thousand connections that never speak, from many addresses, half of them where TLS is spoken. Where the process may not hold so many handles, they are as many as it
/// may: the crowd's ends and the broker's are in one process here.
/// </summary>
public sealed class SilentCrowdTests
{
    private const int Crowd = 10_000;
    private const int Taken = 1_500;
    private const int FromOneAddress = 200;

    // What all the other tests and the runtime hold meanwhile.
    private const int Kept = 2_000;
    private const int AtATime = 100;

    /// <summary>The silent ones are closed, those above the limit at once; a terminal that was connected goes on, the board answers, and afterwards anybody is served again.</summary>
    [Fact]
    public async Task SilenceHarmsNobody()
    {
        var limits = new BrokerLimits { ConnectPatience = TimeSpan.FromSeconds(6), Connections = Taken, ConnectionsAnAddress = FromOneAddress };
        await using RunningBridge bridge = await RunningBridge.StartAsync(limits, tls: true);
        var metrics = new BridgeMetrics(bridge);
        double tooMany = await metrics.RefusedAsync("too-many");
        double silent = await metrics.RefusedAsync("no-connect");
        double silentTls = await metrics.RefusedAsync("tls-timeout");
        using var patience = new CancellationTokenSource(Until.Limit);
        using IMqttClient terminal = await bridge.ConnectAsync("T1");
        int count = (int)Math.Clamp(Handles() - Taken - Kept, 300, Crowd);
        var crowd = new List<Socket>();
        try
        {
            while (crowd.Count < count)
            {
                int first = crowd.Count;
                Socket[] some = await Task.WhenAll(Enumerable.Range(first, Math.Min(AtATime, count - first)).Select(i => OpenAsync(bridge, i, patience.Token)));
                crowd.AddRange(some);
                Assert.True(await RunningBridge.PublishAsync(terminal, bridge.Terminal.EventTopic, bridge.Terminal.Next()));
            }

            // All of them stand or have been closed; the terminal and the board do not notice.
            Assert.True(await RunningBridge.PublishAsync(terminal, bridge.Terminal.EventTopic, bridge.Terminal.Next()));
            Assert.Equal("ok", await bridge.GetAsync("/healthz"));
            await Task.WhenAll(crowd.Select(socket => ClosedAsync(socket, patience.Token)));
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }

        Assert.True(terminal.IsConnected);
        Assert.True(await RunningBridge.PublishAsync(terminal, bridge.Terminal.EventTopic, bridge.Terminal.Next()));
        Assert.Equal(bridge.Terminal.Seq, bridge.Host.Core.Log.ReadRecords("T1", 0, 10_000).Count);
        using IMqttClient another = await bridge.ConnectAsync("T2");
        Assert.True(another.IsConnected);

        // Each of the crowd is counted once, as one too many or as a silent one.
        double counted = await CountedAsync();
        while (counted < count && !patience.IsCancellationRequested)
        {
            await Task.Yield();
            counted = await CountedAsync();
        }

        double refused = await metrics.RefusedAsync("too-many") - tooMany;
        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} connections were opened that never spoke: {refused} were refused as too many, {counted - refused} closed as silent; {bridge.Terminal.Seq} records were stored and acknowledged meanwhile."));
        Assert.True(counted >= count, $"{counted} of {count} were counted.");
        Assert.True(counted > refused, "None was taken and closed as silent.");
        Assert.True(count == Crowd || Handles() < Crowd + Taken + Kept, $"The process may hold handles enough for {Crowd}, and only {count} were opened.");

        async Task<double> CountedAsync()
        {
            return await metrics.RefusedAsync("too-many") - tooMany + await metrics.RefusedAsync("no-connect") - silent + await metrics.RefusedAsync("tls-timeout") - silentTls;
        }
    }

    // Each address of loopback is an address of its own: 127.0.1.x upwards, so that the terminal's is not among them.
    private static async Task<Socket> OpenAsync(RunningBridge bridge, int number, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(new IPAddress([127, 0, 1, (byte)(1 + (number % 100))]), 0));
        await socket.ConnectAsync(IPAddress.Loopback, number % 2 == 0 ? bridge.Host.MqttPort : bridge.Host.TlsPort, cancel);
        return socket;
    }

    private static async Task ClosedAsync(Socket socket, CancellationToken cancel)
    {
        try
        {
            Assert.Equal(0, await socket.ReceiveAsync(new byte[1], cancel));
        }
        catch (SocketException)
        {
            // It was reset.
        }
    }

    private static long Handles()
    {
        // Linux tells it in a file. Elsewhere there is no such limit.
        const string File = "/proc/self/limits";
        string line = System.IO.File.Exists(File) ? System.IO.File.ReadLines(File).First(line => line.StartsWith("Max open files", StringComparison.Ordinal)) : "";
        string word = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(3) ?? "";
        return long.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out long limit) ? limit : int.MaxValue;
    }
}
