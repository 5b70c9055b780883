using System;
using System.Net.Sockets;
using System.Text;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>Tells systemd how the service is, where systemd has started it and wants to know (sd_notify): a datagram to the socket that it names.</summary>
public sealed class ServiceNotice(string? socketName, TimeProvider time)
{
    private static readonly TimeSpan BetweenSigns = TimeSpan.FromSeconds(10);

    private long _lastSign = time.GetTimestamp();

    /// <summary>The notice of this process.</summary>
    public static ServiceNotice OfProcess(TimeProvider time) => new(Environment.GetEnvironmentVariable("NOTIFY_SOCKET"), time);

    /// <summary>The service is ready.</summary>
    public void Ready() => Send("READY=1");

    /// <summary>The service is stopping.</summary>
    public void Stopping() => Send("STOPPING=1");

    /// <summary>The thread that stores and folds moves. Where the unit has WatchdogSec, its absence for so long has the service started anew.</summary>
    public void Alive()
    {
        if (time.GetElapsedTime(_lastSign) >= BetweenSigns)
        {
            _lastSign = time.GetTimestamp();
            Send("WATCHDOG=1");
        }
    }

    private void Send(string words)
    {
        if (string.IsNullOrEmpty(socketName))
        {
            return;
        }

        try
        {
            // A name that begins with @ stands in no folder; the system writes the @ as a zero.
            using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
            socket.SendTo(Encoding.UTF8.GetBytes(words), new UnixDomainSocketEndPoint(socketName[0] == '@' ? "\0" + socketName[1..] : socketName));
        }
        catch (SocketException)
        {
            // Nobody listens: systemd then acts as without notice, and the service is none the worse.
        }
    }
}
