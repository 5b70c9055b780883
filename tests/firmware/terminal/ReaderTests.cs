using System;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>From a card in the field to a tap.</summary>
public sealed class ReaderTests : IDisposable
{
    private readonly NightShift _night = new();

    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>A card that is left on the reader is one tap, however long it lies there.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ACardThatIsLeftIsOneTap(bool answersEveryOtherPoll)
    {
        _night.Board.Reader.AnswersAlternatePolls = answersEveryOtherPoll;
        _night.Board.Reader.Place(Convert.FromHexString(NightShift.Crew));
        _night.Run(TimeSpan.FromMinutes(10));
        Assert.Equal(1, _night.Count("duty.clock-in") - 1);
        Assert.Equal(0, _night.Count("tap.refused"));
        _night.Board.Reader.Remove();
    }

    /// <summary>Two cards at once are no tap, and whoever holds them there is told once.</summary>
    [Fact]
    public void TwoCardsAreNoTap()
    {
        int before = _night.Records.Count;
        _night.Board.Reader.Place(Convert.FromHexString(NightShift.Crew));
        _night.Board.Reader.Place(Convert.FromHexString(NightShift.Relief));
        _night.Run(TimeSpan.FromSeconds(1));
        Assert.Equal("refused", _night.Stage.SignalOf("T1", ""));
        _night.Run(TimeSpan.FromMinutes(1));
        Assert.Equal(before, _night.Records.Count);
        _night.Board.Reader.Remove();
        _night.Tap(NightShift.Crew);
        Assert.Equal("duty.clock-in", _night.Newest);
    }

    /// <summary>A random UID, as phones send, is refused without a badge in the record, and another one out of the same pocket is no other badge.</summary>
    [Fact]
    public void ARandomUidIsToldApart()
    {
        _night.Tap("08112233");
        Assert.Equal("unknown-badge", _night.Last("tap.refused").GetProperty("reason").GetString());
        Assert.False(_night.Last("tap.refused").TryGetProperty("badge", out _));
        _night.Tap("08445566");
        Assert.Equal(1, _night.Count("tap.refused"));
        _night.Run(TimeSpan.FromSeconds(4));
        _night.Tap("04998877");
        Assert.True(_night.Last("tap.refused").TryGetProperty("badge", out _));
    }

    /// <summary>UIDs of every length, with zeros in front, are badges of their own.</summary>
    [Theory]
    [InlineData("00000001")]
    [InlineData("00000000000001")]
    [InlineData("00000000000000000001")]
    public void UidsOfEveryLength(string uid)
    {
        _night.Tap(uid);
        Assert.Equal("unknown-badge", _night.Last("tap.refused").GetProperty("reason").GetString());
        Assert.Equal(16, _night.Last("tap.refused").GetProperty("badge").GetString()!.Length);
    }

    /// <summary>A reader that stops answering is noticed within ten seconds, recorded, shown while it lasts, and made anew until it answers.</summary>
    [Fact]
    public void AReaderThatStopsAnswering()
    {
        _night.Board.Reader.Fails = true;
        _night.Run(TimeSpan.FromSeconds(10));
        Assert.Equal("terminal.reader-fault", _night.Newest);
        _night.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("fault", _night.Standing("ready"));
        Assert.Equal(1, _night.Count("terminal.reader-fault"));
        _night.Board.Reader.Fails = false;
        _night.Run(TimeSpan.FromSeconds(40));
        Assert.Equal("terminal.reader-recovered", _night.Newest);
        Assert.InRange(_night.Last("terminal.reader-recovered").GetProperty("seconds").GetInt32(), 290, 345);
        Assert.Equal("ready", _night.Standing("ready"));
        _night.Tap(NightShift.Crew);
        Assert.Equal("duty.clock-in", _night.Newest);
    }
}
