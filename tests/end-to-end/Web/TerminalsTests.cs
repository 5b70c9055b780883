using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using Microsoft.Playwright;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>A house whose terminal T1 has been for a month.</summary>
public sealed class TerminalsHouse : House
{
    private const int Month = 30 * 24 * 60;
    private const int Day = 24 * 60;

    /// <inheritdoc/>
    protected override void Prepare()
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using BridgeStore store = BridgeStore.Open(new BridgeOptions { DataFolder = Data }, TimeProvider.System);
        long minute = now.ToUnixTimeSeconds() / 60 / 5 * 5;
        var samples = new List<HealthSample>();
        for (long back = Month; back > 0; back -= back > Day ? 60 : 5)
        {
            // Three hours without a network, a reader that fails for a while, and a clock that is held through the outage.
            bool isCut = back is > 300 and <= 480;
            if (back is > 2000 and < 2300)
            {
                continue;
            }

            samples.Add(new HealthSample("T1", minute - back, 10)
            {
                ReaderFaults = back is > 600 and < 640 ? 3 : 0,
                OutboxMost = isCut ? (480 - back) / 4 : back % 35 == 0 ? 2 : 0,
                JournalMost = 12,
                HeapLeast = 96_000 - (back % 200 * 90),
                RssiLeast = isCut ? -91 : -62 - (back % 7),
                RssiMost = -55,
                ClockWorst = isCut ? (480 - back) * 60 : 0,
            });
        }

        new HealthHistory(store.Database).Keep(samples, now);
    }
}

/// <summary>The pages of terminals, as those use them who look after them.</summary>
public sealed class TerminalsTests(TerminalsHouse house) : IClassFixture<TerminalsHouse>
{
    /// <summary>
    /// Somebody enrols a terminal with the wizard, takes the one zip that there is, sees the commands, and sees the terminal come; then gives it new credentials, and takes them away. Each
    /// fault is told beside what he has written.
    /// </summary>
    [Theory]
    [InlineData("zh-CN", "T9", "hotline")]
    [InlineData("en", "T8", "boiler")]
    public async Task ATerminalIsEnrolled(string language, string terminal, string post)
    {
        await using Visitor visitor = await house.VisitAsync(language: language);
        visitor.Expects = "status of 400";
        IPage page = visitor.Page;
        await visitor.GoAsync("/terminals");
        await page.Locator("[data-terminal=T1][data-state=online]").WaitForAsync();
        await visitor.PictureAsync($"terminals-{language}");
        await page.Locator("a[href='/terminals/new']").ClickAsync();
        await page.Locator("#enrol").WaitForAsync();
        await visitor.IsSoundAsync();

        // What is taken already is told, and what was written stays.
        await FillAsync(page, "T1", post);
        await page.Locator("#enrol").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.Equal("/dev/ttyUSB0", await page.Locator("[name=serial]").InputValueAsync());
        Assert.Equal("true", await page.Locator("[name=terminal]").GetAttributeAsync("aria-invalid"));
        Assert.Equal("", await page.Locator("[name=wifiPassword]").InputValueAsync());
        await visitor.IsSoundAsync();

        await FillAsync(page, terminal, post);
        await page.Locator("[name=lamps]").SelectOptionAsync("rgb");
        await page.Locator("#enrol").ClickAsync();
        await page.Locator("#live [data-state=never]").WaitForAsync();
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"terminals-kit-{language}");
        Assert.Contains("nanoff --update --target ESP32_REV3 --serialport /dev/ttyUSB0 --masserase", await page.Locator("#commands").TextContentAsync(), StringComparison.Ordinal);
        Dictionary<string, string> kit = await DownloadAsync(page);
        using JsonDocument configuration = JsonDocument.Parse(kit["dutykiosk.json"]);
        JsonElement own = configuration.RootElement;
        Assert.Equal(terminal, own.GetProperty("terminal").GetString());
        Assert.Equal(post, own.GetProperty("post").GetString());
        Assert.False(own.GetProperty("tls").GetBoolean());
        Assert.Equal("rgb", own.GetProperty("lamps").GetString());
        Assert.Contains("duty-wifi", kit["net.json"], StringComparison.Ordinal);
        Assert.Contains("/dev/ttyUSB0", kit["files.json"], StringComparison.Ordinal);
        Assert.Contains("nanoff --filedeployment files.json", kit["DEPLOY.md"], StringComparison.Ordinal);

        // With what is in the zip it comes in, and whoever waits sees it.
        using IMqttClient client = await ConnectAsync(own, terminal);
        await client.PublishStringAsync($"dutykiosk/v1/{terminal}/state", "{\"state\":\"online\",\"session\":1}", MqttQualityOfServiceLevel.AtLeastOnce, true, CancellationToken.None);
        await page.Locator("#live [data-state=online]").WaitForAsync();

        await visitor.GoAsync($"/terminals/{terminal}");
        await page.Locator("[data-event=enrolled]").WaitForAsync();
        await page.Locator("[data-event=online]").WaitForAsync();
        await page.Locator($"a[href='/terminals/{terminal}/renew']").ClickAsync();
        await page.Locator("[name=sure]").CheckAsync();
        await visitor.IsSoundAsync();
        await FillPlaceAsync(page);
        await page.Locator("#enrol").ClickAsync();
        Dictionary<string, string> renewed = await DownloadAsync(page);
        Assert.NotEqual(kit["dutykiosk.json"], renewed["dutykiosk.json"]);

