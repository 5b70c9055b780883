using System;
using System.Net;
using System.Threading.RateLimiting;
using DutyKiosk.HostBridge.Access;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>How often calendars may be asked for from one network: a house whose telephones all come through one address asks far less often.</summary>
public sealed class FeedLimits : IDisposable
{
    /// <summary>How often a minute.</summary>
    public const int AMinute = 120;

    private readonly PartitionedRateLimiter<string> _networks = PartitionedRateLimiter.Create<string, string>(
        network => RateLimitPartition.GetFixedWindowLimiter(network, _ => new FixedWindowRateLimiterOptions { PermitLimit = AMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }),
        StringComparer.Ordinal);

    /// <summary>Whether one more request from an address is let through.</summary>
    public bool Take(IPAddress? address)
    {
        using RateLimitLease lease = _networks.AttemptAcquire(SignInLimits.NetworkOf(address));
        return lease.IsAcquired;
    }

    /// <inheritdoc/>
    public void Dispose() => _networks.Dispose();
}
