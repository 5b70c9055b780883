using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Rehearsal;
using DutyKiosk.VirtualRoom.Room;

namespace DutyKiosk.Processes;

/// <summary>
/// One terminal as a process of its own: the firmware on a virtual board whose flash is a folder, and people who tap at it. It says on standard output what somebody has been shown and what it has been
/// told, a line each: whoever kills it holds it to these lines. <c>rest</c> on standard input has the people wait, <c>go</c> has them tap; at the end of standard input it ends.
/// </summary>
internal sealed class TerminalProgram
{
    /// <summary>The command that runs it.</summary>
    internal const string Name = "terminal";

    private static readonly TimeSpan BetweenTaps = TimeSpan.FromMilliseconds(120);

    private readonly RoomTerminal _terminal;
    private readonly TerminalJournal _journal;
    private volatile bool _rests;
    private int _shown;
    private int _kept;

    private TerminalProgram(string flash, bool rests)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(flash, "dutykiosk.json")));
        JsonElement told = file.RootElement;
        string Text(string member) => told.GetProperty(member).GetString()!;
        var entry = new TerminalEntry { Id = Text("terminal"), Post = Text("post"), Handover = told.GetProperty("handover").GetBoolean(), Key = Text("key") };
        _rests = rests;
        _terminal = new RoomTerminal(entry, Text("siteKey"), told.GetProperty("port").GetInt32(), new RealTime(), flash);
        _terminal.Board.Network.Link = new WatchedLink(_terminal.Board.Network.Link!, Console.WriteLine);
        _terminal.Board.ConsoleLine += (_, line) =>
        {
            if (line.StartsWith("Unhandled", StringComparison.Ordinal))
            {
                Console.WriteLine("threw " + line.ReplaceLineEndings(" "));
            }
        };
        _journal = new TerminalJournal(entry, _terminal.Board.Flash);
    }

    /// <summary>Makes the command.</summary>
    internal static Command Make()
    {
        var flash = new Argument<string>("flash") { Description = "the folder that is its flash" };
        var number = new Argument<int>("number") { Description = "whose people tap at it" };
        var rest = new Option<bool>("--rest") { Description = "nobody taps until told to" };
        var command = new Command(Name, "One terminal as a process of its own.") { flash, number, rest };
        command.Hidden = true;
        command.SetAction(async (parsed, cancel) =>
        {
            var program = new TerminalProgram(parsed.GetValue(flash)!, parsed.GetValue(rest));
            new Thread(program.Obey) { IsBackground = true }.Start();
            await program.RunAsync(parsed.GetValue(number), cancel);
            return 0;
        });
        return command;
    }

    private async Task RunAsync(int number, CancellationToken cancel)
    {
        // Who has tapped last, before this process was started, is not to tap first.
        int person = _journal.ReadNew().Count(IsOfBadge);
        _terminal.PowerOn();
        Console.WriteLine("on");
        while (true)
        {
            await Task.Delay(BetweenTaps, TimeProvider.System, cancel);
            if (_rests)
            {
                continue;
            }

            int before = _terminal.Shown;
            if (_terminal.Tap(HouseRoster.Badge(number, person++ % HouseRoster.PeopleAPost)) is { } fault)
            {
                Console.WriteLine("threw " + fault.ReplaceLineEndings(" "));
            }

            Answered(await _terminal.AnswerAsync(before, cancel));
        }
    }

    // Every answer has its record, and a record that comes with no answer, as the machine was too busy to show it in time, makes up for none: what is on flash is never less than what was shown.
    private void Answered(string word)
    {
        List<string> records = [.. _journal.ReadNew().Where(IsOfBadge)];
        _kept += records.Count;
        _shown += word.Length > 0 ? 1 : 0;
        if (word is "fault" || _kept < _shown)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"unkept {word}, {_shown} shown and {_kept} kept"));
        }

        foreach (string record in word.Length > 0 ? records : [])
        {
            Console.WriteLine("shown " + Claim.Of(System.Text.Encoding.UTF8.GetBytes(record)));
        }
    }

    private static bool IsOfBadge(string record) => record.Contains("\"badge\":", StringComparison.Ordinal);

    private void Obey()
    {
        while (Console.In.ReadLine() is { } word)
        {
            _rests = word is "rest";
        }

        Environment.Exit(0);
    }
}
