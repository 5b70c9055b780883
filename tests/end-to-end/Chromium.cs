using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Web.Archive;
using Microsoft.Playwright;

namespace DutyKiosk.EndToEnd;

/// <summary>A headless Chromium: the machine's own, else Debian's package where this user may install it, else Playwright's.</summary>
public sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    // A machine that others use may be slow; what does not come at all is found out by this all the same.
    private const float PatienceMs = 120_000;

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        _playwright = playwright;
        _browser = browser;
    }

    /// <summary>Starts it; where none can be had, the test is skipped with the command that would help.</summary>
    public static async Task<Chromium> StartAsync()
    {
        string? path = PdfPrinter.ChromiumOnPath() ?? await InstallAsync();
        IPlaywright playwright = await Playwright.CreateAsync();
        if (path == null && Microsoft.Playwright.Program.Main(["install", "chromium"]) != 0)
        {
            Xunit.Assert.Skip("No Chromium on this machine: apt-get install chromium");
        }

        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = Quiet });
        return new Chromium(playwright, browser);
    }

    /// <summary>Opens a page and collects what its console complains of.</summary>
    public async Task<IPage> OpenAsync(string address, System.Collections.Generic.ICollection<string> complaints)
    {
        IPage page = await _browser.NewPageAsync(new BrowserNewPageOptions { ViewportSize = new ViewportSize { Width = 1280, Height = 900 } });
        page.SetDefaultTimeout(PatienceMs);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => complaints.Add(error);
        await page.GotoAsync(address);
        return page;
    }

    /// <summary>Opens a browser for somebody who has not been there: cookies, language and colours of its own.</summary>
    public async Task<Web.Visitor> VisitAsync(string bridge, string language, bool dark, int width, int height)
    {
        IBrowserContext context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = bridge,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
            Locale = language,
            TimezoneId = "Asia/Shanghai",
            AcceptDownloads = true,
        });
        context.SetDefaultTimeout(PatienceMs);
        await context.AddCookiesAsync([new Cookie { Name = "dutykiosk-language", Value = language, Url = bridge }]);
        return new Web.Visitor(context, await context.NewPageAsync());
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static async Task<string?> InstallAsync()
    {
        if (!OperatingSystem.IsLinux() || !string.Equals(Environment.UserName, "root", StringComparison.Ordinal) || !File.Exists("/usr/bin/apt-get"))
        {
            return null;
        }

        using Process install = Process.Start(new ProcessStartInfo("sh", ["-c", "apt-get update -qq && apt-get install -y -qq fonts-noto-cjk && { apt-get install -y -qq chromium-headless-shell || apt-get install -y -qq chromium; }"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        await Task.WhenAll(install.StandardOutput.ReadToEndAsync(), install.StandardError.ReadToEndAsync());
        await install.WaitForExitAsync();
        return PdfPrinter.ChromiumOnPath();
    }
}
