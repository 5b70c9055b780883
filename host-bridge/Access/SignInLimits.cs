using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// How often somebody may try to sign in or to use a link: so often a minute from one address, and so often for one name, whether there is such a user or
/// not, so that many addresses together get no further.
/// </summary>
public sealed class SignInLimits : IDisposable
{
    /// <summary>How many tries a minute one address has.</summary>
    public const int AMinuteAnAddress = 20;

    /// <summary>How many tries a minute one name has.</summary>
    public const int AMinuteAName = 20;

    private const int NetworkBytes = 8;

    private readonly PartitionedRateLimiter<string> _addresses = Limiter(AMinuteAnAddress);
    private readonly PartitionedRateLimiter<string> _names = Limiter(AMinuteAName);

    /// <summary>Whether one more try is let through; it counts, whatever comes of it.</summary>
    /// <param name="address">The address that it comes from; null: unknown, which is one address.</param>
    /// <param name="name">The name that it is about; empty: none.</param>
    public bool Take(IPAddress? address, string name)
    {
        using RateLimitLease byAddress = _addresses.AttemptAcquire(NetworkOf(address));
        if (!byAddress.IsAcquired)
        {
            return false;
        }

        using RateLimitLease? byName = name.Length == 0 ? null : _names.AttemptAcquire(name.Length <= UserRules.LongestPassword ? name.ToUpperInvariant() : "");
        return byName?.IsAcquired ?? true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _addresses.Dispose();
        _names.Dispose();
    }

    // Whoever has one address of version 6 has 2^64 of them.
    internal static string NetworkOf(IPAddress? address)
    {
        IPAddress? plain = address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
        return plain is { AddressFamily: AddressFamily.InterNetworkV6 } && !IPAddress.IsLoopback(plain) ? Convert.ToHexString(plain.GetAddressBytes().AsSpan(0, NetworkBytes)) : plain?.ToString() ?? "";
    }

    private static PartitionedRateLimiter<string> Limiter(int aMinute) => PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetFixedWindowLimiter(key, _ => new FixedWindowRateLimiterOptions
    {
        PermitLimit = aMinute,
        Window = TimeSpan.FromMinutes(1),
        QueueLimit = 0,
    }), StringComparer.Ordinal);
}
