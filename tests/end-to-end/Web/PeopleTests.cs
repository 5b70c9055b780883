using System;
using System.Globalization;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>A house in which a shift of both posts has been running for two hours, and others follow it.</summary>
public sealed class PeopleHouse : House
{
    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var text = new StringBuilder("""
            zone: Asia/Shanghai
            posts:
            - {id: hotline, name: 值班热线, parameters: {lateFineYuan: '100', fineStepMin: '10'}}
            - {id: boiler, name: 锅炉房, parameters: {lateFineYuan: '100', fineStepMin: '10'}}
            staff:
            - {id: S01, name: 王芳, role: leader, badges: [04A1B2C3]}
            - {id: S02, name: 李强, role: leader, badges: [04A1B2C4]}
            - {id: S05, name: 陈静, role: operator, badges: [04D0E0F001A0B1]}
            - {id: S06, name: 杨磊, role: operator, badges: [04D0E0F002A0B1]}
            - {id: S09, name: 周主任, role: supervisor, badges: [04FFEE09], mail: zhou@house.example}
            - {id: S11, name: 赵军, role: leader, badges: [04B1B2C1]}
            - {id: S12, name: 孙丽, role: leader, badges: [04B1B2C2]}
            shifts:

            """);
        DateTimeOffset first = TimeProvider.System.GetUtcNow().ToOffset(Shanghai).AddHours(-2);
        for (int i = 0; i < 9; i++)
        {
            string start = Civil(first.AddHours(8 * i)), end = Civil(first.AddHours(8 * (i + 1)));
            text.AppendLine(CultureInfo.InvariantCulture, $"- {{id: H{i}, post: hotline, start: '{start}', end: '{end}', leader: {(i % 2 == 0 ? "S01" : "S02")}, crew: [{(i % 2 == 0 ? "S05" : "S06")}], supervisor: S09}}");
            text.AppendLine(CultureInfo.InvariantCulture, $"- {{id: B{i}, post: boiler, start: '{start}', end: '{end}', leader: {(i % 2 == 0 ? "S11" : "S12")}}}");
        }

