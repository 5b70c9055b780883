using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Core.Journal;
using Xunit;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>A firmware that does not work here is left after two starts, and the one before it runs again: taps are taken, and the journal is whole.</summary>
public sealed class RollbackTests : IDisposable
{
    private readonly UpdateDay _day = new();
    private readonly FirmwareRelease _bad = new("0.2.0");
    private int _tried;

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    /// <summary>It crashes at its start: in its own code, or because its assembly is none.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void OneThatCrashesAtItsStart(bool isAssembly)
    {
        if (isAssembly)
        {
            Build(_ => throw new InvalidOperationException("It does not work."));
        }

        Offer(1);
        _day.Run(3);
        Assert.Equal(isAssembly ? 2 : 0, _tried);
        Assert.Equal("image " + (isAssembly ? "InvalidOperationExcepti" : "ArgumentException"), _day.Night.Last("terminal.started").GetProperty("detail").GetString());
        AssertGivenUp();
    }

    /// <summary>It has threads by then, and pins, and takes no tap: nothing of it goes on.</summary>
    [Fact]
    public void OneThatCrashesHalfwayThroughItsStart()
    {
        Build(slot =>
        {
            Program.Start("0.2.0", slot);
            throw new InvalidOperationException("It does not work.");
        });
        Offer(1);
        _day.Run(3);
        Assert.Equal(2, _tried);
        AssertGivenUp();
    }

    /// <summary>Its start never comes to an end: the factory's guard ends it.</summary>
    [Fact]
    public void OneThatHangsAtItsStart()
    {
        Build(_ =>
        {
            VirtualBoard.Board.HangHere();
            return null;
        });
        Offer(1);
        _day.Run(1);
        Assert.Equal(1, _tried);
        _day.Run(2);
        Assert.Equal(2, _tried);
        Assert.Equal("image hangs", _day.Night.Last("terminal.started").GetProperty("detail").GetString());
        AssertGivenUp();
    }

    /// <summary>It works, but the bridge never hears of it: half an hour, twice.</summary>
    [Fact]
    public void OneThatNeverReachesTheBridge()
    {
        Build(slot =>
        {
            _day.Board.Network.Up = false;
            return Program.Start("0.2.0", slot);
        });
        Offer(1);
        _day.Run(59);
        Assert.Equal(2, _tried);
        Assert.Equal("unproven 0.2.0", _day.Night.Last("terminal.started").GetProperty("detail").GetString());
        _day.Night.Tap(NightShift.Crew);
        Assert.StartsWith("duty.", _day.Night.Newest, StringComparison.Ordinal);
        _day.Run(5);
        Assert.Equal(2, _tried);
        _day.Board.Network.Up = true;
        _day.Run(2);
        AssertGivenUp();
    }

    /// <summary>It works, but calls itself otherwise than it was offered: fetched again for ever, it would restart the terminal for ever.</summary>
    [Fact]
    public void OneOfAnotherName()
    {
        Build(slot => Program.Start("0.1.9", slot));
        Offer(1);
        _day.Run(60);
        Assert.Equal(1, _tried);
        AssertGivenUp();
    }

    /// <summary>Bring-up is no failed start, however often somebody walks through the parts.</summary>
    [Fact]
    public void BringUpIsNotCounted()
    {
        _day.PutInForce("0.2.0", 1);
        for (int i = 0; i < 7; i++)
        {
            _day.Board.PowerOff();
            _day.Board.Pins.Press(Board.Esp32.Button, true);
            _day.Night.Stage.PowerOn("T1");
            _day.Run(1);
        }

        _day.Board.Pins.Press(Board.Esp32.Button, false);
        _day.Night.Restart();
        _day.Run(3);
        Assert.Equal(("0.2.0", ""), _day.Health);
    }

    /// <summary>Its start ends and nothing of it runs: nobody but the factory's guard is left to notice.</summary>
    [Fact]
    public void OneThatDoesNothing()
    {
        Build(_ => null);
        Offer(1);
        _day.Run(100);
        Assert.Equal(2, _tried);
        Assert.Equal("image unproven", _day.Night.Last("terminal.started").GetProperty("detail").GetString());
        AssertGivenUp();
    }

    /// <summary>Its starts end before it has proved itself, by whatever: nobody can tell a firmware that resets the chip from a plug that is pulled.</summary>
    [Fact]
    public void OneThatLosesItsPower()
    {
        Build(slot => Program.Start("0.2.0", slot));
        Offer(1);
        _day.Run(1);
        Assert.Equal(1, _tried);
        _day.Night.Restart();
        _day.Run(1);
        Assert.Equal(2, _tried);
        _day.Night.Restart();
        _day.Run(1);
        AssertGivenUp();
    }

