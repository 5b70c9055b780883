using System;
using System.Device.Gpio;
using System.Device.Spi;
using System.IO;
using Iot.Device.Mfrc522;
using Iot.Device.Rfid;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class MfRc522Tests
{
    private static readonly TimeSpan OnePoll = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] Badge = [0x04, 0xA1, 0xB2, 0xC3];

    [Theory]
    [InlineData("04A1B2C3", 0x0400)]
    [InlineData("04A1B2C3D4E5F6", 0x4400)]
    [InlineData("04A1B2C3D4E5F6071829", 0x4400)]
    public void A_positive_timeout_is_one_poll(string uid, int atqa)
    {
        WithReader((board, reader) =>
        {
            Assert.False(reader.ListenToCardIso14443TypeA(out Data106kbpsTypeA none, OnePoll));
            Assert.Empty(none.NfcId);

            board.Reader.Place(Convert.FromHexString(uid));
            Assert.True(reader.ListenToCardIso14443TypeA(out Data106kbpsTypeA card, OnePoll));
            Assert.Equal(uid, Convert.ToHexString(card.NfcId));
            Assert.Equal(atqa, card.Atqa);
        });
    }

    [Fact]
    public void Zero_blocks_which_simulated_time_reports()
    {
        WithReader((board, reader) => Assert.Throws<StalledException>(() => reader.ListenToCardIso14443TypeA(out Data106kbpsTypeA _, TimeSpan.Zero)));
        WithReader((board, reader) =>
        {
            board.Reader.Place(Badge);
            Assert.True(reader.ListenToCardIso14443TypeA(out _, TimeSpan.Zero));
        });
    }

    [Fact]
    public void Two_cards_at_once_are_present_and_cannot_be_read()
    {
        WithReader((board, reader) =>
        {
            board.Reader.Place(Badge);
            board.Reader.Place([1, 2, 3, 4]);

            Assert.True(reader.IsCardPresent(new byte[2]));
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
        });
    }

    [Fact]
    public void A_halted_card_is_silent_until_it_has_been_away()
    {
        WithReader((board, reader) =>
        {
            board.Reader.Place(Badge);
            Assert.True(reader.ListenToCardIso14443TypeA(out _, OnePoll));
            Assert.True(reader.Halt());
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
            Assert.False(reader.IsCardPresent(new byte[2]));

            board.Reader.Remove();
            board.Reader.Place(Badge);
            Assert.True(reader.ListenToCardIso14443TypeA(out _, OnePoll));
        });
    }

    [Fact]
    public void A_card_that_is_left_selected_may_answer_every_other_poll()
    {
        WithReader((board, reader) =>
        {
            board.Reader.AnswersAlternatePolls = true;
            board.Reader.Place(Badge);

            Assert.True(reader.ListenToCardIso14443TypeA(out _, OnePoll));
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
            Assert.True(reader.ListenToCardIso14443TypeA(out _, OnePoll));
        });
    }

    [Fact]
    public void A_soft_reset_forgets_the_settings()
    {
        WithReader((board, reader) =>
        {
            board.Reader.Place(Badge);
            reader.SoftReset();

            Assert.False(reader.Enabled);
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
            reader.Enabled = true;
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
        });
    }

    [Fact]
    public void A_chip_that_does_not_answer_throws_nothing()
    {
        WithReader((board, reader) =>
        {
            Assert.Equal(new Version(2, 0), reader.Version);
            board.Reader.Place(Badge);
            board.Reader.Fails = true;

            Assert.Equal(new Version(0, 0), reader.Version);
            Assert.False(reader.ListenToCardIso14443TypeA(out _, OnePoll));
        });
    }

    [Fact]
    public void A_clock_that_is_too_fast_is_a_chip_that_does_not_answer()
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            using var reader = new MfRc522(SpiDevice.Create(new SpiConnectionSettings(1, 21) { ClockFrequency = MfRc522.MaximumSpiClockFrequency + 1 }));
            Assert.Equal(new Version(0, 0), reader.Version);
        });
    }

    [Fact]
    public void Its_reset_pin_must_be_free_and_is_free_again_afterwards()
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            using var controller = new GpioController();
            controller.OpenPin(22, PinMode.Output);
            Assert.Throws<InvalidOperationException>(() => Open(controller, false));
            controller.ClosePin(22);
            Open(controller, false).Dispose();
            Assert.False(controller.IsPinOpen(22));
        });
    }

    [Fact]
    public void The_default_disposes_the_controller_and_with_it_every_pin()
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            using var controller = new GpioController();
            GpioPin lamp = controller.OpenPin(25, PinMode.Output);
            Open(controller, true).Dispose();

            Assert.Throws<ObjectDisposedException>(() => lamp.Write(PinValue.High));
        });
    }

    [Fact]
    public void It_cannot_be_used_after_its_end()
    {
        WithReader((_, reader) =>
        {
            reader.Dispose();
            Assert.Throws<IOException>(() => reader.Version);
        });
    }

    [Fact]
    public void A_tap_takes_only_its_own_badge_away()
    {
        var world = new Simulation().On(() => { });
        world.Board.Reader.Tap(Badge);
        world.RunFor(299);
        Assert.True(world.Board.Reader.HasCard);
        world.Board.Reader.Place([1, 2, 3, 4]);
        world.RunFor(1);
        Assert.True(world.Board.Reader.HasCard);
        world.Board.Reader.Remove();
        Assert.False(world.Board.Reader.HasCard);
    }

    [Fact]
    public void A_badge_that_nobody_has_read_yet_is_held_on()
    {
        var world = new Simulation().On(() => { });
        world.Board.Reader.TapUntilRead(Badge);
        world.RunFor(2000);
        Assert.True(world.Board.Reader.HasCard);
        Read(world);
        world.RunFor(20);
        Assert.False(world.Board.Reader.HasCard);
    }

    [Fact]
    public void A_badge_that_was_read_is_taken_away_as_ever_and_one_that_nobody_reads_in_the_end()
    {
        var world = new Simulation().On(() => { });
        world.Board.Reader.TapUntilRead(Badge);
        Read(world);
        world.RunFor(299);
        Assert.True(world.Board.Reader.HasCard);
        world.RunFor(1);
        Assert.False(world.Board.Reader.HasCard);

        world.Board.Reader.TapUntilRead(Badge);
        world.RunFor(3300);
        Assert.False(world.Board.Reader.HasCard);
    }

    private static void Read(Simulation world) => world.OnBoard(() =>
    {
        using var controller = new GpioController();
        using MfRc522 reader = Open(controller, false);
        Assert.True(reader.ListenToCardIso14443TypeA(out _, OnePoll));
    });

    private static MfRc522 Open(GpioController controller, bool shouldDispose)
    {
        SpiDevice spi = SpiDevice.Create(new SpiConnectionSettings(1, 21) { ClockFrequency = 5000000 });
        try
        {
            return new MfRc522(spi, 22, controller, shouldDispose);
        }
        catch (InvalidOperationException)
        {
            spi.Dispose();
            throw;
        }
    }

    private static void WithReader(Action<Board, MfRc522> test)
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() =>
        {
            using var reader = new MfRc522(SpiDevice.Create(new SpiConnectionSettings(1, 21) { ClockFrequency = 5000000 }));
            test(world.Board, reader);
        });
    }
}
