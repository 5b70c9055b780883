using DutyKiosk.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>The garbage collector of the interpreter.</summary>
public static class GC
{
    private const uint FreeBesideMqttClient = 84000;

    /// <summary>
    /// Collects, and returns the free bytes of the managed heap. The virtual board always answers what an ESP32 without PSRAM has left beside an MQTT
    /// client: it does not count what the firmware allocates.
    /// </summary>
    public static uint Run(bool compactHeap)
    {
        _ = Board.Current;
        return FreeBesideMqttClient;
    }
}