    /// <summary>It finds a journal that it cannot read. It does not stand there in fault, it leaves at once; and it has touched nothing.</summary>
    [Fact]
    public void OneThatCannotReadTheJournal()
    {
        var before = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        Build(slot =>
        {
            // What a firmware with another format would see; the board has its journal back before it starts again.
            foreach (string segment in _day.Board.Flash.List().Where(name => Segment.FirstSeqOf(name) != 0))
            {
                before[segment] = _day.Board.Flash.Read(segment)!;
                _day.Board.Flash.Write(segment, ForeignSegment());
            }

            _day.Board.Time.After(500, () =>
            {
                foreach ((string segment, byte[] bytes) in before)
                {
                    Assert.Equal(ForeignSegment(), _day.Board.Flash.Read(segment));
                    _day.Board.Flash.Write(segment, bytes);
                }
            });
            return Program.Start("0.2.0", slot);
        });
        Offer(1);
        _day.Run(2);
        Assert.Equal(1, _tried);
        Assert.NotEmpty(before);
        AssertGivenUp();
    }

    /// <summary>What was given up is fetched again when another manifest offers it, and not before.</summary>
    [Fact]
    public void ItIsTriedAgainWhenItIsOfferedAnew()
    {
        Build(_ => throw new InvalidOperationException("It does not work."));
        Offer(1);
        _day.Run(3);
        int starts = _day.Board.Starts;
        _day.Night.Restart();
        _day.Run(60);
        Assert.Equal(starts + 1, _day.Board.Starts);
        Assert.Equal(2, _tried);
        AssertGivenUp();
        Build(slot => Program.Start("0.2.0", slot));
        Offer(2);
        _day.Run(5);
        Assert.Equal(("0.2.0", ""), _day.Health);
    }

    /// <summary>Behind a trial that fails stands the image that was in force, not the factory.</summary>
    [Fact]
    public void TheOneBeforeRunsAgain()
    {
        _day.PutInForce("0.1.5", 1);
        Build(_ => throw new InvalidOperationException("It does not work."));
        Offer(2);
        _day.Run(3);
        Assert.Equal(("0.1.5", "0.2.0:given-up"), _day.Health);
        _day.Night.Restart();
        _day.Run(3);
        Assert.Equal(("0.1.5", "0.2.0:given-up"), _day.Health);
        _day.AssertWorks();
    }

    /// <summary>A cell of the flash goes bad: nothing of the image runs any more, the factory does, and fetches it again.</summary>
    [Fact]
    public void ASpoiltImage()
    {
        _day.PutInForce("0.1.5", 1);
        Spoil("image.a");
        Assert.Equal(UpdateDay.Factory, _day.Started[^1]);
        _day.AssertWorks();
        _day.Run(5);
        Assert.Equal(("0.1.5", ""), _day.Health);
    }

    /// <summary>Where the other slot has an image that was in force before, that one runs.</summary>
    [Fact]
    public void ASpoiltImageWithAnotherBehindIt()
    {
        _day.PutInForce("0.1.5", 1);
        _day.PutInForce("0.1.6", 2);
        Spoil("image.b");
        Assert.Equal("0.1.5", _day.Started[^1]);
        _day.Run(6);
        Assert.Equal(("0.1.6", ""), _day.Health);
        _day.AssertWorks();
    }

    /// <summary>It goes bad between the download and the first start: given up, or a flash that cannot keep it would be written for ever.</summary>
    [Fact]
    public void AnImageThatIsSpoiltBeforeItsTrial()
    {
        Build(slot => Program.Start("0.2.0", slot));
        Offer(1);
        while (_day.Board.IsPowered)
        {
            _day.Night.Run(TimeSpan.FromMilliseconds(100));
        }

        _day.Board.Flash.Spoil("image.a", 2500);
        _day.Run(2);
        Assert.Equal(0, _tried);
        AssertGivenUp();
    }

    /// <summary>A proven image whose starts end early, one after the other, loses its place in the end; before that many, it does not.</summary>
    [Fact]
    public void AProvenImageThatCrashes()
    {
        FirmwareRelease release = _day.PutInForce("0.2.0", 1);
        release.BuiltFor(_day.Board, _ =>
        {
            _tried++;
            throw new InvalidOperationException("It does not work any more.");
        });
        _day.Night.Restart();
        _day.Run(2);
        Assert.Equal(5, _tried);
        AssertGivenUp();
    }

    private static byte[] ForeignSegment()
    {
        var header = new Core.Records.ByteBuffer(16);
        header.Byte(99);
        var chunk = new Core.Records.ByteBuffer(32);
        Chunk.Write(chunk, Chunk.Header, header);
        return chunk.ToArray();
    }

    private void Build(Func<string, object?> program)
    {
        _bad.BuiltFor(_day.Board, slot =>
        {
            _tried++;
            return program(slot);
        });
    }

    private void Offer(long version)
    {
        _bad.PublishPages(_day.Broker);
        _bad.Offer(_day.Broker, version);
    }

    private void Spoil(string file)
    {
        _day.Board.PowerOff();
        _day.Board.Flash.Spoil(file, 3333);
        _day.Night.Stage.PowerOn("T1");

        // It is fetched again within seconds.
        _day.Run(0.01);
    }

    private void AssertGivenUp()
    {
        _day.AssertWorks();
        Assert.Equal((UpdateDay.Factory, "0.2.0:given-up"), _day.Health);
    }
}
