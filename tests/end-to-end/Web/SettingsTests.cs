using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>A bridge as a house runs it, with a first manager.</summary>
public sealed class SettingsHouse : IAsyncLifetime
{
    /// <summary>The password of the manager.</summary>
    public const string Password = "correct horse battery";

    private RunningProgram _program = null!;
    private Chromium _chromium = null!;

    /// <summary>The data folder.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("dutykiosk-settings-").FullName;

    /// <summary>The address of the bridge.</summary>
    public string Bridge { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _program = RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", Data, "--port", "0", "--mqtt-port", "0", "--tls-port", "-1", "--allow-private", "127.0.0.1", "--retention-days", "1000");
        Bridge = await _program.AddressAsync("live board");
        string link = await _program.AddressAsync("first manager");
        _chromium = await Chromium.StartAsync();
        await using Visitor first = await VisitAsync("zh-CN");
        await first.Page.GotoAsync(link);
        await first.Page.Locator("[name=name]").FillAsync("boss");
        await first.Page.Locator("[name=password]").FillAsync(Password);
        await first.Page.Locator("[name=again]").FillAsync(Password);
        await first.Page.Locator("main button").ClickAsync();
        await first.Page.Locator("#link.live").WaitForAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _program.DisposeAsync();
        Directory.Delete(Data, true);
    }

    /// <summary>Opens a browser for nobody yet.</summary>
    public async Task<Visitor> VisitAsync(string language, bool dark = false, int width = 1280, int height = 900)
    {
        Visitor visitor = await _chromium.VisitAsync(Bridge, language, dark, width, height);
        visitor.Listen();
        return visitor;
    }

    /// <summary>Opens a browser for the manager.</summary>
    public async Task<Visitor> ManageAsync(string language, bool dark = false, int width = 1280, int height = 900)
    {
        Visitor visitor = await VisitAsync(language, dark, width, height);
        await visitor.Page.GotoAsync("/signin?then=%2Frules");
        await SignInAsync(visitor.Page, "boss");
        await visitor.Page.WaitForURLAsync(Bridge + "/rules");
        return visitor;
    }

    /// <summary>Signs in.</summary>
    public static async Task SignInAsync(IPage page, string name)
    {
        await page.Locator("[name=name]").FillAsync(name);
        await page.Locator("[name=password]").FillAsync(Password);
        await page.Locator("main button").ClickAsync();
    }
}

/// <summary>The settings, as those use them who look after a house.</summary>
public sealed class SettingsTests(SettingsHouse house) : IClassFixture<SettingsHouse>
{
    /// <summary>A manager makes a user, who comes in by his link in a browser of his own; he is given another role, and when he is shut he comes in no longer. All of it stands in the audit log.</summary>
    [Theory]
    [InlineData("zh-CN", "李强", "S02")]
    [InlineData("en", "li", "S03")]
    public async Task AUserIsMadeAndShut(string language, string name, string staff)
    {
        await using Visitor manager = await house.ManageAsync(language);
        manager.Expects = "status of 4";
        IPage page = manager.Page;
        await manager.GoAsync("/settings");
        await manager.PictureAsync($"settings-{language}");
        await page.Locator("main a[href='/settings/users']").ClickAsync();
        await page.Locator("[name=name]").FillAsync(name);
        await page.Locator("[name=role]").SelectOptionAsync("staff");
        await page.Locator("[name=staff]").SelectOptionAsync(staff);
        await page.Locator("[name=mail]").FillAsync($"{staff}@house.example");
        await page.Locator("main button.main").ClickAsync();
        string link = await page.Locator("#once").InputValueAsync();
        Assert.StartsWith($"{house.Bridge}/password/choose?code=", link, StringComparison.Ordinal);
        Assert.Equal(1, await page.Locator(".qr").CountAsync());
        await page.Locator($"[data-user='{name}'][data-state=invited]").WaitForAsync();
        await manager.IsSoundAsync();
        await manager.PictureAsync($"settings-users-{language}");

        // The same name again is told, with what was written.
        await page.Locator("[name=name]").FillAsync(name.ToUpperInvariant());
        await page.Locator("main button.main").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.Equal(name.ToUpperInvariant(), await page.Locator("[name=name]").InputValueAsync());
        Assert.Equal(0, await page.Locator("#once").CountAsync());

        await using Visitor user = await house.VisitAsync(language, width: 390, height: 844);
        user.Expects = "status of 4";
        await user.Page.GotoAsync(link);
        await user.Page.Locator("[name=password]").FillAsync(SettingsHouse.Password);
        await user.Page.Locator("[name=again]").FillAsync(SettingsHouse.Password);
        await user.Page.Locator("main button").ClickAsync();
        await user.Page.Locator("#link.live").WaitForAsync();
        await user.GoAsync("/settings");
        Assert.Equal(0, await user.Page.Locator("main a").CountAsync());

        await page.GotoAsync("/settings/users");
        await page.Locator($"[data-user='{name}'] a").ClickAsync();
        await page.Locator("[name=role]").SelectOptionAsync("leader");
        await page.Locator("main button.main").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal("leader", await page.Locator("[name=role]").InputValueAsync());
        await manager.IsSoundAsync();
        await page.Locator("#shut").ClickAsync();
        await page.Locator("[data-state=shut]").WaitForAsync();
        await user.Page.Context.ClearCookiesAsync();
        await user.Page.GotoAsync("/signin");
        await SettingsHouse.SignInAsync(user.Page, name);
        await user.Page.Locator("[role=alert]").WaitForAsync();
        Assert.EndsWith("/signin", new Uri(user.Page.Url).AbsolutePath, StringComparison.Ordinal);

        await page.GotoAsync($"/settings/audit?person={Uri.EscapeDataString(name)}");
        await page.Locator("[data-action='user.made']").WaitForAsync();
        Assert.Equal(2, await page.Locator("[data-action='user.changed']").CountAsync());
        await page.GotoAsync($"/settings/audit?action=user.made&person={Uri.EscapeDataString(name)}");
        Assert.Equal(1, await page.Locator("tbody tr").CountAsync());
        await manager.IsSoundAsync();
        manager.IsContent();
        user.IsContent();
    }

