using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>
/// A house of two posts whose shifts are made for now: the hotline is to be handed over from S01 to S02 in twenty minutes, the boiler from S11 to S12, and ten more posts have no terminal.
/// </summary>
public sealed class BoardHouse : House
{
    private const int MorePosts = 10;
    private const int UntilChange = 20;

    private static readonly TimeSpan Shanghai = TimeSpan.FromHours(8);
    private readonly Dictionary<string, DateTime> _ends = new(StringComparer.Ordinal);
    private readonly DateTime _begun = Now();

    /// <summary>
    /// The running shift of a post ends within two minutes, as a changed roster has it: what was over before the change stays as it was, and no terminal's alarm goes by a wall clock that
    /// somebody has moved.
    /// </summary>
    public void EndShift(string post)
    {
        _ends[post] = Now().AddMinutes(2);
        WriteRoster();
    }

    /// <inheritdoc/>
    protected override void Prepare()
    {
        new TerminalsFile
        {
            SiteKey = new string('5', 64),
            Terminals =
            [
                new ListedTerminal { Id = "T1", Post = "hotline", Handover = true, Key = new string('1', 64) },
                new ListedTerminal { Id = "T2", Post = "boiler", Handover = true, Key = new string('2', 64) },
            ],
        }.Write(Path.Combine(Data, TerminalsFile.Name));
        WriteRoster();
    }

    private void WriteRoster()
    {
        DateTime now = _begun;
        string posts = "", shifts = "";
        for (int i = 1; i <= MorePosts; i++)
        {
            posts += string.Create(CultureInfo.InvariantCulture, $"- {{ id: desk{i}, name: 坐席{i}组 }}\n");
            shifts += Shift($"K{i}", $"desk{i}", now.AddHours(-1), now.AddHours(7), "S03", "");
        }

        DateTime hotline = Change("hotline"), boiler = Change("boiler");
        shifts += Shift("H1", "hotline", now.AddHours(-2), hotline, "S01", "S05") + Shift("H2", "hotline", hotline, now.AddHours(8), "S02", "S06");
        shifts += Shift("B1", "boiler", now.AddHours(-2), boiler, "S11", "") + Shift("B2", "boiler", boiler, now.AddHours(8), "S12", "");
        File.WriteAllText(
            Path.Combine(Data, "roster.yaml"),
            "posts:\n- { id: hotline, name: 值班热线, sheets: true, parameters: { lateMin: \"0\", supervisorMin: \"0\" } }\n- { id: boiler, name: 锅炉房, parameters: { lateMin: \"0\", supervisorMin: \"0\" } }\n" + posts
            + "staff:\n- { id: S01, name: 王芳, role: leader, badges: [04A1B2C3] }\n- { id: S02, name: 李强, role: leader, badges: [04A1B2C4] }\n- { id: S03, name: 张敏, role: leader }\n- { id: S05, name: 陈静, badges: [04A1B2C7] }\n- { id: S06, name: 杨磊, badges: [04A1B2C8] }\n"
            + "- { id: S09, name: 周主任, role: supervisor, badges: [04FFEE09] }\n- { id: S11, name: 赵军, role: leader, badges: [04B1B2C1] }\n- { id: S12, name: 孙丽, role: leader, badges: [04B1B2C2] }\nshifts:\n" + shifts);

        DateTime Change(string post) => _ends.GetValueOrDefault(post, now.AddMinutes(UntilChange));
    }

    private static DateTime Now() => TimeProvider.System.GetUtcNow().UtcDateTime + Shanghai;

    private static string Shift(string id, string post, DateTime start, DateTime end, string leader, string crew)
    {
        return string.Create(CultureInfo.InvariantCulture, $"- {{ id: {id}, post: {post}, start: {start:yyyy-MM-dd HH:mm}, end: {end:yyyy-MM-dd HH:mm}, leader: {leader}, crew: [{crew}], supervisor: S09 }}\n");
    }
}

