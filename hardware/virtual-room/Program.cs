using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.VirtualRoom.Rehearsal;
using DutyKiosk.VirtualRoom.Room;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = Encoding.UTF8;
const int LongestLine = 16384;

var port = new Option<int>("--port") { Description = "TCP port of the live board; 0: any free one", DefaultValueFactory = _ => 8080 };
var roomPort = new Option<int>("--room-port") { Description = "TCP port of the virtual room; 0: any free one", DefaultValueFactory = _ => 8081 };
var mqttPort = new Option<int>("--mqtt-port") { Description = "TCP port of the broker; 0: any free one", DefaultValueFactory = _ => 1883 };
var data = new Option<string>("--data") { Description = "folder of everything that is kept", DefaultValueFactory = _ => DataFolder.Default() };
var root = new RootCommand("DutyKiosk virtual room: terminals on virtual boards and the bridge, in one process.") { port, roomPort, mqttPort, data };
root.SetAction(async (parsed, cancel) =>
{
    var options = new BridgeOptions { Port = parsed.GetValue(port), MqttPort = parsed.GetValue(mqttPort), TlsPort = -1, DataFolder = parsed.GetValue(data)!, IsDemo = true };
    return await RoomProgram.RunAsync(options, parsed.GetValue(roomPort), cancel);
});

var terminal = new Argument<string>("terminal") { Description = "the terminal, such as T1" };
var badge = new Argument<string>("badge") { Description = "the badge's UID in hex, such as 04A1B2C3" };
var tapPort = new Option<int>("--room-port") { Description = "TCP port of the virtual room that runs", DefaultValueFactory = _ => 8081 };
var tap = new Command("tap", "Taps a badge at a terminal of the room that runs, and prints what the terminal answers.") { terminal, badge, tapPort };
tap.SetAction((parsed, cancel) =>
{
    // The port may stand on either side of the command's name.
    bool before = parsed.GetResult(tapPort) is not { Implicit: false } && parsed.GetResult(roomPort) is { Implicit: false };
    return TapCommand.RunAsync(parsed.GetValue(before ? roomPort : tapPort), parsed.GetValue(terminal)!, parsed.GetValue(badge)!, cancel);
});
root.Subcommands.Add(tap);

var paths = new Argument<string[]>("features") { Description = "feature files and folders of them", Arity = ArgumentArity.OneOrMore };
paths.Validators.Add(result =>
{
    // An argument that takes many swallows unknown options too; a file whose name begins so is written ./-name.
    foreach (Token option in result.Tokens.Where(token => token.Value.StartsWith('-')))
    {
        result.AddError($"There is no option {option.Value}.");
    }
});
var rehearse = new Command("rehearse", "Runs feature files in simulated time.") { paths };
rehearse.SetAction(parsed =>
{
    // A line goes out as one piece, so that what is told on the other stream never lands inside it.
    using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false), LongestLine) { AutoFlush = true };
    RehearsalResult result = new Rehearser(output, Console.Error).Run(parsed.GetValue(paths)!);
    return result.Passed == result.Scenarios && result.Scenarios > 0 ? 0 : 1;
});
root.Subcommands.Add(rehearse);
ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ProgramEnd.StopPatience });
return parsed.Errors.Count > 0 ? ProgramEnd.Refused : code;
