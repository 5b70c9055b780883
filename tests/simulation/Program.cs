using System.CommandLine;
using System.Globalization;
using DutyKiosk.Simulation;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = new RootCommand("DutyKiosk in simulated time, with faults that one seed decides.") { SoakCommand.Make() };
return root.Parse(args).Invoke();
