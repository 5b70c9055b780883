using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>A handover with its sheet, from the first word to both taps, as its people meet it.</summary>
public sealed partial class SheetTests(SheetHouse house) : IClassFixture<SheetHouse>
{
    /// <summary>
    /// The outgoing leader fills the sheet in on a phone, the incoming one opens a hold and reads; the terminal refuses until a supervisor's badge releases it. Then both tap, and the page
    /// shows both taps with the number of the record that the bridge has.
    /// </summary>
    [Fact]
    public async Task ASheetIsFilledInReadAndSigned()
    {
        await house.TapUntilAsync("T1", "04A1B2C3", "accepted", "late");
        await using Visitor leader = await house.VisitAsync("S01", "zh-CN", width: 390, height: 844);
        await using Visitor next = await house.VisitAsync("S02", "zh-CN");
        IPage phone = leader.Page, desk = next.Page;
        await OpenAsync(leader, "hotline");
        await leader.PictureAsync("sheet-phone-empty");
        await OpenAsync(next, "hotline");
        await OpenHoldAsync(desk, "incident", "来电人仍在线上");
        await phone.Locator("[data-hold=incident][data-state=open]").WaitForAsync();

        // An item is sent when its form is left, and says in words what it lacks.
        ILocator unfinished = phone.Locator("[data-section=unfinished]");
        await unfinished.Locator("form[data-act=write] > textarea").FillAsync("三号泵漏油");
        await unfinished.Locator("form[data-act=write] textarea[name=watch]").FillAsync("油位");
        await phone.Locator("[data-section='work log'] [data-nothing-button]").ClickAsync();
        ILocator item = unfinished.Locator("[data-item]");
        await item.WaitForAsync();
        await phone.Locator("[data-section='work log'][data-done=yes]").WaitForAsync();
        await phone.Locator("#bar summary").ClickAsync();
        await phone.Locator("#bar [data-block] a[href^='#item-']").WaitForAsync();
        await leader.PictureAsync("sheet-phone-blocked");
        await leader.PictureAsync("sheet-window", whole: false);
        await phone.Locator("#bar summary").ClickAsync();
        await item.Locator("textarea[name=how]").FillAsync("每小时补油");
        await NothingElseAsync(phone);
        await TickAllAsync(phone);
        await phone.Locator("#bar[data-blocks='1']").WaitForAsync();
        await phone.Locator("#saved[data-state=saved]").WaitForAsync();
        Assert.Matches(Saved(), await phone.Locator("#saved").InnerTextAsync());
        await leader.IsSoundAsync();

        // Who reads, and what comes behind his reading.
        await desk.Locator("[data-section=unfinished] [data-item] dd", new() { HasText = "每小时补油" }).WaitForAsync();
        await TickAllAsync(desk);
        await desk.Locator("[data-read]").ClickAsync();
        await desk.Locator("[data-has-read]").WaitForAsync();
        await phone.Locator("[data-section=other] form[data-act=write] > textarea").FillAsync("明早有检查");
        await phone.Locator("[data-section=other] [data-write]").ClickAsync();
        await desk.Locator("[data-section=other] [data-item][data-new=yes]").WaitForAsync();
        await desk.Locator("[data-news]").WaitForAsync();
        await next.PictureAsync("sheet-desk-news");
        await desk.Locator("[data-read]").ClickAsync();
        await desk.Locator("[data-has-read]").WaitForAsync();
        await next.IsSoundAsync();

        await house.TapUntilAsync("T1", "04A1B2C3", "on-hold");
        await house.TapUntilAsync("T1", "04FFEE09", "released");
        await phone.Locator("[data-hold=incident][data-state=released]").WaitForAsync();
        await phone.Locator("#bar[data-blocks='0'].good").WaitForAsync();
        await leader.PictureAsync("sheet-phone-ready");
        await house.TapUntilAsync("T1", "04A1B2C3", "waiting-for-second");
        await house.TapUntilAsync("T1", "04A1B2C4", "confirmed");

        ILocator signature = phone.Locator("[data-key=signature][data-stage=Signed]");
        await signature.WaitForAsync();
        Assert.Matches(Second(), await signature.Locator("[data-tap=outgoing] time").InnerTextAsync());
        Assert.Matches(Second(), await signature.Locator("[data-tap=incoming] time").InnerTextAsync());
        using (var records = JsonDocument.Parse(await house.AskAsync("/api/v1/records?terminal=T1&after=0")))
        {
            JsonElement confirmed = records.RootElement.GetProperty("items").EnumerateArray().Select(found => found.GetProperty("record")).Single(record => record.GetProperty("type").GetString() is "handover.confirmed");
            Assert.Equal(confirmed.GetProperty("seq").GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture), await signature.GetAttributeAsync("data-seq"));
        }

