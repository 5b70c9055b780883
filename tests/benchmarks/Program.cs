using System.CommandLine;
using System.Globalization;
using DutyKiosk.Benchmarks;
using DutyKiosk.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var firmware = new Command("firmware", "What a tap, a look-up and the journal cost, and what fits into the flash.");
firmware.SetAction(_ => FirmwareBenchmark.Run());
var store = new Command("store", "How many records a second the bridge stores for good, on SQLite and on PostgreSQL, beside what the disk and a bare insert can do.");
store.SetAction((_, _) => StoreBenchmark.RunAsync());
var start = new Command("start", "How long a start takes with many records stored, on SQLite and on PostgreSQL.");
start.SetAction((_, _) => StartBenchmark.RunAsync());
var board = new Command("board", "How long a tap takes from its publish to the change on the live board in a browser, with 200 posts and 50 viewers; ends with 1 where that is too long.");
board.SetAction((_, _) => BoardBenchmark.RunAsync());
var count = new Option<int>("--count") { Description = "How many records.", DefaultValueFactory = _ => 5_000_000 };
var records = new Command("records", "How long the page of records takes with millions of them in SQLite, for every combination of what can be asked about; ends with 1 above 200 ms (p95).") { count };
records.SetAction((parsed, _) => RecordsBenchmark.RunAsync(parsed.GetValue(count)));
var root = new RootCommand("What DutyKiosk costs, measured on this machine.") { firmware, store, start, records, board, SoakCommand.Make() };
return await root.Parse(args).InvokeAsync();
