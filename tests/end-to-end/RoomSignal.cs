using System;
using System.Linq;
using System.Net.Http;
using System.Text;
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

    /// <summary>Taps a badge at a terminal, and gives back the signal that it answers with.</summary>
    public static async Task<string> TapAsync(HttpClient client, string room, string terminal, string badge)
    {
        using var body = new StringContent($"{{\"badge\":\"{badge}\"}}", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await client.PostAsync($"{room}/api/terminals/{terminal}/tap", body, CancellationToken.None);
        string text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        Xunit.Assert.True(answer.IsSuccessStatusCode, text);
        using JsonDocument told = JsonDocument.Parse(text);
        return told.RootElement.GetProperty("signal").GetString()!;
    }
}
