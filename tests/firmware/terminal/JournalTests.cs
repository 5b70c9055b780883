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
