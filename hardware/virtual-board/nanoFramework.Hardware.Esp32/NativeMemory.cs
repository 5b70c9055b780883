using DutyKiosk.VirtualBoard;

namespace nanoFramework.Hardware.Esp32;

/// <summary>The heap of the native side, which TLS and Wi-Fi use.</summary>
public class NativeMemory
{
    private const uint InternalBytes = 290000;
    private const uint FreeBytes = 110000;
    private const uint LargestFreeBytes = 60000;

    /// <summary>Which memory.</summary>
    public enum MemoryType
    {
        /// <summary>Both.</summary>
        All = 0,

        /// <summary>On the chip.</summary>
        Internal = 1,

        /// <summary>PSRAM; this board has none.</summary>
        SpiRam = 2,
    }

    /// <summary>Sizes in bytes; the virtual board always answers the same, as it counts nothing.</summary>
    public static void GetMemoryInfo(MemoryType memType, out uint totalSize, out uint totalFreeSize, out uint largestFreeBlock)
    {
        _ = Board.Current;
        bool none = memType == MemoryType.SpiRam;
        totalSize = none ? 0 : InternalBytes;
        totalFreeSize = none ? 0 : FreeBytes;
        largestFreeBlock = none ? 0 : LargestFreeBytes;
    }
}
