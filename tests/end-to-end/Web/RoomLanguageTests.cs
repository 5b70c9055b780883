using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.VirtualRoom.Room;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>The virtual room in both languages.</summary>
public sealed class RoomLanguageTests(House house) : IClassFixture<House>
{
    /// <summary>Both languages say everything, and every signal of the firmware has words.</summary>
    [Fact]
    public void BothLanguagesSayEverything()
    {
        Assert.Equal(RoomWords.Chinese.Keys.Order(StringComparer.Ordinal), RoomWords.English.Keys.Order(StringComparer.Ordinal));
        Assert.All(RoomWords.English.Keys.Where(key => key is not "room.language"), key => Assert.DoesNotContain(RoomWords.English[key], letter => letter is >= '\u4e00' and <= '\u9fff'));
    }

    /// <summary>The room is in the language that was chosen, answers a tap in it, and is one that anybody can use.</summary>
    [Theory]
    [InlineData("zh-CN", "04A1B2C4", "刷卡")]
    [InlineData("en", "04A1B2C5", "Tap")]
    public async Task TheRoomIsInTheLanguageThatWasChosen(string language, string badge, string tap)
    {
        await using Visitor visitor = await house.VisitAsync("", language, width: 390, height: 800);
        IPage page = visitor.Page;
        await page.GotoAsync(house.Room);
        await page.Locator("[data-terminal=T1][data-signal=ready]").WaitForAsync();
        Assert.Equal(language, await page.Locator("html").GetAttributeAsync("lang"));
        Assert.Equal(tap, await page.Locator("#free button").TextContentAsync());
        await page.Locator($"[data-badge='{badge}']").ClickAsync();
        await page.Locator("#answer", new PageLocatorOptions { HasText = badge }).WaitForAsync();
        await visitor.IsSoundAsync();
        await page.Locator("#language").ClickAsync();
        await page.Locator($"html:not([lang='{language}'])").WaitForAsync();
        visitor.IsContent();
    }
}
