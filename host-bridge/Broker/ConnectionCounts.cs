using System.Collections.Generic;
using System.Net;
using System.Threading;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>How many connections stand, over all listeners of the broker together: in all, and from each address.</summary>
public sealed class ConnectionCounts(BrokerLimits limits)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, int> _byAddress = [];
    private int _all;

    /// <summary>Counts a connection; false: there are too many, and it is not counted.</summary>
    public bool TryEnter(IPAddress from)
    {
        lock (_gate)
        {
            int fromThere = _byAddress.GetValueOrDefault(from);
            if (_all >= limits.Connections || fromThere >= limits.ConnectionsAnAddress)
            {
                return false;
            }

            _all++;
            _byAddress[from] = fromThere + 1;
            return true;
        }
    }

    /// <summary>Counts a connection no more.</summary>
    public void Leave(IPAddress from)
    {
        lock (_gate)
        {
            _all--;

            // An address that is gone is forgotten, or a stranger with many addresses would fill the memory.
            if (--_byAddress[from] == 0)
            {
                _byAddress.Remove(from);
            }
        }
    }
}
