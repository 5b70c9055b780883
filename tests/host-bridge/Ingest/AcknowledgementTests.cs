using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>What a terminal is told of what is stored for good.</summary>
public sealed class AcknowledgementTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Only the terminal's key makes an acknowledgement.</summary>
    [Fact]
    public void EveryOneIsSigned()
    {
        _bridge.Receive(_bridge.Terminal.Take(3));
        string ack = Assert.Single(Acks());
        int mac = ack.IndexOf(",\"mac\":\"", StringComparison.Ordinal);
        byte[] expected = SignedMessage.MacOf("dutykiosk/v1/T1/ack", ack[..mac], _bridge.Terminals.Terminals[0].KeyBytes());
        Assert.Equal(Convert.ToHexStringLower(expected), ack[(mac + 8)..^2]);
    }

    /// <summary>It says nothing of what stands behind a missing record.</summary>
    [Fact]
    public void ItStopsAtAGap()
    {
        List<byte[]> records = _bridge.Terminal.Take(5);
        _bridge.Receive(records[0], records[1], records[4]);
        Assert.Equal([2], Numbers());
        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        _bridge.Receive(records[2], records[3]);
        Assert.Equal([2, 5], Numbers());
    }

    /// <summary>It is said again to a terminal that sends again, as it may be what was lost, also by a bridge that has just started.</summary>
    [Fact]
    public void ItIsSaidAgain()
    {
        List<byte[]> records = _bridge.Terminal.Take(3);
        _bridge.Receive(records);
        _bridge.Time.Advance(TimeSpan.FromSeconds(5));
        _bridge.Receive(records);
        _bridge.Restart();
        _bridge.Receive(records[2]);
        Assert.Equal([3, 3, 3], Numbers());
    }

    /// <summary>It never takes back what it has said, whatever another hand does to the file.</summary>
    [Fact]
    public void ItNeverFalls()
    {
        _bridge.Receive(_bridge.Terminal.Take(5));
        _bridge.ByHand("DELETE FROM log WHERE seq = 3");
        _bridge.Receive(_bridge.Terminal.Take(1));
        Assert.Equal([5], Numbers());
    }

    private string[] Acks() => _bridge.Published.Where(message => message.Topic is "dutykiosk/v1/T1/ack").Select(message => message.Payload).ToArray();

    private long[] Numbers() => Acks().Select(ack => long.Parse(ack.Split("\"seq\":")[1].Split(',')[0], CultureInfo.InvariantCulture)).ToArray();
}
