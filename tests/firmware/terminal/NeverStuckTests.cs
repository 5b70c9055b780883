using System;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>Nobody comes to reset the terminal, so it does that itself.</summary>
public sealed class NeverStuckTests : IDisposable
{
    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>A thread that hangs leads to an orderly restart, and the reason is told.</summary>
    [Theory]
    [InlineData("duty")]
    [InlineData("link")]
    [InlineData("signals")]
    public void AThreadThatHangs(string thread)
    {
        Assert.True(_night.Board.Hang(thread));
        _night.Run(TimeSpan.FromMinutes(4));
        Assert.Equal(2, _night.Board.Starts);
        Assert.Equal("fault", _night.Last("terminal.started").GetProperty("cause").GetString());
        Assert.Equal("stalled " + thread, _night.Last("terminal.started").GetProperty("detail").GetString());
        _night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", _night.Newest);
    }

    /// <summary>A reader thread that hangs while a card lies there is found, too.</summary>
    [Fact]
    public void AReaderThreadThatHangs()
    {
        _night.Board.Reader.Place(Convert.FromHexString(NightShift.Crew));
        _night.Run(TimeSpan.FromSeconds(1));
        Assert.True(_night.Board.Hang("reader"));
        _night.Run(TimeSpan.FromMinutes(4));
        Assert.Equal("stalled reader", _night.Last("terminal.started").GetProperty("detail").GetString());
    }

    /// <summary>A thread that dies leads to an orderly restart with the exception's name.</summary>
    [Fact]
    public void AThreadThatDies()
    {
        _night.Board.Flash.ThrowsOn = "journal.";
        _night.Tap(NightShift.Relief);
        _night.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(2, _night.Board.Starts);
        Assert.StartsWith("duty InvalidOperation", _night.Last("terminal.started").GetProperty("detail").GetString());
        _night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", _night.Newest);
    }

    /// <summary>A start that nobody ordered came from the power.</summary>
    [Fact]
    public void APowerCutIsNoFault()
    {
        _night.Restart();
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal("power", _night.Last("terminal.started").GetProperty("cause").GetString());
    }

    /// <summary>The reason of a restart is told once: a power cut after it came from the power.</summary>
    [Fact]
    public void AReasonIsToldOnce()
    {
        Assert.True(_night.Board.Hang("duty"));
        _night.Run(TimeSpan.FromMinutes(4));
        Assert.Equal("fault", _night.Last("terminal.started").GetProperty("cause").GetString());
        _night.Restart();
        _night.Run(TimeSpan.FromSeconds(5));
        Assert.Equal("power", _night.Last("terminal.started").GetProperty("cause").GetString());
    }

    /// <summary>Three starts in a row that did not last lead to safe mode: taps are taken, the network waits for a while, and a start that lasts ends it.</summary>
    [Fact]
    public void ThreeShortStartsLeadToSafeMode()
    {
        _night.Run(TimeSpan.FromMinutes(11));
        for (int i = 0; i < 8; i++)
        {
            _night.Restart();
            _night.Run(TimeSpan.FromMinutes(1));
        }

        Assert.Equal("safe mode", _night.Last("terminal.started").GetProperty("detail").GetString());
        _night.Restart();
        _night.Tap(NightShift.Relief);
        Assert.Equal("S02", _night.Last("duty.clock-in").GetProperty("staff").GetString());
        _night.Run(TimeSpan.FromSeconds(50));
        Assert.True(_night.Stored < _night.Records.Count, "the network waits");
        _night.Run(TimeSpan.FromMinutes(11));
        Assert.Equal(_night.Records.Count, _night.Stored);
        _night.Restart();
        _night.Run(TimeSpan.FromMinutes(1));
        Assert.False(_night.Last("terminal.started").TryGetProperty("detail", out _));
        Assert.Equal(_night.Records.Count, _night.Stored);
    }
}
