using System;
using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>The generator as a process of its own, so that its memory and its garbage are not those of what is measured.</summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class LoadCommands
{
    /// <summary>Makes a load.</summary>
    internal static Command Make()
    {
        var file = new Argument<string>("file") { Description = "The file to write." };
        var terminals = new Option<int>("--terminals") { Description = "How many terminals.", DefaultValueFactory = _ => 100 };
        var records = new Option<int>("--records") { Description = "How many records each of them has.", DefaultValueFactory = _ => 20_000 };
        var house = new Option<string?>("--house") { Description = "A data folder in which to write the terminals and the roster of the load." };
        var make = new Command("load", "Makes a load of pre-encoded publishes.") { file, terminals, records, house };
        make.SetAction(parsed =>
        {
            int count = parsed.GetValue(terminals);
            LoadFile.Write(parsed.GetRequiredValue(file), count, parsed.GetValue(records), TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(house) is { } folder)
            {
                Directory.CreateDirectory(folder);
                LoadHouse.Terminals(count).Write(Path.Combine(folder, HostBridge.Terminals.TerminalsFile.Name));
                string roster = Path.Combine(folder, DataFolder.RosterName);
                File.WriteAllText(roster, "posts: []");
                RosterFile.Replace(roster, LoadHouse.Roster(count), FileMark.Of(roster));
            }
        });
        return make;
    }

    /// <summary>Sends one.</summary>
    internal static Command Send()
    {
        var file = new Argument<string>("file") { Description = "The load." };
        var port = new Option<int>("--port") { Description = "The broker's port on this machine.", Required = true };
        var seconds = new Option<double>("--seconds") { Description = "For how long.", DefaultValueFactory = _ => 60 };
        var warmUp = new Option<double>("--warm-up") { Description = "How long before that, which does not count.", DefaultValueFactory = _ => 0 };
        var rate = new Option<double>("--rate") { Description = "How many a second; 0: as many as the window allows.", DefaultValueFactory = _ => 0 };
        var window = new Option<int>("--window") { Description = "How many publishes of a terminal may be unanswered.", DefaultValueFactory = _ => 8 };
        var send = new Command("send", "Sends a load to a broker and prints what came of it as JSON.") { file, port, seconds, warmUp, rate, window };
        send.SetAction(async (parsed, _) =>
        {
            var generator = await LoadGenerator.ConnectAsync(LoadFile.Read(parsed.GetRequiredValue(file)), parsed.GetRequiredValue(port), parsed.GetValue(window));
            if (parsed.GetValue(warmUp) > 0)
            {
                await generator.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(warmUp)), parsed.GetValue(rate));
            }

            Console.WriteLine(JsonSerializer.Serialize(await generator.RunAsync(TimeSpan.FromSeconds(parsed.GetValue(seconds)), parsed.GetValue(rate))));
            generator.Close();
            return 0;
        });
        return send;
    }
}
