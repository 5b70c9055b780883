using System;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>
/// Lamps and tunes as they stand on paper. How a lamp burns is a line below it, so that it can be told in black and white: whole for on, two dashes for slow, six for fast, none for off.
/// </summary>
public static class SignalDrawing
{
    private const int LampStep = 23;
    private const int TuneWidth = 62;
    private const int TuneHeight = 22;
    private const double MostTuneMs = 1800;
    private const double LowestHz = 200;
    private const double HighestHz = 1700;

    /// <summary>Three lamps in a row.</summary>
    public static string Lamps(SignalPattern pattern)
    {
        return string.Create(
            CultureInfo.InvariantCulture,
            $"<svg class=\"lamps\" width=\"{3 * LampStep}\" height=\"28\" viewBox=\"0 0 {3 * LampStep} 28\">{Lamp(0, pattern.Green, "#1a8f3c")}{Lamp(1, pattern.Amber, "#e8930c")}{Lamp(2, pattern.Red, "#c8201e")}</svg>");
    }

    /// <summary>The tune: each note's height is its pitch, its width its length.</summary>
    public static string Tune(SignalPattern pattern)
    {
        var notes = new StringBuilder();
        double at = 0;
        for (int i = 0; i < pattern.Tune.Length; i += 2)
        {
            double width = pattern.Tune[i + 1] / MostTuneMs * TuneWidth;
            if (pattern.Tune[i] > 0)
            {
                double part = Math.Log(pattern.Tune[i] / LowestHz) / Math.Log(HighestHz / LowestHz);
                notes.Append(CultureInfo.InvariantCulture, $"<rect x=\"{at:0.0}\" y=\"{(1 - part) * (TuneHeight - 5):0.0}\" width=\"{Math.Max(2.5, width - 1):0.0}\" height=\"5\" rx=\"1.5\" fill=\"#222\"/>");
            }

            at += width;
        }

        return string.Create(CultureInfo.InvariantCulture, $"<svg class=\"tune\" width=\"{TuneWidth}\" height=\"{TuneHeight}\" viewBox=\"0 0 {TuneWidth} {TuneHeight}\">{notes}</svg>");
    }

    private static string Lamp(int place, LampMode mode, string colour)
    {
        double x = (place * LampStep) + (LampStep / 2.0);
        string circle = mode == LampMode.Off
            ? string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"10\" r=\"8.2\" fill=\"#fff\" stroke=\"#999\" stroke-width=\"1.2\"/>")
            : string.Create(CultureInfo.InvariantCulture, $"<circle cx=\"{x}\" cy=\"10\" r=\"9\" fill=\"{colour}\"/>");
        int dashes = mode switch
        {
            LampMode.On => 1,
            LampMode.Slow => 2,
            LampMode.Fast => 6,
            _ => 0,
        };
        double step = dashes == 0 ? 0 : 18.0 / dashes;
        string line = string.Concat(Enumerable.Range(0, dashes).Select(dash => string.Create(
            CultureInfo.InvariantCulture, $"<rect x=\"{x - 9 + (dash * step):0.0}\" y=\"23\" width=\"{(dashes == 1 ? 18 : step * 0.55):0.0}\" height=\"3\" fill=\"#222\"/>")));
        return circle + line;
    }
}
