using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Rehearsal;
using DutyKiosk.VirtualRoom.Room;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>The bridge as a process that is killed, with a terminal that goes on.</summary>
public sealed class KillTests : IDisposable
{
    private const int Kills = 3;
    private const int TapsBetween = 12;

    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-kill-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>Killed while taps go on and started again: every record arrives, once.</summary>
    [Fact]
    public async Task EveryRecordArrivesOnce()
    {
        var listed = new TerminalsFile
        {
            SiteKey = new string('5', 64),
            Terminals = [new ListedTerminal { Id = "T1", Post = "hotline", Handover = true, Key = new string('7', 64) }],
        };
        listed.Write(Path.Combine(_data, TerminalsFile.Name));
        int port = Programs.FreePort();
        int mqttPort = Programs.FreePort();
        string key = await RunningProgram.MakeKeyAsync(_data, "read-records");
        RunningProgram bridge = Start(port, mqttPort);
        try
        {
            string board = await bridge.AddressAsync("live board");
            var entry = new TerminalEntry { Id = "T1", Post = "hotline", Handover = true, Key = new string('7', 64) };
            var terminal = new RoomTerminal(entry, listed.SiteKey, mqttPort, new RealTime(), Path.Combine(_data, "flash"));
            terminal.PowerOn();
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Add("X-Api-Key", key);
            await Eventually.HoldsAsync(async () => (await client.GetStringAsync($"{board}/api/v1/records?after=0")).Contains("roster.applied", StringComparison.Ordinal) ? null : "no roster yet");

            var taps = new Taps(terminal);
            for (int kill = 0; kill < Kills; kill++)
            {
                await taps.MakeAsync(TapsBetween / 2);
                await bridge.KillAsync();
                await taps.MakeAsync(TapsBetween / 2);
                bridge = Start(port, mqttPort);
                await bridge.AddressAsync("live board");
            }

            var journal = new TerminalJournal(entry, terminal.Board.Flash);
            await Eventually.HoldsAsync(async () =>
            {
                journal.ReadNew();
                List<string> stored = await StoredAsync(client, board);
                List<string> missing = journal.Records.Except(stored, StringComparer.Ordinal).ToList();
                return missing.Count == 0 ? null : $"{missing.Count} of {journal.Records.Count} records are missing";
            });
            List<string> all = await StoredAsync(client, board);
            Assert.Equal(all.Count, all.Distinct(StringComparer.Ordinal).Count());
            terminal.Board.PowerOff();
        }
        finally
        {
            await bridge.DisposeAsync();
        }
    }

    private static async Task<List<string>> StoredAsync(HttpClient client, string board)
    {
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync($"{board}/api/v1/records?terminal=T1&after=0&limit=1000"));
        return json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("record").GetRawText()).ToList();
    }

    private RunningProgram Start(int port, int mqttPort)
    {
        return RunningProgram.Start("DutyKiosk.HostBridge.dll", "--data", _data, "--port", $"{port}", "--mqtt-port", $"{mqttPort}", "--tls-port", "-1");
    }
}
