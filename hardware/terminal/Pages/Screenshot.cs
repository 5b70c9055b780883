using System;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using DutyKiosk.TerminalKit.Plan;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>Pictures of drawings and sheets, as Chromium shows them.</summary>
internal static partial class Screenshot
{
    // A4 at 96 dots an inch.
    private const int SheetWidth = 794;
    private const int SheetHeight = 1123;
    private const double DotsAMillimetre = 96 / 25.4;
    private static readonly string[] Browsers = ["chromium-headless-shell", "chromium", "google-chrome"];

    /// <summary>Makes the PNG beside a file.</summary>
    /// <exception cref="PlanException">There is no Chromium, or it fails.</exception>
    internal static void Take(string folder, string name, string text)
    {
        (int width, int height) = SizeOf(name, text);
        string png = Path.Combine(folder, Path.ChangeExtension(name, ".png"));
        string profile = Path.Combine(Path.GetTempPath(), "dutykiosk-pictures");
        foreach (string browser in Browsers)
        {
            var start = new ProcessStartInfo(browser) { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
            string[] arguments =
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--force-device-scale-factor=1.5", $"--user-data-dir={profile}", $"--screenshot={png}",
                string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"), new Uri(Path.Combine(folder, name)).AbsoluteUri,
            ];
            foreach (string argument in arguments)
            {
                start.ArgumentList.Add(argument);
            }

            try
            {
                using Process process = Process.Start(start)!;
                process.OutputDataReceived += (_, _) => { };
                process.BeginOutputReadLine();
                string said = process.StandardError.ReadToEnd();
                process.WaitForExit();
                if (process.ExitCode != 0 || !File.Exists(png))
                {
                    throw new PlanException($"{browser} ended with {process.ExitCode}: {said}");
                }

                Console.WriteLine($"{DerivedFiles.Folder}/{Path.GetFileName(png)}");
                return;
            }
            catch (Win32Exception)
            {
                // It is not there: the next one may be.
            }
        }

        throw new PlanException($"Pictures are made with Chromium, and none of {string.Join(", ", Browsers)} is there: apt-get install chromium-headless-shell fonts-noto-cjk");
    }

    private static (int Width, int Height) SizeOf(string name, string text)
    {
        if (!name.EndsWith(".svg", StringComparison.Ordinal))
        {
            return (SheetWidth, SheetHeight);
        }

        Match size = DrawingSize().Match(text);
        double unit = size.Groups["unit"].Value == "mm" ? DotsAMillimetre : 1;
        return (Dots("width"), Dots("height"));
        int Dots(string side) => (int)Math.Ceiling(double.Parse(size.Groups[side].Value, CultureInfo.InvariantCulture) * unit);
    }

    [GeneratedRegex("<svg [^>]*width=\"(?<width>[0-9.]+)(?<unit>mm)?\" height=\"(?<height>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex DrawingSize();
}
