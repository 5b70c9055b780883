using System.Linq;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>What is written on a sheet is not lost: by two who write at once, by a network that is away, by a reload.</summary>
public sealed class SheetWritingTests(SheetHouse house) : IClassFixture<SheetHouse>
{
    /// <summary>Two people of the outgoing side write at once: what the other writes comes without touching what one is writing in, and where both wrote at the same place both texts are shown.</summary>
    [Fact]
    public async Task TwoWriteAtOnce()
    {
        await TakeDutyAsync("T1", "04A1B2C3");
        await using Visitor leader = await house.VisitAsync("S01", "zh-CN", width: 390, height: 844);
        await using Visitor crew = await house.VisitAsync("S05", "en");
        IPage first = leader.Page, second = crew.Page;
        await OpenAsync(leader, "hotline");
        await OpenAsync(crew, "hotline");
        await WriteAsync(first, "unfinished", "三号泵漏油");
        await second.Locator("[data-section=unfinished] [data-item]").WaitForAsync();

        // One is in the midst of a word while the other's item comes.
        ILocator mine = first.Locator("[data-section=faults] form[data-act=write] > textarea");
        await mine.PressSequentiallyAsync("二号线");
        await first.EvaluateAsync("document.dispatchEvent(new Event('compositionstart'))");
        await WriteAsync(second, "faults", "line 3 crackles");
        await first.Locator("[data-section=faults] [data-item]", new() { HasText = "line 3 crackles" }).WaitForAsync();
        Assert.Equal("二号线", await mine.InputValueAsync());
        Assert.True(await mine.EvaluateAsync<bool>("field => field === document.activeElement"));
        await mine.PressSequentiallyAsync("有杂音");
        await first.EvaluateAsync("document.dispatchEvent(new Event('compositionend'))");
        await first.Locator("h1").ClickAsync();
        await second.Locator("[data-section=faults] [data-item]", new() { HasText = "二号线有杂音" }).WaitForAsync();
        Assert.Equal(2, await first.Locator("[data-section=faults] [data-item]").CountAsync());

        // Both write at the same place of the same item, and neither has seen the other.
        ILocator here = first.Locator("[data-section=unfinished] [data-item] textarea[name=how]"), there = second.Locator("[data-section=unfinished] [data-item] textarea[name=how]");
        await here.FocusAsync();
        await there.FocusAsync();
        await there.PressSequentiallyAsync("close the valve");
        await second.Locator("h1").ClickAsync();
        await second.Locator("#saved[data-state=saved]").WaitForAsync();
        Assert.Equal("", await here.InputValueAsync());
        await here.PressSequentiallyAsync("每小时补油");
        await first.Locator("h1").ClickAsync();
        await second.Locator("[data-beside]", new() { HasText = "close the valve" }).WaitForAsync();
        await Assertions.Expect(there).ToHaveValueAsync("每小时补油");
        await first.Locator("[data-beside]", new() { HasText = "close the valve" }).WaitForAsync();
        await leader.PictureAsync("sheet-phone-beside");

        // Whoever merges both is done with it.
        await here.FillAsync("每小时补油,必要时关阀");
        await first.Locator("h1").ClickAsync();
        await Assertions.Expect(second.Locator("[data-beside]")).ToHaveCountAsync(0);
        await Assertions.Expect(second.Locator(".earlier li", new() { HasText = "close the valve" })).ToHaveCountAsync(1);

        // What the other writes while one's own is under way stays, though the answer to one's own was made before it.
        ILocator others = first.Locator("[data-section=faults] [data-item]", new() { HasText = "line 4 is dead" });
        (Task answered, TaskCompletionSource let) = await leader.HoldAnswerAsync("**/sheets/hotline/*/write");
        await mine.FillAsync("一号线已修");
        await first.Locator("h1").ClickAsync();
        await answered;
        await WriteAsync(second, "faults", "line 4 is dead");
        await others.WaitForAsync();
        let.SetResult();
        await first.Locator("#saved[data-state=saved]").WaitForAsync();
        await Assertions.Expect(others).ToHaveCountAsync(1);
        await leader.IsSoundAsync();
        await crew.IsSoundAsync();
        leader.IsContent();
        crew.IsContent();
    }

