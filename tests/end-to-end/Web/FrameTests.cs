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

    /// <summary>Whoever may not see a page, or asks for one that there is not, is told so within the frame, in his language, and finds his way back; in a demo with the switch of who he is.</summary>
    [Theory]
    [InlineData("zh-CN", false, 390)]
    [InlineData("en", true, 1280)]
    public async Task AMissingPageIsAPage(string language, bool dark, int width)
    {
        await using Visitor visitor = await house.VisitAsync("S05", language, dark, width);
        visitor.Expects = "status of 40";
        IPage page = visitor.Page;
        await visitor.GoAsync("/records");
        await page.Locator("[data-missing='403'] [data-lacks=read-records]").WaitForAsync();
        Assert.Equal("S05", await page.Locator("#act-as").InputValueAsync());
        await visitor.PictureAsync($"missing-403-{language}");
        await visitor.GoAsync("/sheets/none");
        await page.Locator("[data-missing='404'] a[href='/sheets']").WaitForAsync();
        await visitor.PictureAsync($"missing-404-{language}");
        await page.Locator("[data-missing] a[href='/']").ClickAsync();
        await page.Locator("#live").WaitForAsync();
        visitor.IsContent();
    }

    /// <summary>Two posts fill a wall, and a list of all notices is a page of its own.</summary>
    [Fact]
    public async Task FewPostsFillAWall()
    {
        await using Visitor visitor = await house.VisitAsync(width: 1920, height: 1080);
        await visitor.GoAsync("/wall");
        await visitor.PictureAsync("wall-two-posts");
        double size = await visitor.Page.EvaluateAsync<double>("parseFloat(getComputedStyle(document.querySelector('.holder')).fontSize)");
        Assert.True(size > 100, $"The holder stands there in {size} px.");
        Assert.True(await visitor.Page.EvaluateAsync<bool>("document.documentElement.scrollHeight <= innerHeight"));
        await visitor.GoAsync("/notices");
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