        File.WriteAllText(Path.Combine(Data, "roster.yaml"), text.ToString());
        File.WriteAllText(Path.Combine(Data, "terminals.yaml"), $$"""
            siteKey: {{new string('5', 64)}}
            terminals:
            - {id: T1, post: hotline, handover: true, key: {{new string('7', 64)}}}
            - {id: T2, post: boiler, handover: true, key: {{new string('8', 64)}}}
            """);
    }

    private static string Civil(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>Managers look after people and badges, staff after their own matters, in both languages.</summary>
public sealed class PeopleTests(PeopleHouse house) : IClassFixture<PeopleHouse>
{
    /// <summary>A new badge is tapped, chosen and given to somebody, and opens; then it is lost, and opens nowhere.</summary>
    [Theory]
    [InlineData("zh-CN", "S05", "04C0FFEE01A0B1", "T2", "T1", true)]
    [InlineData("en", "S12", "04C0FFEE02A0B1", "T1", "T2", false)]
    public async Task ABadgeIsEnrolledByTappingAndBlocked(string language, string staff, string uid, string strange, string own, bool dark)
    {
        await using Visitor manager = await house.VisitAsync("", language, dark, dark ? 1280 : 390);
        IPage page = manager.Page;
        await manager.GoAsync("/people");
        await manager.PictureAsync($"people-{language}");
        await page.Locator("a[href='/people/enrol']").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        Assert.Equal("refused", await house.TapAsync(strange, uid));
        await page.Locator("input[name=tap]").First.WaitForAsync();
        await page.Locator("input[name=tap]").First.CheckAsync();
        await page.Locator("main select[name=staff]").SelectOptionAsync(staff);
        await manager.IsSoundAsync();
        await manager.PictureAsync($"enrol-{language}");
        await page.Locator("form.card button.main").ClickAsync();
        await page.Locator(".done").WaitForAsync();

        // The answer stands on the person's own page, which is opened anew for its stream.
        await manager.GoAsync($"/people/{staff}");
        await page.Locator("[data-everywhere=yes]").WaitForAsync();
        Assert.NotEqual("refused", await house.TapAsync(own, uid));

        await page.Locator("[data-badge]").Last.Locator("button[value=block]").ClickAsync();
        await page.Locator("[data-badge][data-state=blocked]").WaitForAsync();
        await page.Locator("[data-everywhere=yes]").WaitForAsync();
        await manager.IsSoundAsync();
        await house.TapUntilAsync(strange, uid, "refused");
        await manager.PictureAsync($"person-{language}");
        manager.IsContent();
    }

    /// <summary>A form's answer that comes later than what the stream has brought since is older: what the page says in the end is what is so.</summary>
    [Fact]
    public async Task ALateAnswerTakesNothingBack()
    {
        await using Visitor manager = await house.VisitAsync("", "en");
        IPage page = manager.Page;
        await manager.GoAsync("/people/S02");
        await page.Locator("#link.live").WaitForAsync();
        await page.Locator("[data-everywhere=yes]").WaitForAsync();
        await house.SwitchAsync("T2", "network", "off");
        (Task answered, TaskCompletionSource let) = await manager.HoldAnswerAsync("**/people/S02");
        await page.Locator("[data-badge] button[value=block]").First.ClickAsync();
        await answered;
        await page.Locator("[data-key=T2][data-holds=no]").WaitForAsync();
        await house.SwitchAsync("T2", "network", "on");
        await page.Locator("[data-everywhere=yes]").WaitForAsync();

        let.SetResult();
        await page.Locator("[data-badge][data-state=blocked]").WaitForAsync();
        await page.Locator("[data-everywhere=yes]").WaitForAsync();
        manager.IsContent();
    }

    /// <summary>Staff ask on a telephone for a swap and for a correction, see who will decide, and what became of both.</summary>
    [Theory]
    [InlineData("zh-CN", "S05", "S06", "忘记刷卡，有录像", "已核对录像", false)]
    [InlineData("en", "S06", "S05", "I forgot to tap", "The camera shows it", true)]
    public async Task WhatSomebodyAsksForIsDecided(string language, string staff, string other, string why, string answer, bool dark)
    {
        await using Visitor own = await house.VisitAsync(staff, language, dark, 390, 844);
        IPage page = own.Page;
        await own.GoAsync("/my");
        await own.PictureAsync($"my-shifts-{language}");
        await page.Locator("#later > summary").ClickAsync();
        ILocator shift = page.Locator("[data-shift]").Last;
        await shift.Locator("summary").ClickAsync();
        await shift.Locator("select[name=other]").SelectOptionAsync(other);
        await shift.Locator("button[value=swap]").ClickAsync();
        ILocator swap = page.Locator("[data-request=swap][data-state=asked]").First;
        await swap.WaitForAsync();

        await page.Locator("#correct summary").ClickAsync();
        await page.Locator("#correct select").SelectOptionAsync("clock-in");
        await page.Locator("#correct input[name=at]").FillAsync(Yesterday());
        await page.Locator("#correct textarea").FillAsync(why);
        await page.Locator("#correct button.main").ClickAsync();
        ILocator correction = page.Locator("[data-request=correction]").First;
        await correction.WaitForAsync();
        Assert.Contains("周主任", await correction.Locator("[data-who]").TextContentAsync(), StringComparison.Ordinal);
        await own.IsSoundAsync();
        await own.PictureAsync($"my-{language}");

        await using Visitor asked = await house.VisitAsync(other, language, !dark, 390, 844);
        await asked.GoAsync("/my");
        await asked.Page.Locator("[data-request=swap] button[value=accept]").First.ClickAsync();
        await asked.Page.Locator(".done").WaitForAsync();
        asked.IsContent();

        await using Visitor supervisor = await house.VisitAsync("S09", language);
        await supervisor.GoAsync("/people/requests");
        ILocator open = supervisor.Page.Locator("[data-open=correction]", new PageLocatorOptions { HasText = why });
        await open.Locator("textarea").FillAsync(answer);
        await open.Locator("button[value=yes]").ClickAsync();
        await supervisor.Page.Locator("[data-decided=correction]", new PageLocatorOptions { HasText = answer }).WaitForAsync();
        await supervisor.IsSoundAsync();
        await supervisor.PictureAsync($"requests-{language}");
        supervisor.IsContent();

        await own.GoAsync("/my");
        Assert.Equal("accepted", await page.Locator($"[data-request=swap][data-state=accepted]").First.GetAttributeAsync("data-state"));
        correction = page.Locator("[data-request=correction]").First;
        Assert.Equal("approved", await correction.GetAttributeAsync("data-state"));
        Assert.Contains("周主任", await correction.Locator("[data-who]").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(answer, await correction.Locator("[data-answer]").TextContentAsync());
        own.IsContent();
    }

    /// <summary>Who came late finds it in his ledger with the fine, objects, and is told that it counts for nothing.</summary>
    [Theory]
    [InlineData("zh-CN", "S01", "04A1B2C3", "T1")]
    [InlineData("en", "S11", "04B1B2C1", "T2")]
    public async Task AnObjectionIsUpheld(string language, string staff, string uid, string terminal)
    {
        await house.TapAsync(terminal, uid);
        await using Visitor own = await house.VisitAsync(staff, language, width: 390, height: 844);
        IPage page = own.Page;
        await Eventually.HoldsAsync(async () =>
        {
            await page.GotoAsync("/my");
            return await page.Locator("[data-row=late]").CountAsync() > 0 ? null : "the ledger does not know that he was late";
        });
        ILocator row = page.Locator("[data-row=late]").First;
        await row.Locator("summary").ClickAsync();
        await row.Locator("textarea").FillAsync("Reader 坏了");
        await row.Locator("button[value=object]").ClickAsync();
        await page.Locator("[data-row=late] [data-objection]").First.WaitForAsync();
        await own.IsSoundAsync();

        await using Visitor supervisor = await house.VisitAsync("S09", language, dark: true);
        await supervisor.GoAsync("/people/requests");
        ILocator open = supervisor.Page.Locator("[data-open=objection]").First;
        await open.Locator("textarea").FillAsync("OK 已核实");
        await supervisor.PictureAsync($"objection-{language}");
        await open.Locator("button[value=yes]").ClickAsync();
        await supervisor.Page.Locator(".done").WaitForAsync();
        supervisor.IsContent();

        await own.GoAsync("/my");
        Assert.Equal("approved", await page.Locator("[data-request=objection]").First.GetAttributeAsync("data-state"));
        Assert.Equal(0, await page.Locator("[data-row=late] summary").CountAsync());
        await own.PictureAsync($"ledger-{language}");
        own.IsContent();
    }

    /// <summary>A table is shown before it is taken, and what is wrong in it is told by line; the people can be taken out as a workbook, and that comes back as it was.</summary>
    [Theory]
    [InlineData("zh-CN", "S71", "新来的")]
    [InlineData("en", "S72", "Newcomer")]
    public async Task ATableIsShownBeforeItIsTaken(string language, string id, string name)
    {
        await using Visitor manager = await house.VisitAsync("", language);
        manager.Expects = "the server responded with a status of 409";
        IPage page = manager.Page;
        await manager.GoAsync("/people/import");
        await UploadAsync(page, $"id,name,badges\r\n{id},{name},08A1B2C3\r\n");
        await page.Locator("[data-faults='1']").WaitForAsync();
        await manager.IsSoundAsync();
        await UploadAsync(page, $"id,name,badges\r\n{id},{name},\r\n");
        await page.Locator("[data-change=added]").WaitForAsync();
        await manager.IsSoundAsync();
        await manager.PictureAsync($"import-{language}");
        await page.Locator("form[action='/people/import/apply'] button").ClickAsync();
        await page.Locator($"[data-person={id}]").WaitForAsync();

        await page.Locator("#export summary").ClickAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#export button[value=xlsx]").ClickAsync());
        string file = await download.PathAsync();
        await page.GotoAsync("/people/import");
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "staff.xlsx", MimeType = "application/octet-stream", Buffer = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken) });
        await page.Locator("form[action='/people/import'] button").ClickAsync();
        ILocator counts = page.Locator("[data-added]");
        await counts.WaitForAsync();
        Assert.Equal(("0", "0"), (await counts.GetAttributeAsync("data-added"), await counts.GetAttributeAsync("data-changed")));
        manager.IsContent();
    }

    /// <summary>Everything that is stored about a person is counted, and can be taken to him.</summary>
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task WhatIsStoredAboutAPersonIsTold(string language)
    {
        await using Visitor manager = await house.VisitAsync("", language, dark: true);
        IPage page = manager.Page;
        await manager.GoAsync("/people/S09/privacy");
        Assert.NotEqual("0", await page.Locator("[data-stored=Roster] td.amount").TextContentAsync());
        await manager.PictureAsync($"privacy-{language}");
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("form[action$='/privacy'] button").ClickAsync());
        string json = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("zhou@house.example", json, StringComparison.Ordinal);
        Assert.DoesNotContain("04A1B2C4", json, StringComparison.Ordinal);
        manager.IsContent();
    }

    /// <summary>Somebody makes a link to his calendar, sees it once with its code, and revokes it; whoever stands for nobody is told so.</summary>
    [Theory]
    [InlineData("zh-CN", "S02")]
    [InlineData("en", "S12")]
    public async Task ACalendarLinkIsMadeAndRevoked(string language, string staff)
    {
        await using Visitor own = await house.VisitAsync(staff, language, width: 390, height: 844);
        IPage page = own.Page;
        await own.GoAsync("/my");
        await page.Locator("#calendar button[value=make]").ClickAsync();
        string link = (await page.Locator("[data-link]").TextContentAsync())!;
        await own.IsSoundAsync();
        await own.PictureAsync($"calendar-{language}");
        Assert.Contains("BEGIN:VCALENDAR", await house.AskAsync(new Uri(link).AbsolutePath), StringComparison.Ordinal);
        await page.Locator("[data-calendar] button").First.ClickAsync();
        await page.Locator(".done").WaitForAsync();
        Assert.Equal(0, await page.Locator("[data-calendar]").CountAsync());
        own.IsContent();

        await using Visitor nobody = await house.VisitAsync("", language);
        await nobody.GoAsync("/my");
        Assert.Equal(1, await nobody.Page.Locator("[data-nobody]").CountAsync());
        nobody.IsContent();
    }

    private static string Yesterday() => TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).AddDays(-1).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    private static async Task UploadAsync(IPage page, string table)
    {
        await page.Locator("input[type=file]").SetInputFilesAsync(new FilePayload { Name = "staff.csv", MimeType = "text/csv", Buffer = Encoding.UTF8.GetBytes(table) });
        await page.Locator("form[action='/people/import'] button").ClickAsync();
    }
}
