using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>Prometheus reads the house as it is, and the dashboard asks for what is there.</summary>
public sealed class MetricsTests
{
    private static readonly string Dashboard = Path.Combine(Repository(), "host-bridge", "Neighbours", "grafana-dashboard.json");

    /// <summary>Posts and terminals stand there as they are.</summary>
    [Fact]
    public async Task TheHouseIsMeasured()
    {
        using var bench = new HouseBench();
        bench.Bridge.Time.Advance(TimeSpan.FromMinutes(10));
        string page = await PageAsync(bench.House);
        Assert.Contains("dutykiosk_post_holder{post=\"hotline\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_post_holder{post=\"gate.1\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_post_late_step{post=\"hotline\"} 0\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_post_handover_age_seconds{post=\"hotline\"} 600\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("dutykiosk_post_handover_age_seconds{post=\"gate.1\"}", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_post_people_in{post=\"hotline\"} 2\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_terminals{state=\"online\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_terminals{state=\"never\"} 1\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_terminal_outbox_depth{terminal=\"T1\",post=\"hotline\"} 4\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_terminal_journal_percent{terminal=\"T1\",post=\"hotline\"} 12\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_terminal_reader_faults{terminal=\"T1\",post=\"hotline\"} 3\n", page, StringComparison.Ordinal);
        Assert.DoesNotContain("dutykiosk_terminal_outbox_depth{terminal=\"T_2\"", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_bridge_leads 1\n", page, StringComparison.Ordinal);
        Assert.Contains("dutykiosk_broker_connected 0\n", page, StringComparison.Ordinal);
    }

    /// <summary>What is gone is not measured any more.</summary>
    [Fact]
    public async Task WhatIsGoneIsNotMeasured()
    {
        using var bench = new HouseBench();
        HouseView house = bench.House;
        string page = await PageAsync(house with { Posts = [.. house.Posts.Skip(1)], Terminals = [] });
        Assert.DoesNotContain("\"hotline\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("terminal=", page, StringComparison.Ordinal);
    }

    /// <summary>Every metric that the dashboard asks for is exported by a running bridge, and every metric of the bridge has its panel.</summary>
    [Fact]
    public async Task TheDashboardAsksForWhatIsThere()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        bridge.Host.Core.Receive("T1", "dutykiosk/v1/T1/health", Encoding.UTF8.GetBytes("{\"readerFaults\":0,\"journalPercent\":1,\"outboxDepth\":0}"), null);
        foreach (byte[] record in new[]
        {
            bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"), bridge.Terminal.Next("handover.confirmed", "\"outgoing\":\"S01\",\"incoming\":\"S02\",\"from\":\"N1\",\"to\":\"D1\""),
        })
        {
            bridge.Host.Core.Receive("T1", bridge.Terminal.EventTopic, record, null);
        }

        bridge.Host.Core.Commit();
        bridge.Host.Core.Step();
        string page = await bridge.GetAsync("/metrics");
        string[] exported = [.. page.Split('\n').Where(line => line.StartsWith("dutykiosk_", StringComparison.Ordinal)).Select(line => line[..line.IndexOfAny(['{', ' '])]).Distinct(StringComparer.Ordinal)];
        string[] asked = [.. Expressions().SelectMany(expression => Regex.Matches(expression, "dutykiosk_[a-z_]+", RegexOptions.NonBacktracking).Select(match => match.Value)).Distinct(StringComparer.Ordinal)];
        Assert.Empty(asked.Except(exported, StringComparer.Ordinal));
        Assert.Empty(exported.Select(Family).Except(asked.Select(Family), StringComparer.Ordinal));

        static string Family(string name) => name.StartsWith("dutykiosk_commit_seconds", StringComparison.Ordinal) ? "dutykiosk_commit_seconds" : name;
    }

    /// <summary>The dashboard can be imported as it is: it has an id of its own, and takes whichever data source is chosen.</summary>
    [Fact]
    public void TheDashboardTakesAnyDataSource()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Dashboard));
        JsonElement root = json.RootElement;
        Assert.Equal("dutykiosk-house", root.GetProperty("uid").GetString());
        Assert.Contains(root.GetProperty("templating").GetProperty("list").EnumerateArray(), variable => variable.GetProperty("name").GetString() is "datasource" && variable.GetProperty("type").GetString() is "datasource");
        JsonElement[] panels = [.. root.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() is not "row")];
        Assert.True(panels.Length > 15);
        Assert.All(panels, panel => Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString()));
        Assert.Equal(root.GetProperty("panels").GetArrayLength(), root.GetProperty("panels").EnumerateArray().Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
    }

    private static IEnumerable<string> Expressions()
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Dashboard));
        return [.. json.RootElement.GetProperty("panels").EnumerateArray().Where(panel => panel.TryGetProperty("targets", out _)).SelectMany(panel => panel.GetProperty("targets").EnumerateArray()).Select(target => target.GetProperty("expr").GetString()!)];
    }

    private static async Task<string> PageAsync(HouseView house)
    {
        using var page = new MemoryStream();
        await HouseMetrics.WriteAsync(house, true, false, true, page, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(page.ToArray());
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "DutyKiosk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }
}