/// <summary>The board, the screen on the wall and the page of a post, as people use them.</summary>
public sealed partial class BoardTests(BoardHouse house) : IClassFixture<BoardHouse>
{
    // As long as a shift can still run that ends within two minutes, on a machine that has much else to do.
    private const int LongMs = 240_000;
    private const string CountBeeps = "window.beeps = 0; const make = AudioContext.prototype.createOscillator; AudioContext.prototype.createOscillator = function () { window.beeps++; return make.call(this); };";

    /// <summary>
    /// Somebody takes the duty and the card counts down to the handover; who comes for the next shift is ticked off; when the handover is late the board says so, sounds, and is silent once
    /// somebody has taken note. The page of the post has the day as a time line, and every record as it comes.
    /// </summary>
    [Theory]
    [InlineData("zh-CN", "hotline", "T1", "S01", "04A1B2C3", "S02", "04A1B2C4", 1280, false)]
    [InlineData("en", "boiler", "T2", "S11", "04B1B2C1", "S12", "04B1B2C2", 390, true)]
    public async Task ADutyIsFollowedOnTheBoard(string language, string post, string terminal, string holder, string badge, string next, string nextBadge, int width, bool dark)
    {
        await using Visitor visitor = await house.VisitAsync("S09", language, dark, width);
        IPage page = visitor.Page;
        await page.AddInitScriptAsync(CountBeeps);
        await visitor.GoAsync("/");
        await page.Locator("#link.live").WaitForAsync();
        ILocator card = page.Locator($"[data-post={post}]");
        await page.EvaluateAsync("document.querySelector('[data-post=desk1]').mark = 'kept'");
        await page.Locator("#sound").ClickAsync();
        await page.Locator("#sound[aria-pressed=true]").WaitForAsync();

        await house.TapAsync(terminal, badge);
        await page.Locator($"[data-post={post}][data-holder={holder}]").WaitForAsync();
        Assert.Equal("kept", await page.EvaluateAsync<string>("document.querySelector('[data-post=desk1]').mark"));
        ILocator left = card.Locator("time[data-until]");
        string first = await left.TextContentAsync() ?? "";
        Assert.Matches(language is "en" ? "^[0-9]+ min [0-9]+ s to the handover$" : "^距交班 [0-9]+ 分 [0-9]+ 秒$", first);
        await HoldsAsync(page, $"document.querySelector('[data-post={post}] time[data-until]').textContent !== '{first}'");

        await house.TapAsync(terminal, nextBadge);
        await card.Locator($"[data-next={next}].here").WaitForAsync();
        Assert.Equal("1", await card.Locator("[data-arrived]").GetAttributeAsync("data-arrived"));
        Assert.Equal(0, await page.EvaluateAsync<int>("window.beeps"));
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"board-{language}");

