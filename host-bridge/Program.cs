using System;
using System.CommandLine;
using System.Globalization;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Settings;

CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;

var root = new RootCommand("DutyKiosk bridge: keeps the records of duty-room terminals and shows who holds the duty.");
var settings = new SettingOptions(root);
BridgeOptions OptionsOf(ParseResult given) => settings.Read(given).ToOptions();
root.Subcommands.Add(RosterCommand.Make(parsed => settings.Read(parsed).DataFolder));
root.Subcommands.Add(CertCommand.Make(OptionsOf));
root.Subcommands.Add(TerminalCommand.Make(OptionsOf));
root.Subcommands.Add(FirmwareCommand.Make(OptionsOf, TimeProvider.System));
root.Subcommands.Add(AccessCommand.MakeUser(OptionsOf));
root.Subcommands.Add(AccessCommand.MakeKey(OptionsOf));
root.Subcommands.Add(SettingsCommand.Make(settings));
foreach (Command command in KeepingCommands.Make(OptionsOf, TimeProvider.System))
{
    root.Subcommands.Add(command);
}

root.SetAction(async (parsed, cancel) =>
{
    BridgeOptions options = settings.Read(parsed).ToOptions();
    await using BridgeHost bridge = await BridgeHost.StartAsync(options, TimeProvider.System);

    using var heap = new HeapLook(TimeProvider.System);
    if (options.LogFormat == LogFormat.Text)
    {
        Console.WriteLine($"live board  {bridge.WebAddress}");
        Console.WriteLine($"mqtt        {bridge.MqttAddress}:{bridge.MqttPort}");
        if (bridge.TlsPort != -1)
        {
            Console.WriteLine($"mqtts       {options.Listen}:{bridge.TlsPort}");
        }
    }

    if (bridge.FirstManagerLink is { } link)
    {
        // Without it nobody could come in, so it is told whatever the format of the log.
        Console.WriteLine($"first manager  {link}");
    }

    return await ProgramEnd.WaitAsync(bridge.Completion, Console.Error, cancel);
});
ParseResult parsed = root.Parse(args);
if (SettingOptions.FaultOf(parsed) is { } fault)
{
    Console.Error.WriteLine(fault);
    return ProgramEnd.Refused;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = ProgramEnd.StopPatience, EnableDefaultExceptionHandler = false });
}
catch (StartupException exception)
{
    Console.Error.WriteLine(exception.Message);
    return ProgramEnd.Refused;
}
