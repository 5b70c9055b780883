using System;
using System.IO;
using System.Linq;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class BoardFlashTests
{
    [Theory]
    [InlineData(Cut.Lost, "12")]
    [InlineData(Cut.Partial, "1234")]
    [InlineData(Cut.Whole, "123456")]
    public void A_cut_append_leaves_what_was_asked_for_and_takes_the_power(Cut cut, string left)
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            Board.Current.Flash.Append("journal", "12"u8.ToArray());
            Board.Current.Flash.CutPowerIn(1, cut);
            Board.Current.Flash.Append("other", [9]);
            Assert.Throws<PowerLostException>(() => Board.Current.Flash.Append("journal", "3456"u8.ToArray()));
        });

        Assert.False(world.Board.IsPowered);
        Assert.Equal(left, System.Text.Encoding.ASCII.GetString(world.Board.Flash.Read("journal")!));
        Assert.Equal(3, world.Board.Flash.Writes);
    }

    [Theory]
    [InlineData(Cut.Lost, true)]
    [InlineData(Cut.Partial, false)]
    [InlineData(Cut.Whole, false)]
    public void A_cut_delete_has_happened_or_not(Cut cut, bool stays)
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            Board.Current.Flash.Write("old", [1]);
            Board.Current.Flash.CutPowerIn(0, cut);
            Assert.Throws<PowerLostException>(() => Board.Current.Flash.Delete("old"));
        });

        Assert.Equal(stays, world.Board.Flash.Read("old") != null);
    }

    [Fact]
    public void The_cut_comes_once()
    {
        var world = new Simulation().On(() => { });
        world.Board.Flash.CutPowerIn(0, Cut.Lost);
        world.OnBoard(() => Assert.Throws<PowerLostException>(() => Board.Current.Flash.Write("a", [1])));
        world.On(() => Assert.True(Board.Current.Flash.Write("a", [1])));

        Assert.True(world.Board.IsPowered);
    }

    [Fact]
    public void A_full_flash_takes_no_more_blocks()
    {
        var flash = new BoardFlash { Blocks = 2 };

        Assert.True(flash.Write("a", new byte[BoardFlash.BlockBytes]));
        Assert.True(flash.Append("b", [1]));
        Assert.False(flash.Append("a", [1]));
        Assert.True(flash.Append("b", [2]));
        Assert.Equal(2, flash.UsedBlocks);
        flash.Full = true;
        Assert.False(flash.Append("b", [3]));
        Assert.Equal([1, 2], flash.Read("b"));
    }

    [Fact]
    public void Nobody_outside_can_change_what_was_read()
    {
        var flash = new BoardFlash();
        flash.Write("a", [1]);
        flash.Read("a")![0] = 2;

        Assert.Equal([1], flash.Read("a"));
    }

    [Fact]
    public void A_folder_keeps_it_for_the_next_board()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var flash = new BoardFlash(folder);
            flash.Write("state", [1, 2]);
            flash.Write("state", [3]);
            flash.Append("journal", [4]);
            flash.Append("journal", [5, 6]);
            flash.Write("gone", [7]);
            flash.Delete("gone");
            File.WriteAllBytes(Path.Combine(folder, "half.new"), [8]);

            var next = new BoardFlash(folder);
            Assert.Equal(["journal", "state"], next.List());
            Assert.Equal([3], next.Read("state"));
            Assert.Equal([4, 5, 6], next.Read("journal"));
            Assert.Equal(2, Directory.GetFiles(folder).Length);
        }
        finally
        {
            Directory.Delete(folder, true);
        }
    }
}
