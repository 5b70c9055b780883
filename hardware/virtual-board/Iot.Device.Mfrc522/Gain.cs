namespace Iot.Device.Mfrc522;

/// <summary>How much the receiver amplifies.</summary>
public enum Gain
{
    /// <summary>18 dB.</summary>
    G18dBa = 0,

    /// <summary>23 dB.</summary>
    G23dBa = 16,

    /// <summary>18 dB.</summary>
    G18dBb = 32,

    /// <summary>23 dB.</summary>
    G23dBb = 48,

    /// <summary>33 dB, after a reset.</summary>
    G33dB = 64,

    /// <summary>38 dB.</summary>
    G38dB = 80,

    /// <summary>43 dB.</summary>
    G43dB = 96,

    /// <summary>48 dB.</summary>
    G48dB = 112,
}
