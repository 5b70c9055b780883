using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.VirtualBoard;
using Xunit;

namespace DutyKiosk.Terminal.Tests;

/// <summary>Another chip, one lamp of several colours, a buzzer with one tone: the same program, chosen by its image and its configuration.</summary>
public sealed class VariantTests : IDisposable
{
    private readonly NightShift _night = new();
    /// <inheritdoc/>
    public void Dispose() => _night.Dispose();

    /// <summary>On an ESP32-S3 everything hangs on other pins, and works.</summary>
    [Fact]
    public void AnotherChipHasItsOwnPins()
    {
        _night.Board.PowerOff();
        _night.Board.Chip = BoardChip.Esp32S3;
        _night.Stage.PowerOn("T1");
        _night.Run(TimeSpan.FromSeconds(10));
        Look[] looks = TapAndLook(NightShift.Relief, Board.Esp32S3);
        Assert.Equal("duty.clock-in", _night.Newest);
        Assert.Contains(looks, look => look.Green && !look.Red);
        Assert.Contains(looks, look => look.ToneHz > 0);
        Assert.DoesNotContain(TapAndLook(NightShift.Crew, Board.Esp32), look => look.Green || look.Amber || look.Red || look.ToneHz > 0);
    }

    /// <summary>One lamp of several colours: amber is green and red together, and lamps that would burn together take turns.</summary>
    [Fact]
    public void OneLampShowsAmberAsBothColours()
    {
        _night.Configure(("lamps", "rgb"));
        _night.Run(TimeSpan.FromMinutes(15));
        Look[] looks = TapAndLook(NightShift.Leader, Board.Esp32);
        Assert.Equal("handover.started", _night.Newest);

        // waiting-for-second is amber, fast: both colours go on and off together.
        Assert.All(looks, look => Assert.Equal(look.Green, look.Red));
        Assert.Equal(8, Changes(looks, look => look.Green));
        Assert.DoesNotContain(looks, look => look.Amber);
    }

    /// <summary>A buzzer with one tone is switched, and never driven by PWM.</summary>
    [Fact]
    public void OneToneIsSwitched()
    {
        _night.Configure(("buzzer", "active"));
        _night.Run(TimeSpan.FromSeconds(10));
        Look[] looks = TapAndLook(NightShift.Relief, Board.Esp32);
        Assert.DoesNotContain(looks, look => look.ToneHz > 0);

        // accepted is two beeps with a gap between them.
        Assert.Equal(3, Changes(looks, look => look.Buzzes));
    }

    private static int Changes(Look[] looks, Func<Look, bool> what) => looks.Skip(1).Where((look, i) => what(look) != what(looks[i])).Count();

    // What pins do in the second after a tap, each hundredth of it: in simulated time lamps change only when somebody looks.
    private Look[] TapAndLook(string badge, Board wired)
    {
        _night.Stage.Tap("T1", Convert.FromHexString(badge));
        var looks = new List<Look>();
        for (int i = 0; i < 100; i++)
        {
            _night.Run(TimeSpan.FromMilliseconds(10));
            _night.Stage.SignalOf("T1", "");
            BoardPins pins = _night.Board.Pins;
            looks.Add(new Look(pins.Level(wired.GreenLamp), pins.Level(wired.AmberLamp), pins.Level(wired.RedLamp), pins.Level(wired.Buzzer), pins.ToneHz(wired.Buzzer)));
        }

        return [.. looks];
    }

    private sealed record Look(bool Green, bool Amber, bool Red, bool Buzzes, int ToneHz);
}
