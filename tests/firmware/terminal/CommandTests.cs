using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.VirtualBoard;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>Commands are signed and numbered: each is carried out once, whoever repeats it.</summary>
public sealed class CommandTests : IDisposable
{
    // Above whatever the bridge of this room has given out itself.
    private const long First = 1000;

    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>A command that comes again, or an older one, has no effect, also behind the restart that it asked for; an older one is counted, as the wire says.</summary>
    [Fact]
    public void ACommandIsCarriedOutOnce()
    {
        Send(First, "\"command\":\"restart\"");
        Assert.Equal(2, _night.Board.Starts);
        Assert.Equal("restart", _night.Last("terminal.started").GetProperty("cause").GetString());
        Assert.Equal("command", _night.Last("terminal.started").GetProperty("detail").GetString());
        Send(First, "\"command\":\"restart\"");
        _night.Run(TimeSpan.FromMinutes(1));
        int bad = _night.Health("badMessages").GetInt32();
        Send(First - 1, "\"command\":\"restart\"");
        _night.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(bad + 1, _night.Health("badMessages").GetInt32());
        Assert.Equal(2, _night.Board.Starts);
        Assert.Equal(First, _night.Health("command").GetInt64());
    }

    /// <summary>Its number is on flash before it is carried out: a power cut in between carries it out never, and not twice.</summary>
    [Theory]
    [InlineData(Cut.Lost)]
    [InlineData(Cut.Partial)]
    [InlineData(Cut.Whole)]
    public void APowerCutCarriesNoCommandOutTwice(Cut cut)
    {
        _night.Board.Flash.CutPowerIn(0, cut);
        Send(First, "\"command\":\"release\",\"staff\":\"S01\"");
        Assert.False(_night.Board.IsPowered);
        _night.Board.Flash.CutPowerIn(-1, cut);
        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromMinutes(1));
        Send(First, "\"command\":\"release\",\"staff\":\"S01\"");
        Assert.InRange(_night.Count("release.opened"), cut == Cut.Whole ? 0 : 1, cut == Cut.Whole ? 0 : 1);
    }

    /// <summary>An alarm is silenced from afar, for a while.</summary>
    [Fact]
    public void AnAlarmIsSilencedFromAfar()
    {
        _night.Run(TimeSpan.FromMinutes(24));
        Send(First, "\"command\":\"silence\"");
        Assert.Equal(300, _night.Last("handover.silenced").GetProperty("seconds").GetInt32());
        Assert.False(_night.Last("handover.silenced").TryGetProperty("staff", out _));
    }

    /// <summary>A terminal makes itself found.</summary>
    [Fact]
    public void ATerminalIsFound()
    {
        Send(First, "\"command\":\"locate\"");
        Assert.Equal("check-due", _night.Stage.SignalOf("T1", ""));
    }

    /// <summary>Records that were acknowledged long ago are sent again when the bridge lacks them, the same to the byte.</summary>
    [Fact]
    public void RecordsAreReplayed()
    {
        _night.Run(TimeSpan.FromMinutes(1));
        string epoch = _night.Records[0].GetProperty("epoch").GetString()!;
        int sent = 0;
        Func<string, string, byte[], Action, bool>? take = _night.Broker.Published;
        _night.Broker.Published = (client, topic, payload, acknowledge) =>
        {
            sent += topic.EndsWith("/event", StringComparison.Ordinal) && _night.Stage.JournalOf("T1").Records.Contains(System.Text.Encoding.UTF8.GetString(payload), StringComparer.Ordinal) ? 1 : 0;
            return take!(client, topic, payload, acknowledge);
        };
        Send(First, $"\"command\":\"replay\",\"epoch\":\"{epoch}\",\"seq\":2");
        Assert.Equal(_night.Records.Count - 1, sent);
        Assert.Equal(_night.Records.Count, _night.Stored);
    }

    /// <summary>After the first hour no more than one alarm sounds in ten minutes, however often the pack wants it.</summary>
    [Fact]
    public void TheLadderCalmsDown()
    {
        using var hasty = new NightShift(("repeatMin", "1"));
        hasty.Run(TimeSpan.FromMinutes(20 + 60));
        int firstHour = hasty.Count("handover.late");
        Assert.True(firstHour > 50);
        hasty.Run(TimeSpan.FromHours(3));
        Assert.InRange(hasty.Count("handover.late") - firstHour, 15, 18);
    }

    private void Send(long version, string body)
    {
        string topic = "dutykiosk/v1/T1/command";
        _night.Broker.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},{body}"), Convert.FromHexString(new string('1', 64))), false);
        _night.Run(TimeSpan.FromSeconds(5));
    }
}
