namespace System.Device.Spi;

/// <summary>Clock polarity and phase.</summary>
public enum SpiMode
{
    /// <summary>Idle low, sampled at the first edge: what the MFRC522 wants.</summary>
    Mode0 = 0,

    /// <summary>Idle low, second edge.</summary>
    Mode1 = 1,

    /// <summary>Idle high, first edge.</summary>
    Mode2 = 2,

    /// <summary>Idle high, second edge.</summary>
    Mode3 = 3,
}

/// <summary>Which bit goes first.</summary>
public enum DataFlow
{
    /// <summary>The most significant.</summary>
    MsbFirst = 0,

    /// <summary>The least significant.</summary>
    LsbFirst = 1,
}

/// <summary>Which lines are used at once.</summary>
public enum SpiBusConfiguration
{
    /// <summary>Both directions at once.</summary>
    FullDuplex = 0,

    /// <summary>One line for both directions.</summary>
    HalfDuplex = 1,

    /// <summary>One direction.</summary>
    Simplex = 2,
}
