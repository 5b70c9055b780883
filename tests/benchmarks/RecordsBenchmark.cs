using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Records;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using NodaTime;

namespace DutyKiosk.Benchmarks;

/// <summary>
/// How long the page of records takes with millions of records in SQLite, for every combination of what can be asked about. The records are made as terminals make them and put into the log's table in bulk;
/// the index is made by the bridge's own follower, in its own transactions, with the disk waited for. The page is asked for over HTTP, with the bridge's whole web before it: access, compression, rendering.
/// Only the fold is another's: a bridge of a few entries stands beside the log, as folding millions is another figure (<see cref="StartBenchmark"/>); so proofs are looked up and not found.
/// </summary>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal static class RecordsBenchmark
{
    /// <summary>How many records there are in earnest.</summary>
    internal const int Count = 5_000_000;

    private const int Posts = 40;
    private const int People = 400;
    private const int Days = 3 * 365;
    private const int Questions = 200;
    private const int MostMs = 200;
    private const int Batch = 5000;

    // With and without a post, a person, a type; on any day, on one, or within a span of the longest that can be asked for.
    private const int Combinations = 2 * 2 * 2 * 3;
    private const int SpanDays = RecordForm.MostDays;
    private const int Seed = 20260302;
    private static readonly DateTimeOffset First = new(2023, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly byte[] SealKey = new byte[32];
    private static readonly byte[] TerminalKey = Convert.FromHexString(new string('7', 64));

    // How often each comes of a thousand; the last ones hardly ever.
    private static readonly (string Type, int Weight)[] Types =
    [
        ("duty.clock-in", 190), ("duty.clock-out", 190), ("away.started", 110), ("away.ended", 110), ("tap.refused", 80), ("check.due", 60), ("check.answered", 55), ("handover.started", 45), ("handover.confirmed", 40),
        ("handover.due", 30), ("terminal.clock-set", 20), ("roster.applied", 20), ("policy.applied", 10), ("handover.late", 8), ("handover.timed-out", 6), ("check.missed", 5), ("terminal.started", 5), ("handover.silenced", 5),
        ("handover.refused", 4), ("duty.continued", 3), ("terminal.reader-fault", 1), ("terminal.reader-recovered", 1), ("hold.released", 1), ("release.opened", 1), ("terminal.journal-near-full", 0), ("terminal.journal-damaged", 0),
    ];

    private static readonly string[] EntryNames = ["@position", "@kind", "@terminal", "@epoch", "@seq", "@body", "@received", "@seal"];

    internal static async Task RunAsync(int count)
    {
        Report.Current.IsTrial = count < Count;
        Machine.Tell();
        string folder = Directory.CreateTempSubdirectory("dutykiosk-bench-").FullName;
        try
        {
            string big = Directory.CreateDirectory(Path.Combine(folder, "big")).FullName;
            var terminals = new TerminalRegister(new string('5', 64), Enumerable.Range(0, Posts).Select(i => new TerminalEntry { Id = TerminalOf(i), Post = PostOf(i), Handover = true, Key = Convert.ToHexStringLower(TerminalKey) }));
            Fill(big, count);
            DateTimeZone zone = DateTimeZoneProviders.Tzdb["Asia/Shanghai"];
            using Log log = Log.Open(big).SealWith(SealKey);
            MakeIndex(log, terminals, zone, count);
            await AskAsync(Path.Combine(folder, "small"), log, new RecordSearch(log, terminals), count);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }

    private static string TerminalOf(int i) => string.Create(CultureInfo.InvariantCulture, $"T{i + 1:00}");

    private static string PostOf(int i) => string.Create(CultureInfo.InvariantCulture, $"post{i + 1:00}");

    private static string StaffOf(int i) => string.Create(CultureInfo.InvariantCulture, $"S{i + 1:000}");

    private static void Fill(string folder, int count)
    {
        using Log log = Log.Open(folder, syncs: false);
        var seal = new EntrySeal(SealKey);
        var random = new Random(Seed);
        FakeTerminal[] made = [.. Enumerable.Range(0, Posts).Select(i => new FakeTerminal(TerminalOf(i), TerminalKey))];
        string[] drawn = [.. Types.SelectMany(type => Enumerable.Repeat(type.Type, type.Weight))];
        long from = Stopwatch.GetTimestamp();
        for (int done = 0; done < count; done += Batch)
        {
            var rows = new List<object?[]>(Batch);
            for (int i = done; i < Math.Min(count, done + Batch); i++)
            {
                DateTimeOffset at = First.AddMilliseconds((double)Days * 86_400_000 * i / count);
                FakeTerminal terminal = made[random.Next(Posts)];

                // A few of the rarest come once in a hundred thousand.
                string type = i % 100_000 == 77 ? Types[^(1 + (i / 100_000 % 2))].Type : drawn[random.Next(drawn.Length)];
                byte[] body = terminal.Next(type, MembersOf(type, random), at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
                long position = i + 1, received = at.AddSeconds(1).ToUnixTimeMilliseconds();
                rows.Add([position, "Record", terminal.Id, terminal.Epoch, terminal.Seq, body, received, seal.Of(position, "Record", terminal.Id, terminal.Epoch, terminal.Seq, received, body)]);
            }

            log.Database.Write(work =>
            {
                work.ExecuteEach("INSERT INTO log(position, kind, terminal, epoch, seq, body, received, seal) VALUES(@position, @kind, @terminal, @epoch, @seq, @body, @received, @seal)", EntryNames, rows);
                work.Execute("UPDATE log_head SET last = @last", ("@last", rows[^1][0]));
            });
        }

        Machine.Row($"{count:N0} records of {Posts} posts, {People} people and {Types.Length} types in {Days} days", $"made in {Stopwatch.GetElapsedTime(from).TotalSeconds:N0} s, {new FileInfo(SqliteDatabase.PathIn(folder)).Length / 1e6:N0} MB");
    }

    private static string MembersOf(string type, Random random)
    {
        string staff = StaffOf(random.Next(People));
        return type switch
        {
            "handover.confirmed" => $"\"outgoing\":\"{staff}\",\"incoming\":\"{StaffOf(random.Next(People))}\",\"from\":\"D1\",\"to\":\"N1\",\"latenessSeconds\":0",
            "tap.refused" when random.Next(2) == 0 => "\"badge\":\"0000000000000009\",\"reason\":\"unknown-badge\"",
            "handover.due" or "handover.late" or "check.due" => "\"shift\":\"D1\",\"step\":1,\"minutes\":3",
            _ when type.StartsWith("terminal.", StringComparison.Ordinal) || type.EndsWith(".applied", StringComparison.Ordinal) => "\"detail\":\"none\"",
            _ => $"\"staff\":\"{staff}\",\"badge\":\"0000000000000001\",\"shift\":\"D1\",\"arrival\":\"on-time\",\"minutes\":-3",
        };
    }

    private static void MakeIndex(Log log, TerminalRegister terminals, DateTimeZone zone, int count)
    {
        long before = SizeOf(log), from = Stopwatch.GetTimestamp();
        var follower = new SearchFollower(log, terminals);
        double longest = 0;
        bool more = true;
        while (more)
        {
            long step = Stopwatch.GetTimestamp();
            more = follower.Step(zone);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(step).TotalMilliseconds);
        }

        double seconds = Stopwatch.GetElapsedTime(from).TotalSeconds;
        Machine.Row("the index", $"made in {seconds:N0} s, {count / seconds:N0} records a second, {(SizeOf(log) - before) / 1e6:N0} MB, {(SizeOf(log) - before) / (double)count:N0} bytes a record; the longest step of {SearchFollower.Batch} entries {longest:N0} ms{Machine.Load()}");
    }

    private static long SizeOf(Log log) => log.Database.Search.Read(work => work.Number("PRAGMA page_count") * work.Number("PRAGMA page_size"));

    private static async Task AskAsync(string folder, Log log, RecordSearch search, int count)
    {
        TimeProvider time = TimeProvider.System;
        Directory.CreateDirectory(folder);
        var options = new BridgeOptions { DataFolder = folder, Port = 0, MqttPort = 0, TlsPort = -1, LogLevel = LogLevel.Error };
        var lines = LineLog.OfProcess(time, options.LogFormat, options.LogLevel);
        using DataFolder data = DataFolder.Open(folder, time.GetUtcNow());
        using BridgeStore store = BridgeStore.Open(options, time);
        BridgeCore? core = null;
        await using var broker = new MqttBroker(store.Terminals, new IPEndPoint(IPAddress.Loopback, 0), null, options.Limits, time, () => core!, () => { });
        using (core = new BridgeCore(store.Log, store.Terminals, time, broker))
        {
            core.SetRoster(RosterOf());
            core.Step();
            await using var desk = new DeliveryDesk(core, new DeliveryStore(store.Database, store.Master), new ChannelSender(time, new HttpSender(time), new MailSender(time, _ => ""), PrivateTargets.AllowedBy([])), "bench", () => { });
            var parts = new BridgeParts(data, store, core, broker, desk, new ServiceHealth(core.StoreHealth, core.BrokerHealth, time)) { Search = search };
            await using WebApplication web = BridgeWeb.Build(parts, lines, IPAddress.Loopback, options);
            await web.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(web.Urls.First()) };
            http.DefaultRequestHeaders.Add("X-Api-Key", web.Services.GetRequiredService<ApiKeys>().Create("bench", [PermissionWords.Of(Permission.ReadRecords)], null, Caller.Console).Text);
            http.DefaultRequestHeaders.Add("Accept-Encoding", "br");
            double worst = await MeasureAsync(http, count);
            await web.StopAsync();
            Machine.Row("the slowest combination, p95", $"{worst:N1} ms{Machine.Load()}");
            Report.Current.Bar("the slowest combination, p95", $"at most {MostMs} ms", $"{worst:N1} ms", worst <= MostMs);
        }
    }

    private static RosterDocument RosterOf() => new()
    {
        Posts = [.. Enumerable.Range(0, Posts).Select(i => new PostEntry { Id = PostOf(i), Name = $"岗位 {i + 1}" })],
        Staff = [.. Enumerable.Range(0, People).Select(i => new StaffEntry { Id = StaffOf(i), Name = $"员工{i + 1}", Role = "operator" })],
    };

    // Each combination with values that are there, with some that nothing fits, and with pages from anywhere in the log, in both directions.
    private static async Task<double> MeasureAsync(HttpClient http, int count)
    {
        var random = new Random(Seed);
        double worst = 0;
        for (int warm = 0; warm < 50; warm++)
        {
            await http.GetByteArrayAsync(new Uri($"/records?person={StaffOf(warm)}", UriKind.Relative), CancellationToken.None);
        }

        var all = new List<double>();
        foreach (int combination in Enumerable.Range(0, Combinations))
        {
            var took = new double[Questions];
            for (int i = 0; i < Questions; i++)
            {
                string address = AddressOf(combination, random, i, count);
                long from = Stopwatch.GetTimestamp();
                await http.GetByteArrayAsync(new Uri(address, UriKind.Relative), CancellationToken.None);
                took[i] = Stopwatch.GetElapsedTime(from).TotalMilliseconds;
            }

            all.AddRange(took);
            worst = Math.Max(worst, Row(combination == 0 ? "everything" : string.Join(" + ", NamesOf(combination)), took));
        }

        Row("all combinations together", [.. all]);
        return worst;
    }

    private static double Row(string name, double[] took)
    {
        Array.Sort(took);
        double p95 = took[(int)(took.Length * 0.95)];
        Machine.Row($"page by {name}", $"p50 {took[took.Length / 2]:N1} ms, p95 {p95:N1} ms, max {took[^1]:N1} ms");
        return p95;
    }

    private static string[] NamesOf(int combination) =>
        [.. new[] { "post", "person", "type" }.Where((_, i) => (combination & (1 << i)) != 0), .. (combination / 8) switch { 0 => Array.Empty<string>(), 1 => ["day"], _ => ["from"] }];

    private static string AddressOf(int combination, Random random, int question, int count)
    {
        bool fitsNothing = question % 5 == 0;
        IEnumerable<string> fields = NamesOf(combination).Select((name, i) => name + "=" + (fitsNothing && i == question / 5 % NamesOf(combination).Length ? Nothing(name) : Value(name)));
        string place = (question % 3) switch { 0 => "", 1 => $"before={random.Next(1, count)}", _ => $"after={random.Next(1, count)}" };
        return "/records?" + string.Join('&', fields.Append(place).Where(field => field.Length > 0));

        string Value(string name) => name switch
        {
            "post" => PostOf(random.Next(Posts)),
            "person" => StaffOf(random.Next(People)),
            "type" => Types[random.Next(Types.Length)].Type,
            "from" => Span(First.AddDays(random.Next(Days - SpanDays))),
            _ => Text(First.AddDays(random.Next(Days))),
        };

        static string Span(DateTimeOffset from) => $"{Text(from)}&to={Text(from.AddDays(SpanDays - 1))}";

        static string Text(DateTimeOffset day) => day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        static string Nothing(string name) => name switch
        {
            "post" => "nowhere",
            "person" => "S999",

            // Known, and of no record.
            "type" => RecordTypes.NoRecord,
            "from" => "2019-01-01&to=2019-03-31",
            _ => "2019-01-01",
        };
    }
}