        house.EndShift(post);
        await card.Locator(".alarm[data-step]:not([data-step='1']):not([data-step='2'])").WaitForAsync(new LocatorWaitForOptions { Timeout = LongMs });
        await page.Locator($"[data-post={post}][data-alarm=sounding]").WaitForAsync();
        await HoldsAsync(page, "window.beeps >= 3");
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"board-late-{language}");
        await visitor.PictureAsync($"board-window-{language}", whole: false);
        await using Visitor wall = await house.VisitAsync("S09", language, width: 1920, height: 1080);
        await wall.GoAsync("/wall");
        await wall.Page.Locator($"[data-post={post}][data-alarm=sounding]").WaitForAsync();
        await wall.PictureAsync($"wall-late-{language}");
        await FitsAsync(wall.Page);
        wall.IsContent();
        await card.Locator("[data-acknowledge=late-handover]").ClickAsync();
        await page.Locator($"[data-post={post}]:not([data-alarm])").WaitForAsync();

        await card.Locator("h2 a").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        await page.Locator($"tr[data-type='duty.clock-in']").First.WaitForAsync();
        await page.Locator("svg.day .bar.duty").WaitForAsync();
        await page.Locator("svg.day .mark.alarm").First.WaitForAsync();
        await page.Locator("details summary", new PageLocatorOptions { HasText = language is "en" ? "In words" : "文字经过" }).ClickAsync();
        int rows = await page.Locator(".happenings tbody tr").CountAsync();
        Assert.True(rows >= 4, $"{rows} rows");
        await house.TapAsync(terminal, "DEADBEEF");
        await page.Locator("tr[data-type='tap.refused']").First.WaitForAsync();
        await page.Locator("svg.day .mark.refused").First.WaitForAsync();
        Assert.NotNull(await page.Locator("details[open] .happenings").ElementHandleAsync());
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"post-{language}");
        await page.Locator("nav.days a[rel=prev]").ClickAsync();
        await page.Locator("#link.live").WaitForAsync();
        Assert.Equal(0, await page.Locator("tr[data-type]").CountAsync());
        await visitor.IsSoundAsync();
        visitor.IsContent();
    }

    /// <summary>
    /// A manager makes a link, and a screen that nobody signs in to is opened by it: twelve posts without scrolling, live, names and no ids. A revoked link says in words that it has ended.
    /// </summary>
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task AScreenOnTheWallIsOpenedByALink(string language)
    {
        await using Visitor manager = await house.VisitAsync(language: language, width: 390);
        await manager.GoAsync("/wall/links");
        await manager.Page.Locator("form[action='/wall/links'] input[name=name]").FillAsync("门厅 " + language);
        await manager.Page.Locator("form[action='/wall/links'] button").ClickAsync();
        string link = await manager.Page.Locator("#link-made").GetAttributeAsync("href") ?? "";
        await manager.IsSoundAsync();
        await manager.PictureAsync($"wall-links-{language}");

        // By the key alone: the demo's own door would let anybody in.
        await using Visitor screen = await house.VisitAsync(language: language is "en" ? "zh-CN" : "en", width: 1920, height: 1080);
        await screen.GoAsync(link);
        Assert.Equal(house.Bridge + "/wall", screen.Page.Url);
        await screen.Page.Locator($"html[lang={language}]").WaitForAsync();
        await screen.Page.Locator("#link.live").WaitForAsync();
        Assert.Equal(12, await screen.Page.Locator("[data-post]").CountAsync());
        await FitsAsync(screen.Page);
        await house.TapAsync("T1", "04A1B2C7");
        await screen.Page.Locator("[data-post=hotline]").WaitForAsync();
        Assert.DoesNotMatch(Id(), await screen.Page.Locator("body").InnerHTMLAsync());
        await screen.PictureAsync($"wall-{language}");

        await manager.Page.Locator("tr[data-revoked=false] button").First.ClickAsync();
        await manager.Page.Locator("[role=status].done").WaitForAsync();
        await screen.Page.GotoAsync("/wall");
        Assert.Equal(house.Bridge + "/wall/ended", screen.Page.Url);
        await screen.IsSoundAsync();
        manager.IsContent();
        screen.IsContent();
    }

    // Nobody scrolls a wall: not on a common screen, not on one that is too low for what there is to say, and not while it wanders.
    private static async Task FitsAsync(IPage page)
    {
        const string fits = "document.documentElement.scrollHeight <= innerHeight";
        await HoldsAsync(page, fits);
        await page.SetViewportSizeAsync(1920, 700);
        await page.EvaluateAsync("document.body.dataset.drift = '5'");
        await HoldsAsync(page, fits);
        await page.SetViewportSizeAsync(1920, 1080);
    }

    // The pages let no text be run as a script, which is how Playwright itself would wait.
    private static Task HoldsAsync(IPage page, string condition) => Eventually.HoldsAsync(async () => await page.EvaluateAsync<bool>(condition) ? null : condition);

    // A staff id, a terminal's, or a badge.
    [GeneratedRegex(@"\bS0[1-9]\b|\bS1[12]\b|\bT[12]\b|04A1B2|dk_", RegexOptions.NonBacktracking)]
    private static partial Regex Id();
}
