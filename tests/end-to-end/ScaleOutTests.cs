using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Room;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>Two bridges as processes of their own, with one PostgreSQL behind one mosquitto, killed in turn while terminals go on.</summary>
public sealed class ScaleOutTests(PostgresServer server, ITestOutputHelper output) : IAsyncLifetime
{
    private const int FewestKills = 4;
    private const int Terminals = 4;
    private const long RecordsBetween = 400;

    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-scale-").FullName;
    private readonly RunningProgram?[] _bridges = new RunningProgram?[2];
    private readonly MinuteRoster _roster = new(TimeProvider.System.GetUtcNow());
    private Mosquitto _broker = null!;
    private string _database = "";
    private Dictionary<string, string> _variables = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _broker = await Mosquitto.StartAsync();
        _database = await server.NewDatabaseAsync();
        _roster.WriteTo(Path.Combine(_folder, "0"));
        _roster.WriteTo(Path.Combine(_folder, "1"));
        _variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DUTYKIOSK_DATABASE"] = _database,
            ["DUTYKIOSK_BROKER"] = _broker.Address,
            ["DUTYKIOSK_BROKER_PASSWORD"] = Mosquitto.Password,
            ["DUTYKIOSK_BROKER_DYNAMIC_SECURITY"] = "true",
            ["DUTYKIOSK_MASTER_KEY"] = Path.Combine(_folder, "master.key"),
        };
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (RunningProgram? bridge in _bridges)
        {
            await (bridge?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        await _broker.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <summary>
    /// Four terminals write under load, and one of them is a real terminal on a virtual board that was deployed from its enrolment's zip. Every record is stored once, every history is
    /// proved, and every notice that was due, reminders and what is passed on to a higher role, was sent once.
    /// </summary>
    [Fact]
    public async Task NothingIsLostAndNothingIsDoubled()
    {
        await StartAsync(0);
        await StartAsync(1);
        TerminalCredentials board = await EnrolAsync("T9", "hotline", handover: true);
        Board terminal = PowerOn(board);
        var steady = new List<SteadyTerminal>();
        try
        {
            for (int i = 1; i <= Terminals; i++)
            {
                TerminalCredentials credentials = await EnrolAsync($"T{i}", "boiler", handover: false);
                steady.Add(new SteadyTerminal(credentials.Terminal, credentials.Key, credentials.Password, _broker.Port, TimeProvider.System));
            }

            int kills = 0;
            for (; kills < FewestKills || TimeProvider.System.GetUtcNow() < _roster.Enough; kills++)
            {
                await GoOnAsync(steady);
                await _bridges[kills % 2]!.KillAsync();
                await GoOnAsync(steady);
                await StartAsync(kills % 2);
            }

            await GoOnAsync(steady);
            steady.ForEach(one => one.End());
            await Eventually.HoldsAsync(() => Task.FromResult(steady.TrueForAll(one => one.Acknowledged == one.Written) ? null : $"{steady.Sum(one => one.Written - one.Acknowledged)} records are not acknowledged"));
            using var database = new PostgresDatabase(_database, TimeProvider.System);
            using Log log = Opened(database, out TerminalRegister register);
            await Eventually.HoldsAsync(() => Task.FromResult(log.ReadRecords("T9", 0, 10).Exists(entry => Encoding.UTF8.GetString(entry.Body).Contains("roster.applied", StringComparison.Ordinal)) ? null : "the board has no roster"));
            terminal.PowerOff();
            Check(log, register, steady);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            await Eventually.HoldsAsync(() => Task.FromResult(_roster.Fault(log, now)));
            Assert.NotEqual(0, _roster.Told);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{steady.Sum(one => one.Written)} records, {kills} kills; the longest wait for an acknowledgement was {steady.Max(one => one.LongestWait).TotalSeconds:0.0} s; {_roster.Told} scheduled notices, the latest {_roster.Latest.TotalSeconds:0.0} s after it was due"));
        }
        finally
        {
            terminal.PowerOff();
            foreach (SteadyTerminal one in steady)
            {
                await one.DisposeAsync();
            }
        }
    }

    private static void Check(Log log, TerminalRegister register, IReadOnlyList<SteadyTerminal> steady)
    {
        var chain = new Chain(register.KeysOf);
        var stored = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        long position = 0;
        for (List<LogEntry> page = log.Read(0, 1000); page.Count > 0; page = log.Read(page[^1].Position, 1000))
        {
            foreach (LogEntry entry in page)
            {
                Assert.Equal(++position, entry.Position);
                Assert.False(entry.IsAltered);
                switch (entry.Kind)
                {
                    case LogKind.Record:
                        chain.Judge(entry);
                        stored.TryAdd(entry.Terminal, []);
                        stored[entry.Terminal].Add(entry.Seq);
                        break;
                    case LogKind.Fork or LogKind.Quarantined:
                        Assert.Fail($"{entry.Terminal} {entry.Seq} is a {entry.Kind}");
                        break;
                }
            }
        }

        for (int i = 0; i < steady.Count; i++)
        {
            string id = $"T{i + 1}";
            Assert.Equal(Enumerable.Range(1, (int)steady[i].Written).Select(seq => (long)seq), stored[id].Order());
            Assert.Empty(chain.BreaksOf(id));
        }

        Assert.Empty(chain.BreaksOf("T9"));
        Assert.Equal(0, log.MissingAtEnd());
    }

    // Until each has been told of so many more records that they are stored.
    private static async Task GoOnAsync(List<SteadyTerminal> terminals)
    {
        long[] begin = [.. terminals.Select(terminal => terminal.Acknowledged)];
        await Eventually.HoldsAsync(() => Task.FromResult(terminals.Select((terminal, i) => terminal.Acknowledged - begin[i]).All(more => more >= RecordsBetween) ? null : "acknowledgements stay away"));
    }

    private Log Opened(PostgresDatabase database, out TerminalRegister register)
    {
        MasterKey master = MasterKey.Load(Path.Combine(_folder, "master.key"), mayMake: false);
        Log log = new Log(database).SealWith(BridgeStore.SealKeyOf(database, master, "master.key")!);
        register = TerminalRegister.Load(log, master);
        return log;
    }

    private Board PowerOn(TerminalCredentials credentials)
    {
        var entry = new TerminalEntry { Id = credentials.Terminal, Post = credentials.Post, Handover = credentials.Handover, Key = credentials.Key };
        var room = new RoomTerminal(entry, credentials.SiteKey, _broker.Port, new RealTime(), Path.Combine(_folder, "flash-" + credentials.Terminal));
        room.PowerOn();
        return room.Board;
    }

    private Task<TerminalCredentials> EnrolAsync(string terminal, string post, bool handover)
    {
        return Enrolling.DeployAsync(Path.Combine(_folder, "flash-" + terminal), terminal, post, handover, _broker.Port, Path.Combine(_folder, "0"), _variables);
    }

    private async Task StartAsync(int number)
    {
        _bridges[number] = RunningProgram.Start("DutyKiosk.HostBridge.dll", _variables, "--data", Path.Combine(_folder, $"{number}"), "--port", "0");
        await _bridges[number]!.AddressAsync("live board");
    }
}
