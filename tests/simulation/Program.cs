using System.CommandLine;
using System.Globalization;
using DutyKiosk.Simulation;
using DutyKiosk.Simulation.Defects;
using DutyKiosk.Simulation.Report;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var root = new RootCommand("DutyKiosk in simulated time, with faults that one seed decides.") { SoakCommand.Make(), DefectsCommand.Make() };
SimulateCommand.AddTo(root);
return root.Parse(args).Invoke();
