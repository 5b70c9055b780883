using System;
using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>How the service is: whether its threads live, the one that stores and the one that folds, and whether it can serve. Restarters go by the first, load balancers by the second.</summary>
public sealed class ServiceHealth(StoreHealth store, BrokerHealth broker, TimeProvider time)
{
    private readonly Pulse _turns = new(time);
    private readonly Pulse _steps = new(time);
    private volatile bool _hasStepped;
    private volatile bool _isStopping;

    /// <summary>Whether both threads have moved in the last 30 seconds, whatever came of it.</summary>
    public bool IsLive => _turns.IsAlive;

    /// <summary>What is not ready, in words for the person who looks after the service; empty: everything is.</summary>
    public IReadOnlyList<string> NotReady
    {
        get
        {
            var reasons = new List<string>();
            if (_isStopping)
            {
                reasons.Add("it is stopping");
            }

            if (store.Failure is { Length: > 0 } failure)
            {
                reasons.Add($"storing fails: {failure}");
            }

            if (broker.Trouble is { Length: > 0 } trouble)
            {
                reasons.Add(trouble);
            }

            if (!_hasStepped)
            {
                reasons.Add("it is starting");
            }
            else if (!_steps.IsAlive)
            {
                reasons.Add("what is stored is not folded");
            }

            return reasons;
        }
    }

    /// <summary>The thread that folds begins a turn, and the one that stores has had one since its last.</summary>
    public void Turned() => _turns.Beat();

    /// <summary>Everything that is stored is folded, and everybody told who has to be.</summary>
    public void Stepped()
    {
        _steps.Beat();
        _hasStepped = true;
    }

    /// <summary>The service is being stopped.</summary>
    public void Stops() => _isStopping = true;
}
