using DutyKiosk.VirtualBoard;

namespace System.Device.Wifi;

/// <summary>How connecting ended.</summary>
public enum WifiConnectionStatus
{
    /// <summary>Access was taken back.</summary>
    AccessRevoked = 0,

    /// <summary>The password is wrong.</summary>
    InvalidCredential = 1,

    /// <summary>The network is not there.</summary>
    NetworkNotAvailable = 2,

    /// <summary>Connected.</summary>
    Success = 3,

    /// <summary>It took too long.</summary>
    Timeout = 4,

    /// <summary>Anything else.</summary>
    UnspecifiedFailure = 5,

    /// <summary>The network wants what the chip does not have.</summary>
    UnsupportedAuthenticationProtocol = 6,
}

/// <summary>Who connects again.</summary>
public enum WifiReconnectionKind
{
    /// <summary>The device, whenever the network is there.</summary>
    Automatic = 0,

    /// <summary>The program.</summary>
    Manual = 1,
}

/// <summary>How connecting ended.</summary>
public class WifiConnectionResult
{
    internal WifiConnectionResult(WifiConnectionStatus status)
    {
        ConnectionStatus = status;
    }

    /// <summary>How connecting ended.</summary>
    public WifiConnectionStatus ConnectionStatus { get; }
}

/// <summary>The radio. The virtual board's network is one switch of its world: there is nothing to provision, and any name and password will do.</summary>
public sealed class WifiAdapter : IDisposable
{
    private WifiAdapter()
    {
    }

    /// <summary>The number of its network interface.</summary>
    public int NetworkInterface => 0;

    /// <summary>The radios: one.</summary>
    public static WifiAdapter[] FindAllAdapters()
    {
        _ = Board.Current;
        return [new WifiAdapter()];
    }

    /// <summary>Connects.</summary>
    public WifiConnectionResult Connect(string ssid, WifiReconnectionKind reconnectionKind, string passwordCredential)
    {
        return new WifiConnectionResult(Board.Current.Network.Up ? WifiConnectionStatus.Success : WifiConnectionStatus.NetworkNotAvailable);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The radio belongs to the board.
    }
}
