using DutyKiosk.VirtualBoard;

namespace nanoFramework.Networking;

/// <summary>The time client of the firmware: it steps the wall clock, and tells nobody.</summary>
public class Sntp
{
    /// <summary>Whether it runs.</summary>
    public static bool IsStarted => Board.Current.Clock.IsSntpRunning;

    /// <summary>The first server.</summary>
    public static string Server1
    {
        get => Names.First;
        set => Names.First = value;
    }

    /// <summary>The second server.</summary>
    public static string Server2
    {
        get => Names.Second;
        set => Names.Second = value;
    }

    private static ServerNames Names => Board.Current.Ram(() => new ServerNames());

    /// <summary>Starts it.</summary>
    public static void Start() => Board.Current.Clock.RunSntp(true);

    /// <summary>Stops it.</summary>
    public static void Stop() => Board.Current.Clock.RunSntp(false);

    /// <summary>Asks the server now, where it can be had.</summary>
    public static void UpdateNow() => Board.Current.Clock.SynchroniseNow();

    private sealed class ServerNames
    {
        internal string First { get; set; } = "0.pool.ntp.org";

        internal string Second { get; set; } = "1.pool.ntp.org";
    }
}
