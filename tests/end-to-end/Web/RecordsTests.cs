using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using MiniExcelLibs;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>What was tapped is found, looked at, filed, printed and taken out of the house.</summary>
public sealed class RecordsTests(House house) : IClassFixture<House>
{
    private const string Supervisor = "04FFEE09";

    /// <summary>
    /// Two people hand over in the virtual room. A manager finds them by person and type, opens a record, follows the chain, reads the handover record, prints it, and finds it in the archive of the month.
    /// </summary>
    [Theory]
    [InlineData("zh-CN", "T1", "hotline", "S01", "王芳", "04A1B2C3", "S02", "李强", "04A1B2C4")]
    [InlineData("en", "T2", "boiler", "S11", "赵军", "04B1B2C1", "S12", "孙丽", "04B1B2C2")]
    public async Task WhatWasTappedIsFoundAndFiled(string language, string terminal, string post, string holder, string holderName, string holderBadge, string relief, string reliefName, string reliefBadge)
    {
        await HandOverAsync(terminal, holderBadge, reliefBadge);
        await using Visitor visitor = await house.VisitAsync(language: language);
        IPage page = visitor.Page;
        await visitor.GoAsync("/records");

        // By what people are called in one language's test, by the id in the other's.
        await page.Locator("input[name=person]").FillAsync(language is "en" ? holder : holderName);
        await page.Locator("select[name=type]").SelectOptionAsync("duty.clock-in");
        await page.Locator("input[name=from]").FillAsync(Day(-1));
        await page.Locator("input[name=to]").FillAsync(Day(1));
        await page.Locator("form[role=search] button.main").ClickAsync();
        Assert.Equal(Day(-1), await page.Locator("input[name=from]").InputValueAsync());
        ILocator rows = page.Locator("tr[data-record]");
        await rows.First.WaitForAsync();
        Assert.All(await page.Locator("tr[data-record]").EvaluateAllAsync<string[]>("rows => rows.map(row => row.dataset.type)"), type => Assert.Equal("duty.clock-in", type));
        Assert.All(await page.Locator("tr[data-record] .who").AllTextContentsAsync(), who => Assert.Equal(holderName, who));
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"records-{language}");

