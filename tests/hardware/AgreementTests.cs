using System;
using System.Collections.Generic;
using System.Device.Gpio;
using System.Linq;
using DutyKiosk.Core.Journal;
using DutyKiosk.TerminalKit.Plan;
using DutyKiosk.VirtualBoard;
using nanoFramework.Hardware.Esp32;
using Xunit;
using FirmwareBoard = DutyKiosk.Terminal.Board;
using VirtualOne = DutyKiosk.VirtualBoard.Board;

namespace DutyKiosk.Hardware.Tests;

/// <summary>The firmware's pins, the virtual board's rules and the plan say the same.</summary>
public sealed class AgreementTests
{
    /// <summary>The boards of the plan, and what the firmware and the virtual board have for them.</summary>
    public static TheoryData<string> Boards { get; } = ["esp32", "esp32-s3"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void TheFirmwareHasThePlansPins(string board)
    {
        Build build = TerminalFolder.Plan().Reference(board);
        FirmwareBoard firmware = FirmwareBoard.Of(ChipOf(board).Target)!;
        var pins = new Dictionary<string, int>(StringComparer.Ordinal)
        {
            ["reader-mosi"] = firmware.ReaderMosi,
            ["reader-miso"] = firmware.ReaderMiso,
            ["reader-clock"] = firmware.ReaderClock,
            ["reader-select"] = firmware.ReaderSelect,
            ["reader-reset"] = firmware.ReaderReset,
            ["lamp-green"] = firmware.GreenLamp,
            ["lamp-amber"] = firmware.AmberLamp,
            ["lamp-red"] = firmware.RedLamp,
            ["buzzer"] = firmware.Buzzer,
            ["button"] = firmware.Button,
        };
        Assert.Equal(pins.OrderBy(pin => pin.Key, StringComparer.Ordinal), build.Board.Gpio.OrderBy(pin => pin.Key, StringComparer.Ordinal));
        Assert.All(build.Nets.Where(wire => wire.Net.Bus > 0), wire => Assert.Equal(FirmwareBoard.ReaderSpiBus, wire.Net.Bus));
        Assert.Equal(FirmwareBoard.ReaderClockHz, build.Nets.Single(wire => wire.Net.Hz > 0).Net.Hz);

        // Every pin of the firmware's is one of these, so that a new one is wired, too.
        Assert.Equal(pins.Count, typeof(FirmwareBoard).GetFields().Count(field => !field.IsStatic));
    }

    /// <summary>Every image of a chip leads to its own board: another chip's pins may stop the flash.</summary>
    [Theory]
    [MemberData(nameof(Boards))]
    public void EveryImageLeadsToItsBoard(string board)
    {
        Chip chip = TerminalFolder.Plan().Reference(board).Chip;
        Assert.All(chip.Targets, target => Assert.Same(FirmwareBoard.Of(ChipOf(board).Target), FirmwareBoard.Of(target)));
        Assert.Contains(ChipOf(board).Target, chip.Targets);
    }

    /// <summary>An image of another chip leads to no pins at all.</summary>
    [Theory]
    [InlineData("ESP32_C3")]
    [InlineData("ESP32_S2")]
    [InlineData("ESP32_OLIMEX")]
    [InlineData("XIAO_ESP32S3")]
    [InlineData("")]
    public void AnotherChipHasNone(string target) => Assert.Null(FirmwareBoard.Of(target));

    /// <summary>The virtual board opens and maps what the chip can, and nothing else.</summary>
    [Theory]
    [MemberData(nameof(Boards))]
    public void TheVirtualBoardHasTheChipsRules(string board)
    {
        Build build = TerminalFolder.Plan().Reference(board);
        Chip chip = build.Chip;
        OnBoard(board, () =>
        {
            using var controller = new GpioController();
            for (int pin = 0; pin < 50; pin++)
            {
                bool has = chip.Pins.Contains(pin) && !chip.FlashPins.Contains(pin) && !(build.Board.Psram && chip.PsramPins.Contains(pin));

                // 37 and 38 are pins of the chip that its module does not lead out.
                if (board != "esp32" || pin is not (37 or 38))
                {
                    Assert.Equal(has, controller.IsPinModeSupported(pin, PinMode.Input));
                    Assert.Equal(has && !chip.InputOnlyPins.Contains(pin), controller.IsPinModeSupported(pin, PinMode.Output));
                }
            }

            Configuration.SetPinFunction(build.Board.Gpio["buzzer"], DeviceFunction.PWM1 + (0x100 * (chip.PwmChannels - 1)));
            if (chip.PwmChannels < 16)
            {
                Assert.Throws<ArgumentException>(() => Configuration.SetPinFunction(build.Board.Gpio["buzzer"], DeviceFunction.PWM1 + (0x100 * chip.PwmChannels)));
            }
        });
    }

    /// <summary>What the plan says of the journal's blocks is the firmware's default, and within what the configuration takes.</summary>
    [Fact]
    public void TheJournalHasThePlansBlocks()
    {
        PlanFile plan = TerminalFolder.Plan();
        Assert.Equal(FlashJournal.DefaultSegments, plan.Reference("esp32").Board.JournalSegments);
        Assert.All(plan.Plan.Boards, board => Assert.InRange(board.JournalSegments, 3, 512));
        Assert.All(plan.Plan.Boards, board => Assert.True(board.JournalSegments * plan.Plan.Journal.BlockBytes <= (board.FileSystemKb * 1024) - (35 * plan.Plan.Journal.BlockBytes)));
    }

    private static BoardChip ChipOf(string board) => board == "esp32" ? BoardChip.Esp32 : BoardChip.Esp32S3;

    private static void OnBoard(string board, Action look)
    {
        var virtualBoard = new VirtualOne("T1", new SimulatedTime(1772366400000), new BoardFlash()) { Chip = ChipOf(board) };
        virtualBoard.PowerOn(look);
        virtualBoard.PowerOff();
    }
}
