using System.CommandLine;
using System.Globalization;
using DutyKiosk.Benchmarks;
using DutyKiosk.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var firmware = new Command("firmware", "What a tap, a look-up and the journal cost, and what fits into the flash.");
firmware.SetAction(_ => FirmwareBenchmark.Run());
var root = new RootCommand("What DutyKiosk costs, measured on this machine.") { firmware, SoakCommand.Make() };
return root.Parse(args).Invoke();
