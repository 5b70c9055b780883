using System;
using System.Linq;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.EndToEnd;

/// <summary>What a terminal of the virtual room signals. One terminal is asked for by its id: each has its own start behind it, and gets its own roster.</summary>
public static class RoomSignal
{
    /// <summary>The signal of a terminal at a moment.</summary>
    public static async Task<string> OfAsync(HttpClient client, string room, string terminal)
    {
        using JsonDocument state = JsonDocument.Parse(await client.GetStringAsync($"{room}/api/room", CancellationToken.None));
        return state.RootElement.GetProperty("terminals").EnumerateArray().First(item => item.GetProperty("id").GetString() == terminal).GetProperty("signal").GetString()!;
    }

    /// <summary>Waits until a terminal is ready for a badge: before its first roster is there it refuses, as it must.</summary>
    public static Task ReadyAsync(HttpClient client, string room, string terminal) => Eventually.HoldsAsync(async () =>
    {
        string signal = await OfAsync(client, room, terminal);
        return signal is "ready" ? null : $"{terminal} signals {signal}.";
    });
}
