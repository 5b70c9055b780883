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
using Microsoft.Data.Sqlite;
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
            foreach (string file in Directory.GetFiles(_data, "*.db*").Append(Path.Combine(_data, RosterName)))
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

    /// <summary>
    /// Eight terminals send all the time while several backups are made. Each of them, put back into a folder of its own, is complete again once its bridge runs: the terminals are asked for what came
    /// after it, send it again by themselves, every record that was ever acknowledged is there once, and the log is whole.
    /// </summary>
    [Fact]
    public async Task EveryBackupUnderLoadBecomesWholeAgain()
    {
        const int Terminals = 8, Backups = 3;
        var listed = new TerminalsFile { SiteKey = new string('5', 64), Terminals = [.. Enumerable.Range(1, Terminals).Select(i => new ListedTerminal { Id = $"T{i}", Post = "hotline", Key = new string((char)('0' + i), 64), Password = $"password-{i}" })] };
        listed.Write(Path.Combine(_data, TerminalsFile.Name));
        int mqttPort = Programs.FreePort();
        string key = await RunningProgram.MakeKeyAsync(_data, "read-records");
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        SteadyTerminal[] terminals = [];
        RunningProgram bridge = Start(0, mqttPort);
        try
        {
            await bridge.AddressAsync("live board");
            terminals = [.. listed.Terminals.Select(terminal => new SteadyTerminal(terminal.Id, terminal.Key, terminal.Password, mqttPort, TimeProvider.System))];
            var made = new List<(string Path, long Before, long After)>();
            for (int i = 0; i < Backups; i++)
            {
                long seen = Acknowledged();
                await Eventually.HoldsAsync(() => Task.FromResult(Acknowledged() >= seen + (Terminals * 100) ? null : "the terminals do not come on"));
                string path = Path.Combine(_data, $"backup{i}");
                long before = Written();
                Assert.Equal(0, await RunAsync("backup", path));
                made.Add((path, before, Written()));
                Assert.True(Written() > before, "no record was written while the backup was made");
            }

            long last = Acknowledged();
            await Eventually.HoldsAsync(() => Task.FromResult(Acknowledged() >= last + (Terminals * 100) ? null : "the terminals do not come on"));
            await EndAllAsync();
            Assert.Equal(0, await bridge.StopAsync());
            foreach ((string path, long before, long after) in made)
            {
                long back = RecordsIn(path);
                Assert.True(back < Written(), "the backup held everything already");
                string folder = Directory.CreateDirectory(path + ".data").FullName;
                File.Copy(Path.Combine(_data, "master.key"), Path.Combine(folder, "master.key"));
                Assert.Equal(0, await RunInAsync(folder, "restore", path));
                bridge = Program("--data", folder, "--port", "0", "--mqtt-port", mqttPort.ToString(CultureInfo.InvariantCulture), "--tls-port", "-1");
                string board = await bridge.AddressAsync("live board");
                await Eventually.HoldsAsync(async () =>
                {
                    List<(string Terminal, long Seq, string Proof)> stored = await AllAsync(client, board);
                    Assert.Equal(stored.Count, stored.Distinct().Count());
                    Assert.All(stored, record => Assert.Equal("ok", record.Proof));
                    int missing = terminals.Sum(terminal => (int)terminal.Written - stored.Count(record => string.Equals(record.Terminal, terminal.Id, StringComparison.Ordinal)));
                    return missing == 0 ? null : $"{missing} records are missing";
                });
                Assert.Equal(0, await RunInAsync(folder, "verify"));
                Assert.Equal(0, await bridge.StopAsync());
                TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(path)}: {new FileInfo(path).Length} bytes, {back} records in it, {after - before} written while it was made, {Written()} after the replay"));
            }
        }
        finally
        {
            foreach (SteadyTerminal terminal in terminals)
            {
                await terminal.DisposeAsync();
            }

            await bridge.DisposeAsync();
        }

        long Written() => terminals.Sum(terminal => terminal.Written);

        long Acknowledged() => terminals.Sum(terminal => terminal.Acknowledged);

        async Task EndAllAsync()
        {
            foreach (SteadyTerminal terminal in terminals)
            {
                terminal.End();
            }

            await Eventually.HoldsAsync(() => Task.FromResult(terminals.All(terminal => terminal.Acknowledged == terminal.Written) ? null : "not everything is acknowledged"));
        }
    }

    private static long RecordsIn(string backup)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = backup, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM log WHERE kind = 'Record'";
        return (long)count.ExecuteScalar()!;
    }

    private static async Task<List<(string Terminal, long Seq, string Proof)>> AllAsync(HttpClient client, string board)
    {
        var all = new List<(string Terminal, long Seq, string Proof)>();
        long after = 0;
        while (true)
        {
            using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync(string.Create(CultureInfo.InvariantCulture, $"{board}/api/v1/records?after={after}&limit=1000")));
            JsonElement[] items = [.. json.RootElement.GetProperty("items").EnumerateArray()];
            if (items.Length == 0)
            {
                return all;
            }

            all.AddRange(items.Select(item => (item.GetProperty("record").GetProperty("terminal").GetString()!, item.GetProperty("record").GetProperty("seq").GetInt64(), item.GetProperty("proof").GetString()!)));
            after = items[^1].GetProperty("position").GetInt64();
        }
    }

    private static async Task<List<string>> StoredAsync(HttpClient client, string board)
    {
        using JsonDocument json = JsonDocument.Parse(await client.GetStringAsync($"{board}/api/v1/records?terminal=T1&after=0&limit=1000"));
        return json.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("record").GetRawText()).ToList();
    }

    private static RunningProgram Program(params string[] arguments) => RunningProgram.Start("DutyKiosk.HostBridge.dll", arguments);

    private Task<int> RunAsync(params string[] arguments) => RunInAsync(_data, arguments);

    private static async Task<int> RunInAsync(string folder, params string[] arguments)
    {
        await using RunningProgram program = Program([.. arguments, "--data", folder]);
        int code = await program.EndAsync();
        Assert.True(code == 0, program.Output + string.Join(" ", program.Errors));
        return code;
    }

    private RunningProgram Start(int port, int mqttPort)
    {
        return Program("--data", _data, "--port", port.ToString(CultureInfo.InvariantCulture), "--mqtt-port", mqttPort.ToString(CultureInfo.InvariantCulture), "--tls-port", "-1");
    }
}
