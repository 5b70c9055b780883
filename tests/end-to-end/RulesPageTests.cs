using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.EndToEnd.Web;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>The page of rules, and what the board says of them.</summary>
public sealed class RulesPageTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-rules-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>Every regulation is there, clause by clause, with what keeps it and what shows that; anybody can read it on anything.</summary>
    [Fact]
    public async Task ThePageOfRulesTellsEveryClause()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage page = await chromium.OpenAsync(board, complaints);
        await page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "值班制度", Exact = true }).ClickAsync();
        await page.WaitForURLAsync("**/rules");
        Assert.Equal(20, await page.Locator("[data-pack]").CountAsync());
        Assert.Equal(130, await page.Locator("[data-clause]").CountAsync());

        // What is in force is open, and a link opens what it leads to.
        Assert.False(await page.Locator("[data-clause='R18.2']").IsVisibleAsync());
        await page.Locator("nav a[href='/rules#gas-utility']").ClickAsync();
        await page.Locator("[data-pack=gas-utility] [data-clause]").First.WaitForAsync();

        ILocator clause = page.Locator("[data-clause='R20.3']");
        Assert.Contains("接班负责人应提前15分钟到岗", await clause.Locator("blockquote").TextContentAsync() ?? "", StringComparison.Ordinal);
        Assert.Contains("15 分钟", await clause.Locator("[data-parameter=requiredLeadMin]").TextContentAsync() ?? "", StringComparison.Ordinal);
        await clause.Locator("details[data-scenario] > summary").First.ClickAsync();
        Assert.Contains("When ", await clause.Locator("details[open] pre").TextContentAsync() ?? "", StringComparison.Ordinal);
        await page.GotoAsync(board + "/rules#R20.8");
        Assert.True(await page.Locator("article:target[data-clause='R20.8']").IsVisibleAsync());

        // What is folded up is looked at too.
        await page.EvaluateAsync("document.querySelectorAll('details').forEach(details => details.open = true)");
        await FindsNothingAsync(page);
        await page.SetViewportSizeAsync(320, 640);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await FindsNothingAsync(page);
        Assert.Empty(complaints);
    }

    /// <summary>The board says which pack a post goes by, and what it has otherwise; what the house changes is on both pages without a restart.</summary>
    [Fact]
    public async Task TheBoardTellsWhatAPostOverrides()
    {
        await using RunningProgram program = RunningProgram.StartRoom(_data);
        string board = await program.AddressAsync("live board");
        await using Chromium chromium = await Chromium.StartAsync();
        List<string> complaints = [];
        IPage page = await chromium.OpenAsync(board, complaints);
        await page.Locator("#link.live").WaitForAsync();
        Assert.Equal("/rules#hotline-handover", await page.Locator("[data-post=hotline] dd a").GetAttributeAsync("href"));
        Assert.Equal(0, await page.Locator("[data-override]").CountAsync());

        string packs = Directory.CreateDirectory(Path.Combine(_data, "packs")).FullName;
        await File.WriteAllTextAsync(Path.Combine(packs, "our-own.yaml"), "name: our-own\ntitle: 本单位规定\nregulation: H1\nclauses: { H1.1: { text: 提前二十五分钟到岗, mechanisms: [ARRIVE] } }\nparameters:\n  requiredLeadMin: { value: 25, clause: H1.1 }\n", Cancel);
        string roster = Path.Combine(_data, "roster.yaml");
        string text = await File.ReadAllTextAsync(roster, Cancel);
        int at = text.IndexOf("pack: hotline-handover", StringComparison.Ordinal);
        await File.WriteAllTextAsync(roster, text[..at] + "pack: our-own\n  parameters: { required lead: 30, windowMin: 10 }" + text[(at + "pack: hotline-handover".Length)..], Cancel);
        await page.Locator("[data-post=hotline] dd a", new PageLocatorOptions { HasText = "本单位规定" }).WaitForAsync();
        string own = await page.Locator("[data-override]").TextContentAsync() ?? "";
        Assert.Contains("提前到岗 30 分钟", own, StringComparison.Ordinal);
        Assert.Contains("25 分钟", own, StringComparison.Ordinal);
        await FindsNothingAsync(page);
        await page.SetViewportSizeAsync(320, 640);
        Assert.Equal(320, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await page.Locator("[data-post=hotline] dd a").ClickAsync();
        await page.Locator("[data-pack=our-own] [data-clause='H1.1']").WaitForAsync();
        Assert.Empty(complaints);
    }

    private static async Task FindsNothingAsync(IPage page)
    {
        Assert.Empty(await Axe.ViolationsAsync(page));
    }
}
