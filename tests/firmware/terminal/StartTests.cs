using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.Terminal;
using DutyKiosk.VirtualRoom.Rehearsal;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>What a terminal says of itself when it starts: configuration, an empty file system, bring-up, and the drain before a reflash.</summary>
public sealed class StartTests : IDisposable
{
    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>A wrong configuration has a signal of its own, and the console names the member.</summary>
    [Theory]
    [InlineData("terminal", "T 1")]
    [InlineData("terminal", null)]
    [InlineData("post", "")]
    [InlineData("broker", "")]
    [InlineData("broker", "bad host !")]
    [InlineData("broker", 7)]
    [InlineData("ntp", "no host/")]
    [InlineData("handover", "yes")]
    [InlineData("tls", 1)]
    [InlineData("updates", "yes")]
    [InlineData("port", "abc")]
    [InlineData("port", true)]
    [InlineData("port", 0)]
    [InlineData("port", 70000)]
    [InlineData("key", "12")]
    [InlineData("siteKey", "zz")]
    [InlineData("journalSegments", 2)]
    [InlineData("lamps", "two")]
    [InlineData("lamps", 3)]
    [InlineData("buzzer", "loud")]
    public void AWrongConfigurationIsTold(string member, object? value)
    {
        _night.Configure((member, value));
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal("misconfigured", _night.Stage.SignalOf("T1", "ready"));
        Assert.Contains(_night.Console, line => line.Contains($"dutykiosk.json: {member} must be", StringComparison.Ordinal));
    }

    /// <summary>A file system that had to be formatted is empty, and that has a signal of its own.</summary>
    [Fact]
    public void AFormattedFileSystemIsTold()
    {
        _night.Board.PowerOff();
        foreach (string file in _night.Board.Flash.List())
        {
            _night.Board.Flash.Delete(file);
        }

        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal("formatted", _night.Stage.SignalOf("T1", "ready"));
    }

    /// <summary>A terminal that has no roster yet refuses every badge, and does not look as if it were ready for one.</summary>
    [Fact]
    public void WithoutARosterItIsNotReady()
    {
        var roster = new RosterDocument();
        roster.Posts.Add(new PostEntry { Id = "hotline", Name = "热线" });
        var terminals = new TerminalRegister(new string('5', 64), new TerminalEntry { Id = "T1", Post = "hotline", Handover = true, Key = new string('1', 64) });
        using var stage = new Stage(roster, terminals, new DateTimeOffset(2026, 3, 1, 4, 0, 0, TimeSpan.Zero), _ => { });
        stage.RunTo(stage.Now + TimeSpan.FromMinutes(2));
        Assert.Equal("no-roster", stage.SignalOf("T1", "ready"));
        stage.Tap("T1", Convert.FromHexString(NightShift.Leader));
        stage.RunTo(stage.Now + TimeSpan.FromSeconds(1));
        Assert.Equal("refused", stage.SignalOf("T1", ""));
        roster.Staff.Add(new StaffEntry { Id = "S01", Name = "王芳", Role = "leader", Badges = [NightShift.Leader] });
        stage.SetRoster(roster);
        stage.RunTo(stage.Now + TimeSpan.FromMinutes(1));
        Assert.Equal("ready", stage.SignalOf("T1", "ready"));
    }

    /// <summary>The button, held at the start, walks through the parts; where all of them work it says so and takes no tap down.</summary>
    [Fact]
    public void BringUpWalksThroughTheParts()
    {
        int records = _night.Records.Count;
        _night.Board.PowerOff();
        _night.Board.Pins.Press(Board.Esp32.Button, true);
        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromMinutes(1));
        string[] said = _night.Console.Where(line => line.StartsWith("bring-up", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
            [
                "bring-up 1/8 lamps: see, and hear", "bring-up 2/8 buzzer: see, and hear", "bring-up 3/8 reader: ok", "bring-up 4/8 flash: ok", "bring-up 5/8 configuration: ok",
                "bring-up 6/8 Wi-Fi: ok", "bring-up 7/8 time: ok", "bring-up 8/8 broker: ok",
            ],
            said);
        _night.Tap(NightShift.Relief);
        _night.Board.Pins.Press(Board.Esp32.Button, false);
        _night.Restart();
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal(records + 1, _night.Records.Count(record => !string.Equals(record.GetProperty("type").GetString(), "terminal.clock-set", StringComparison.Ordinal)) + _night.Count("terminal.clock-set") - 1);
    }

    /// <summary>What fails in bring-up is named on the console with its remedy.</summary>
    [Theory]
    [InlineData("reader", 3)]
    [InlineData("configuration", 5)]
    [InlineData("flash", 4)]
    [InlineData("Wi-Fi", 6)]
    [InlineData("time", 7)]
    [InlineData("broker", 8)]
    public void BringUpNamesWhatFails(string part, int number)
    {
        _night.Board.PowerOff();
        _night.Board.Pins.Press(Board.Esp32.Button, true);
        switch (part)
        {
            case "reader":
                _night.Board.Reader.Fails = true;
                break;
            case "configuration":
                _night.Configure(("key", "12"));
                _night.Board.PowerOff();
                break;
            case "flash":
                _night.Board.Flash.Full = true;
                break;
            case "Wi-Fi":
                _night.Board.Network.Up = false;
                break;
            case "time":
                _night.Board.Clock.TimeServerUp = false;
                break;
            default:
                _night.Broker.Up = false;
                break;
        }

        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromMinutes(3));
        string line = _night.Console.First(said => said.StartsWith($"bring-up {number}/8 {part}: ", StringComparison.Ordinal));
        Assert.DoesNotContain(": ok", line, StringComparison.Ordinal);
        Assert.Equal("refused", _night.Stage.SignalOf("T1", ""));
    }

    /// <summary>Held while the terminal works, the same button drains the journal and says when it is safe to reflash.</summary>
    [Fact]
    public void TheButtonDrainsTheJournal()
    {
        _night.Board.Network.Up = false;
        _night.Tap(NightShift.Relief);
        _night.Board.Pins.Press(Board.Esp32.Button, true);
        _night.Run(TimeSpan.FromSeconds(5));
        _night.Board.Pins.Press(Board.Esp32.Button, false);
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal("draining", _night.Standing("ready"));
        _night.Board.Network.Up = true;
        _night.Run(TimeSpan.FromMinutes(1));
        Assert.Equal("drained", _night.Standing("ready"));
        Assert.Equal(_night.Records.Count, _night.Stored);
    }
}
