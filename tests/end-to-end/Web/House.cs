using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Playwright;
using Xunit;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>
/// A house for tests of pages: the virtual room as a process of its own and one Chromium, which the tests of a class share. A test opens pages as anybody of the roster, in a
/// language, and asks at its end whether they were clean.
/// </summary>
public class House : IAsyncLifetime
{
    private readonly HttpClient _client = new();
    private RunningProgram _program = null!;
    private Chromium _chromium = null!;

    /// <summary>The data folder, in which a derived house may put files before the start.</summary>
    public string Data { get; } = Directory.CreateTempSubdirectory("dutykiosk-house-").FullName;

    /// <summary>The address of the bridge.</summary>
    public string Bridge { get; private set; } = "";

    /// <summary>The address of the virtual room.</summary>
    public string Room { get; private set; } = "";

    /// <summary>The API key of the demo, which may do everything.</summary>
    public string Key { get; private set; } = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Prepare();
        _program = RunningProgram.StartRoom(Data);
        Bridge = await _program.AddressAsync("live board");
        Room = await _program.AddressAsync("virtual room");
        Key = await _program.AddressAsync("api key");
        _client.DefaultRequestHeaders.Add("X-Api-Key", Key);
        _chromium = await Chromium.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _chromium.DisposeAsync();
        await _program.DisposeAsync();
        _client.Dispose();
        Directory.Delete(Data, true);
    }

    /// <summary>Opens a browser of its own for somebody: an empty id is the demo's manager.</summary>
    public async Task<Visitor> VisitAsync(string staff = "", string language = "zh-CN", bool dark = false, int width = 1280, int height = 900)
    {
        Visitor visitor = await _chromium.VisitAsync(Bridge, language, dark, width, height);
        IPage page = visitor.Page;
        if (staff.Length > 0)
        {
            await page.GotoAsync("/rules");
            await page.Locator("#act-as").SelectOptionAsync(staff);
            await page.Locator("form.as button:not([formaction])").ClickAsync();
            await page.WaitForLoadStateAsync();
        }

        visitor.Listen();
        return visitor;
    }

    /// <summary>Taps a badge at a terminal of the room, once that is ready, and gives back the signal that it answers with.</summary>
    public async Task<string> TapAsync(string terminal, string badge)
    {
        await Eventually.HoldsAsync(async () =>
        {
            string signal = await RoomSignal.OfAsync(_client, Room, terminal);
            return signal is "starting" or "heard" or "offline" or "clock-unset" or "no-roster" ? signal : null;
        });
        return await RoomSignal.TapAsync(_client, Room, terminal, badge);
    }

    /// <summary>Taps a badge until the terminal answers with one of some signals: it may not know yet what was just written, and takes no badge twice within three seconds.</summary>
    public Task TapUntilAsync(string terminal, string badge, params string[] signals) => Eventually.HoldsAsync(async () =>
    {
        string signal = await TapAsync(terminal, badge);
        return signals.Contains(signal, StringComparer.Ordinal) ? null : $"{terminal} answers '{signal}', not {string.Join(" or ", signals)}";
    });

    /// <summary>Switches the power, network or reader of a terminal of the room <c>on</c> or <c>off</c>.</summary>
    public async Task SwitchAsync(string terminal, string what, string state)
    {
        using HttpResponseMessage answer = await _client.PostAsync($"{Room}/api/terminals/{terminal}/{what}/{state}", null, CancellationToken.None);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(CancellationToken.None));
    }

    /// <summary>What the bridge answers to a question of its API.</summary>
    public Task<string> AskAsync(string path) => _client.GetStringAsync(Bridge + path, CancellationToken.None);

    /// <summary>Puts files into the data folder before the start; the sample's roster is made where there is none.</summary>
    protected virtual void Prepare()
    {
    }
}

/// <summary>Somebody at a browser.</summary>
public sealed class Visitor : IAsyncDisposable
{
    private const float PictureMs = 60_000;

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    internal Visitor(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    /// <summary>The page.</summary>
    public IPage Page { get; }

    /// <summary>Expects a complaint of the console, such as of an answer 400 that a form with a fault is given: those are not counted against the page.</summary>
    public string Expects { get; set; } = "";

    /// <summary>Goes to a path and looks whether the page is one that anybody can read and use: axe finds nothing, and it fits its window.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await IsSoundAsync();
    }

    /// <summary>Axe finds nothing on the page as it is now, and nothing is wider than the window.</summary>
    public async Task IsSoundAsync()
    {
        Assert.Empty(await Axe.ViolationsAsync(Page));
        int width = Page.ViewportSize!.Width;
        Assert.True(await Page.EvaluateAsync<int>("document.documentElement.scrollWidth") <= width, $"{Page.Url} is wider than {width.ToString(CultureInfo.InvariantCulture)}");
    }

    /// <summary>Keeps a picture of the whole page, or of what the window has of it, beside the tests, for whoever looks at what they saw.</summary>
    public async Task PictureAsync(string name, bool whole = true)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "screenshots");
        Directory.CreateDirectory(folder);
        var picture = new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = whole, Timeout = PictureMs };
        try
        {
            await Page.ScreenshotAsync(picture);
        }
        catch (TimeoutException)
        {
            // A browser without windows has been seen to draw no frame for a picture at all, on a page that was whole. What the page shows is looked at elsewhere, so it is asked once more.
            await Page.ScreenshotAsync(picture);
        }
    }

    /// <summary>
    /// Holds up the answer to what the page sends next to a path, until what is returned is completed; the bridge has done by then what it was asked for. The inner task ends
    /// when the bridge has answered.
    /// </summary>
    public async Task<(Task Answered, TaskCompletionSource Let)> HoldAnswerAsync(string path)
    {
        TaskCompletionSource answered = new(), let = new();
        await Page.RouteAsync(path, async route =>
        {
            if (route.Request.Method is not "POST" || answered.Task.IsCompleted)
            {
                await route.FallbackAsync();
                return;
            }

            IAPIResponse answer = await route.FetchAsync();
            answered.SetResult();
            await let.Task;
            await route.FulfillAsync(new RouteFulfillOptions { Response = answer });
        });
        return (answered.Task, let);
    }

    /// <summary>Nothing that the page's console complained of.</summary>
    public void IsContent() => Assert.DoesNotContain(_complaints, complaint => Expects.Length == 0 || !complaint.Contains(Expects, StringComparison.Ordinal));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await _context.CloseAsync();

    internal void Listen()
    {
        Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        Page.PageError += (_, error) => _complaints.Add(error);
    }
}
