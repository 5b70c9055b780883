using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>A host stands where nothing may be sent to, unless it is allowed by name.</summary>
public sealed class PrivateTargetException(string message) : IOException(message);

/// <summary>
/// Keeps what is sent out away from the house's own network: who may set up a channel must not be able to make the bridge speak to what only the bridge can
/// reach. The address is judged when the connection is made, so a name that changes its address meanwhile gains nothing.
/// </summary>
public static class PrivateTargets
{
    private static readonly IPNetwork[] NotPublic4 =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        }.Select(IPNetwork.Parse),
    ];

    // Of IPv6 only 2000::/3 is handed out; in it stand addresses that carry one of IPv4 to who knows where, and those of documents.
    private static readonly IPNetwork Public6 = IPNetwork.Parse("2000::/3");
    private static readonly IPNetwork[] NotPublic6 = [.. new[] { "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20" }.Select(IPNetwork.Parse)];

    /// <summary>Whether a host is among those that may be private and be spoken to without TLS; they are named as they stand in an address.</summary>
    public static Func<string, bool> AllowedBy(IReadOnlyList<string> names) => host => names.Any(name => string.Equals(name.Trim('[', ']'), host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an address is reachable for everybody (RFC 6890 and its registries), and not this machine's or house's own.</summary>
    public static bool IsPublic(IPAddress address)
    {
        IPAddress plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.AddressFamily switch
        {
            AddressFamily.InterNetwork => !NotPublic4.Any(network => network.Contains(plain)),
            AddressFamily.InterNetworkV6 => plain.ScopeId == 0 && Public6.Contains(plain) && !NotPublic6.Any(network => network.Contains(plain)),
            _ => false,
        };
    }

    /// <summary>Connects to a host at one of its addresses that may be spoken to.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="mayBePrivate">Whether the settings allow it by name.</param>
    /// <param name="resolve">Asks for the addresses of a name.</param>
    /// <param name="cancel">Ends the attempt.</param>
    /// <exception cref="PrivateTargetException">All of its addresses are private.</exception>
    /// <exception cref="SocketException">It has none, or none answers.</exception>
    public static async Task<Socket> ConnectAsync(string host, int port, bool mayBePrivate, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancel)
    {
        string plain = host.Trim('[', ']');
        IPAddress[] found = IPAddress.TryParse(plain, out IPAddress? literal) ? [literal] : await resolve(plain, cancel);
        IPAddress[] allowed = mayBePrivate ? found : [.. found.Where(IsPublic)];
        if (allowed.Length == 0 && found.Length > 0)
        {
            throw new PrivateTargetException($"{plain} is at {found[0]}, which is no public address: name the host in the setting allowPrivate if it is meant.");
        }

        if (allowed.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        SocketException? last = null;
        foreach (IPAddress address in allowed)
        {
            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
                return socket;
            }
            catch (SocketException exception)
            {
                socket.Dispose();
                last = exception;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw last!;
    }
}
