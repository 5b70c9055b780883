using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using DutyKiosk.Core.Signals;

namespace DutyKiosk.TerminalKit.Pages;

/// <summary>How each signal of the firmware's table looks and sounds, with each kind of lamps and buzzer: what the firmware's own player does, tick by tick.</summary>
public static class SignalsPage
{
    private const int SingleRoundMs = 1000;
    private const int TurnMs = 500;

    /// <summary>The page.</summary>
    public static string Render()
    {
        var page = new StringBuilder();
        page.Append("# Signals\n\nMade from `firmware/Core/Signals` by `dotnet run --project hardware/terminal -- make`; not to be changed by hand.\n\n")
            .Append("slow is 500 ms on and 500 ms off, fast 125 and 125. One lamp shows lamps that burn together by turns; a number is milliseconds, `·` is dark or silent. A signal without a time only ever stands.\n\n")
            .Append("| signal | green | amber | red | one lamp, a round of it | tune in Hz/ms | beeps of an active buzzer in ms | shown for |\n|---|---|---|---|---|---|---|---|\n");
        for (int row = 0; row < SignalTable.Count; row++)
        {
            SignalPattern pattern = SignalTable.Of((Signal)row);
            page.Append(CultureInfo.InvariantCulture, $"| `{pattern.Word}` | {Name(pattern.Green)} | {Name(pattern.Amber)} | {Name(pattern.Red)} | {Round((Signal)row)} | {Tune(pattern)} | {Beeps((Signal)row)} | {(pattern.ShowMs > 0 ? $"{pattern.ShowMs} ms" : "")} |\n");
        }

        return page.ToString();
    }

    private static string Name(LampMode mode) => mode == LampMode.Off ? "" : mode.ToString().ToLowerInvariant();

    private static string Tune(SignalPattern pattern) => string.Join(" ", Enumerable.Range(0, pattern.Tune.Length / 2).Select(note => pattern.Tune[2 * note] == 0 ? $"·/{pattern.Tune[(2 * note) + 1]}" : $"{pattern.Tune[2 * note]}/{pattern.Tune[(2 * note) + 1]}"));

    private static string Round(Signal signal)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        int lit = new[] { pattern.Green, pattern.Amber, pattern.Red }.Count(mode => mode != LampMode.Off);
        var player = new SignalPlayer(oneLamp: true, oneTone: false);
        player.Stand(signal, 0);
        return Runs(lit > 1 ? (lit + 1) * TurnMs : SingleRoundMs, tick =>
        {
            player.Step(tick);
            return player.Green ? "green" : player.Amber ? "amber" : player.Red ? "red" : "·";
        });
    }

    private static string Beeps(Signal signal)
    {
        SignalPattern pattern = SignalTable.Of(signal);
        if (pattern.Tune.Length == 0)
        {
            return "";
        }

        var player = new SignalPlayer(oneLamp: false, oneTone: true);
        player.Show(signal, 0);
        string runs = Runs(pattern.ShowMs, tick =>
        {
            player.Step(tick);
            return player.ToneHz > 0 ? "" : "·";
        });

        // What comes behind the last beep is only the end of the lamps.
        return runs[..runs.LastIndexOf(" ·", System.StringComparison.Ordinal)];
    }

    private static string Runs(int ms, System.Func<long, string> at)
    {
        var runs = new List<(string What, int Ms)>();
        for (int tick = 0; tick < ms; tick++)
        {
            string what = at(tick);
            if (runs.Count > 0 && runs[^1].What == what)
            {
                runs[^1] = (what, runs[^1].Ms + 1);
            }
            else
            {
                runs.Add((what, 1));
            }
        }

        return runs.Count == 1 ? $"{runs[0].What}" : string.Join(' ', runs.Select(run => $"{run.What}{(run.What.Length > 1 ? " " : "")}{run.Ms}"));
    }
}
