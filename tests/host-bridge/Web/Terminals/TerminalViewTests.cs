using System;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Terminals;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Terminals;

/// <summary>What the pages of terminals make of what is known of them.</summary>
public sealed class TerminalViewTests : IDisposable
{
    private readonly TestBridge _bridge = new(new TerminalEntry { Id = "T2", Post = "boiler", Key = new string('8', 64) });

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A terminal of which nothing was heard is in the list, and nothing is said of it that nobody knows.</summary>
    [Fact]
    public void NothingIsMadeUp()
    {
        TerminalRow row = View().Rows.Single(known => known.Id is "T2");
        Assert.Equal(("never", "", "", "", ""), (row.State, row.Heard, row.Firmware, row.Roster, row.Outbox));
        Assert.Empty(row.Warnings);
    }

    /// <summary>One that holds an older roster than it was told is marked until it says that it holds the new one.</summary>
    [Fact]
    public void AnOlderRosterIsMarked()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Core.Step();
        long told = _bridge.Core.SeenOf("T1").RosterTold ?? 0, policy = _bridge.Core.SeenOf("T1").PolicyTold ?? 0;
        Assert.True(told > 0 && policy > 0);
        Say(told - 1, policy, "1.0.0");
        Assert.Equal(["roster"], Warnings());
        Say(told, policy - 1, "1.0.0");
        Assert.Equal(["policy"], Warnings());
        Say(told, policy, "1.0.0");
        Assert.Empty(Warnings());
    }

    /// <summary>Firmware that is older than another terminal's is marked; what is no version is not compared.</summary>
    [Theory]
    [InlineData("1.2.0", "1.10.0", true)]
    [InlineData("1.10.0", "1.2.0", false)]
    [InlineData("1.2.0", "nightly", false)]
    public void OlderFirmwareIsMarked(string own, string other, bool marked)
    {
        Say(0, 0, own);
        _bridge.Core.Receive("T2", "dutykiosk/v1/T2/health", System.Text.Encoding.UTF8.GetBytes($"{{\"firmware\":\"{other}\"}}"), null);
        Assert.Equal(marked, Warnings().Contains("firmware"));
    }

    /// <summary>Whoever rolls a firmware out sees at each terminal how far it is, or that it went wrong; nothing is said for a terminal that does not say.</summary>
    [Theory]
    [InlineData("\"update\":\"\"", "none")]
    [InlineData("\"update\":\"0.3.0:waiting\"", "0.3.0 · waits to be fetched")]
    [InlineData("\"update\":\"0.3.0:12/40\"", "0.3.0 · 12/40")]
    [InlineData("\"update\":\"0.3.0:ready\"", "0.3.0 · fetched, waits for a quiet moment to restart")]
    [InlineData("\"update\":\"0.3.0:trial\"", "0.3.0 · on trial")]
    [InlineData("\"update\":\"0.3.0:given-up\"", "0.3.0 · its trial failed, back on the firmware before")]
    [InlineData("\"update\":\"0.3.0:no-room\"", "0.3.0 · no room for it")]
    [InlineData("\"update\":\"0.3.0:broken\"", "0.3.0 · fetched several times and never whole")]
    [InlineData("\"update\":\"later\"", "later")]
    [InlineData("\"seq\":1", "")]
    [InlineData("\"update\":\"<b>0.3.0:\\u0007trial\"", "")]
    [InlineData("\"update\":7", "")]
    public void ItIsToldHowAnUpdateStands(string member, string wanted)
    {
        _bridge.Say("health", $"{{{member}}}");
        TerminalView view = TerminalView.Of(Language.English, _bridge.Core, _bridge.Terminals, "T1", long.MaxValue)!;
        Assert.Equal(wanted, view.Facts.Single(fact => fact.Name is "firmware update").Value);
    }

    /// <summary>One that says to be connected and no longer says how it is, is marked.</summary>
    [Fact]
    public void SilenceIsMarked()
    {
        _bridge.Say("state", "{\"state\":\"online\",\"session\":1}");
        Say(0, 0, "1.0.0");
        Assert.Empty(Warnings());
        _bridge.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(["silent"], Warnings());
    }

    /// <summary>A command was taken when the terminal says so under its signature; one that was sent while nobody was there never will be.</summary>
    [Fact]
    public void ItIsToldWhatBecameOfACommand()
    {
        _bridge.Say("state", "{\"state\":\"online\",\"session\":1}");
        long number = _bridge.Core.Send("T1", TerminalCommand.Locate);
        Assert.Equal(["locate waiting"], Outcomes());
        _bridge.SaySigned("health", $"{{\"epoch\":\"{_bridge.Terminal.Epoch}\",\"seq\":0,\"outboxDepth\":0,\"command\":{number - 1}");
        Assert.Equal(["locate waiting"], Outcomes());
        _bridge.SaySigned("health", $"{{\"epoch\":\"{_bridge.Terminal.Epoch}\",\"seq\":0,\"outboxDepth\":0,\"command\":{number}");
        Assert.Equal(["locate taken"], Outcomes());
        _bridge.Say("state", "{\"state\":\"lost\",\"session\":1}");
        _bridge.Core.Send("T1", TerminalCommand.Restart);
        Assert.Equal(["restart unreached", "locate taken"], Outcomes());
    }

    /// <summary>Numbers go on from what a terminal has seen where that is more than places in the log: such a command is not taken before it says so.</summary>
    [Fact]
    public void ANumberAboveTheLogIsNotTakenBeforeItIs()
    {
        _bridge.SaySigned("health", $"{{\"epoch\":\"{_bridge.Terminal.Epoch}\",\"seq\":0,\"outboxDepth\":0,\"command\":900");
        long number = _bridge.Core.Send("T1", TerminalCommand.Locate);
        Assert.Equal(901, number);
        Assert.Equal(["locate waiting"], Outcomes());
    }

    /// <summary>Connections and faults are listed, newest first; taps are not, and unproved ones are not.</summary>
    [Fact]
    public void ConnectionsAndFaultsAreListed()
    {
        _bridge.Say("state", "{\"state\":\"online\",\"session\":7}");
        _bridge.Receive(
            _bridge.Terminal.Next("terminal.started", "\"cause\":\"power\",\"firmware\":\"1.4.0\""),
            _bridge.Terminal.Next("tap.refused", "\"reason\":\"unknown-badge\""),
            _bridge.Terminal.Next("terminal.reader-fault", "\"detail\":\"no answer\""));
        TerminalView view = TerminalView.Of(Language.English, _bridge.Core, _bridge.Terminals, "T1", long.MaxValue)!;
        Assert.Equal(["terminal.reader-fault", "terminal.started", "online"], view.History.Events.Select(happened => happened.Kind));
        Assert.Contains("1.4.0", view.History.Events[1].Details);
        Assert.Equal(0, view.History.Older);
        Assert.Null(TerminalView.Of(Language.English, _bridge.Core, _bridge.Terminals, "T7", long.MaxValue));
    }

    /// <summary>A chart has a line where there is something to show, breaks where there is nothing, and says in words what is seen.</summary>
    [Fact]
    public void AChartBreaksWhereThereIsNothing()
    {
        ChartSpan span = ChartSpan.Of("day");
        DateTimeOffset end = ChartSpan.EndOf(_bridge.Time.GetUtcNow());
        long first = (end - span.Length).ToUnixTimeSeconds() / 60;
        HealthSample[] pieces =
        [
            new("T1", first, 10) { OutboxMost = 0, ClockWorst = 0 },
            new("T1", first + 5, 10) { OutboxMost = 10, ClockWorst = HealthReading.UnsetClock, ReaderFaults = 4 },
            new("T1", first + 20, 10) { OutboxMost = 5, ClockWorst = 7200 },
        ];
        var charts = HealthCharts.Of(Language.English, _bridge.Core.Read((room, _) => new CivilTime(room.Roster, _bridge.Time.GetUtcNow())), span, end, pieces, pieces);
        HealthChart outbox = charts.Charts.Single(chart => chart.Key is "outbox");
        Assert.Equal("M0 98H1V2H2M4 50H5", outbox.Path);
        Assert.StartsWith("most 10 at ", outbox.Summary, StringComparison.Ordinal);
        Assert.EndsWith("newest 5", outbox.Summary, StringComparison.Ordinal);
        Assert.Equal("M1 100V0H2V100Z", charts.Charts.Single(chart => chart.Key is "faults").Path);
        Assert.Equal("M0 100V66.7H1V100ZM1 100V0H2V100ZM4 100V33.3H5V100Z", charts.Charts.Single(chart => chart.Key is "clock").Path);
        Assert.Equal(("", "nothing told yet"), charts.Charts.Where(chart => chart.Key is "rssi").Select(chart => (chart.Path, chart.Summary)).Single());
        Assert.Equal(3, charts.Rows.Count);
        Assert.Equal(288, outbox.Width);
    }

    private TerminalsView View() => TerminalsView.Of(Language.English, _bridge.Core, _bridge.Terminals);

    private string[] Warnings() => [.. View().Rows.Single(row => row.Id is "T1").Warnings.Select(warning => warning.Name)];

    private string[] Outcomes() => [.. TerminalHistory.Of(Language.English, _bridge.Core, "T1", long.MaxValue).Commands.Select(command => $"{command.Word} {command.Outcome}")];

    private void Say(long roster, long policy, string firmware)
    {
        _bridge.Core.Receive("T1", "dutykiosk/v1/T1/health", System.Text.Encoding.UTF8.GetBytes($"{{\"roster\":{roster},\"policy\":{policy},\"firmware\":\"{firmware}\",\"clock\":\"set\"}}"), null);
    }
}