        // One record with its proof, and its neighbours.
        await rows.Last.Locator("a").ClickAsync();
        await page.Locator("[data-proof=ok]").WaitForAsync();
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"record-{language}");
        string first = page.Url, body = await page.Locator("[data-body]").InnerTextAsync();
        Assert.EndsWith($",\"mac\":\"{await page.Locator("[data-mac]").TextContentAsync()}\"}}", body, StringComparison.Ordinal);
        await page.Locator("[data-chain=after]").ClickAsync();
        await page.WaitForURLAsync(url => url != first);
        await page.Locator("[data-chain=before]").ClickAsync();
        await page.WaitForURLAsync(first);

        // The handover, as it is filed.
        await visitor.GoAsync($"/records?post={post}&type=handover.confirmed");
        await rows.First.Locator("a").ClickAsync();
        await page.Locator("[data-handover]").ClickAsync();
        await page.Locator("article.handover").WaitForAsync();
        Assert.Equal([holderName, reliefName], await page.Locator(".signatures .name").AllTextContentsAsync());
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"handover-{language}");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Print });
        Assert.False(await page.Locator("header.frame").IsVisibleAsync());
        Assert.False(await page.Locator(".ways").IsVisibleAsync());
        await visitor.PictureAsync($"handover-print-{language}");
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { Media = Media.Screen });
        byte[] pdf = await PdfAsync(page, $"handover-{language}.pdf");
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf, 0, 5), StringComparison.Ordinal);

        // The month, as soon as the index has it.
        await Eventually.HoldsAsync(async () =>
        {
            await page.GotoAsync($"/archive?post={post}");
            return await page.Locator("[data-handover]").CountAsync() > 0 ? null : "the handover is not filed";
        });
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"archive-{language}");
        await page.Locator("[data-volume]").First.ClickAsync();
        await page.Locator("[data-figure=handovers]").WaitForAsync();
        Assert.Equal("1", await page.Locator("[data-figure=handovers]").TextContentAsync());
        Assert.Equal(1, await page.Locator("article.handover").CountAsync());
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"volume-{language}");
        pdf = await PdfAsync(page, $"volume-{language}.pdf");
        Assert.StartsWith("%PDF-", Encoding.ASCII.GetString(pdf, 0, 5), StringComparison.Ordinal);
        Assert.True(relief.Length > 0);
        visitor.IsContent();
    }

    /// <summary>What was found goes out as a workbook and as a table, in the reader's language, and that it did stands in the audit log.</summary>
    [Fact]
    public async Task WhatWasFoundGoesOutAsATable()
    {
        await house.TapAsync("T1", "04112233");
        await using Visitor visitor = await house.VisitAsync(language: "en");
        IPage page = visitor.Page;
        await visitor.GoAsync("/records?type=tap.refused");
        await page.Locator("tr[data-record]").First.WaitForAsync();
        int found = await page.Locator("tr[data-record]").CountAsync();
        IDownload download = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-export=xlsx]").ClickAsync());
        Assert.EndsWith("records.xlsx", download.SuggestedFilename, StringComparison.Ordinal);
        using var bytes = new MemoryStream();
        await using (Stream stream = await download.CreateReadStreamAsync())
        {
            await stream.CopyToAsync(bytes, CancellationToken.None);
        }

        bytes.Position = 0;
        var rows = bytes.Query(useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.True(rows.Count >= found);
        Assert.All(rows, row => Assert.Equal("tap refused", row["Type"]));
        download = await page.RunAndWaitForDownloadAsync(() => page.Locator("[data-export=csv]").ClickAsync());
        await using Stream table = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(table);
        Assert.StartsWith("position,received,proof,terminal", await reader.ReadToEndAsync(CancellationToken.None), StringComparison.Ordinal);
        Assert.Contains("records.exported", await house.AskAsync("/api/v1/audit"), StringComparison.Ordinal);
        visitor.IsContent();

        // Who may read may not therefore take out.
        await using Visitor leader = await house.VisitAsync("S03");
        await leader.GoAsync("/records?type=tap.refused");
        await leader.Page.Locator("tr[data-record]").First.WaitForAsync();
        Assert.Equal(0, await leader.Page.Locator("[data-export]").CountAsync());
        leader.IsContent();
    }

    /// <summary>The pages are read on a phone at night, too: a list becomes blocks, and nothing is wider than the screen.</summary>
    [Theory]
    [InlineData("zh-CN")]
    [InlineData("en")]
    public async Task APhoneShowsAllOfIt(string language)
    {
        await house.TapAsync("T1", "04556677");
        await using Visitor visitor = await house.VisitAsync("S09", language, dark: true, width: 390, height: 844);
        IPage page = visitor.Page;
        await visitor.GoAsync("/records");
        await page.Locator("tr[data-record]").First.WaitForAsync();
        await visitor.PictureAsync($"records-phone-{language}");
        await page.Locator("tr[data-record] a").First.ClickAsync();
        await page.Locator("[data-body]").WaitForAsync();
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"record-phone-{language}");
        await Eventually.HoldsAsync(async () =>
        {
            await page.GotoAsync("/archive");
            return await page.Locator("tr[data-day]").CountAsync() > 0 ? null : "nothing is filed";
        });
        await visitor.IsSoundAsync();
        await visitor.PictureAsync($"archive-phone-{language}");
        await page.Locator("[data-volume=hotline]").ClickAsync();
        await page.Locator("section.cover").WaitForAsync();
        await visitor.IsSoundAsync();
        visitor.IsContent();
    }

    /// <summary>What cannot be searched by is told in words, beside what was written.</summary>
    [Theory]
    [InlineData("zh-CN", "没有叫")]
    [InlineData("en", "Nobody is called")]
    public async Task WhoIsNotKnownIsTold(string language, string words)
    {
        await using Visitor visitor = await house.VisitAsync(language: language);
        visitor.Expects = "400";
        IPage page = visitor.Page;
        await visitor.GoAsync("/records");
        await page.Locator("input[name=person]").FillAsync("某某某先生 Nobody");
        await page.Locator("input[name=person]").PressAsync("Enter");
        await page.Locator("#fault").WaitForAsync();
        Assert.Contains(words, await page.Locator("#fault").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("某某某先生 Nobody", await page.Locator("input[name=person]").InputValueAsync());
        await visitor.IsSoundAsync();
        visitor.IsContent();
    }

    // An unscheduled handover, which a supervisor allows at the terminal. On a machine that is very busy the pair may run out before the second tap: then they begin again.
    private async Task HandOverAsync(string terminal, string holder, string relief)
    {
        await house.TapAsync(terminal, holder);
        await Eventually.HoldsAsync(async () =>
        {
            await house.TapAsync(terminal, Supervisor);
            await house.TapAsync(terminal, holder);
            await house.TapAsync(terminal, relief);
            string records = await house.AskAsync($"/api/v1/records?terminal={terminal}&limit=1000");
            return records.Contains("handover.confirmed", StringComparison.Ordinal) ? null : "nobody has handed over";
        });
    }

    private static async Task<byte[]> PdfAsync(IPage page, string name)
    {
        string address = await page.Locator("[data-pdf]").GetAttributeAsync("href") ?? "";
        IAPIResponse answer = await page.Context.APIRequest.GetAsync(new Uri(new Uri(page.Url), address).ToString());
        Assert.Equal((200, "application/pdf"), (answer.Status, answer.Headers["content-type"]));
        byte[] pdf = await answer.BodyAsync();
        string folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, name), pdf, CancellationToken.None);
        return pdf;
    }

    private static string Day(int days) => TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
