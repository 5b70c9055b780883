namespace DutyKiosk.VirtualBoard;

/// <summary>One change that a logic analyser on a pin would show.</summary>
public sealed class BoardChange
{
    internal BoardChange(long tickMs, int pin, bool level, int frequencyHz, double duty)
    {
        TickMs = tickMs;
        Pin = pin;
        Level = level;
        FrequencyHz = frequencyHz;
        Duty = duty;
    }

    /// <summary>When, in milliseconds since the board's start.</summary>
    public long TickMs { get; }

    /// <summary>The GPIO number.</summary>
    public int Pin { get; }

    /// <summary>The level from now on; meaningless while PWM sounds on the pin.</summary>
    public bool Level { get; }

    /// <summary>The PWM frequency from now on in hertz; 0: there is none.</summary>
    public int FrequencyHz { get; }

    /// <summary>The part of the time that the PWM output is high, 0 to 1.</summary>
    public double Duty { get; }

    /// <inheritdoc/>
    public override string ToString() => FrequencyHz > 0 ? $"{TickMs} {Pin} {FrequencyHz} Hz {Duty}" : $"{TickMs} {Pin} {(Level ? "high" : "low")}";
}
