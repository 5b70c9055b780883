using System;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>The broker that a bridge speaks to terminals through. Twins: the one in this process (<see cref="MqttBroker"/>) and the house's (<see cref="OutsideBroker"/>), which several bridges share.</summary>
public interface IBroker : IMessageOut, IAsyncDisposable
{
    /// <summary>Whether other bridges reach the same terminals through it: one that does not lead can follow then, and take over.</summary>
    bool IsShared { get; }

    /// <summary>Whether everything that terminals say comes here.</summary>
    bool IsConnected { get; }

    /// <summary>Whether something that was taken is not acknowledged yet, or something that is to be told is not sent.</summary>
    bool IsAcknowledging { get; }

    /// <summary>The port of this process for plain MQTT; 0: none.</summary>
    int Port { get; }

    /// <summary>The port of this process for MQTT over TLS; -1: none.</summary>
    int TlsPort { get; }

    /// <summary>Begins to listen, or to connect, which goes on by itself.</summary>
    /// <exception cref="StartupException">A port is in use.</exception>
    Task StartAsync();

    /// <summary>Takes nothing from whoever is not connected already; what was taken is still acknowledged.</summary>
    Task TakeNoMoreAsync();

    /// <summary>Whether this bridge is the one by which terminals know that a bridge lives.</summary>
    void SpeakForHouse(bool leads);
}
