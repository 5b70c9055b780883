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
var root = new RootCommand("What DutyKiosk costs, measured on this machine.") { firmware, store, start, board, SoakCommand.Make() };
return await root.Parse(args).InvokeAsync();
