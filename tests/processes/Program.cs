using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using DutyKiosk.Processes;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
var kills = new Option<int>("--kills") { Description = "how many processes are killed, over all arrangements", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "decides which faults come in which order", DefaultValueFactory = _ => 1 };
var only = new Option<string>("--only") { Description = "one arrangement alone: a, b or c; without it: each in turn", DefaultValueFactory = _ => "" };
only.AcceptOnlyFromAmong("", "a", "b", "c");
var write = new Option<FileInfo?>("--write") { Description = "a file to write the tables into, as Markdown" };
var root = new RootCommand("The bridge, its broker, its database and its terminals as processes: killed, stopped, cut off and without room. Ends with 1 when a record is lost or double.") { kills, seed, only, write, TerminalProgram.Make() };
root.SetAction((parsed, cancel) => Campaign.RunAsync(parsed.GetValue(kills), parsed.GetValue(seed), parsed.GetValue(only)!, parsed.GetValue(write), cancel));

// Whoever presses Ctrl+C waits until every process that was started has ended.
return await root.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = TimeSpan.FromMinutes(1) });
