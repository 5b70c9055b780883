using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using MiniExcelLibs;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>The ledger and the rules of a post, as supervisors and managers use them.</summary>
public sealed class LedgerTests(LedgerHouse house) : IClassFixture<LedgerHouse>
{
    /// <summary>
    /// A supervisor finds who was late, by which clause and which record, and excuses somebody beforehand; a manager confirms the month, which then says so; nobody else finds the button.
    /// </summary>
    [Theory]
    [InlineData("zh-CN", "S01", "S03", false, 1280)]
    [InlineData("en", "S11", "S13", true, 390)]
    public async Task AMonthIsLookedThroughExcusedAndConfirmed(string language, string late, string later, bool dark, int width)
    {
        await house.HandedOverAsync();
        await using Visitor supervisor = await house.VisitAsync("S09", language, dark, width);
        IPage page = supervisor.Page;
        await supervisor.GoAsync($"/ledger?month={house.Month}");
        ILocator row = page.Locator($"tr[data-person={late}]");
        Assert.Equal("proposed", await row.Locator("td[data-state]").GetAttributeAsync("data-state"));
        await supervisor.PictureAsync($"ledger-month-{language}");
        await row.Locator("a").ClickAsync();
        ILocator entry = page.Locator("tr[data-kind=late]");
        await entry.WaitForAsync();
        await supervisor.IsSoundAsync();
        Assert.StartsWith("/rules#R20", await entry.Locator("a[data-clause]").GetAttributeAsync("href"), StringComparison.Ordinal);
        Assert.Equal(1, await entry.Locator("a[href^='/records/']").CountAsync());
        Assert.Equal(0, await page.Locator("#confirm").CountAsync());
        await supervisor.PictureAsync($"ledger-person-{language}");

        await supervisor.GoAsync($"/ledger?month={house.Month}&person={later}");
        await page.Locator("select[name=kind]").SelectOptionAsync("late");
        await page.Locator("input[name=day]").FillAsync(house.LaterDay);
        await page.Locator("form[action='/ledger/excuse'] button").ClickAsync();
        await page.Locator("[data-excuse=late]").WaitForAsync();
        Assert.True(await page.Locator(".done").IsVisibleAsync());

        // What has begun cannot be excused beforehand any more, and what was chosen stays.
        supervisor.Expects = "400";
        await page.GotoAsync($"/ledger?month={house.Month}&person={late}");
        await page.Locator("select[name=kind]").SelectOptionAsync("late");
        await page.Locator("input[name=day]").FillAsync("2024-01-01");
        await page.Locator("form[action='/ledger/excuse'] button").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.Equal("2024-01-01", await page.Locator("input[name=day]").InputValueAsync());
        supervisor.IsContent();

        await using Visitor manager = await house.VisitAsync("S10", language, dark, width);
        await manager.GoAsync($"/ledger?month={house.Month}");
        await manager.Page.Locator($"tr[data-person={late}] input[type=checkbox]").CheckAsync();
        await manager.Page.Locator("#confirm").ClickAsync();
        await manager.Page.Locator($"tr[data-person={late}] td[data-state=confirmed]").WaitForAsync();
        await manager.IsSoundAsync();
        await manager.PictureAsync($"ledger-confirmed-{language}");
        manager.IsContent();
        Assert.Contains("ledger.confirmed", await house.AskAsync("/api/v1/audit"), StringComparison.Ordinal);
    }

    /// <summary>The month goes out as Excel and as CSV, both open, and that somebody took it stands in the audit log.</summary>
    [Theory]
    [InlineData("zh-CN", "姓名")]
    [InlineData("en", "Name")]
    public async Task AMonthGoesOutAsATable(string language, string head)
    {
        await house.HandedOverAsync();
        await using Visitor visitor = await house.VisitAsync("S09", language);
        await visitor.GoAsync($"/ledger?month={house.Month}");
        string excel = await DownloadAsync(visitor.Page, "xlsx");
        Assert.Equal(2, MiniExcel.GetSheetNames(excel).Count);
        List<IDictionary<string, object>> people = [.. MiniExcel.Query(excel).Cast<IDictionary<string, object>>()];
        Assert.Contains(head, people[0].Values);
        Assert.Contains(people, row => row.Values.Contains("王芳"));
        string csv = await File.ReadAllTextAsync(await DownloadAsync(visitor.Page, "entries"), CancellationToken.None);
        Assert.Contains("S01,王芳,", csv, StringComparison.Ordinal);
        visitor.IsContent();
        Assert.Contains("ledger.exported", await house.AskAsync("/api/v1/audit"), StringComparison.Ordinal);
    }

