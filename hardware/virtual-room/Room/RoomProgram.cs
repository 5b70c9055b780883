using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>The room's two commands on a real clock.</summary>
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
            return await ProgramEnd.WaitAsync(bridge.Completion, Console.Error, cancel);
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ProgramEnd.Refused;
        }
    }

    /// <summary>Taps a badge in the room that runs; returns the exit code.</summary>
    public static async Task<int> TapAsync(int roomPort, string terminal, string badge, CancellationToken cancel)
    {
        try
        {
            BridgeHost.CheckPort(roomPort, "--room-port");
        }
        catch (StartupException exception)
        {
            await Console.Error.WriteLineAsync(exception.Message);
            return ProgramEnd.Refused;
        }

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{roomPort}") };
        try
        {
            using HttpResponseMessage answer = await client.PostAsJsonAsync($"/api/terminals/{Uri.EscapeDataString(terminal)}/tap", new TapRequest(badge), cancel);
            string text = await answer.Content.ReadAsStringAsync(cancel);
            await (answer.IsSuccessStatusCode ? Console.Out : Console.Error).WriteLineAsync(text);
            return answer.IsSuccessStatusCode ? 0 : 1;
        }
        catch (HttpRequestException)
        {
            await Console.Error.WriteLineAsync($"No virtual room answers on port {roomPort}: start one with dotnet run --project hardware/virtual-room, or name its port with --room-port.");
            return 1;
        }
    }
}

/// <summary>A badge to be tapped.</summary>
/// <param name="Badge">Its UID in hex.</param>
public sealed record TapRequest(string Badge);
