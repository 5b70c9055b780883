using System;
using System.Collections.Generic;
using System.Linq;
using MQTTnet;
using MQTTnet.Server;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// What the bridge has published to be kept, so that nobody who subscribes at that moment misses it: MQTTnet's server reads the kept messages first and
/// adds the subscription afterwards (<c>MqttClientSubscriptionsManager.Subscribe</c>), and what is published between the two reaches nobody.
/// A terminal would then go by an old roster until the next one.
/// </summary>
public sealed class RetainedMessages
{
    private readonly System.Threading.Lock _gate = new();
    private readonly Dictionary<string, (byte[] Payload, long Published)> _kept = new(StringComparer.Ordinal);
    private long _published;

    /// <summary>How many were published.</summary>
    public long Published
    {
        get
        {
            lock (_gate)
            {
                return _published;
            }
        }
    }

    /// <summary>A message is being published: who subscribes from now on may miss it.</summary>
    public void Begin(string topic, byte[] payload)
    {
        lock (_gate)
        {
            _kept[topic] = (payload, long.MaxValue);
        }
    }

    /// <summary>The message of this topic is published.</summary>
    public void End(string topic)
    {
        lock (_gate)
        {
            _kept[topic] = (_kept[topic].Payload, ++_published);
        }
    }

    /// <summary>The messages for a filter that were not yet published when <paramref name="published"/> were, in the order of their publishing.</summary>
    public IReadOnlyList<(string Topic, byte[] Payload)> After(long published, string filter)
    {
        lock (_gate)
        {
            return [.. _kept.Where(kept => kept.Value.Published > published && MqttTopicFilterComparer.Compare(kept.Key, filter) == MqttTopicFilterCompareResult.IsMatch)
                .OrderBy(kept => kept.Value.Published)
                .Select(kept => (kept.Key, kept.Value.Payload))];
        }
    }
}
