using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.EndToEnd.Web;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>Signing in as a person meets it: the real program in Chromium.</summary>
public sealed class SignInTests : IDisposable
{
    private const string Password = "correct horse battery";

    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-signin-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>
    /// The printed link makes the first manager, who is at the live board then; signed out he is asked for name and password, wrong ones are told, right ones lead where
    /// he wanted. The pages fit a narrow phone, and accessibility checks find nothing.
    /// </summary>
    [Fact]
    public async Task TheFirstManagerSignsInAndOut()
    {
        await using RunningProgram program = RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", _data, "--port", "0", "--mqtt-port", "0", "--tls-port", "-1");
        string board = await program.AddressAsync("live board");
        string link = await program.AddressAsync("first manager");
        Assert.StartsWith(board + "/first?code=", link, StringComparison.Ordinal);
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage page = await chromium.OpenAsync(board, complaints);
        await page.WaitForURLAsync("**/signin?then=%2F");
        await page.GetByText("还没有管理员").WaitForAsync();
        await LooksRightAsync(page);

        await page.GotoAsync(link);
        await LooksRightAsync(page);
        await page.Locator("[name=name]").FillAsync("王芳");
        await page.Locator("[name=password]").FillAsync(Password);
        await page.Locator("[name=again]").FillAsync(Password);
        await page.Locator("main button").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "王芳" }).WaitForAsync();
        await LooksRightAsync(page);
        Assert.Empty(complaints);

        await page.GotoAsync(link);
        await page.GetByText("已有管理员").WaitForAsync();
        await page.GotoAsync(board);
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "退出" }).ClickAsync();
        await page.WaitForURLAsync("**/signin");
        await page.GotoAsync(board + "/rules");
        await page.WaitForURLAsync("**/signin?then=%2Frules");
        await SignInAsync(page, "wrong password");
        await page.Locator("[role=alert]", new PageLocatorOptions { HasText = "用户名或密码不对" }).WaitForAsync();
        await SignInAsync(page, Password);
        await page.WaitForURLAsync(board + "/rules");
        await page.Locator("[data-pack]").First.WaitForAsync();

        await page.GotoAsync(board + "/password");
        await LooksRightAsync(page);
        await page.Locator("[name=current]").FillAsync(Password);
        await page.Locator("[name=password]").FillAsync("another long password");
        await page.Locator("[name=again]").FillAsync("another long password");
        await page.Locator("main button").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();

        // What the page of a refusal is answered with is an error to the browser's console, and nothing else is.
        Assert.DoesNotContain(complaints, complaint => !complaint.Contains("status of 4", StringComparison.Ordinal));
        Assert.Equal(0, await program.StopAsync());
    }

    /// <summary>The room lets whoever opens its pages in without signing in, prints a key for programs, and no link for a manager.</summary>
    [Fact]
    public async Task TheRoomOpensWithoutSigningIn()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        string room = await program.AddressAsync("virtual room");
        Assert.Matches("^dk_[a-z0-9]{8}_[A-Za-z0-9_-]{43}$", await program.AddressAsync("api key"));
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage page = await chromium.OpenAsync(room, complaints);
        await page.Locator("[data-terminal=T1][data-signal=ready]").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "值班看板", Exact = true }).ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        await page.Locator("#act-as").WaitForAsync();

        // Somebody holds a badge to the reader that nobody knows, and whoever looks at the board takes note of it.
        IPage reader = await chromium.OpenAsync(room, complaints);
        await reader.Locator("[data-terminal=T1][data-signal=ready]").WaitForAsync();
        await reader.Locator("#free button").ClickAsync();
        await page.Locator("[data-acknowledge=unknown-badge]").ClickAsync();
        await page.Locator("[data-notice=unknown-badge].seen", new PageLocatorOptions { HasText = "已知悉 demo" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "退出" }).ClickAsync();
        await page.Locator("#demo").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        Assert.Equal(board + "/", page.Url);
        Assert.Empty(complaints);
        Assert.Equal(0, await program.StopAsync());
        Assert.DoesNotContain("first manager", program.Output, StringComparison.Ordinal);
    }

    private static async Task SignInAsync(IPage page, string password)
    {
        await page.Locator("[name=name]").FillAsync("王芳");
        await page.Locator("[name=password]").FillAsync(password);
        await page.Locator("main button").ClickAsync();
    }

    private static async Task LooksRightAsync(IPage page)
    {
        Assert.Empty(await Axe.ViolationsAsync(page));
        await page.SetViewportSizeAsync(320, 640);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.SetViewportSizeAsync(1280, 900);
    }
}
