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
var root = new RootCommand("What DutyKiosk costs, measured on this machine.") { firmware, store, start, SoakCommand.Make() };
return await root.Parse(args).InvokeAsync();
