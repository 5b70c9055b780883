using DutyKiosk.VirtualBoard;

namespace nanoFramework.Networking;

/// <summary>The time client of the firmware: it steps the wall clock, and tells nobody.</summary>
public class Sntp
{
    /// <summary>Whether it runs.</summary>
    public static bool IsStarted => Board.Current.Clock.IsSntpRunning;

    /// <summary>The first server.</summary>
    public static string Server1 { get; set; } = "0.pool.ntp.org";

    /// <summary>The second server.</summary>
    public static string Server2 { get; set; } = "1.pool.ntp.org";

    /// <summary>Starts it.</summary>
    public static void Start() => Board.Current.Clock.RunSntp(true);

    /// <summary>Stops it.</summary>
    public static void Stop() => Board.Current.Clock.RunSntp(false);

    /// <summary>Asks the server now.</summary>
    public static void UpdateNow() => Board.Current.Clock.SynchroniseSoon();
}
