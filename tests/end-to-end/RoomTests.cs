using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>The whole product as a person meets it: the real program, its two pages in Chromium.</summary>
public sealed class RoomTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-room-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>A badge tapped in the room is on the live board, and both pages keep their consoles clean.</summary>
    [Fact]
    public async Task ATapInTheRoomIsOnTheLiveBoard()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        string room = await program.AddressAsync("virtual room");
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage boardPage = await chromium.OpenAsync(board, complaints);
        IPage roomPage = await chromium.OpenAsync(room, complaints);

        await roomPage.Locator("[data-terminal=T1][data-signal=ready]").WaitForAsync();
        await roomPage.Locator("[data-badge='04A1B2C3']").ClickAsync();
        await boardPage.Locator("[data-post=hotline][data-holder=S01]").WaitForAsync();
        await boardPage.Locator("tr[data-type='duty.clock-in']").First.WaitForAsync();

        await roomPage.Locator("#at").SelectOptionAsync("T2");
        await roomPage.Locator("#free button").ClickAsync();
        await boardPage.Locator("tr[data-type='tap.refused']").First.WaitForAsync();
        await boardPage.Locator("[data-terminal=T2][data-state=online]").WaitForAsync();
        await ScreenshotAsync(boardPage, "live-board.png");
        await ScreenshotAsync(roomPage, "virtual-room.png");
        Assert.Empty(complaints);
    }

    /// <summary>Power goes in the middle of taps and comes back: whatever was shown as accepted reaches the board.</summary>
    [Fact]
    public async Task WhatWasShownAsAcceptedSurvivesThePower()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        string room = await program.AddressAsync("virtual room");
        string key = await program.AddressAsync("api key");
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage page = await chromium.OpenAsync(room, complaints);
        await page.Locator("[data-terminal=T1][data-signal=ready]").WaitForAsync();
        await page.Locator("[data-terminal=T1] [data-switch=network]").ClickAsync();
        string[] badges = ["04A1B2C3", "04A1B2C4", "04A1B2C5", "04A1B2C6"];
        List<string> accepted = [];
        foreach (string badge in badges)
        {
            ILocator terminal = page.Locator("[data-terminal=T1]");
            await page.Locator($"[data-badge='{badge}']").ClickAsync();
            await page.Locator("[data-terminal=T1][data-signal=accepted], [data-terminal=T1][data-signal=late]").WaitForAsync();
            accepted.Add(badge);
            await terminal.Locator("[data-switch=power]").ClickAsync();
            await page.Locator("[data-terminal=T1][data-signal=off]").WaitForAsync();
            await terminal.Locator("[data-switch=power]").ClickAsync();
            await page.Locator("[data-terminal=T1]:not([data-signal=off]):not([data-signal=starting])").WaitForAsync();
        }

        await page.Locator("[data-terminal=T1] [data-switch=network]").ClickAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        await Eventually.HoldsAsync(async () =>
        {
            using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync($"{board}/api/v1/records?terminal=T1&after=0"));
            JsonElement[] clockIns = json.RootElement.GetProperty("items").EnumerateArray()
                .Where(item => item.GetProperty("record").GetProperty("type").GetString() is "duty.clock-in" && item.GetProperty("proof").GetString() is "ok").ToArray();
            return clockIns.Length == accepted.Count ? null : $"{accepted.Count} taps were accepted, {clockIns.Length} are on the board";
        });
    }

    /// <summary>The next start carries on where the last one stopped, killed or not.</summary>
    [Fact]
    public async Task TheNextStartCarriesOn()
    {
        using var client = new HttpClient();
        await using (RunningProgram first = RunningProgram.StartRoom(_data))
        {
            string board = await first.AddressAsync("live board");
            string room = await first.AddressAsync("virtual room");
            client.DefaultRequestHeaders.Add("X-Api-Key", await first.AddressAsync("api key"));
            await TapAsync(client, room, "T1", "04A1B2C3");
            await HolderIsAsync(client, board, "S01");
            await first.KillAsync();
        }

        await using RunningProgram second = RunningProgram.StartRoom(_data);
        string again = await second.AddressAsync("live board");
        client.DefaultRequestHeaders.Remove("X-Api-Key");
        client.DefaultRequestHeaders.Add("X-Api-Key", await second.AddressAsync("api key"));
        await HolderIsAsync(client, again, "S01");
        await Eventually.HoldsAsync(async () =>
        {
            using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync($"{again}/api/v1/records?terminal=T1&after=0"));
            JsonElement[] items = [.. json.RootElement.GetProperty("items").EnumerateArray()];
            int starts = items.Count(item => item.GetProperty("record").GetProperty("type").GetString() is "terminal.started");
            bool proved = items.All(item => item.GetProperty("proof").GetString() is "ok");
            return starts == 2 && proved ? null : $"{starts} starts, proved: {proved}";
        });
    }

    private static async Task TapAsync(HttpClient client, string room, string terminal, string badge)
    {
        await RoomSignal.ReadyAsync(client, room, terminal);

        // The hour of the day decides whether whoever is tapped in is late.
        string signal = await RoomSignal.TapAsync(client, room, terminal, badge);
        Assert.True(signal is "accepted" or "late", signal);
    }

    private static Task HolderIsAsync(HttpClient client, string board, string holder)
    {
        return Eventually.HoldsAsync(async () =>
        {
            string posts = await client.GetStringAsync($"{board}/api/v1/posts");
            return posts.Contains($"\"holder\":\"{holder}\"", StringComparison.Ordinal) ? null : posts + "\n" + await client.GetStringAsync($"{board}/api/v1/records?after=0");
        });
    }

    private static async Task ScreenshotAsync(IPage page, string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name) });
    }
}
