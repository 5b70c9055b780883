using System;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>What the firmware image says of itself.</summary>
public static class SystemInfo
{
    /// <summary>How the chip computes with floating point.</summary>
    public enum FloatingPoint
    {
        /// <summary>Not at all.</summary>
        None = 0,

        /// <summary>Single precision, in software.</summary>
        SinglePrecisionSoftware = 1,

        /// <summary>Single precision, in hardware.</summary>
        SinglePrecisionHardware = 2,

        /// <summary>Double precision, in software.</summary>
        DoublePrecisionSoftware = 3,

        /// <summary>Double precision, in hardware.</summary>
        DoublePrecisionHardware = 4,
    }

    /// <summary>As the ESP32 has it.</summary>
    public static FloatingPoint FloatingPointSupport => FloatingPoint.DoublePrecisionSoftware;

    /// <summary>Who made the image.</summary>
    public static string OEMString => $"DutyKiosk virtual board {Board.Current.Name}";

    /// <summary>The platform.</summary>
    public static string Platform => "ESP32";

    /// <summary>The image.</summary>
    public static string TargetName => Board.Current.Chip.Target;

    /// <summary>The image's version.</summary>
    public static Version Version => new(1, 16, 0, 0);
}
