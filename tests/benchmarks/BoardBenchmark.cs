using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Archive;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// From the publish of a tap at a terminal until the live board in a browser shows it: with 200 posts, each with a terminal that is connected by MQTT, 49 other viewers of the stream and one Chromium, all
/// on this machine. What is measured ends with the browser's own note of the change, by the clock of the machine that both have.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static partial class BoardBenchmark
{
    private const int Posts = 200;
    private const int Viewers = 49;
    private const int WarmUp = 40;
    private const int Taps = 250;
    private const int MostMs = 250;
    private const int MostPageBytes = 300 * 1024;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // Tells of each card that has changed, and when, in milliseconds since 1970. The page says so by itself: to ask it again and again would take the time from what is measured.
    private const string Watch =
        """
        () => {
          new MutationObserver(all => {
            const now = performance.timeOrigin + performance.now(), told = new Set();
            for (const one of all) { const card = (one.target.nodeType === 1 ? one.target : one.target.parentElement)?.closest('[data-post]'); if (card) told.add(card.dataset.post); }
            for (const post of told) window.cardChanged(post, now);
          }).observe(document.getElementById('live'), { subtree: true, childList: true, attributes: true, characterData: true });
        }
        """;

    /// <summary>Measures and prints.</summary>
    internal static async Task RunAsync()
    {
        Machine.Tell();
        string? browser = PdfPrinter.ChromiumOnPath();
        if (browser == null)
        {
            Machine.Row("Chromium", "not on this machine: apt-get install chromium");
            Report.Current.Bar("from a tap to the board, p95", $"at most {MostMs} ms", "not measured", false);
            return;
        }

        string folder = Directory.CreateTempSubdirectory("dutykiosk-board-").FullName;
        try
        {
            await MeasureAsync(folder, browser);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string Post(int number) => string.Create(CultureInfo.InvariantCulture, $"P{number:000}");

    private static string Terminal(int number) => string.Create(CultureInfo.InvariantCulture, $"T{number:000}");

    private static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"{number + 1:x64}");

    private static async Task MeasureAsync(string folder, string browser)
    {
        new TerminalsFile
        {
            SiteKey = new string('5', 64),
            Terminals = [.. Enumerable.Range(0, Posts).Select(i => new ListedTerminal { Id = Terminal(i), Post = Post(i), Handover = true, Key = Key(i) })],
        }.Write(Path.Combine(folder, TerminalsFile.Name));
        var options = new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = LogLevel.Error, IsDemo = true };
        await using BridgeHost host = await BridgeHost.StartAsync(options, TimeProvider.System);
        host.Core.SetRoster(Roster());
        await using var room = new Room();
        await room.ConnectAsync(host.MqttPort);
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Api-Key", host.DemoKey);
        using var stop = new CancellationTokenSource();
        Task<long>[] viewers = [.. Enumerable.Range(0, Viewers).Select(_ => ReadAsync(http, host.WebAddress + "/board/stream", stop.Token))];

        using IPlaywright playwright = await Playwright.CreateAsync();
        await using IBrowser chromium = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = browser, Args = ["--no-sandbox", "--disable-gpu"] });
        IPage page = await chromium.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1920, Height = 1080 } });
        await page.GotoAsync(host.WebAddress + "/");
        await page.Locator("#link.live").WaitForAsync();
        var changes = Channel.CreateUnbounded<(string Post, double At)>();
        await page.ExposeFunctionAsync("cardChanged", (string post, double at) => changes.Writer.TryWrite((post, at)));
        await page.EvaluateAsync(Watch);
        Machine.Row($"the board: posts, terminals by MQTT, viewers of the stream, browsers", $"{await page.Locator("[data-post]").CountAsync()}, {Posts}, {Viewers}, 1{Machine.Load()}");
        await page.Locator($"[data-post={Post(Posts - 1)}] [data-state=online]").WaitForAsync();

        var took = new List<double>();
        var stored = new List<double>();
        for (int i = 0; i < WarmUp + Taps; i++)
        {
            await Task.Delay(Pause, TimeProvider.System);
            (double ms, double storedMs) = await TapAsync(changes.Reader, room, i * 37 % Posts);
            if (i >= WarmUp)
            {
                took.Add(ms);
                stored.Add(storedMs);
            }
        }

        await stop.CancelAsync();
        long bytes = (await Task.WhenAll(viewers)).Sum();
        took.Sort();
        stored.Sort();
        double p95 = took[took.Count * 95 / 100];
        Machine.Row($"publish of a tap to the change on the board, {Taps} taps", $"p50 {took[took.Count / 2]:F0} ms, p95 {p95:F0} ms, p99 {took[took.Count * 99 / 100]:F0} ms, longest {took[^1]:F0} ms; at most {MostMs} ms p95{Machine.Load()}");
        Machine.Row("of that: publish to acknowledgement, when it is on disk", $"p50 {stored[stored.Count / 2]:F0} ms, p95 {stored[stored.Count * 95 / 100]:F0} ms");
        Machine.Row("sent to each of the other viewers", $"{bytes / Viewers / 1024.0:F0} KB, the whole board once among it, for {WarmUp + Taps} taps");
        int size = await SizeAsync(http, host.WebAddress, "/");
        Machine.Row($"the first page with all that it needs, compressed, {Posts} posts", $"{size / 1024.0:F1} KB; at most {MostPageBytes / 1024} KB");
        Report.Current.Bar("from a tap to the board, p95", $"at most {MostMs} ms", $"{p95:F0} ms", p95 <= MostMs);
        Report.Current.Bar("the first page", $"at most {MostPageBytes / 1024} KB", $"{size / 1024.0:F1} KB", size <= MostPageBytes);
    }

    private static RosterDocument Roster() => new()
    {
        Posts = [.. Enumerable.Range(0, Posts).Select(i => new PostEntry { Id = Post(i), Name = $"岗位 {i + 1}" })],
        Staff = [.. Enumerable.Range(0, 3 * Posts).Select(i => new StaffEntry { Id = $"S{i}", Name = $"员工{i}", Role = i % 3 == 2 ? "operator" : "leader" })],
        Rotations = [.. Enumerable.Range(0, Posts).Select(i => new RotationEntry
        {
            Post = Post(i),
            From = "2026-01-01",
            Teams = [new TeamEntry { Leader = $"S{3 * i}", Crew = [$"S{(3 * i) + 2}"] }, new TeamEntry { Leader = $"S{(3 * i) + 1}", Crew = [$"S{(3 * i) + 2}"] }],
        })],
    };

    private static async Task<(double Ms, double StoredMs)> TapAsync(ChannelReader<(string Post, double At)> changes, Room room, int number)
    {
        double began = (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        long from = TimeProvider.System.GetTimestamp();
        Task<double> published = StoredAsync();
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                (string post, double at) = await changes.ReadAsync(patience.Token);
                if (at >= began && string.Equals(post, Post(number), StringComparison.Ordinal))
                {
                    return (at - began, await published);
                }
            }
        }
        catch (OperationCanceledException exception)
        {
            throw new TimeoutException($"A tap at {Terminal(number)} is not on the board after {Patience.TotalSeconds} s.", exception);
        }

        async Task<double> StoredAsync()
        {
            await room.TapAsync(number);
            return TimeProvider.System.GetElapsedTime(from).TotalMilliseconds;
        }
    }

    private static async Task<long> ReadAsync(HttpClient http, string address, CancellationToken stop)
    {
        long read = 0;
        try
        {
            await using Stream stream = await http.GetStreamAsync(address, stop);
            var buffer = new byte[64 * 1024];
            for (int count = await stream.ReadAsync(buffer, stop); count > 0; count = await stream.ReadAsync(buffer, stop))
            {
                read += count;
            }
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }

        return read;
    }

    private static async Task<int> SizeAsync(HttpClient http, string address, string path)
    {
        (int size, string html) = await FetchAsync(http, address + path);
        foreach (string asset in Assets().Matches(html).Select(match => match.Groups["name"].Value).Distinct(StringComparer.Ordinal))
        {
            (int own, string text) = await FetchAsync(http, address + asset);

            // A script may ask for others.
            foreach (string other in Imports().Matches(text).Select(match => match.Groups["name"].Value).Where(other => !html.Contains($"/assets/{other}?", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
            {
                own += (await FetchAsync(http, $"{address}/assets/{other}")).Size;
            }

            size += own;
        }

        return size;
    }

    private static async Task<(int Size, string Text)> FetchAsync(HttpClient http, string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "br");
        using HttpResponseMessage answer = await http.SendAsync(request, CancellationToken.None);
        byte[] bytes = await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(CancellationToken.None);
        using var packed = new MemoryStream(bytes);
        await using Stream open = answer.Content.Headers.ContentEncoding.Contains("br") ? new BrotliStream(packed, CompressionMode.Decompress) : packed;
        using var reader = new StreamReader(open, Encoding.UTF8);
        return (bytes.Length, await reader.ReadToEndAsync(CancellationToken.None));
    }

    [GeneratedRegex("(?:href|src)=\"(?<name>/assets/[^\"]+)\"", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Assets();

    [GeneratedRegex("(?:from|import) '\\./(?<name>[a-z.-]+)'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Imports();

    /// <summary>The terminals, each with a connection of its own.</summary>
    private sealed class Room : IAsyncDisposable
    {
        private readonly List<(FakeTerminal Terminal, IMqttClient Client)> _terminals = [];
        private readonly bool[] _in = new bool[Posts];

        internal async Task ConnectAsync(int port)
        {
            var factory = new MqttClientFactory();
            for (int i = 0; i < Posts; i++)
            {
                IMqttClient client = factory.CreateMqttClient();
                await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithClientId(Terminal(i)).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().Build(), CancellationToken.None);

                // Whoever is a terminal listens to what it is told, and that costs the bridge what it costs.
                await client.SubscribeAsync($"dutykiosk/v1/{Terminal(i)}/#", MqttQualityOfServiceLevel.AtLeastOnce, CancellationToken.None);
                var terminal = new FakeTerminal(Terminal(i), Convert.FromHexString(Key(i)));
                _terminals.Add((terminal, client));
                await client.PublishStringAsync($"dutykiosk/v1/{Terminal(i)}/state", "{\"state\":\"online\",\"session\":1}", MqttQualityOfServiceLevel.AtLeastOnce, true, CancellationToken.None);
                await PublishAsync(i, "duty.clock-in", $"\"staff\":\"S{3 * i}\",\"badge\":\"0000000000000001\",\"arrival\":\"unrostered\",\"holder\":true");
            }
        }

        /// <summary>Somebody of the crew comes, or goes.</summary>
        internal Task TapAsync(int number)
        {
            _in[number] = !_in[number];
            return PublishAsync(number, _in[number] ? "duty.clock-in" : "duty.clock-out", $"\"staff\":\"S{(3 * number) + 2}\"{(_in[number] ? ",\"badge\":\"0000000000000002\"" : "")}");
        }

        public async ValueTask DisposeAsync()
        {
            foreach ((FakeTerminal _, IMqttClient client) in _terminals)
            {
                await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
                client.Dispose();
            }
        }

        private Task PublishAsync(int number, string type, string members)
        {
            (FakeTerminal terminal, IMqttClient client) = _terminals[number];
            string at = TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
            return client.PublishBinaryAsync(terminal.EventTopic, terminal.Next(type, members, at), MqttQualityOfServiceLevel.AtLeastOnce, false, CancellationToken.None);
        }
    }
}
