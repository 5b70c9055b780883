using System;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>
/// Whether terminals can be reached through the house's broker: the live board, the health of the service and the log go by it. However often connecting fails, it is logged once, and
/// once when it works again.
/// </summary>
/// <param name="log">Where it is logged.</param>
/// <param name="time">By whose clock it is told how long it was away.</param>
/// <param name="changed">Whoever shows it is to be told.</param>
public sealed class BrokerHealth(ILogger log, TimeProvider time, Action changed)
{
    private readonly System.Threading.Lock _gate = new();
    private string _trouble = "";
    private bool _isLost;
    private long _since;

    /// <summary>Why terminals cannot be reached, with the remedy; empty: they can.</summary>
    public string Trouble
    {
        get
        {
            lock (_gate)
            {
                return _trouble;
            }
        }
    }

    /// <summary>A broker is to be reached, and is not yet.</summary>
    public void Awaits(string address)
    {
        lock (_gate)
        {
            _trouble = $"the broker {address} is not reached yet";
        }
    }

    /// <summary>It cannot be reached, or does not let this bridge do what it must.</summary>
    public void Lost(string address, string reason)
    {
        lock (_gate)
        {
            if (_isLost)
            {
                return;
            }

            _isLost = true;
            _since = time.GetTimestamp();
            _trouble = $"the broker {address} cannot be reached ({reason.TrimEnd('.')}): see that it runs and that address, user, password and rights of this bridge are right";
            log.BrokerLost(_trouble);
        }

        changed();
    }

    /// <summary>It is reached, and everything that terminals say comes here.</summary>
    public void Reached(string address)
    {
        lock (_gate)
        {
            _trouble = "";
            if (!_isLost)
            {
                return;
            }

            _isLost = false;
            log.BrokerReached(address, (long)time.GetElapsedTime(_since).TotalSeconds);
        }

        changed();
    }
}