    /// <summary>The last manager is not shut by himself, and is told why.</summary>
    [Fact]
    public async Task TheLastManagerStays()
    {
        await using Visitor manager = await house.ManageAsync("zh-CN");
        manager.Expects = "status of 409";
        await manager.GoAsync("/settings/users");
        await manager.Page.Locator("[data-user=boss] a").ClickAsync();
        await manager.Page.Locator("#shut").ClickAsync();
        await manager.Page.Locator("#fault").WaitForAsync();
        Assert.Equal(1, await manager.Page.Locator("main [data-user=boss][data-state=open]").CountAsync());
        manager.IsContent();
    }

    /// <summary>A channel is set up and tested against a receiver, with what that answers; one that nobody takes is told of, a faulty one is not kept, and the secret never comes back.</summary>
    [Theory]
    [InlineData("zh-CN", false, 1280)]
    [InlineData("en", true, 390)]
    public async Task AChannelIsTested(string language, bool dark, int width)
    {
        var received = new ConcurrentQueue<string>();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication receiver = builder.Build();
        int answer = StatusCodes.Status200OK;
        receiver.MapPost("/notices", async (HttpContext context) =>
        {
            using var reader = new StreamReader(context.Request.Body);
            received.Enqueue(await reader.ReadToEndAsync(CancellationToken.None));
            return Results.StatusCode(answer);
        });
        await receiver.StartAsync(CancellationToken.None);

        await using Visitor manager = await house.ManageAsync(language, dark, width);
        manager.Expects = "status of 4";
        IPage page = manager.Page;
        await manager.GoAsync("/settings/channels");
        await page.Locator("a[href='/settings/channels/new?kind=webhook']").ClickAsync();
        await page.Locator("[name=name]").FillAsync($"desk {language}");
        await page.Locator("[name=address]").FillAsync("http://10.1.2.3/notices");
        await page.Locator("[name=secret]").FillAsync("a shared secret");
        await page.Locator("#save").ClickAsync();
        await page.Locator("#wrong-address").WaitForAsync();
        Assert.Equal($"desk {language}", await page.Locator("[name=name]").InputValueAsync());
        await manager.IsSoundAsync();

        await page.Locator("[name=address]").FillAsync(receiver.Urls.First() + "/notices");
        await page.Locator("[name=secret]").FillAsync("a shared secret");
        await page.Locator("[name=quietFrom]").FillAsync("22:00");
        await page.Locator("[name=quietTo]").FillAsync("07:00");
        await page.Locator("#save").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal("", await page.Locator("[name=secret]").InputValueAsync());
        Assert.DoesNotContain("a shared secret", await page.ContentAsync(), StringComparison.Ordinal);
        await page.Locator("#test").ClickAsync();
        await page.Locator("[data-test=delivered]").WaitForAsync();
        Assert.Contains("\"test\"", Assert.Single(received), StringComparison.Ordinal);
        await manager.IsSoundAsync();
        await manager.PictureAsync($"settings-channel-{language}");

        answer = StatusCodes.Status404NotFound;
        await page.Locator("#test").ClickAsync();
        await page.Locator("[data-test=failed]", new PageLocatorOptions { HasText = "404" }).WaitForAsync();
        await manager.GoAsync("/settings/channels");
        await page.Locator($"[data-channel='desk {language}'] a").ClickAsync();
        await page.Locator("#delete summary").ClickAsync();
        await page.Locator("#delete button").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal(0, await page.Locator($"[data-channel='desk {language}']").CountAsync());
        foreach (string action in new[] { "channel.made", "channel.tested", "channel.deleted" })
        {
            await page.GotoAsync($"/settings/audit?action={action}");
            await page.Locator($"[data-action='{action}']").First.WaitForAsync();
        }

        foreach (string kind in new[] { "dingtalk", "mail" })
        {
            await manager.GoAsync($"/settings/channels/new?kind={kind}");
        }

        manager.IsContent();
    }

