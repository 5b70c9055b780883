using System;
using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>Where a broker of the house is, and as whom the bridge comes to it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its port.</param>
/// <param name="IsSecure">Whether TLS is spoken.</param>
/// <param name="User">The user name; empty: none.</param>
/// <param name="Password">The password.</param>
public sealed record BrokerAddress(string Host, int Port, bool IsSecure, string User, string Password)
{
    private const int PlainPort = 1883;
    private const int SecurePort = 8883;

    /// <summary>Reads <c>mqtt://user@host:1883</c> or <c>mqtts://user@host:8883</c>.</summary>
    /// <exception cref="StartupException">It is none.</exception>
    public static BrokerAddress Parse(string address, string password)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("mqtt" or "mqtts") || uri.Host.Length == 0 || uri.AbsolutePath.Length > 1 || uri.UserInfo.Contains(':', StringComparison.Ordinal))
        {
            throw new StartupException("The broker's address is none: write mqtt://user@host:1883 or mqtts://user@host:8883, and the password in its own setting.");
        }

        bool secure = uri.Scheme is "mqtts";
        return new BrokerAddress(uri.IdnHost, uri.Port > 0 ? uri.Port : secure ? SecurePort : PlainPort, secure, Uri.UnescapeDataString(uri.UserInfo), password);
    }

    /// <summary>How a client of MQTT 5 comes to it.</summary>
    public MqttClientOptionsBuilder Options(string clientId)
    {
        MqttClientOptionsBuilder options = new MqttClientOptionsBuilder().WithTcpServer(Host, Port).WithClientId(clientId).WithProtocolVersion(MqttProtocolVersion.V500);
        if (User.Length > 0)
        {
            options.WithCredentials(User, Password);
        }

        return IsSecure ? options.WithTlsOptions(tls => tls.UseTls()) : options;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(IsSecure ? "mqtts" : "mqtt")}://{Host}:{Port}");
}
