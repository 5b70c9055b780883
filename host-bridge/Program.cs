using System;
using System.CommandLine;
using System.Globalization;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var port = new Option<int>("--port") { Description = "TCP port of the live board; 0: any free one", DefaultValueFactory = _ => 8080 };
var mqttPort = new Option<int>("--mqtt-port") { Description = "TCP port of the broker; 0: any free one", DefaultValueFactory = _ => 1883 };
var data = new Option<string>("--data") { Description = "folder of everything that is kept", DefaultValueFactory = _ => DataFolder.Default(), Recursive = true };
var listen = new Option<string>("--listen") { Description = "address to listen on; any but loopback requires terminal passwords", DefaultValueFactory = _ => "127.0.0.1" };
var root = new RootCommand("DutyKiosk bridge: keeps the records of duty-room terminals and shows who holds the duty.") { port, mqttPort, data, listen, RosterCommand.Make(data) };
foreach (Command command in KeepingCommands.Make(parsed => new BridgeOptions { DataFolder = parsed.GetValue(data)! }, TimeProvider.System))
{
    root.Subcommands.Add(command);
}

root.SetAction(async (parsed, cancel) =>
{
    var options = new BridgeOptions
    {
        Port = parsed.GetValue(port),
        MqttPort = parsed.GetValue(mqttPort),
        DataFolder = parsed.GetValue(data)!,
        Listen = parsed.GetValue(listen)!,
    };
    try
    {
        await using BridgeHost bridge = await BridgeHost.StartAsync(options, TimeProvider.System);
        Console.WriteLine($"live board  {bridge.WebAddress}");
        Console.WriteLine($"mqtt        {options.Listen}:{bridge.MqttPort}");
        return await ProgramEnd.WaitAsync(bridge.Completion, Console.Error, cancel);
    }
    catch (StartupException exception)
    {
        Console.Error.WriteLine(exception.Message);
        return ProgramEnd.Refused;
    }
});
ParseResult parsed = root.Parse(args);
int code = await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ProgramEnd.StopPatience });
return parsed.Errors.Count > 0 ? ProgramEnd.Refused : code;
