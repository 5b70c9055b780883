using System;
using System.Collections.Generic;
using System.Globalization;
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

/// <summary>What the bridge keeps is lost, and a backup is put back that was made while records came in.</summary>
public sealed class BackupTests : IDisposable
{
    private const string RosterName = HostBridge.Admin.DataFolder.RosterName;

    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-backup-").FullName;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>After the restore the bridge asks the terminal by itself for what came after the backup; then everything is there once, and the log is whole.</summary>
    [Fact]
    public async Task WhatCameAfterTheBackupComesAgain()
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
            await taps.MakeAsync(3);
            string backup = Path.Combine(_data, "backup");
            Task under = taps.MakeAsync(4);
            Assert.Equal(0, await RunAsync("backup", backup));
            await under;
            await taps.MakeAsync(3);
            var journal = new TerminalJournal(entry, terminal.Board.Flash);
            await AllStoredAsync();
            Assert.Equal(0, await bridge.StopAsync());

            // The disk is gone, and with it everything but what people have in other places.
            foreach (string file in Directory.GetFiles(_data, "bridge.db*").Append(Path.Combine(_data, RosterName)))
            {
                File.Delete(file);
            }

            Assert.Equal(0, await RunAsync("restore", backup));
            bridge = Start(port, mqttPort);
            await bridge.AddressAsync("live board");
            await AllStoredAsync();
            Assert.Equal(0, await RunAsync("verify"));
            Assert.Equal(0, await RunAsync("replay", "T1", "--from", "1"));
            Assert.Equal(0, await RunAsync("rebuild"));
            Assert.Equal(0, await RunAsync("verify"));
            terminal.Board.PowerOff();

            async Task AllStoredAsync()
            {
                await Eventually.HoldsAsync(async () =>
                {
                    journal.ReadNew();
                    List<string> stored = await StoredAsync(client, board);
                    Assert.Equal(stored.Count, stored.Distinct(StringComparer.Ordinal).Count());
                    int missing = journal.Records.Except(stored, StringComparer.Ordinal).Count();
                    return missing == 0 ? null : $"{missing} of {journal.Records.Count} records are missing";
                });
            }
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

    private static RunningProgram Program(params string[] arguments) => RunningProgram.Start("DutyKiosk.HostBridge.dll", arguments);

    private async Task<int> RunAsync(params string[] arguments)
    {
        await using RunningProgram program = Program([.. arguments, "--data", _data]);
        int code = await program.EndAsync();
        Assert.True(code == 0, program.Output + string.Join(" ", program.Errors));
        return code;
    }

    private RunningProgram Start(int port, int mqttPort)
    {
        return Program("--data", _data, "--port", port.ToString(CultureInfo.InvariantCulture), "--mqtt-port", mqttPort.ToString(CultureInfo.InvariantCulture), "--tls-port", "-1");
    }
}