    /// <summary>A key is shown once, lets a program in to what it may, and no longer when it was revoked.</summary>
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task AKeyIsMadeAndRevoked(string language)
    {
        await using Visitor manager = await house.ManageAsync(language);
        manager.Expects = "status of 400";
        IPage page = manager.Page;
        await manager.GoAsync("/settings/keys");
        await page.Locator("[name=name]").FillAsync($"grafana {language}");
        await page.Locator("main button.main").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.Equal($"grafana {language}", await page.Locator("[name=name]").InputValueAsync());
        await page.Locator("[name=scope][value=read-board]").CheckAsync();
        await page.Locator("main button.main").ClickAsync();
        string key = await page.Locator("#once").InputValueAsync();
        await manager.IsSoundAsync();
        await manager.PictureAsync($"settings-keys-{language}");
        Assert.Equal(HttpStatusCode.OK, await AskAsync(key, "/api/v1/posts"));
        Assert.Equal(HttpStatusCode.Forbidden, await AskAsync(key, "/api/v1/users"));
        await manager.GoAsync("/settings/keys");
        Assert.DoesNotContain(key, await page.ContentAsync(), StringComparison.Ordinal);
        await page.Locator($"[data-api-key='grafana {language}'] button").ClickAsync();
        await page.Locator($"[data-api-key='grafana {language}'][data-state=revoked]").WaitForAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(key, "/api/v1/posts"));
        await page.GotoAsync($"/settings/audit?person={Uri.EscapeDataString($"grafana {language}")}");
        await page.Locator("[data-action='key.made']").WaitForAsync();
        await page.Locator("[data-action='key.revoked']").WaitForAsync();
        manager.IsContent();
    }

    /// <summary>A backup is made into the data folder, the log is proved, and it is seen for how long what is kept and who says so; then the audit log is taken out, with that it was.</summary>
    [Theory]
    [InlineData("zh-CN", false)]
    [InlineData("en", true)]
    public async Task TheStoreIsKept(string language, bool dark)
    {
        await using Visitor manager = await house.ManageAsync(language, dark);
        IPage page = manager.Page;
        await manager.GoAsync("/settings/store");
        await page.Locator("#do-backup").ClickAsync();
        await AwaitTaskAsync(page, "backup");
        string name = await page.Locator("[data-backup]").First.GetAttributeAsync("data-backup") ?? "";
        Assert.True(File.Exists(Path.Combine(house.Data, "backups", name)), name);
        await page.Locator("#do-verify").ClickAsync();
        await AwaitTaskAsync(page, "verify");
        Assert.Equal("1000", await page.Locator("[data-retention]").GetAttributeAsync("data-retention"));
        await page.Locator("#in-force summary").ClickAsync();
        Assert.Contains("--retention-days", await page.Locator("[data-setting=retentionDays]").TextContentAsync(), StringComparison.Ordinal);
        await manager.IsSoundAsync();
        await manager.PictureAsync($"settings-store-{language}");

        await manager.GoAsync("/settings/audit");
        await page.Locator("[data-action='store.backed-up']").First.WaitForAsync();
        await manager.PictureAsync($"settings-audit-{language}");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#export").ClickAsync());
        string table = await File.ReadAllTextAsync(await download.PathAsync(), CancellationToken.None);
        Assert.Contains("store.backed-up," + name, table, StringComparison.Ordinal);
        Assert.Contains("audit.exported", table, StringComparison.Ordinal);
        manager.IsContent();
    }

    // A machine that is busy may need longer than the page waits.
    private static Task AwaitTaskAsync(IPage page, string what) => Eventually.HoldsAsync(async () =>
    {
        string? end = await page.Locator($"[data-task={what}]").GetAttributeAsync("data-end");
        if (end is "good")
        {
            return null;
        }

        await page.GotoAsync("/settings/store");
        return $"{what} ended '{end}'.";
    });

    private async Task<HttpStatusCode> AskAsync(string key, string path)
    {
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await client.GetAsync(new Uri(house.Bridge + path), CancellationToken.None);
        return answer.StatusCode;
    }
}
