using System.Collections.Generic;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>What a chip on its module allows, as its data sheet says (<c>chips/*.yaml</c>).</summary>
public sealed class Chip
{
    /// <summary>By which a board names it.</summary>
    public string Id { get; set; } = "";

    /// <summary>Chip, module and development board.</summary>
    public string Title { get; set; } = "";

    /// <summary>The nanoFramework images for it, by which a terminal knows its own board.</summary>
    public List<string> Targets { get; set; } = [];

    /// <summary>The GPIOs that there are.</summary>
    public List<int> Pins { get; set; } = [];

    /// <summary>GPIOs that the flash hangs on.</summary>
    public List<int> FlashPins { get; set; } = [];

    /// <summary>GPIOs that the PSRAM hangs on, where the module has one.</summary>
    public List<int> PsramPins { get; set; } = [];

    /// <summary>GPIOs without a driver and without pulls.</summary>
    public List<int> InputOnlyPins { get; set; } = [];

    /// <summary>GPIOs whose level at the end of reset decides how the chip starts.</summary>
    public List<StrappingPin> StrappingPins { get; set; } = [];

    /// <summary>GPIOs of the serial console.</summary>
    public List<int> ConsolePins { get; set; } = [];

    /// <summary>GPIOs that put something out while the chip starts.</summary>
    public List<int> NoisyPins { get; set; } = [];

    /// <summary>What it may be fed with.</summary>
    public ChipSupply Supply { get; set; } = new();

    /// <summary>What a pin's driver is set to give, in mA.</summary>
    public double PinOutMa { get; set; }

    /// <summary>What all pins may give together, in mA.</summary>
    public double AllPinsMa { get; set; }

    /// <summary>A high level is at least this part of the supply.</summary>
    public double HighLevelPart { get; set; }

    /// <summary>The SPI buses of nanoFramework.</summary>
    public List<int> SpiBuses { get; set; } = [];

    /// <summary>How many PWM channels there are; two neighbours share a timer, and so a frequency.</summary>
    public int PwmChannels { get; set; }

    /// <summary>What the module takes while it sends, at most, in mA.</summary>
    public double RadioPeakMa { get; set; }

    /// <summary>What it takes while the radio listens, in mA.</summary>
    public double ListeningMa { get; set; }

    /// <summary>Below this it resets itself, in V.</summary>
    public double BrownOutV { get; set; }
}

/// <summary>A pin that decides how the chip starts.</summary>
public sealed class StrappingPin
{
    /// <summary>The GPIO.</summary>
    public int Pin { get; set; }

    /// <summary>The level that it must have: <c>high</c> or <c>low</c>.</summary>
    public string Level { get; set; } = "";

    /// <summary>What happens otherwise.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>What a chip may be fed with, in V.</summary>
public sealed class ChipSupply
{
    /// <summary>At least.</summary>
    public double MinV { get; set; }

    /// <summary>At most.</summary>
    public double MaxV { get; set; }

    /// <summary>As the development board's regulator gives it.</summary>
    public double NominalV { get; set; }
}
