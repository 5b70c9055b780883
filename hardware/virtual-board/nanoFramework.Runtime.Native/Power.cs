using DutyKiosk.VirtualBoard;

namespace nanoFramework.Runtime.Native;

/// <summary>How to restart.</summary>
public enum RebootOption
{
    /// <summary>The whole chip.</summary>
    NormalReboot = 0,

    /// <summary>Into the booter of nanoFramework; the virtual board has none and starts its program.</summary>
    EnterNanoBooter = 1,

    /// <summary>The interpreter alone.</summary>
    ClrOnly = 2,

    /// <summary>Into the chip maker's booter; the virtual board has none and starts its program.</summary>
    EnterProprietaryBooter = 8,
}

/// <summary>Is told before a restart.</summary>
public delegate void RebootEventHandler();

/// <summary>Power of the device.</summary>
public class Power
{
    /// <summary>Raised before a restart.</summary>
    public static event RebootEventHandler OnRebootEvent
    {
        add => Handlers.Before += value;
        remove => Handlers.Before -= value;
    }

    private static RebootHandlers Handlers => Board.Current.Ram(() => new RebootHandlers());

    /// <summary>Restarts the device; does not return.</summary>
    public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot)
    {
        Board board = Board.Current;
        Handlers.Tell();
        board.Reboot();
        throw new PowerLostException(board.Name);
    }

    /// <summary>Restarts the device; does not return. The handlers have as long as they like here.</summary>
    public static void RebootDevice(int exeConstraintTimeout, RebootOption rebootOption = RebootOption.NormalReboot) => RebootDevice(rebootOption);

    private sealed class RebootHandlers
    {
        internal event RebootEventHandler? Before;

        internal void Tell() => Before?.Invoke();
    }
}
