using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>The roster as planners make it and as everybody reads it.</summary>
public sealed class PlanningTests(PlanningHouse house) : IClassFixture<PlanningHouse>
{
    private static readonly DateOnly Monday = PlanningHouse.NextMonday;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A planner chooses a pattern, teams and a day, sees six weeks of it with what is to be looked at, and then it is in force from that day on.</summary>
    [Theory]
    [InlineData("zh-CN", "desk", 1280)]
    [InlineData("en", "gate", 390)]
    public async Task APlannerMakesAMonth(string language, string post, int width)
    {
        await using Visitor planner = await house.VisitAsync("S09", language, width: width);
        IPage page = planner.Page;
        await planner.GoAsync($"/roster?post={post}");
        await page.Locator("#new").ClickAsync();
        await page.Locator("#wizard").WaitForAsync();
        await planner.IsSoundAsync();
        await page.Locator("input[name=pattern][value=three-8h]").CheckAsync();
        await page.Locator("input[name=first]").FillAsync(PlanningHouse.Iso(PlanningHouse.Today.AddDays(-1)));
        planner.Expects = "400";
        await page.Locator("#preview").ClickAsync();
        await page.Locator("#fault").WaitForAsync();
        Assert.True(await page.Locator("input[value=three-8h]").IsCheckedAsync());

        await page.Locator("input[name=first]").FillAsync(PlanningHouse.Iso(Monday));
        await page.Locator("button[value=remove-3]").ClickAsync();
        await Assertions.Expect(page.Locator("[data-team]")).ToHaveCountAsync(3);
        await page.Locator("button[value=down-0]").ClickAsync();
        await Assertions.Expect(page.Locator("[name=team-0-leader]")).ToHaveValueAsync(PlanningHouse.Leader(post, 2));
        await page.Locator("#preview").ClickAsync();
        await page.Locator("#people").WaitForAsync();
        await planner.IsSoundAsync();
        await planner.PictureAsync($"roster-wizard-{language}");
        Assert.Equal(PlanningHouse.IdOf("M", Monday), await page.Locator($"#p-{PlanningHouse.Leader(post, 2)}-{PlanningHouse.Iso(Monday)} [data-shift]").GetAttributeAsync("data-shift"));
        await page.Locator("#apply").ClickAsync();
        await page.Locator(".done").WaitForAsync();

        await planner.GoAsync($"/roster?post={post}&view=week&from={PlanningHouse.Iso(Monday)}");
        await Assertions.Expect(page.Locator($"[data-shift={PlanningHouse.IdOf("E", Monday)}]")).ToContainTextAsync("王" + post);
        await planner.PictureAsync($"roster-week-{language}");
        await planner.GoAsync($"/roster?post={post}&view=week&from={PlanningHouse.Iso(Monday.AddDays(-7))}");
        Assert.Equal(0, await page.Locator("[data-shift^=M]").CountAsync());
        planner.IsContent();
    }

