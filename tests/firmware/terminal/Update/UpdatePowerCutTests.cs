using System;
using System.Linq;
using DutyKiosk.VirtualBoard;
using Xunit;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>At whatever write of an update the power goes: the terminal starts, works, and comes to the new firmware in the end.</summary>
public sealed class UpdatePowerCutTests
{
    /// <summary>Every write from the offer to the proof, and some behind it; the image before it stays whole meanwhile.</summary>
    [Theory]
    [InlineData(Cut.Lost)]
    [InlineData(Cut.Partial)]
    [InlineData(Cut.Whole)]
    public void TheTerminalStarts(Cut cut)
    {
        int whole = WritesOfAnUpdate();
        Assert.InRange(whole, 8, 60);
        for (int write = 0; write < whole; write++)
        {
            using var day = new UpdateDay();
            day.PutInForce("0.1.5", 1);
            FirmwareRelease release = day.Good("0.2.0");
            day.Board.Flash.CutPowerIn(write, cut);
            release.PublishPages(day.Broker);
            release.Offer(day.Broker, 2);
            day.Run(4);
            day.Board.Flash.CutPowerIn(-1, cut);
            if (!day.Board.IsPowered)
            {
                day.Night.Stage.PowerOn("T1");
            }

            day.Run(7);
            day.AssertWorks();
            Assert.Equal(("0.2.0", ""), day.Health);
            Assert.DoesNotContain(UpdateDay.Factory, day.Started.SkipWhile(firmware => firmware == UpdateDay.Factory));
        }
    }

    private static int WritesOfAnUpdate()
    {
        using var day = new UpdateDay();
        day.PutInForce("0.1.5", 1);
        int before = day.Board.Flash.Writes;
        day.PutInForce("0.2.0", 2);
        return day.Board.Flash.Writes - before;
    }
}
