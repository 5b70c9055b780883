using System;
using System.Threading;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Search;

namespace DutyKiosk.HostBridge;

/// <summary>The parts of a bridge that do its work, whoever drives and shows them.</summary>
/// <param name="Data">The files that people edit.</param>
/// <param name="Store">What it keeps.</param>
/// <param name="Core">What it makes of it.</param>
/// <param name="Broker">The way to the terminals.</param>
/// <param name="Desk">The way to people.</param>
/// <param name="Health">How the service is.</param>
public sealed record BridgeParts(DataFolder Data, BridgeStore Store, BridgeCore Core, IBroker Broker, DeliveryDesk Desk, ServiceHealth Health)
{
    /// <summary>By which records are found.</summary>
    public RecordSearch Search { get; init; } = new(Store.Log, Store.Terminals);
}

/// <summary>Wakes the one thread of the bridge that waits; many calls are one.</summary>
public sealed class Bell : IDisposable
{
    private readonly SemaphoreSlim _calls = new(0);

    /// <summary>There is something to do.</summary>
    public void Ring() => _calls.Release();

    /// <summary>Waits until there is, or so much time has passed.</summary>
    public void Wait(TimeSpan longest)
    {
        if (longest > TimeSpan.Zero && _calls.Wait(longest))
        {
            while (_calls.Wait(TimeSpan.Zero))
            {
                // Many calls are one.
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _calls.Dispose();
}
