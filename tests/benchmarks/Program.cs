using System;
using System.CommandLine;
using System.Globalization;
using System.Threading.Tasks;
using DutyKiosk.Benchmarks;
using DutyKiosk.Benchmarks.Load;
using DutyKiosk.Simulation;

// Of those alone that send a load: a bridge in this very process waits for PostgreSQL on the thread that would have to tell it what has come.
if (args is ["ingest" or "paced" or "drain" or "peers" or "load" or "send", ..])
{
    Environment.SetEnvironmentVariable(LoadGenerator.InlineVariable, "1");
}

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var count = new Option<int>("--count") { Description = "How many records.", DefaultValueFactory = _ => RecordsBenchmark.Count };
var stored = new Option<int>("--stored") { Description = "How many records are stored.", DefaultValueFactory = _ => BenchHouse.UsualCount };
var kept = new Option<string>("--folder") { Description = "Where they are stored: filled by whichever measurement comes first, and kept. Without it they are made in a folder of the moment.", DefaultValueFactory = _ => "" };
var seconds = new Option<int>("--seconds") { Description = "How long a run is; a shorter one is a trial and writes no results.", DefaultValueFactory = _ => IngestBenchmark.Seconds };
var programs = new Option<string>("--node-red") { Description = "A folder where npm has put Node-RED, or puts it; without it: a folder of the moment.", DefaultValueFactory = _ => "" };
var root = new RootCommand("What DutyKiosk costs, measured on this machine. What is measured is written to results/, with the bars; 1: a bar is missed.")
{
    Measured("firmware", "What a tap, a look-up and the journal cost, and what fits into the flash.", _ => Task.Run(FirmwareBenchmark.Run)),
    Measured("store", "How many records a second the bridge stores for good, on SQLite and on PostgreSQL, beside what the disk and a bare insert can do.", _ => StoreBenchmark.RunAsync()),
    Measured("start", "How long a start takes with a million records stored in SQLite, and with a tenth of them in PostgreSQL.", parsed => StartBenchmark.RunAsync(parsed.GetValue(stored), parsed.GetValue(kept)!), stored, kept),
    Measured("rebuild", "How long it takes to read, prove and fold a million records of SQLite from the first on.", parsed => Task.Run(() => RebuildBenchmark.Run(parsed.GetValue(stored), parsed.GetValue(kept)!)), stored, kept),
    Measured("records", "How long the page of records takes with millions of them in SQLite, for every combination of what can be asked about.", parsed => RecordsBenchmark.RunAsync(parsed.GetValue(count)), count),
    Measured("board", "How long a tap takes from its publish to the change on the live board in a browser, with 200 posts and 50 viewers.", _ => BoardBenchmark.RunAsync()),
    Measured("ingest", "How many durable records a second the bridge takes from 1, 100 and 1000 terminals.", parsed => IngestBenchmark.RunAsync(parsed.GetValue(seconds)), seconds),
    Measured("paced", "How long a record takes to its PUBACK at 500 a second from 1000 terminals.", parsed => PacedBenchmark.RunAsync(parsed.GetValue(seconds)), seconds),
    Measured("drain", "How long a terminal takes that comes back with 5,000 records kept.", _ => DrainBenchmark.RunAsync()),
    Measured("peers", "The same load through the bridge, through mosquitto_sub into sqlite3 and through Node-RED, with all their processes killed in the middle of it.", parsed => PeersBenchmark.RunAsync(parsed.GetValue(seconds), parsed.GetValue(programs)!), seconds, programs),
    LoadCommands.Make(),
    LoadCommands.Send(),
    SoakCommand.Make(),
};
return await root.Parse(args).InvokeAsync();

static Command Measured(string name, string description, Func<ParseResult, Task> run, params Option[] options)
{
    var command = new Command(name, description);
    Array.ForEach(options, command.Options.Add);
    command.SetAction(async (parsed, _) =>
    {
        var report = new Report(name, description);
        await run(parsed);
        return report.End();
    });
    return command;
}
