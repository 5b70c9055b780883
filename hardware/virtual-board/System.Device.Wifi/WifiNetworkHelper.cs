using System.Device.Wifi;
using System.Threading;
using DutyKiosk.VirtualBoard;

namespace nanoFramework.Networking;

/// <summary>Connecting in one call.</summary>
public static class WifiNetworkHelper
{
    /// <summary>
    /// Connects and waits for an address, and for a valid clock where asked; without a token it waits for ever. On a device it also writes the
    /// settings to flash, each time.
    /// </summary>
    public static bool ConnectDhcp(
        string ssid,
        string password,
        WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
        bool requiresDateTime = false,
        int wifiAdapterId = 0,
        CancellationToken token = default)
    {
        return Reconnect(requiresDateTime, wifiAdapterId, token);
    }

    /// <summary>Connects with the settings on flash; otherwise the same.</summary>
    public static bool Reconnect(bool requiresDateTime = false, int wifiAdapterId = 0, CancellationToken token = default)
    {
        const int FirstValidYear = 2021;
        Board board = Board.Current;
        using CancellationTokenRegistration nudge = token.Register(board.Time.Nudge);
        bool Ready() => board.Network.Up && (!requiresDateTime || board.Clock.UtcNow.Year >= FirstValidYear);
        board.Time.Block(board, "Connecting to Wi-Fi", () => token.IsCancellationRequested || Ready());
        return Ready();
    }
}
