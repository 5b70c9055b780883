using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Room;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>What both pages owe to whoever looks at them, and what the room says to whoever asks it wrongly.</summary>
public sealed class PageTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-pages-").FullName;
    private readonly HttpClient _client = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose()
    {
        _client.Dispose();
        Directory.Delete(_data, true);
    }

    /// <summary>The pages fit a narrow phone, follow a changed roster, show a clock that is wrong, leave alone what has not changed, and say when nobody answers any more.</summary>
    [Fact]
    public async Task ThePagesTellTheTruth()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        string room = await program.AddressAsync("virtual room");
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage boardPage = await chromium.OpenAsync(board, complaints);
        IPage roomPage = await chromium.OpenAsync(room, complaints);
        await roomPage.Locator("[data-terminal=T1][data-signal=ready][data-clock=set]").WaitForAsync();
        await roomPage.Locator("h2", new PageLocatorOptions { HasText = "T1 · 值班热线" }).WaitForAsync();
        await boardPage.Locator("#link.live").WaitForAsync();
        await boardPage.EvaluateAsync("document.querySelector('[data-post=boiler]').mark = 'kept'");

        await roomPage.Locator("[data-badge='04A1B2C3']").ClickAsync();
        await roomPage.Locator("#answer", new PageLocatorOptions { HasText = "王芳 04A1B2C3 → T1：已记录" }).WaitForAsync();
        await boardPage.Locator("[data-post=hotline] [data-in=S01]").WaitForAsync();
        await boardPage.Locator("tr[data-type='duty.clock-in'] .more", new PageLocatorOptions { HasText = "接岗当班" }).WaitForAsync();
        Assert.Equal("kept", await boardPage.EvaluateAsync<string>("document.querySelector('[data-post=boiler]').mark"));

        await roomPage.Locator("[data-terminal=T2] [data-clock='3600']").ClickAsync();
        await roomPage.Locator("[data-terminal=T2][data-ahead='3600']").WaitForAsync();
        await roomPage.Locator("[data-terminal=T2] .clock", new PageLocatorOptions { HasText = "快 1 小时" }).WaitForAsync();

        string roster = Path.Combine(_data, "roster.yaml");
        await File.WriteAllTextAsync(roster, (await File.ReadAllTextAsync(roster, Cancel)).Replace("04A1B2C6", "DEADBEE1", StringComparison.Ordinal), Cancel);
        await roomPage.Locator("[data-badge=DEADBEE1]").WaitForAsync();

        foreach (IPage page in new[] { boardPage, roomPage })
        {
            await page.SetViewportSizeAsync(320, 640);
            Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        }

        Assert.Empty(complaints);
        await program.KillAsync();
        await boardPage.Locator("#link.stale").WaitForAsync();
        await roomPage.Locator("#link.stale").WaitForAsync();
        await roomPage.Locator("[data-badge='04A1B2C3']").ClickAsync();
        await roomPage.Locator("#answer.fault", new PageLocatorOptions { HasText = "没有应答" }).WaitForAsync();
    }

    /// <summary>The command line taps and prints what the terminal answers, Chinese first, or why it does not.</summary>
    [Fact]
    public async Task TheTapCommandTellsTheAnswer()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        string room = await program.AddressAsync("virtual room");
        await RoomSignal.ReadyAsync(_client, room, "T1");
        string port = new Uri(room).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string boardPort = new Uri(board).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((0, "T1 04A1B2C3 → 已记录", ""), await TapAsync("T1", "04A1B2C3", port));
        Assert.Equal((0, "T1 DEADBEEF → 拒绝 refused", ""), await TapAsync("T1", "DEADBEEF", port));
        Assert.Equal((1, "", "没有终端 T9，有 T1、T2。 There is no terminal T9; there are T1, T2."), await TapAsync("T9", "DEADBEEF", port));
        Assert.Equal((1, "", "“XY”不是卡号，请写 8、14 或 20 位十六进制数字。 'XY' is no UID: write 8, 14 or 20 hex digits."), await TapAsync("T1", "XY", port));
        (int code, _, string errors) = await TapAsync("T1", "04A1B2C3", boardPort);
        Assert.Equal(1, code);
        Assert.Contains("Another service answers", errors, StringComparison.Ordinal);
        await program.KillAsync();
        (code, _, errors) = await TapAsync("T1", "04A1B2C3", port);
        Assert.Equal(1, code);
        Assert.Contains("No virtual room answers", errors, StringComparison.Ordinal);
    }

    /// <summary>What no switch has is refused with a sentence, and never with more of what was written than a line holds.</summary>
    [Fact]
    public async Task WhatNoSwitchHasIsRefused()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string room = await program.AddressAsync("virtual room");
        foreach (string path in new[] { "power/banana", "network/ON", "reader/1", "clock/abc", "clock/9223372036854775807", "clock/-99999999999", "clock/9999999999999999999999999999999999999999" })
        {
            using HttpResponseMessage answer = await _client.PostAsync($"{room}/api/terminals/T1/{path}", null, Cancel);
            string text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            Assert.Contains("\"detail\"", text, StringComparison.Ordinal);
        }

        using var body = new StringContent($"{{\"badge\":\"{new string('A', 5000)}\"}}", System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage refused = await _client.PostAsync($"{room}/api/terminals/T1/tap", body, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.InRange((await refused.Content.ReadAsStringAsync(Cancel)).Length, 1, 600);
    }

    /// <summary>The switch that was pressed last wins, however quickly it was pressed.</summary>
    [Fact]
    public void TheLastPressOfThePowerWins()
    {
        var entry = new TerminalEntry { Id = "T1", Post = "hotline", Handover = true, Key = new string('7', 64) };
        var time = new SimulatedTime(0);
        var terminal = new RoomTerminal(entry, entry.Key, 1, time, Path.Combine(_data, "flash"));
        terminal.SwitchPower(true);
        Assert.Equal("starting", terminal.View().signal);
        terminal.SwitchPower(false);
        time.RunUntil(2000);
        Assert.False(terminal.Board.IsPowered);
        Assert.Equal("off", terminal.View().signal);
    }

    private static async Task<(int Code, string Output, string Errors)> TapAsync(string terminal, string badge, string port)
    {
        await using RunningProgram tap = RunningProgram.Start("DutyKiosk.VirtualRoom.dll", "tap", terminal, badge, "--room-port", port);
        int code = await tap.EndAsync();

        // Whether the person is late depends on the time of the day.
        string output = tap.Output.Trim();
        return (code, output.Contains("已记录", StringComparison.Ordinal) ? output[..(output.IndexOf("已记录", StringComparison.Ordinal) + 3)] : output, string.Join("\n", tap.Errors));
    }
}