    /// <summary>The figures know the handovers, by weekday and hour and by week, and what alarms there were.</summary>
    [Theory]
    [InlineData("zh-CN", "hotline", false, 1280)]
    [InlineData("en", "boiler", true, 390)]
    public async Task TheFiguresKnowTheHandovers(string language, string post, bool dark, int width)
    {
        await house.HandedOverAsync();
        await using Visitor visitor = await house.VisitAsync("S09", language, dark, width);
        await visitor.GoAsync("/ledger/figures");
        Assert.Equal("2", await visitor.Page.Locator("[data-figure=count]").TextContentAsync());
        await visitor.Page.Locator("select[name=post]").SelectOptionAsync(post);
        await visitor.Page.Locator($"select[name=post] option[selected][value={post}]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
        Assert.Equal("1", await visitor.Page.Locator("[data-figure=count]").TextContentAsync());
        Assert.Equal("100", await visitor.Page.Locator("[data-percent]").GetAttributeAsync("data-percent"));
        Assert.Equal(2, await visitor.Page.Locator("[data-rate]").CountAsync());
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"figures-{language}");
        visitor.IsContent();
    }

    /// <summary>
    /// Whoever changes a rule says why, sees beforehand what it would have made of last week, and finds afterwards who has changed it and why; the terminal is told.
    /// </summary>
    [Theory]
    [InlineData("zh-CN", "hotline", "T1", false, 1280)]
    [InlineData("en", "boiler", "T2", true, 390)]
    public async Task ARuleIsChangedWithAReasonAfterARehearsal(string language, string post, string terminal, bool dark, int width)
    {
        await house.HandedOverAsync();
        await using Visitor visitor = await house.VisitAsync("S09", language, dark, width);
        IPage page = visitor.Page;
        int told = await PoliciesAsync(terminal);
        await visitor.GoAsync("/rules");
        await page.Locator($"nav a[data-post={post}]").ClickAsync();
        await page.Locator("#rules-form").WaitForAsync();
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"rules-post-{language}");

        // Without a reason, and with a value that cannot be, nothing is played, and what was written stays.
        visitor.Expects = "400";
        await page.Locator("input[name=value-windowMin]").FillAsync("many");
        await page.Locator("button[value=rehearse]").First.ClickAsync();
        await page.Locator("[data-faults]").WaitForAsync();
        Assert.Equal("many", await page.Locator("input[name=value-windowMin]").InputValueAsync());
        await page.Locator("input[name=value-windowMin]").FillAsync("2");
        await page.Locator("button[value=rehearse]").First.ClickAsync();
        await page.Locator("[data-parameter=windowMin] .wrong").WaitForAsync();
        await visitor.IsSoundAsync();
        Assert.Equal(0, await page.Locator("#save").CountAsync());

        await page.Locator("input[name=reason-windowMin]").FillAsync("夜里太早 too early");
        await page.Locator("input[name=value-lateFineYuan]").FillAsync("20");
        await page.Locator("input[name=reason-lateFineYuan]").FillAsync("加倍 doubled");
        await page.Locator("button[value=rehearse]").First.ClickAsync();
        await page.Locator("[data-rehearsal=different]").WaitForAsync();
        Assert.True(await page.Locator("[data-difference]").CountAsync() >= 1, await page.Locator("[data-rehearsal]").TextContentAsync());
        Assert.Equal(1, await page.Locator("[data-ledger]").CountAsync());
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"rules-rehearsal-{language}");
        Assert.Equal(told, await PoliciesAsync(terminal));

        await page.Locator("#save").ClickAsync();
        await page.Locator("p.done").WaitForAsync();
        ILocator kept = page.Locator("[data-override=windowMin]");
        Assert.Contains("夜里太早 too early", await kept.TextContentAsync() ?? "", StringComparison.Ordinal);
        Assert.Contains("周主任", await kept.TextContentAsync() ?? "", StringComparison.Ordinal);
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"rules-saved-{language}");
        await Eventually.HoldsAsync(async () => await PoliciesAsync(terminal) > told ? null : "the terminal has no other policy");
        Assert.Contains("rules.changed", await house.AskAsync("/api/v1/audit"), StringComparison.Ordinal);
        Assert.Contains("too early", await File.ReadAllTextAsync(Path.Combine(house.Data, "roster.yaml"), CancellationToken.None), StringComparison.Ordinal);
        visitor.IsContent();
    }

    private static async Task<string> DownloadAsync(IPage page, string what)
    {
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator($"[data-export={what}]").ClickAsync());
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + Path.GetExtension(download.SuggestedFilename));
        await download.SaveAsAsync(path);
        return path;
    }

    // How many policies the terminal has taken, by its own records.
    private async Task<int> PoliciesAsync(string terminal)
    {
        string records = await house.AskAsync($"/api/v1/records?terminal={terminal}&limit=1000");
        return records.Split("policy.applied").Length - 1;
    }
}