        Assert.Equal(0, await phone.Locator("form[data-act=write]").CountAsync());
        await phone.Locator("#amendments textarea").FillAsync("油位应为二号泵");
        await phone.Locator("#amendments button").ClickAsync();
        await phone.Locator("[data-amendment]", new() { HasText = "二号泵" }).WaitForAsync();
        await leader.IsSoundAsync();
        await leader.PictureAsync("sheet-phone-signed");

        // The next sheet begins with what is open, and the list has both.
        await next.GoAsync("/sheets/hotline");
        await desk.Locator("[data-key=carried] [data-item]", new() { HasText = "三号泵漏油" }).WaitForAsync();
        Assert.Equal(2, await desk.Locator("[data-key=carried] [data-item]").CountAsync());
        await desk.Locator("[data-key=carried] [data-item]", new() { HasText = "明早有检查" }).Locator("[data-close]").ClickAsync();
        await desk.Locator("[data-key=carried] [data-item].closed").WaitForAsync();
        await next.PictureAsync("sheet-desk-carried");
        await next.GoAsync("/sheets");
        await desk.Locator("[data-signed='/sheets/hotline/1']").WaitForAsync();
        await next.PictureAsync("sheets-desk");
        await next.GoAsync("/sheets/hotline/1/print");
        await IsOnePageAsync(desk, "sheet-signed.pdf");
        await next.GoAsync("/sheets/hotline/print");
        await IsOnePageAsync(desk, "sheet-blank.pdf");
        await next.PictureAsync("sheet-print");
        leader.IsContent();
        next.IsContent();
    }

    /// <summary>
    /// Another post, another language, in the dark: what both count differently, a dispute that a supervisor settles and a hold that he clears on the page, and then the handover without the
    /// hold.
    /// </summary>
    [Fact]
    public async Task DisputesAndHoldsAreSettledOnThePage()
    {
        await house.TapUntilAsync("T2", "04B1B2C1", "accepted", "late");
        await using Visitor leader = await house.VisitAsync("S11", "en");
        await using Visitor next = await house.VisitAsync("S12", "en", dark: true, width: 390, height: 844);
        await using Visitor supervisor = await house.VisitAsync("S09", "en");
        IPage desk = leader.Page, phone = next.Page, office = supervisor.Page;
        await OpenAsync(leader, "boiler");
        await OpenAsync(next, "boiler");
        await OpenAsync(supervisor, "boiler");
        await OpenHoldAsync(desk, "incident", "pump 3 broke down");
        await NothingElseAsync(desk);
        await TickAllAsync(desk);
        await CountAsync(desk, "tools", "12");
        await desk.Locator("#bar summary").ClickAsync();

        // An incident is to be reported, too.
        await desk.Locator("#bar [data-block] a", new() { HasText = "must be reported" }).WaitForAsync();
        ILocator report = desk.Locator("[data-section=incidents] form[data-act=write]");
        await report.Locator("textarea[name=cause]").FillAsync("worn bearing");
        await report.Locator("textarea[name=how]").FillAsync("run pump 4");
        await report.Locator("> textarea").FillAsync("pump 3 broke down");
        await report.Locator("[data-write]").ClickAsync();
        await desk.Locator("#bar[data-blocks='1']").WaitForAsync();

        await CountAsync(phone, "tools", "11");
        await phone.Locator("[data-count=tools].differs").WaitForAsync();
        await phone.Locator("#disputes summary").ClickAsync();
        await phone.Locator("#disputes textarea").FillAsync("a spanner is missing");
        await phone.Locator("#disputes button").ClickAsync();
        await phone.Locator("[data-dispute=open]").WaitForAsync();
        await desk.Locator("#bar[data-blocks='3']").WaitForAsync();
        await next.IsSoundAsync();
        await next.PictureAsync("sheet-phone-dark-dispute");

        await office.Locator("[data-dispute=open]").WaitForAsync();
        await office.Locator("#disputes textarea").FillAsync("found behind pump 4");
        await office.Locator("#disputes button").ClickAsync();
        await office.Locator("[data-dispute=settled]").WaitForAsync();
        await office.Locator("[data-hold=incident] textarea").FillAsync("pump 4 runs");
        await office.Locator("[data-hold=incident] button").ClickAsync();
        await office.Locator("[data-hold=incident][data-state=cleared]").WaitForAsync();
        await supervisor.IsSoundAsync();
        await CountAsync(phone, "tools", "12");
        await TickAllAsync(phone);
        await phone.Locator("[data-read]").ClickAsync();
        await phone.Locator("[data-has-read]").WaitForAsync();
        await desk.Locator("#bar[data-blocks='0'].good").WaitForAsync();
        await leader.PictureAsync("sheet-desk-ready-en");

        await house.TapUntilAsync("T2", "04B1B2C1", "waiting-for-second");
        await house.TapUntilAsync("T2", "04B1B2C2", "confirmed");
        await phone.Locator("[data-key=signature][data-stage=Signed]").WaitForAsync();
        await next.IsSoundAsync();
        await next.PictureAsync("sheet-phone-dark-signed");

        // Whoever may not, is told so in his language; the manager of a demo stands for nobody in the roster.
        await using Visitor manager = await house.VisitAsync("", "en");
        await manager.GoAsync("/sheets/boiler/1");
        Assert.Equal(0, await manager.Page.Locator("form[data-act]").CountAsync());
        await manager.GoAsync("/sheets/boiler/print");
        await IsOnePageAsync(manager.Page, "sheet-blank-en.pdf");
        await manager.PictureAsync("sheet-print-en");
        leader.IsContent();
        next.IsContent();
        supervisor.IsContent();
    }

    private static async Task OpenAsync(Visitor visitor, string post)
    {
        await visitor.GoAsync($"/sheets/{post}");
        await visitor.Page.Locator("[data-key=head][data-stage=Open]").WaitForAsync();
        await visitor.Page.Locator("#link.live").WaitForAsync();
    }

    private static async Task OpenHoldAsync(IPage page, string kind, string reason)
    {
        await page.Locator("#holds details[data-key=open] > summary").ClickAsync();
        await page.Locator("#holds select").SelectOptionAsync(kind);
        await page.Locator("#holds details[data-key=open] textarea").FillAsync(reason);
        await page.Locator("[data-open-hold]").ClickAsync();
        await page.Locator($"[data-hold={kind}][data-state=open]").WaitForAsync();
    }

    private static async Task NothingElseAsync(IPage page)
    {
        foreach (string section in await page.Locator("[data-section][data-done=no]").EvaluateAllAsync<string[]>("found => found.map(section => section.dataset.section)"))
        {
            await page.Locator($"[data-section='{section}'] [data-nothing-button]").ClickAsync();
            await page.Locator($"[data-section='{section}'][data-done=yes]").WaitForAsync();
        }
    }

    private static async Task TickAllAsync(IPage page)
    {
        ILocator ticks = page.Locator("form[data-act=tick] button");
        for (int left = await ticks.CountAsync(); left > 0; left--)
        {
            await ticks.First.ClickAsync();
            await Assertions.Expect(ticks).ToHaveCountAsync(left - 1);
        }
    }

    private static async Task CountAsync(IPage page, string what, string number)
    {
        await page.Locator($"[data-count={what}] input[type=number]").FillAsync(number);
        await page.Locator($"[data-count={what}] button").ClickAsync();
        await page.Locator($"[data-count={what}] b", new() { HasText = number }).First.WaitForAsync();
    }

    private static async Task IsOnePageAsync(IPage page, string name)
    {
        byte[] pdf = await page.PdfAsync(new PagePdfOptions { PreferCSSPageSize = true });
        string folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), pdf);
        Assert.Single(PdfPage().Matches(System.Text.Encoding.Latin1.GetString(pdf)));
    }

    [GeneratedRegex(@"\d\d:\d\d:\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Saved();

    [GeneratedRegex(@"\d\d:\d\d:\d\d$", RegexOptions.NonBacktracking)]
    private static partial Regex Second();

    [GeneratedRegex(@"/Type\s*/Page\b", RegexOptions.NonBacktracking)]
    private static partial Regex PdfPage();
}
