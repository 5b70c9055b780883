using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>
/// Makes a PDF of a document by having Chromium print it, where there is one. The document is a file that nobody else can read, holds everything that it needs, runs no script and may fetch nothing;
/// one is printed at a time, and one that takes too long is ended.
/// </summary>
public sealed class PdfPrinter(string chromium, TimeProvider time)
{
    private const string Page = "page.html";
    private const string Printed = "page.pdf";
    // The browser without windows of its own can all that is wanted here.
    private static readonly string[] Names = ["chromium-headless-shell", "chrome-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome.exe", "msedge.exe"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan WaitPatience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);

    /// <summary>One by a Chromium on the path; null: there is none.</summary>
    public static PdfPrinter? Find(TimeProvider time) => ChromiumOnPath() is { } chromium ? new PdfPrinter(chromium, time) : null;

    /// <summary>The Chromium of this machine, by whichever of its names it has; null: there is none on the path.</summary>
    public static string? ChromiumOnPath()
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }

    /// <summary>The PDF of a document; null: it could not be made, or others are being made.</summary>
    public async Task<byte[]?> PrintAsync(string html, CancellationToken cancel)
    {
        if (!await _one.WaitAsync(WaitPatience, cancel))
        {
            return null;
        }

        // Only this user can read the folder.
        DirectoryInfo folder = Directory.CreateTempSubdirectory("dutykiosk-print-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, Page), html, new UTF8Encoding(false), cancel);
            await RunAsync(folder.FullName, cancel);
            string printed = Path.Combine(folder.FullName, Printed);
            return File.Exists(printed) ? await File.ReadAllBytesAsync(printed, cancel) : null;
        }
        finally
        {
            Remove(folder);
            _one.Release();
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(true);
        }
        catch (IOException)
        {
            // A part of the browser that has not ended yet wrote once more: what it left holds nothing of the document.
            File.Delete(Path.Combine(folder.FullName, Page));
            File.Delete(Path.Combine(folder.FullName, Printed));
        }
    }

    private async Task RunAsync(string folder, CancellationToken cancel)
    {
        // Chromium prints by a script of its own, so scripts cannot be switched off here: the document's policy bars every one of its own.
        var start = new ProcessStartInfo(chromium)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
            ArgumentList =
            {
                "--headless", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking", "--no-pdf-header-footer",
                $"--user-data-dir={Path.Combine(folder, "profile")}", $"--print-to-pdf={Path.Combine(folder, Printed)}",
            },
        };
        if (!OperatingSystem.IsWindows() && Environment.UserName is "root")
        {
            // Chromium's own walls do not stand for this user, who has none to be put behind.
            start.ArgumentList.Add("--no-sandbox");
        }

        start.ArgumentList.Add(new Uri(Path.Combine(folder, Page)).AbsoluteUri);
        start.Environment["HOME"] = folder;
        using var patience = new CancellationTokenSource(Patience, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{chromium} could not be started.");
        try
        {
            // What it says is of no use, but it must get rid of it.
            await Task.WhenAll(process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, end.Token), process.StandardError.BaseStream.CopyToAsync(Stream.Null, end.Token), process.WaitForExitAsync(end.Token));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // It took too long: there is no PDF.
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync(CancellationToken.None);
            }
        }
    }
}
