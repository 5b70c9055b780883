using System;
using System.Collections.Generic;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;

namespace nanoFramework.M2Mqtt;

/// <summary>One publish, subscription or end of one that waits to be sent or acknowledged. The payload is the caller's array, not a copy, as in the real library.</summary>
internal sealed class InFlight(ushort id, string[] topics, byte[]? payload, MqttQoSLevel qos, bool retain)
{
    internal ushort Id { get; } = id;

    internal string[] Topics { get; } = topics;

    /// <summary>Null: it is a subscription, or the end of one.</summary>
    internal byte[]? Payload { get; } = payload;

    internal bool IsUnsubscribe { get; set; }

    internal MqttQoSLevel Qos { get; } = qos;

    internal bool Retain { get; } = retain;

    internal int Attempts { get; set; }

    /// <summary>The tick at which it is to be sent again, or given up.</summary>
    internal long DueMs { get; set; } = long.MinValue;
}

/// <summary>What waits to be sent or acknowledged, in order. Its client guards it.</summary>
internal sealed class InFlightQueue(MqttSettings settings)
{
    private readonly List<InFlight> _waiting = [];

    internal void Clear() => _waiting.Clear();

    internal void Add(InFlight message)
    {
        if (_waiting.Count >= settings.InflightQueueSize)
        {
            throw new MqttClientException(MqttClientErrorCode.InflightQueueFull);
        }

        _waiting.Add(message);
    }

    /// <summary>Collects what is to be sent now, drops what was sent often enough, and returns the tick at which something is due next.</summary>
    internal long TakeDue(long ticks, List<InFlight> toSend, Action<InFlight> giveUpPublish)
    {
        long next = long.MaxValue;
        foreach (InFlight message in _waiting.ToArray())
        {
            if (message.DueMs <= ticks)
            {
                bool send = message.Attempts < settings.AttemptsOnRetry;
                if (send)
                {
                    message.Attempts++;
                    message.DueMs = ticks + settings.DelayOnRetry;
                    toSend.Add(message);
                }
                else if (message.Payload != null)
                {
                    giveUpPublish(message);
                }

                if (!send || message.Qos == MqttQoSLevel.AtMostOnce)
                {
                    _waiting.Remove(message);
                    continue;
                }
            }

            next = Math.Min(next, message.DueMs);
        }

        return next;
    }

    /// <summary>Drops what the broker has acknowledged. False: nobody waits for that any more.</summary>
    internal bool TakeAcknowledged(ushort id, bool subscription)
    {
        int index = _waiting.FindIndex(message => message.Id == id && message.Payload == null == subscription && message.Attempts > 0);
        if (index >= 0)
        {
            _waiting.RemoveAt(index);
        }

        return index >= 0;
    }
}
