using System.Collections.Generic;

namespace DutyKiosk.TerminalKit.Plan;

/// <summary>A part of the terminal. Members that its kind does not have are 0 or empty.</summary>
public sealed class Part
{
    /// <summary>As it is named in drawings, such as <c>R1</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>What the calculations make of it.</summary>
    public string Kind { get; set; } = "";

    /// <summary>What it is.</summary>
    public string Title { get; set; } = "";

    /// <summary>The variant that it belongs to, such as <c>lamps: rgb</c>; empty: it is always there.</summary>
    public Dictionary<string, string> When { get; set; } = [];

    /// <summary>The part in whose case it is; empty: it has one of its own.</summary>
    public string PartOf { get; set; } = "";

    /// <summary>Its pins, in their order on the part.</summary>
    public List<string> Pins { get; set; } = [];

    /// <summary>Pins that stay open.</summary>
    public List<string> Unused { get; set; } = [];

    /// <summary>How it is fed, where the voltage matters.</summary>
    public PartSupply? Supply { get; set; }

    /// <summary>The highest voltage that any of its pins bears; 0: it does not matter.</summary>
    public double MaxV { get; set; }

    /// <summary>The fastest clock that it takes, in Hz.</summary>
    public int ClockMaxHz { get; set; }

    /// <summary>Forward voltage of a diode or LED, in V.</summary>
    public double ForwardV { get; set; }

    /// <summary>Below this a LED is too dark, in mA.</summary>
    public double MinMa { get; set; }

    /// <summary>What it bears or gives at most, in mA.</summary>
    public double MaxMa { get; set; }

    /// <summary>What it takes at most, in mA.</summary>
    public double PeakMa { get; set; }

    /// <summary>Resistance in ohm.</summary>
    public double Ohms { get; set; }

    /// <summary>Resistance of a passive buzzer's coil in ohm.</summary>
    public double CoilOhms { get; set; }

    /// <summary>The least current gain of a transistor.</summary>
    public double GainMin { get; set; }

    /// <summary>Voltage between base and emitter of a transistor that conducts, in V.</summary>
    public double BaseV { get; set; }

    /// <summary>Voltage between collector and emitter of a transistor that conducts, in V.</summary>
    public double SaturationV { get; set; }

    /// <summary>Voltage of a supply.</summary>
    public double Volts { get; set; }

    /// <summary>How far the supply's voltage may be off.</summary>
    public double TolerancePercent { get; set; }

    /// <summary>Resistance of the supply's cable, both ways, in ohm.</summary>
    public double CableOhms { get; set; }

    /// <summary>Capacitance in µF.</summary>
    public double Microfarads { get; set; }

    /// <summary>What to ask for when it is bought.</summary>
    public string Rating { get; set; } = "";

    /// <summary>What may take its place.</summary>
    public string Substitutes { get; set; } = "";

    /// <summary>Where its values come from.</summary>
    public string Source { get; set; } = "";
}

/// <summary>How a part is fed.</summary>
public sealed class PartSupply
{
    /// <summary>The pin.</summary>
    public string Pin { get; set; } = "";

    /// <summary>At least, in V.</summary>
    public double MinV { get; set; }

    /// <summary>At most, in V.</summary>
    public double MaxV { get; set; }

    /// <summary>What it takes at most, in mA.</summary>
    public double PeakMa { get; set; }
}
