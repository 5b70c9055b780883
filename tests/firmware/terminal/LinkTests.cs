using System;
using System.Linq;
using System.Text;
using DutyKiosk.VirtualBoard;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>Whatever happens between terminal and broker, taps are taken, nothing is lost, and the terminal does not restart.</summary>
public sealed class LinkTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly NightShift _night = new();
    private readonly int _starts;

    /// <summary>It is twenty to eight.</summary>
    public LinkTests()
    {
        _starts = _night.Board.Starts;
    }

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>A router that dies leaves the connection half open: the keep-alive finds out, and everything is sent once the way is free.</summary>
    [Fact]
    public void AHalfOpenConnectionIsFoundOut()
    {
        _night.Board.Network.Mute = true;
        _night.Tap(NightShift.Relief);
        _night.Run(2 * Minute);
        Assert.True(_night.Stored < _night.Records.Count);
        _night.Board.Network.Mute = false;
        _night.Run(Minute);
        AssertComplete();
        Assert.True(_night.Health("linkFailures").GetInt32() > 0);
    }

    /// <summary>A broker that accepts connections and says nothing is given up and tried again.</summary>
    [Fact]
    public void ASilentBrokerIsGivenUp()
    {
        _night.Broker.Silent = true;
        _night.Tap(NightShift.Relief);
        _night.Run(5 * Minute);
        Assert.True(_night.Broker.OpenConnections <= 2, "refused connections are closed");
        _night.Broker.Silent = false;
        _night.Run(Minute);
        AssertComplete();
    }

    /// <summary>A broker that refuses leaves no connection behind, and is tried less and less often.</summary>
    [Fact]
    public void ARefusalIsTriedLessAndLessOften()
    {
        int tries = 0;
        _night.Broker.Connecting = _ =>
        {
            tries++;
            return 5;
        };
        _night.Stage.StopBridge();
        _night.Stage.StartBridge();
        _night.Run(10 * Minute);
        Assert.InRange(tries, 10, 30);
        Assert.Equal(0, _night.Broker.OpenConnections);
        _night.Broker.Connecting = null;
        _night.Tap(NightShift.Relief);
        _night.Run(Minute);
        AssertComplete();
    }

    /// <summary>Names that cannot be resolved are no reason for anything but to try again.</summary>
    [Fact]
    public void NamesThatCannotBeResolved()
    {
        _night.Configure(("broker", "bridge.house"));
        _night.Board.Network.NameServerUp = false;
        _night.Run(2 * Minute);
        _night.Tap(NightShift.Relief);
        _night.Run(2 * Minute);
        Assert.True(_night.Stored < _night.Records.Count);
        _night.Board.Network.NameServerUp = true;
        _night.Run(Minute);
        AssertComplete(1);
    }

    /// <summary>A certificate that has expired keeps the terminal away from its broker and from nothing else.</summary>
    [Fact]
    public void AnExpiredCertificate()
    {
        _night.Broker.CertificateValid = false;
        _night.Configure(("tls", true));
        _night.Run(2 * Minute);
        _night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", _night.Newest);
        Assert.Contains(_night.Console, line => line.StartsWith("link:", StringComparison.Ordinal));
        _night.Broker.CertificateValid = true;
        _night.Run(2 * Minute);
        AssertComplete(1);
    }

    /// <summary>TLS waits for the clock, as no certificate is valid in 1970.</summary>
    [Fact]
    public void TlsWaitsForTheClock()
    {
        _night.Board.Clock.TimeServerUp = false;
        _night.Configure(("tls", true));
        int tries = _night.Console.Count(line => line.StartsWith("link:", StringComparison.Ordinal));
        int before = _night.Board.Network.Stops;
        _night.Run(10 * Minute);
        Assert.Equal(before, _night.Board.Network.Stops);
        Assert.Equal(tries, _night.Console.Count(line => line.StartsWith("link:", StringComparison.Ordinal)));
        _night.Board.Clock.TimeServerUp = true;
        _night.Run(Minute);
        AssertComplete(1);
    }

    /// <summary>Nothing that stops every thread begins while a pair is pending or within 30 s of a tap.</summary>
    [Fact]
    public void NobodyAtTheDoorWaitsForTheNetwork()
    {
        _night.Configure(("broker", "bridge.house"));
        _night.Run(Minute);
        _night.Broker.Up = false;
        _night.Run(10 * Minute);

        // At whatever moment between two tries somebody comes.
        for (int i = 0; i < 20; i++)
        {
            _night.Tap(i % 2 == 0 ? NightShift.Leader : NightShift.Relief);
            int before = _night.Board.Network.Stops;
            _night.Run(TimeSpan.FromSeconds(28));
            Assert.Equal(before, _night.Board.Network.Stops);
            _night.Run(TimeSpan.FromSeconds(41 + (3 * i)));
            Assert.True(_night.Board.Network.Stops > before, "afterwards it goes on");
        }
    }

    /// <summary>Another client with the same id throws the terminal out again and again: both are heard less and less often instead of taking turns each second.</summary>
    [Fact]
    public void ADuplicateClientId()
    {
        var twin = new VirtualBoard.Board("T1", _night.Board.Time, new BoardFlash());
        twin.Flash.Write("dutykiosk.json", _night.Board.Flash.Read("dutykiosk.json")!);
        twin.Network.Link = _night.Broker;
        int connects = 0;
        _night.Broker.ClientConnected += _ => connects++;
        twin.PowerOn(() => Program.Boot());
        _night.Run(10 * Minute);
        Assert.InRange(connects, 5, 120);
        twin.PowerOff();
        _night.Tap(NightShift.Relief);
        _night.Run(3 * Minute);
        Assert.Equal(_starts, _night.Board.Starts);
        Assert.Equal(_night.Records.Count, _night.Stored);
    }

    /// <summary>What is oversized, malformed or unsigned is counted and has no other effect.</summary>
    [Fact]
    public void BadMessagesAreCounted()
    {
        byte[][] bad =
        [
            Encoding.ASCII.GetBytes("{"), [], [0xFF, 0xFE, 0x00], Encoding.ASCII.GetBytes("{\"version\":9,\"mac\":\"00000000000000000000000000000000\"}"),
            Encoding.ASCII.GetBytes(new string('[', 1500)), Encoding.ASCII.GetBytes("null"), Encoding.ASCII.GetBytes("{\"state\":7}"),
        ];
        // A page comes only while it is asked for.
        string[] topics = ["roster", "policy", "gate", "presence", "command", "ack", "firmware"];
        _night.Run(Minute);
        int badBefore = _night.Health("badMessages").GetInt32();
        int sent = 0;
        foreach (string topic in topics)
        {
            foreach (byte[] payload in bad)
            {
                _night.Broker.Publish($"dutykiosk/v1/T1/{topic}", payload, false);
                sent++;
                _night.Run(TimeSpan.FromMilliseconds(50));
            }
        }

        _night.Broker.Publish("dutykiosk/v1/bridge/state", Encoding.ASCII.GetBytes("{{"), false);
        _night.Broker.Publish("dutykiosk/v1/T1/gate", new byte[4000], false);
        _night.Run(Minute);
        Assert.Equal(badBefore + sent + 1, _night.Health("badMessages").GetInt32());
        Assert.Equal(1, _night.Health("droppedMessages").GetInt32());
        _night.Tap(NightShift.Relief);
        _night.Run(Minute);
        AssertComplete();
    }

    /// <summary>Well-formed messages that somebody else has signed have no effect: the signature is looked at.</summary>
    [Fact]
    public void ForgedMessagesHaveNoEffect()
    {
        _night.Run(Minute);
        int badBefore = _night.Health("badMessages").GetInt32();
        (string Name, string Open)[] forged =
        [
            ("gate", "{\"version\":90000,\"shift\":\"N1\",\"sheet\":3,\"asOf\":1772409600,\"holds\":[{\"id\":\"incident\"}]"),
            ("policy", "{\"version\":90000,\"pack\":\"x\",\"windowMin\":0"),
            ("command", "{\"version\":90000,\"command\":\"restart\""),
        ];
        foreach ((string name, string open) in forged)
        {
            string topic = "dutykiosk/v1/T1/" + name;
            _night.Broker.Publish(topic, HostBridge.Roster.SignedMessage.Sign(topic, open, new byte[32]), false);
            _night.Run(TimeSpan.FromSeconds(1));
        }

        _night.Run(Minute);
        Assert.Equal(badBefore + forged.Length, _night.Health("badMessages").GetInt32());
        Assert.Equal(0, _night.Health("gate").GetInt32());
        Assert.True(_night.Health("policy").GetInt32() < 90000);
        Assert.Equal(0, _night.Health("command").GetInt32());
        Assert.Equal(_starts, _night.Board.Starts);
    }

    /// <summary>The last will tells that the terminal is lost, and each connection that it is back.</summary>
    [Fact]
    public void WillAndStateTellTheConnection()
    {
        Assert.Equal("online", State());
        _night.Board.Network.Up = false;
        _night.Run(2 * Minute);
        Assert.Equal("lost", State());
        _night.Board.Network.Up = true;
        _night.Run(Minute);
        Assert.Equal("online", State());
        Assert.Equal(32, _night.Health("rosterHash").GetString()!.Length);
    }

    // More messages at one moment than a terminal has room for.
    private void Flood()
    {
        for (int i = 0; i < 2000; i++)
        {
            _night.Broker.Publish("dutykiosk/v1/T1/gate", Encoding.ASCII.GetBytes("{\"x\":1}"), false);
        }
    }

    private string State() => _night.Stage.Core!.Read((room, _) => room.TerminalOf("T1")!.State);

    /// <summary>A flood of messages crowds no tap out.</summary>
    [Fact]
    public void AFloodOfMessagesCrowdsNoTapOut()
    {
        Flood();
        _night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", _night.Newest);
        _night.Run(Minute);
        Assert.Equal(0, _night.Health("uncountedTaps").GetInt32());
        AssertComplete();
    }

    /// <summary>What the bridge has said in the midst of a flood, and for which there was no room, is asked for again: nobody would send it a second time by himself.</summary>
    [Fact]
    public void WhatFoundNoRoomIsAskedForAgain()
    {
        _night.Run(Minute);
        Flood();
        const string Topic = "dutykiosk/v1/T1/gate";
        _night.Broker.Publish(Topic, HostBridge.Roster.SignedMessage.Sign(Topic, "{\"version\":90000,\"shift\":\"N1\",\"sheet\":3,\"asOf\":1772409600,\"holds\":[]", Convert.FromHexString(new string('1', 64))), true);
        _night.Run(Minute);
        Assert.True(_night.Health("droppedMessages").GetInt32() > 0);
        Assert.True(_night.Health("gate").GetInt32() >= 90000);
    }

    /// <summary>A backlog is sent in order, never more than eight records at a time, and soon.</summary>
    [Fact]
    public void ABacklogDrains()
    {
        _night.Board.Network.Up = false;
        for (int i = 0; i < 1000; i++)
        {
            _night.Stage.Tap("T1", Convert.FromHexString(i % 2 == 0 ? NightShift.Leader : NightShift.Relief));
            _night.Run(TimeSpan.FromSeconds(3));
        }

        Assert.True(_night.Records.Count - _night.Stored >= 1000);
        _night.Board.Network.Up = true;
        _night.Run(Minute);
        AssertComplete();
    }

    private void AssertComplete(int restarts = 0)
    {
        Assert.Equal(_starts + restarts, _night.Board.Starts);
        Assert.Equal(_night.Records.Count, _night.Stored);
        Assert.Empty(_night.Stage.Core!.VerifyHistory("T1"));
        Assert.Equal(_night.Records.Select((_, index) => (long)index + 1), _night.Records.Select(record => record.GetProperty("seq").GetInt64()));
    }
}
