using System.Collections.Generic;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>What is connected: ends are <c>PART.PIN</c>, those of the development board <c>BOARD.PIN</c>.</summary>
public sealed class Net
{
    /// <summary>By which a board gives it a GPIO.</summary>
    public string Id { get; set; } = "";

    /// <summary>What the chip has to do with it; empty: nothing.</summary>
    public string Does { get; set; } = "";

    /// <summary>Of a power net its voltage; null: it is none.</summary>
    public double? Volts { get; set; }

    /// <summary>SPI bus as nanoFramework counts.</summary>
    public int Bus { get; set; }

    /// <summary>PWM channel as nanoFramework counts.</summary>
    public int Channel { get; set; }

    /// <summary>Clock in Hz.</summary>
    public int Hz { get; set; }

    /// <summary>The level that the parts give it while the chip starts: <c>low</c>, <c>high</c> or <c>open</c>.</summary>
    public string AtBoot { get; set; } = "";

    /// <summary>Says that somebody has seen that it may hang on a strapping pin, as its level at the start fits.</summary>
    public bool FitsStrapping { get; set; }

    /// <summary>Colour of the wire.</summary>
    public string Colour { get; set; } = "";

    /// <summary>What hangs on it.</summary>
    public List<string> Ends { get; set; } = [];
}