    /// <summary>Whoever has no mouse chooses a person, goes to a shift with the arrow keys and puts him there; takes it back, does it again and saves it.</summary>
    [Theory]
    [InlineData("zh-CN", "lab", false)]
    [InlineData("en", "mill", true)]
    public async Task AShiftIsChangedByTheKeyboard(string language, string post, bool dark)
    {
        await using Visitor planner = await house.VisitAsync("S09", language, dark);
        IPage page = planner.Page;
        string night = PlanningHouse.IdOf("N", Monday.AddDays(1)), other = post + "C4";
        await EditAsync(planner, post);
        await page.Locator($"[data-people] [data-person={other}]").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator($"[data-people] [data-person={other}]")).ToHaveAttributeAsync("aria-pressed", "true");
        await page.Locator("#grid [data-cell='0,0']").FocusAsync();
        await page.Keyboard.PressAsync("ArrowRight");
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal(night, await page.EvaluateAsync<string>("document.activeElement.dataset.shift"));
        await page.Keyboard.PressAsync("Enter");
        ILocator cell = page.Locator($"#grid [data-shift={night}]");
        await Assertions.Expect(cell.Locator($".leader[data-on={other}]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator($"[data-edit={night}]")).ToHaveCountAsync(1);
        Assert.Equal(night, await page.EvaluateAsync<string>("document.activeElement.dataset.shift"));
        await planner.IsSoundAsync();
        await planner.PictureAsync($"roster-edit-{language}");
        await page.Locator("#undo").ClickAsync();
        await Assertions.Expect(page.Locator("[data-edit]")).ToHaveCountAsync(0);
        await cell.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-edit]")).ToHaveCountAsync(1);
        await page.Locator("#save").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".done").WaitForAsync();
        await planner.GoAsync($"/roster?post={post}&view=week&from={PlanningHouse.Iso(Monday)}");
        await Assertions.Expect(page.Locator($"[data-shift={night}] .leader")).ToContainTextAsync($"陈{post}4");
        planner.IsContent();
    }

    /// <summary>With a mouse, two people change places when one is dropped upon the other; a shift is opened, moved, cancelled, and another one is added.</summary>
    [Fact]
    public async Task AShiftIsChangedByTheMouse()
    {
        await using Visitor planner = await house.VisitAsync("S09", "en");
        IPage page = planner.Page;
        string first = PlanningHouse.IdOf("D", Monday), second = PlanningHouse.IdOf("D", Monday.AddDays(1)), third = PlanningHouse.IdOf("D", Monday.AddDays(3));
        await EditAsync(planner, "yard");
        ILocator Leader(string shift) => page.Locator($"#grid [data-shift={shift}] .leader");
        string a = (await Leader(first).GetAttributeAsync("data-on"))!, b = (await Leader(second).GetAttributeAsync("data-on"))!;
        Assert.NotEqual(a, b);
        await Leader(first).DragToAsync(Leader(second));
        await Assertions.Expect(Leader(first)).ToHaveAttributeAsync("data-on", b);
        await Assertions.Expect(Leader(second)).ToHaveAttributeAsync("data-on", a);
        await Assertions.Expect(page.Locator("[data-edit]")).ToHaveCountAsync(2);

        await page.Locator("input[name=role][value=deputy]").CheckAsync();
        await page.Locator("[data-people] [data-person=yardC3]").DragToAsync(page.Locator($"#grid [data-shift={third}]"), new LocatorDragToOptions { TargetPosition = new TargetPosition { X = 90, Y = 3 } });
        await Assertions.Expect(page.Locator($"#grid [data-shift={third}] .deputy[data-on=yardC3]")).ToHaveCountAsync(1);

        await page.Locator($"#grid [data-shift={third}]").ClickAsync(new LocatorClickOptions { Position = new Position { X = 90, Y = 5 } });
        await Assertions.Expect(page.Locator("#panel")).ToHaveAttributeAsync("data-shift", third);
        await planner.IsSoundAsync();
        await planner.PictureAsync("roster-edit-panel");
        await page.Locator("#end").FillAsync(PlanningHouse.Iso(Monday.AddDays(3)) + "T18:00");
        await page.Locator("#end").BlurAsync();
        await Assertions.Expect(page.Locator("#would-warn li").First).ToBeVisibleAsync();
        await page.Locator("#cancel-shift").ClickAsync();
        await Assertions.Expect(page.Locator($"#grid [data-shift={third}]")).ToHaveCountAsync(0);

        await page.Locator("#add").ClickAsync();
        await page.Locator("#start").FillAsync(PlanningHouse.Iso(Monday.AddDays(3)) + "T08:00");
        await page.Locator("#end").FillAsync(PlanningHouse.Iso(Monday.AddDays(3)) + "T20:00");
        await page.Locator("#end").BlurAsync();
        await page.Locator("[data-put]").SelectOptionAsync("yard1");
        await page.Locator("#put").ClickAsync();
        await page.Locator("#panel [data-on=yard1]").WaitForAsync();
        await page.Locator("#add-this").ClickAsync();
        string added = PlanningHouse.IdOf("X", Monday.AddDays(3));
        await Assertions.Expect(page.Locator($"#grid [data-shift={added}]")).ToHaveCountAsync(1);
        await page.Locator("#save").ClickAsync();
        await page.Locator(".done").WaitForAsync();
        await planner.GoAsync($"/roster?post=yard&view=line&from={PlanningHouse.Iso(Monday)}");
        await Assertions.Expect(page.Locator($"[data-shift={added}][data-person=yard1]")).ToHaveCountAsync(1);
        await Assertions.Expect(page.Locator($"[data-shift={third}]")).ToHaveCountAsync(0);
        await Assertions.Expect(page.Locator($"[data-shift={first}][data-person={b}]")).ToHaveCountAsync(1);
        await planner.PictureAsync("roster-line");
        planner.IsContent();
    }

    /// <summary>Of two planners who change the same shift, the second one sees what the first has saved, loses nothing, and chooses.</summary>
    [Fact]
    public async Task TwoPlannersLoseNothing()
    {
        await using Visitor one = await house.VisitAsync("S09");
        await using Visitor two = await house.VisitAsync("S10");
        string shift = PlanningHouse.IdOf("D", Monday), other = PlanningHouse.IdOf("D", Monday.AddDays(2));
        await EditAsync(one, "boiler");
        await EditAsync(two, "boiler");
        await PutAsync(one, "boilerC3", shift);
        await PutAsync(two, "boilerC4", shift);
        await PutAsync(two, "boilerC4", other);
        await one.Page.Locator("#save").ClickAsync();
        await one.Page.Locator(".done").WaitForAsync();
        ILocator fault = two.Page.Locator("[data-fault=changed-meanwhile]");
        await Assertions.Expect(fault).ToContainTextAsync("陈boiler3");
        await Assertions.Expect(two.Page.Locator("#save")).ToBeDisabledAsync();
        await two.IsSoundAsync();
        await two.PictureAsync("roster-conflict");
        await fault.Locator("[data-insist]").ClickAsync();
        await Assertions.Expect(two.Page.Locator("[data-edit]")).ToHaveCountAsync(2);
        await two.Page.Locator("#save").ClickAsync();
        await two.Page.Locator(".done").WaitForAsync();
        await one.GoAsync($"/roster?post=boiler&view=week&from={PlanningHouse.Iso(Monday)}");
        foreach (string id in new[] { shift, other })
        {
            await Assertions.Expect(one.Page.Locator($"[data-shift={id}] .leader")).ToContainTextAsync("陈boiler4");
        }

        one.IsContent();
        two.IsContent();
    }

    /// <summary>What people have asked for waits with its time and what it would bring; a supervisor decides, and it counts at once.</summary>
    [Theory]
    [InlineData("zh-CN", 3, 5, 1280)]
    [InlineData("en", 4, 7, 390)]
    public async Task ASupervisorDecides(string language, int swapIn, int leaveIn, int width)
    {
        string swap = PlanningHouse.IdOf("D", PlanningHouse.Today.AddDays(swapIn)), leave = PlanningHouse.IdOf("D", PlanningHouse.Today.AddDays(leaveIn));
        await using Visitor nobody = await house.VisitAsync("", language);
        await nobody.GoAsync("/roster/requests");
        nobody.Expects = "409";
        await nobody.Page.Locator($"[data-shift={swap}] button[value=approve]").ClickAsync();
        await nobody.Page.Locator("#fault").WaitForAsync();
        nobody.IsContent();

        await using Visitor supervisor = await house.VisitAsync("S09", language, width: width);
        IPage page = supervisor.Page;
        await supervisor.GoAsync("/roster?post=hotline");
        await page.Locator("#requests .count").WaitForAsync();
        await supervisor.GoAsync("/roster/requests");
        await supervisor.PictureAsync($"roster-requests-{language}");
        ILocator waits = page.Locator($"[data-request=swap][data-shift={PlanningHouse.IdOf("D", PlanningHouse.Today.AddDays(9))}]");
        await Assertions.Expect(waits.Locator("button[value=approve]")).ToBeDisabledAsync();
        await page.Locator($"[data-request=swap][data-shift={swap}] button[value=approve]").ClickAsync();
        await Assertions.Expect(page.Locator($"[data-past=swap][data-shift={swap}] [data-state=approved]")).ToHaveCountAsync(1);
        await page.Locator($"[data-request=leave][data-shift={leave}] button[value=reject]").ClickAsync();
        await Assertions.Expect(page.Locator($"[data-past=leave][data-shift={leave}] [data-state=rejected]")).ToHaveCountAsync(1);
        await supervisor.IsSoundAsync();
        await supervisor.GoAsync($"/roster?post=hotline&view=week&from={PlanningHouse.Iso(PlanningHouse.Today.AddDays(swapIn))}");
        await Assertions.Expect(page.Locator($"[data-shift={swap}] .leader")).ToContainTextAsync("陈hotline1");
        supervisor.IsContent();
    }

    /// <summary>What is exported can be read back; a file shows what it would change before anything counts, and says where it cannot be read.</summary>
    [Theory]
    [InlineData("zh-CN", "press")]
    [InlineData("en", "store")]
    public async Task AFileShowsWhatItWouldChange(string language, string post)
    {
        await using Visitor planner = await house.VisitAsync("S09", language);
        IPage page = planner.Page;
        string folder = Directory.CreateTempSubdirectory("dutykiosk-planning-").FullName;
        try
        {
            string text = await File.ReadAllTextAsync(await ExportAsync(planner, post, "csv", folder), Cancel);
            string changed = PlanningHouse.IdOf("D", Monday), gone = PlanningHouse.IdOf("N", Monday.AddDays(2)), bad = Path.Combine(folder, "bad.csv"), good = Path.Combine(folder, "good.csv");
            string[] lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(16, lines.Length);
            string[] wanted =
            [
                .. lines.Where(line => !line.StartsWith(gone, StringComparison.Ordinal)).Select(line => line.StartsWith(changed, StringComparison.Ordinal) ? Regex.Replace(line, $"{post}[1-4],", $"{post}C3,", RegexOptions.None, TimeSpan.FromSeconds(1)) : line),
                string.Create(CultureInfo.InvariantCulture, $"K1,{post},{Monday.AddDays(2):yyyy/M/d} 21:00,{Monday.AddDays(3):yyyy/M/d} 6:00,{post}C4,,,,"),
            ];
            await File.WriteAllLinesAsync(good, wanted, Cancel);
            await File.WriteAllLinesAsync(bad, [.. wanted, $"K2,{post},tomorrow,later,{post}C4,,,,", $"=K3,{post},,,,,,,"], Cancel);

            await planner.GoAsync($"/roster/exchange?post={post}");
            planner.Expects = "400";
            await LookAsync(page, bad, false);
            await Assertions.Expect(page.Locator("#import-faults li")).ToHaveCountAsync(2);
            await Assertions.Expect(page.Locator("#import-faults li").First).ToContainTextAsync("17");
            await planner.IsSoundAsync();
            await planner.PictureAsync($"roster-import-faults-{language}");

            await LookAsync(page, good, true);
            foreach ((string kind, string count) in new[] { ("added", "1"), ("changed", "1"), ("removed", "1"), ("refused", "0"), ("unchanged", "13") })
            {
                await Assertions.Expect(page.Locator($"#import-counts [data-kind={kind}]")).ToHaveAttributeAsync("data-count", count);
            }

            await planner.IsSoundAsync();
            await planner.PictureAsync($"roster-import-{language}");
            await page.Locator("#apply").ClickAsync();
            await page.Locator(".done").WaitForAsync();

            foreach (string format in new[] { "csv", "xlsx", "ics" })
            {
                string file = await ExportAsync(planner, post, format, folder);
                await LookAsync(page, file, true);
                await Assertions.Expect(page.Locator("#import-counts [data-kind=unchanged]")).ToHaveAttributeAsync("data-count", "15");
                await page.Locator("#import-nothing").WaitForAsync();
            }

            await planner.GoAsync($"/roster?post={post}&view=week&from={PlanningHouse.Iso(Monday)}");
            await Assertions.Expect(page.Locator($"[data-shift={changed}] .leader")).ToContainTextAsync($"陈{post}3");
            Assert.Equal(0, await page.Locator($"[data-shift={gone}]").CountAsync());
            planner.IsContent();
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    /// <summary>Everybody reads the roster of forty people, as a month, a week and a time line, on whatever he has; what is to be looked at leads to its place.</summary>
    [Theory]
    [InlineData("zh-CN", 1280, false)]
    [InlineData("en", 320, false)]
    [InlineData("zh-CN", 390, true)]
    [InlineData("en", 1280, true)]
    public async Task EverybodyReadsTheRoster(string language, int width, bool dark)
    {
        await using Visitor reader = await house.VisitAsync("hallC7", language, dark, width);
        IPage page = reader.Page;
        foreach (string view in new[] { "month", "week", "line" })
        {
            await reader.GoAsync($"/roster?post=hall&view={view}&from={PlanningHouse.Iso(Monday)}");
            await reader.PictureAsync($"roster-{view}-{language}-{width}{(dark ? "-dark" : "")}");
        }

        Assert.Equal(0, await page.Locator("#edit").CountAsync());
        await reader.GoAsync($"/roster?post=hall&from={PlanningHouse.Iso(Monday)}");
        Assert.Equal(40, await page.Locator("#people tbody tr").CountAsync());
        Assert.Equal("hallC7", await page.Locator("#people tr.me").GetAttributeAsync("data-person"));

        // A month before the rotation has nobody from its first day on.
        await reader.GoAsync($"/roster?post=hall&from={PlanningHouse.Iso(PlanningHouse.Today.AddYears(-1))}");
        await page.Locator("[data-empty]").WaitForAsync();
        reader.IsContent();
    }

    /// <summary>On a telephone a roster opens at today, whatever it is shown as, and an editor with many people is no wider than the screen in any week.</summary>
    [Theory]
    [InlineData("zh-CN", 390)]
    [InlineData("en", 320)]
    public async Task ATelephoneOpensAtToday(string language, int width)
    {
        await using Visitor planner = await house.VisitAsync("S09", language, width: width);
        IPage page = planner.Page;
        foreach (string view in new[] { "month", "week", "line" })
        {
            await planner.GoAsync($"/roster?post=hall&view={view}");
            Assert.True(await page.Locator("main .today").First.EvaluateAsync<bool>("today => { const box = today.closest('.scroll').getBoundingClientRect(), at = today.getBoundingClientRect(); return at.left >= box.left && at.left < box.right; }"), view);
            await planner.PictureAsync($"roster-today-{view}-{language}");
        }

        foreach (int days in Enumerable.Range(0, 5))
        {
            DateOnly day = new DateOnly(Monday.Year, Monday.Month, 23).AddMonths(days);
            await planner.GoAsync($"/roster/edit?post=hall&from={PlanningHouse.Iso(day)}");
            await page.Locator(".editor[data-ready=true]").WaitForAsync();
            await planner.IsSoundAsync();
        }

        // The widest of it is a shift that is open, with somebody chosen and something to be warned of.
        ILocator shift = page.Locator("#grid td.ahead[data-shift]").First;
        await shift.ClickAsync();
        await page.Locator("#panel").WaitForAsync();
        await planner.IsSoundAsync();
        await page.Locator("[data-people] [data-person=S98]").ClickAsync();
        await shift.ClickAsync();
        await page.Locator("[data-edit]").First.WaitForAsync();
        await page.Locator("[data-fault]").First.WaitForAsync();
        await planner.IsSoundAsync();
        await planner.PictureAsync($"roster-edit-{language}");

        // A day without a shift, at the far end of the week.
        await page.Locator("[data-people] [data-person=S98]").ClickAsync();
        await page.Locator("#grid [data-cell='0,6']").ClickAsync();
        await page.Locator("#cancel-shift").ClickAsync();
        await Assertions.Expect(page.Locator("#grid [data-cell='0,6']")).ToHaveClassAsync("none");
        await planner.IsSoundAsync();
        planner.IsContent();
    }

    private static async Task EditAsync(Visitor planner, string post)
    {
        await planner.GoAsync($"/roster/edit?post={post}&from={PlanningHouse.Iso(Monday)}");
        await planner.Page.Locator(".editor[data-ready=true]").WaitForAsync();
    }

    private static async Task PutAsync(Visitor planner, string staff, string shift)
    {
        ILocator person = planner.Page.Locator($"[data-people] [data-person={staff}]");
        if (await person.GetAttributeAsync("aria-pressed") is not "true")
        {
            await person.ClickAsync();
            await Assertions.Expect(person).ToHaveAttributeAsync("aria-pressed", "true");
        }

        await planner.Page.Locator($"#grid [data-shift={shift}]").ClickAsync();
        await Assertions.Expect(planner.Page.Locator($"[data-edit={shift}]")).ToHaveCountAsync(1);
    }

    private static async Task<string> ExportAsync(Visitor planner, string post, string format, string folder)
    {
        IPage page = planner.Page;
        await page.GotoAsync($"/roster/exchange?post={post}");
        await page.Locator("form[action='/roster/export'] input[name=from]").FillAsync(PlanningHouse.Iso(Monday));
        await page.Locator("form[action='/roster/export'] input[name=to]").FillAsync(PlanningHouse.Iso(Monday.AddDays(6)));
        await page.Locator("select[name=format]").SelectOptionAsync(format);
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("#export").ClickAsync());
        string path = Path.Combine(folder, "exported." + format);
        await download.SaveAsAsync(path);
        return path;
    }

    private static async Task LookAsync(IPage page, string file, bool isWhole)
    {
        await page.Locator("input[type=file]").SetInputFilesAsync(file);
        await page.Locator("input[name=whole][type=checkbox]").SetCheckedAsync(isWhole);
        await page.Locator("#look").ClickAsync();
        await page.Locator("#import-preview").WaitForAsync();
    }
}
