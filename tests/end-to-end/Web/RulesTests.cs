using System;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>The rules of a post that nobody has tapped at.</summary>
public sealed class RulesTests(House house) : IClassFixture<House>
{
    /// <summary>That the sheets of a post bind is switched on with a reason, and shown among the changes first.</summary>
    [Fact]
    public async Task SheetsAreMadeToBind()
    {
        await using Visitor visitor = await house.VisitAsync();
        visitor.Expects = "400";
        IPage page = visitor.Page;
        await visitor.GoAsync("/rules/boiler");
        await page.Locator("#sheets").SelectOptionAsync("true");
        await page.Locator("button[value=rehearse]").First.ClickAsync();
        await page.Locator("[data-parameter=sheets] .wrong").WaitForAsync();
        await page.Locator("input[name=reason-sheets]").FillAsync("三月起试行");
        await page.Locator("button[value=rehearse]").First.ClickAsync();
        await page.Locator("[data-change=sheets]").WaitForAsync();
        await visitor.IsSoundAsync();
        await visitor.PictureAsync("rules-sheets");
        await page.Locator("#save").ClickAsync();
        await page.Locator("p.done").WaitForAsync();
        Assert.Equal("true", await page.Locator("#sheets").InputValueAsync());
        Assert.Contains("三月起试行", await page.Locator("[data-parameter=sheets] [data-kept-reason]").TextContentAsync() ?? "", StringComparison.Ordinal);
        Assert.Contains("sheets false", await house.AskAsync("/api/v1/audit"), StringComparison.Ordinal);
        visitor.IsContent();
    }
}
