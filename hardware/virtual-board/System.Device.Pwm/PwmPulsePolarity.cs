namespace System.Device.Pwm;

/// <summary>Which level is the active one.</summary>
public enum PwmPulsePolarity
{
    /// <summary>High.</summary>
    ActiveHigh = 0,

    /// <summary>Low.</summary>
    ActiveLow = 1,
}