    /// <summary>What could not be sent stays on the device, says so, is put back after a reload, and is sent when the network is there again, once.</summary>
    [Fact]
    public async Task WhatIsNotSentIsPutBack()
    {
        await TakeDutyAsync("T2", "04B1B2C1");
        await using Visitor leader = await house.VisitAsync("S11", "en", width: 390, height: 844);
        leader.Expects = "ERR_";
        IPage page = leader.Page;
        await OpenAsync(leader, "boiler");
        await page.RouteAsync("**/sheets/boiler/**", route => route.Request.Method is "POST" ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        ILocator text = page.Locator("[data-section=leaks] form[data-act=write] > textarea");
        await text.FillAsync("valve 7 drips");
        await page.Locator("h1").ClickAsync();
        await page.Locator("#saved[data-state=unsent]").WaitForAsync();
        Assert.Equal("valve 7 drips", await text.InputValueAsync());
        await page.ReloadAsync();
        await page.Locator("#drafts li", new() { HasText = "valve 7 drips" }).WaitForAsync();
        Assert.Equal("valve 7 drips", await text.InputValueAsync());
        await leader.IsSoundAsync();
        await leader.PictureAsync("sheet-phone-unsent");

        // The bridge gets it and its answer is lost: sent again it stands there once.
        await page.UnrouteAllAsync();
        bool lost = false;
        await page.RouteAsync("**/sheets/boiler/*/write", async route =>
        {
            if (!lost)
            {
                lost = true;
                await route.FetchAsync();
                await route.AbortAsync("connectionreset");
                return;
            }

            await route.ContinueAsync();
        });
        await page.Locator("[data-send-drafts]").ClickAsync();
        await page.Locator("[data-section=leaks] [data-item]").WaitForAsync();
        await Assertions.Expect(page.Locator("#saved[data-state=saved]")).ToBeVisibleAsync(new() { Timeout = 30000 });
        await Assertions.Expect(page.Locator("#drafts")).ToBeHiddenAsync();
        Assert.Equal(1, await page.Locator("[data-section=leaks] [data-item]").CountAsync());
        Assert.Equal("", await text.InputValueAsync());
        Assert.Empty(await page.EvaluateAsync<string[]>("Object.keys(localStorage)"));

        // Whoever pauses need not leave the field: what he has written is kept, and what he writes on belongs to it.
        await text.PressSequentiallyAsync("pump 2 ");
        ILocator kept = page.Locator("[data-section=leaks] [data-item] textarea[name=text]").Last;
        await Assertions.Expect(kept).ToBeFocusedAsync(new() { Timeout = 30000 });
        await page.Keyboard.TypeAsync("is loud");
        await page.Locator("h1").ClickAsync();
        await Assertions.Expect(page.Locator("#saved[data-state=saved]")).ToBeVisibleAsync(new() { Timeout = 30000 });
        await page.ReloadAsync();
        await Assertions.Expect(kept).ToHaveValueAsync("pump 2 is loud");
        Assert.Equal(2, await page.Locator("[data-section=leaks] [data-item]").CountAsync());
        await leader.PictureAsync("sheet-phone-kept");
        leader.IsContent();
    }

    private static async Task OpenAsync(Visitor visitor, string post)
    {
        await visitor.GoAsync($"/sheets/{post}");
        await visitor.Page.Locator("[data-key=head][data-stage=Open]").WaitForAsync();
        await visitor.Page.Locator("#link.live").WaitForAsync();
    }

    private static async Task WriteAsync(IPage page, string section, string text)
    {
        await page.Locator($"[data-section={section}] form[data-act=write] > textarea").FillAsync(text);
        await page.Locator($"[data-section={section}] [data-write]").ClickAsync();
        await page.Locator($"[data-section={section}] [data-item]", new() { HasText = text }).Or(page.Locator($"[data-section={section}] [data-item][aria-label='{text}']")).First.WaitForAsync();
    }

    private Task TakeDutyAsync(string terminal, string badge) => Eventually.HoldsAsync(async () =>
    {
        string signal = await house.TapAsync(terminal, badge);
        return signal is "accepted" or "late" ? null : $"{terminal} answers {signal}";
    });
}
