using System;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;

namespace DutyKiosk.VirtualRoom.Room;

/// <summary>A badge to be tapped.</summary>
/// <param name="Badge">Its UID in hex.</param>
public sealed record TapRequest(string Badge);

/// <summary>What came of a tap.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Badge">The badge.</param>
/// <param name="Signal">The signal that answered it; empty: none did.</param>
/// <param name="Words">That in words.</param>
public sealed record TapAnswer(string Terminal, string Badge, string Signal, string Words);

/// <summary>Taps a badge in a room that runs in another process.</summary>
public static class TapCommand
{
    private const int Failed = 1;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    /// <summary>Taps and prints the answer; returns the exit code: 0 when the terminal answered, whatever it answered.</summary>
    public static async Task<int> RunAsync(int roomPort, string terminal, string badge, CancellationToken cancel)
    {
        try
        {
            BridgeHost.CheckPort(roomPort, "--room-port");
        }
        catch (StartupException exception)
        {
            return await FailAsync(exception.Message, ProgramEnd.Refused);
        }

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{roomPort}"), Timeout = Patience };
        try
        {
            using HttpResponseMessage answer = await client.PostAsJsonAsync($"/api/terminals/{Uri.EscapeDataString(terminal)}/tap", new TapRequest(badge), cancel);
            return await TellAsync(answer, roomPort, cancel);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return await FailAsync(
                $"端口 {roomPort} 上没有虚拟值班室。 No virtual room answers on port {roomPort}: start one with dotnet run --project hardware/virtual-room, or name its port with --room-port.",
                Failed);
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return await FailAsync(Stranger(roomPort), Failed);
        }
    }

    private static async Task<int> TellAsync(HttpResponseMessage answer, int roomPort, CancellationToken cancel)
    {
        string type = answer.Content.Headers.ContentType?.MediaType ?? "";
        if (answer.IsSuccessStatusCode && type is "application/json" && await answer.Content.ReadFromJsonAsync<TapAnswer>(cancel) is { Terminal: not null, Words: not null } told)
        {
            if (told.Signal.Length == 0)
            {
                return await FailAsync(told.Words, Failed);
            }

            Console.WriteLine($"{told.Terminal} {told.Badge} → {told.Words}");
            return 0;
        }

        if (!answer.IsSuccessStatusCode && type is "application/problem+json")
        {
            JsonElement problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancel);
            if (problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty("detail", out JsonElement detail) && detail.GetString() is { Length: > 0 } sentence)
            {
                return await FailAsync(sentence, Failed);
            }
        }

        return await FailAsync(Stranger(roomPort), Failed);
    }

    private static string Stranger(int roomPort)
    {
        return $"端口 {roomPort} 上是别的服务，不是虚拟值班室。 Another service answers on port {roomPort}, not a virtual room: name the room's port with --room-port.";
    }

    private static async Task<int> FailAsync(string sentence, int code)
    {
        await Console.Error.WriteLineAsync(sentence);
        return code;
    }
}