        await visitor.GoAsync($"/terminals/{terminal}");
        await page.Locator("#revoke summary").ClickAsync();
        await page.Locator("#revoke [name=sure]").CheckAsync();
        await page.Locator("#revoke button").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal(0, await page.Locator($"[data-terminal={terminal}]").CountAsync());
        await visitor.IsSoundAsync();
        visitor.IsContent();
    }

    /// <summary>A supervisor has a terminal show where it is: it does, and the page tells that the command was taken. Whoever is staff sees how it is and can tell it nothing.</summary>
    [Fact]
    public async Task ATerminalIsLocated()
    {
        await using Visitor visitor = await house.VisitAsync("S09", width: 390, height: 844);
        IPage page = visitor.Page;
        await visitor.GoAsync("/terminals/T2");
        await page.Locator("#live [data-state=online]").WaitForAsync();
        await page.Locator("[data-command=locate]").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        using var client = new HttpClient();
        await Eventually.HoldsAsync(async () =>
        {
            string signal = await RoomSignal.OfAsync(client, house.Room, "T2");
            return signal is "check-due" ? null : $"T2 signals {signal}.";
        });
        await page.Locator("[data-sent=locate]").WaitForAsync();
        await visitor.PictureAsync("terminal-phone");

        // Its health, which tells that it has seen the command, comes every thirty seconds.
        await page.Locator("[data-sent=locate][data-outcome=taken]").WaitForAsync(new LocatorWaitForOptions { Timeout = 120_000 });
        Assert.Equal(0, await page.Locator("#revoke").CountAsync());
        visitor.IsContent();

        await using Visitor staff = await house.VisitAsync("S05", "en", width: 320, height: 640);
        await staff.GoAsync("/terminals/T2");
        Assert.Equal(0, await staff.Page.Locator("[data-command]").CountAsync());
        await staff.GoAsync("/terminals");
        await staff.PictureAsync("terminals-phone");
        staff.IsContent();
    }

    /// <summary>Records are asked for again from a number on; what is no place in a journal is told, and nothing is sent.</summary>
    [Fact]
    public async Task RecordsAreAskedForAgain()
    {
        await using Visitor visitor = await house.VisitAsync("S09", "en");
        visitor.Expects = "status of 400";
        IPage page = visitor.Page;
        await visitor.GoAsync("/terminals/T1");
        await page.Locator("#replay summary").ClickAsync();
        await page.Locator("[name=seq]").FillAsync("0");
        await page.Locator("[data-command=replay]").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.Equal("0", await page.Locator("[name=seq]").InputValueAsync());
        Assert.Equal(0, await page.Locator("[data-sent=replay]").CountAsync());
        await page.Locator("[name=seq]").FillAsync("1");
        await page.Locator("[name=epoch]").FillAsync("5f0c9a1e");
        await page.Locator("[data-command=replay]").ClickAsync();
        await page.Locator("[data-sent=replay]").WaitForAsync();
        visitor.IsContent();
    }

    /// <summary>How a terminal was is seen for a day, a week and a month, as pictures with their words and as numbers.</summary>
    [Theory]
    [InlineData("zh-CN", false, 1280)]
    [InlineData("en", true, 390)]
    public async Task HowItWasIsSeen(string language, bool dark, int width)
    {
        await using Visitor visitor = await house.VisitAsync("S05", language, dark, width);
        IPage page = visitor.Page;
        foreach (string span in new[] { "day", "week", "month" })
        {
            await visitor.GoAsync($"/terminals/T1?span={span}");
            foreach (string chart in new[] { "faults", "outbox", "heap", "rssi", "clock" })
            {
                ILocator picture = page.Locator($"[data-chart={chart}] svg");
                Assert.NotEmpty(await picture.Locator("path").GetAttributeAsync("d") ?? "");
                Assert.Contains(await page.Locator($"[data-chart={chart}] small").TextContentAsync() ?? "?", await picture.GetAttributeAsync("aria-label"), StringComparison.Ordinal);
            }

            await page.Locator("#numbers summary").ClickAsync();
            Assert.True(await page.Locator("#numbers tbody tr").CountAsync() > 20);
            await visitor.IsSoundAsync();
            await visitor.PictureAsync($"terminal-{span}-{language}");
        }

        visitor.IsContent();
    }

    private static async Task FillAsync(IPage page, string terminal, string post)
    {
        await page.Locator("[name=terminal]").FillAsync(terminal);
        await page.Locator("[name=post]").SelectOptionAsync(post);
        await FillPlaceAsync(page);
    }

    private static async Task FillPlaceAsync(IPage page)
    {
        await page.Locator("[name=broker]").FillAsync("127.0.0.1");
        await page.Locator("[name=wifi]").FillAsync("duty-wifi");
        await page.Locator("[name=wifiPassword]").FillAsync("a long password");
        await page.Locator("[name=serial]").FillAsync("/dev/ttyUSB0");
    }

    private static async Task<Dictionary<string, string>> DownloadAsync(IPage page)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#kit").ClickAsync());
        Assert.EndsWith(".zip", download.SuggestedFilename, StringComparison.Ordinal);
        using ZipArchive zip = await ZipFile.OpenReadAsync(await download.PathAsync(), CancellationToken.None);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            using var reader = new StreamReader(await entry.OpenAsync(CancellationToken.None), Encoding.UTF8);
            files[entry.Name] = await reader.ReadToEndAsync(CancellationToken.None);
        }

        return files;
    }

    private static async Task<IMqttClient> ConnectAsync(JsonElement configuration, string terminal)
    {
        IMqttClient client = new MqttClientFactory().CreateMqttClient();
        await client.ConnectAsync(
            new MqttClientOptionsBuilder()
                .WithTcpServer(configuration.GetProperty("broker").GetString()!, configuration.GetProperty("port").GetInt32())
                .WithCredentials(terminal, configuration.GetProperty("password").GetString()!)
                .WithClientId(terminal).WithProtocolVersion(MqttProtocolVersion.V311).WithCleanSession().Build(),
            CancellationToken.None);
        return client;
    }
}
