using System;
using System.Threading;
using Iot.Device.Mfrc522;
using System.Device.Spi;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class RealTimeTests
{
    private const int LongMs = 30000;

    [Fact]
    public void Loops_are_threads_that_end_with_the_power()
    {
        var board = new Board("R1", new RealTime(), new BoardFlash());
        using var stepped = new ManualResetEventSlim();
        LoopHandle? waits = null;
        LoopHandle? runs = null;
        board.PowerOn(() =>
        {
            waits = board.StartLoop("waits", _ => long.MaxValue);
            runs = board.StartLoop("runs", ticks =>
            {
                Assert.Same(board, Board.Current);
                stepped.Set();
                return ticks;
            });
        });
        Assert.True(stepped.Wait(LongMs, TestContext.Current.CancellationToken));
        board.PowerOff();

        Assert.True(waits!.WaitForEnd(LongMs));
        Assert.True(runs!.WaitForEnd(LongMs));
    }

    [Fact]
    public void A_wake_from_another_thread_is_a_step()
    {
        var board = new Board("R1", new RealTime(), new BoardFlash());
        using var steps = new SemaphoreSlim(0);
        LoopHandle? loop = null;
        board.PowerOn(() => loop = board.StartLoop("loop", _ =>
        {
            steps.Release();
            return long.MaxValue;
        }));
        Assert.True(steps.Wait(LongMs, TestContext.Current.CancellationToken));
        loop!.Wake();

        Assert.True(steps.Wait(LongMs, TestContext.Current.CancellationToken));
        board.PowerOff();
        Assert.True(loop.WaitForEnd(LongMs));
    }

    [Fact]
    public void An_exception_ends_its_thread_and_stands_on_the_console()
    {
        var board = new Board("R1", new RealTime(), new BoardFlash());
        string line = "";
        board.ConsoleLine += (_, written) => line = written;
        LoopHandle? loop = null;
        board.PowerOn(() => loop = board.StartLoop("bad", _ => throw new FormatException("of a kind")));

        Assert.True(loop!.WaitForEnd(LongMs));
        Assert.Contains("of a kind", line, StringComparison.Ordinal);
        board.PowerOff();
    }

    [Fact]
    public void Listening_without_a_timeout_blocks_until_a_card_or_the_end_of_the_power()
    {
        var board = new Board("R1", new RealTime(), new BoardFlash());
        using var listening = new SemaphoreSlim(0);
        using var found = new SemaphoreSlim(0);
        LoopHandle? loop = null;
        board.PowerOn(() => loop = board.StartLoop("reader", ticks =>
        {
            using var spi = SpiDevice.Create(new SpiConnectionSettings(1, 21));
            using var reader = new MfRc522(spi);
            listening.Release();
            if (reader.ListenToCardIso14443TypeA(out _, TimeSpan.Zero))
            {
                Board.Current.Reader.Remove();
                found.Release();
            }

            return ticks;
        }));
        Assert.True(listening.Wait(LongMs, TestContext.Current.CancellationToken));
        board.Reader.Place([1, 2, 3, 4]);
        Assert.True(found.Wait(LongMs, TestContext.Current.CancellationToken));
        Assert.True(listening.Wait(LongMs, TestContext.Current.CancellationToken));
        board.PowerOff();

        Assert.True(loop!.WaitForEnd(LongMs));
    }
}
