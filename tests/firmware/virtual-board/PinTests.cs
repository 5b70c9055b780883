using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Device.Pwm;
using System.Device.Spi;
using nanoFramework.Hardware.Esp32;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class PinTests
{
    [Fact]
    public void A_pin_is_open_once_whichever_controller_opened_it()
    {
        OnBoard(_ =>
        {
            using var one = new GpioController();
            using var other = new GpioController();
            one.OpenPin(25, PinMode.Output);

            Assert.True(other.IsPinOpen(25));
            Assert.Throws<InvalidOperationException>(() => other.OpenPin(25));
            other.ClosePin(25);
            Assert.Throws<InvalidOperationException>(() => one.ClosePin(25));
        });
    }

    [Theory]
    [InlineData(34, PinMode.Output)]
    [InlineData(36, PinMode.InputPullUp)]
    [InlineData(25, PinMode.OutputOpenSource)]
    public void What_the_chip_cannot_do_is_refused(int pin, PinMode mode)
    {
        OnBoard(_ =>
        {
            using var controller = new GpioController();
            Assert.False(controller.IsPinModeSupported(pin, mode));
            Assert.Throws<ArgumentException>(() => controller.OpenPin(pin, mode));
        });
    }

    [Fact]
    public void The_pins_of_the_flash_cannot_be_opened()
    {
        OnBoard(_ =>
        {
            using var controller = new GpioController();
            Assert.Throws<InvalidOperationException>(() => controller.OpenPin(6));
        });
    }

    [Fact]
    public void An_input_cannot_be_written()
    {
        OnBoard(_ =>
        {
            using var controller = new GpioController();
            Assert.Throws<InvalidOperationException>(() => controller.OpenPin(33, PinMode.InputPullUp).Write(PinValue.Low));
        });
    }

    [Fact]
    public void Each_change_of_a_level_is_seen_once_with_its_tick()
    {
        var world = new Simulation();
        var changes = new List<string>();
        world.Board.Pins.Changed += change => changes.Add(change.ToString());
        GpioPin? pin = null;
        world.On(() => pin = new GpioController().OpenPin(25, PinMode.Output));
        world.RunFor(7);
        world.OnBoard(() =>
        {
            pin!.Write(PinValue.High);
            pin.Write(PinValue.High);
            pin.Toggle();
        });

        Assert.Equal(["7 25 high", "7 25 low"], changes);
    }

    [Fact]
    public void A_button_raises_its_edge_on_the_event_thread()
    {
        var world = new Simulation();
        var edges = new List<PinEventTypes>();
        world.On(() =>
        {
            var controller = new GpioController();
            GpioPin button = controller.OpenPin(33, PinMode.InputPullUp);
            Assert.Equal(PinValue.High, button.Read());
            button.ValueChanged += (_, e) =>
            {
                Assert.Same(world.Board, Board.Current);
                edges.Add(e.ChangeType);
            };
        });
        world.RunFor(10);
        edges.Clear();
        world.Board.Pins.Drive(33, false);
        Assert.Empty(edges);
        world.RunFor(0);

        Assert.Equal([PinEventTypes.Falling], edges);
    }

    [Fact]
    public void An_unmapped_pin_has_no_channel()
    {
        OnBoard(_ =>
        {
            Assert.Null(PwmChannel.CreateFromPin(32));
            Configuration.SetPinFunction(32, DeviceFunction.PWM1);
            Assert.NotNull(PwmChannel.CreateFromPin(32));
            Assert.Equal(32, Configuration.GetFunctionPin(DeviceFunction.PWM1));
            Configuration.SetPinFunction(4, DeviceFunction.PWM1);
            Assert.Null(PwmChannel.CreateFromPin(32));
        });
    }

    [Fact]
    public void Neighbouring_channels_share_a_frequency_and_others_do_not()
    {
        OnBoard(board =>
        {
            Configuration.SetPinFunction(32, DeviceFunction.PWM1);
            Configuration.SetPinFunction(4, DeviceFunction.PWM2);
            Configuration.SetPinFunction(13, DeviceFunction.PWM3);
            PwmChannel buzzer = PwmChannel.CreateFromPin(32, 1000)!;
            PwmChannel far = PwmChannel.CreateFromPin(13, 700)!;
            buzzer.Start();
            far.Start();
            Assert.Equal(1000, board.Pins.ToneHz(32));

            PwmChannel neighbour = PwmChannel.CreateFromPin(4, 400)!;
            neighbour.Frequency = 500;
            Assert.Equal(500, board.Pins.ToneHz(32));
            Assert.Equal(1000, buzzer.Frequency);
            Assert.Equal(700, board.Pins.ToneHz(13));
            buzzer.Stop();
            Assert.Equal(0, board.Pins.ToneHz(32));
        });
    }

    [Fact]
    public void A_bus_without_pins_and_a_taken_select_line_are_refused()
    {
        OnBoard(_ =>
        {
            Assert.Throws<ArgumentException>(() => SpiDevice.Create(new SpiConnectionSettings(2, 5)));
            using var first = SpiDevice.Create(new SpiConnectionSettings(1, 21));
            Assert.Throws<SpiDeviceAlreadyInUseException>(() => SpiDevice.Create(new SpiConnectionSettings(1, 21)));
            first.Dispose();
            SpiDevice.Create(new SpiConnectionSettings(1, 21)).Dispose();
        });
    }

    private static void OnBoard(Action<Board> test)
    {
        var world = new Simulation().On(() => { });
        world.OnBoard(() => test(world.Board));
    }
}
