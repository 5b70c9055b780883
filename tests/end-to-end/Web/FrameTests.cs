using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>What stands around every page: the menu, the switch between the languages, who looks.</summary>
public sealed class FrameTests(House house) : IClassFixture<House>
{
    /// <summary>The language that somebody chooses stays chosen on every page, and pages say which one they are in.</summary>
    [Fact]
    public async Task TheLanguageThatIsChosenStays()
    {
        await using Visitor visitor = await house.VisitAsync();
        IPage page = visitor.Page;
        await visitor.GoAsync("/");
        Assert.Equal("值班看板", await page.Locator("h1").TextContentAsync());
        await page.Locator("#language").ClickAsync();
        await page.Locator("html[lang=en]").WaitForAsync();
        Assert.Equal("Live board", await page.Locator("h1").TextContentAsync());
        await visitor.GoAsync("/rules");
        Assert.Equal("Rules", await page.Locator("h1").TextContentAsync());
        await page.Locator("#language").ClickAsync();
        await page.Locator("html[lang=zh-CN]").WaitForAsync();
        Assert.EndsWith("/rules", page.Url, System.StringComparison.Ordinal);
        visitor.IsContent();
    }

    /// <summary>Whoever has no mouse comes to the content, to every page of the menu and to the switch by the keyboard alone.</summary>
    [Fact]
    public async Task TheKeyboardReachesEverything()
    {
        await using Visitor visitor = await house.VisitAsync(width: 390, height: 800);
        IPage page = visitor.Page;
        await visitor.GoAsync("/");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await page.EvaluateAsync<string>("document.activeElement.className"));
        await page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.EvaluateAsync<string>("document.activeElement.id"));
        await page.Locator("#menu summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("page", await page.EvaluateAsync<string>("document.activeElement.getAttribute('aria-current')"));
        await visitor.IsSoundAsync();
        visitor.IsContent();
    }

    /// <summary>A demo may be looked at as anybody of the roster, who then finds in the menu what he may open.</summary>
    [Fact]
    public async Task ADemoMayBeLookedAtAsAnybody()
    {
        await using Visitor manager = await house.VisitAsync();
        await manager.GoAsync("/");
        Assert.Equal(1, await manager.Page.Locator("nav a[href='/settings']").CountAsync());
        await using Visitor staff = await house.VisitAsync("S05", "en", dark: true);
        await staff.GoAsync("/");
        Assert.Equal(0, await staff.Page.Locator("nav a[href='/settings']").CountAsync());
        Assert.Equal("S05", await staff.Page.Locator("#act-as").InputValueAsync());
        staff.IsContent();
    }
}
