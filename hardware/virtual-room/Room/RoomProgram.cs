using System;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>The room on a real clock.</summary>
public static class RoomProgram
{
    /// <summary>Runs bridge and room until it is told to stop; returns the exit code.</summary>
    public static async Task<int> RunAsync(BridgeOptions options, int roomPort, CancellationToken cancel)
    {
        try
        {
            BridgeHost.CheckPort(roomPort, "--room-port");
            await using BridgeHost bridge = await BridgeHost.StartAsync(options, TimeProvider.System);
            await using RoomHost room = await RoomHost.StartAsync(bridge, options.DataFolder, roomPort);
            Console.WriteLine($"live board    {bridge.WebAddress}");
            Console.WriteLine($"virtual room  {room.Address}");
            Console.WriteLine($"api key       {bridge.DemoKey}");
            return await ProgramEnd.WaitAsync(bridge.Completion, Console.Error, cancel);
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ProgramEnd.Refused;
        }
    }
}
