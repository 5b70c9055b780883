using System;
using System.Linq;
using DutyKiosk.Core.Journal;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>What flash has lost is declared, and the history stays provable.</summary>
public sealed class JournalTests : IDisposable
{
    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>Nobody is shown a yes that flash has not taken: the tap is refused aloud, counted, and may be made again.</summary>
    [Fact]
    public void WhatFlashRefusesIsNotAccepted()
    {
        int written = _night.Records.Count;
        _night.Board.Flash.Full = true;
        _night.Tap(NightShift.Relief);
        Assert.Equal("fault", _night.Stage.SignalOf("T1", ""));
        Assert.Equal(written, _night.Records.Count);
        _night.Board.Flash.Full = false;
        _night.Run(TimeSpan.FromSeconds(40));
        Assert.Equal(1, _night.Health("refusedTaps").GetInt32());
        _night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", _night.Newest);
    }

    /// <summary>A journal of another firmware's format is left as it is, and the terminal says so.</summary>
    [Fact]
    public void AForeignJournalIsLeftAlone()
    {
        _night.Board.PowerOff();
        string segment = _night.Board.Flash.List().First(name => Segment.FirstSeqOf(name) != 0);
        var header = new Core.Records.ByteBuffer(16);
        header.Byte(99);
        var chunk = new Core.Records.ByteBuffer(32);
        Chunk.Write(chunk, Chunk.Header, header);
        _night.Board.Flash.Write(segment, chunk.ToArray());
        _night.Stage.PowerOn("T1");
        Assert.Equal("fault", _night.Stage.SignalOf("T1", "ready"));
        Assert.Equal(chunk.Length, _night.Board.Flash.Length(segment));
        Assert.Contains(_night.Console, line => line.Contains("another firmware's format", StringComparison.Ordinal));
    }

    /// <summary>A cell that goes bad costs its records alone, they are declared, and the chain behind them is proved.</summary>
    [Fact]
    public void ALossIsDeclared()
    {
        _night.Board.Network.Up = false;
        for (int i = 0; i < 5; i++)
        {
            _night.Tap(NightShift.Leader);
            _night.Run(TimeSpan.FromSeconds(5));
        }

        int written = _night.Records.Count;
        _night.Board.PowerOff();
        string segment = _night.Board.Flash.List().Last(name => Segment.FirstSeqOf(name) != 0);
        _night.Board.Flash.Spoil(segment, _night.Board.Flash.Length(segment) - 60);
        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(1, _night.Count("terminal.journal-damaged"));
        long from = _night.Last("terminal.journal-damaged").GetProperty("from").GetInt64();
        Assert.InRange(from, written - 3, written);
        _night.Board.Network.Up = true;
        _night.Run(TimeSpan.FromMinutes(1));
        Assert.Empty(_night.Stage.Core!.VerifyHistory("T1"));
        Assert.Equal(0, _night.Health("outboxDepth").GetInt32());
    }
}
