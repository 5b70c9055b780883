using DutyKiosk.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>How to restart.</summary>
public enum RebootOption
{
    /// <summary>The whole chip.</summary>
    NormalReboot = 0,

    /// <summary>The interpreter alone.</summary>
    ClrOnly = 2,
}

/// <summary>Power of the device.</summary>
public class Power
{
    /// <summary>Restarts the device; does not return on a real one.</summary>
    public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
    {
        Board board = Board.Current;
        board.Reboot();
        throw new PowerLostException(board.Name);
    }
}

/// <summary>The garbage collector of the interpreter.</summary>
public static class GC
{
    /// <summary>Collects, and returns the free bytes of the managed heap; the virtual board answers what an ESP32 has left after a start.</summary>
    public static uint Run(bool compactHeap)
    {
        _ = Board.Current;
        return 84000;
    }
}
