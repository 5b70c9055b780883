using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Text;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.VirtualRoom.Rehearsal;
using DutyKiosk.VirtualRoom.Room;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;

var port = new Option<int>("--port") { Description = "TCP port of the live board; 0: any free one", DefaultValueFactory = _ => 8080 };
var roomPort = new Option<int>("--room-port") { Description = "TCP port of the virtual room; 0: any free one", DefaultValueFactory = _ => 8081, Recursive = true };
var mqttPort = new Option<int>("--mqtt-port") { Description = "TCP port of the broker; 0: any free one", DefaultValueFactory = _ => 1883 };
var data = new Option<string>("--data") { Description = "folder of everything that is kept", DefaultValueFactory = _ => DataFolder.Default() };
var root = new RootCommand("DutyKiosk virtual room: terminals on virtual boards and the bridge, in one process.") { port, roomPort, mqttPort, data };
root.SetAction(async (parsed, cancel) =>
{
    var options = new BridgeOptions { Port = parsed.GetValue(port), MqttPort = parsed.GetValue(mqttPort), DataFolder = parsed.GetValue(data)! };
    return await RoomProgram.RunAsync(options, parsed.GetValue(roomPort), cancel);
});

var terminal = new Argument<string>("terminal") { Description = "the terminal, such as T1" };
var badge = new Argument<string>("badge") { Description = "the badge's UID in hex, such as 04A1B2C3" };
var tap = new Command("tap", "Taps a badge at a terminal of the room that runs.") { terminal, badge };
tap.SetAction((parsed, cancel) => RoomProgram.TapAsync(parsed.GetValue(roomPort), parsed.GetValue(terminal)!, parsed.GetValue(badge)!, cancel));
root.Subcommands.Add(tap);

var paths = new Argument<string[]>("features") { Description = "feature files and folders of them", Arity = ArgumentArity.OneOrMore };
var rehearse = new Command("rehearse", "Runs feature files in simulated time.") { paths };
rehearse.SetAction(parsed =>
{
    using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
    RehearsalResult result = new Rehearser(output, Console.Error).Run(parsed.GetValue(paths)!);
    return result.Passed == result.Scenarios && result.Scenarios > 0 ? 0 : 1;
});
root.Subcommands.Add(rehearse);
return await root.Parse(args).InvokeAsync();
