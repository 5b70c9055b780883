using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Protocol;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Writes terminals' credentials to a mosquitto broker with its plugin for dynamic security (<c>mosquitto.org/documentation/dynamic-security</c>): each terminal
/// has a client of its own, bound to its id, and a role that lets it publish and read under its own topics alone.
/// </summary>
public sealed class DynamicSecurity(BrokerAddress address)
{
    private const string ControlTopic = "$CONTROL/dynamic-security/v1";
    private const string ResponseTopic = ControlTopic + "/response";
    private const string BridgeRole = "dutykiosk-bridge";
    private const string BridgeStateTopic = "dutykiosk/v1/bridge/state";
    private const string FirmwarePages = "dutykiosk/v1/bridge/firmware/+/+";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    // One conversation at a time: answers come on one topic.
    private readonly SemaphoreSlim _gate = new(1);

    /// <summary>That of the house's broker; null: it keeps no terminal's credentials.</summary>
    /// <exception cref="StartupException">The broker's address is none.</exception>
    public static DynamicSecurity? Of(BridgeOptions options)
    {
        return options.BrokerDynamicSecurity && options.Broker.Length > 0 ? new DynamicSecurity(BrokerAddress.Parse(options.Broker, options.BrokerPassword)) : null;
    }

    /// <summary>Gives the bridge's own user what it needs under <c>dutykiosk/</c>, unless he has it; it may be done at every start.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses, or cannot be reached.</exception>
    public async Task PrepareAsync(CancellationToken cancel)
    {
        if (await IsPreparedAsync(cancel))
        {
            return;
        }

        try
        {
            await GiveRoleAsync(cancel);
        }
        catch (InvalidOperationException) when (!cancel.IsCancellationRequested)
        {
            // Whose rights change is parted from, and that is ourselves; what counts is whether it was done.
            if (!await IsPreparedAsync(cancel))
            {
                throw;
            }
        }
    }

    private async Task<bool> IsPreparedAsync(CancellationToken cancel)
    {
        IReadOnlyList<Response> answer = await SendAsync([new Command("getClient") { Username = address.User }], cancel);
        return answer.Any(response => response.Data?.Client?.Roles?.Any(role => string.Equals(role.Rolename, BridgeRole, StringComparison.Ordinal)) == true);
    }

    private Task GiveRoleAsync(CancellationToken cancel)
    {
        return SendAsync(
            [
                new Command("createRole")
                {
                    Rolename = BridgeRole,
                    Acls = [Allow("publishClientSend", "dutykiosk/#"), Allow("publishClientReceive", "dutykiosk/#"), Allow("subscribePattern", "dutykiosk/#"), Allow("subscribePattern", "$share/dutykiosk/#"), Allow("unsubscribePattern", "#")],
                },
                new Command("addClientRole") { Username = address.User, Rolename = BridgeRole, Priority = 1 },
            ],
            cancel);
    }

    /// <summary>Lets a terminal in with new credentials, and with the older ones no longer.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses, or cannot be reached.</exception>
    public Task EnrolAsync(TerminalCredentials terminal, CancellationToken cancel)
    {
        string own = $"dutykiosk/v1/{terminal.Terminal}/";
        string role = RoleOf(terminal.Terminal);
        return SendAsync(
            [
                .. Removal(terminal.Terminal),
                new Command("createRole")
                {
                    Rolename = role,
                    Acls =
                    [
                        Allow("publishClientSend", own + "event"), Allow("publishClientSend", own + "state"), Allow("publishClientSend", own + "health"),
                        Allow("publishClientReceive", own + "#"), Allow("publishClientReceive", BridgeStateTopic), Allow("publishClientReceive", FirmwarePages),
                        Allow("subscribePattern", own + "#"), Allow("subscribeLiteral", BridgeStateTopic), Allow("subscribePattern", FirmwarePages), Allow("unsubscribePattern", "#"),
                    ],
                },
                new Command("createClient") { Username = terminal.Terminal, Clientid = terminal.Terminal, Password = terminal.Password, Roles = [new RoleOfClient(role)] },
            ],
            cancel);
    }

    /// <summary>Lets a terminal in no longer; one that is connected is parted from.</summary>
    /// <exception cref="InvalidOperationException">The broker refuses, or cannot be reached.</exception>
    public Task RevokeAsync(string terminal, CancellationToken cancel) => SendAsync(Removal(terminal), cancel);

    private static string RoleOf(string terminal) => "dutykiosk-terminal-" + terminal;

    private static Command[] Removal(string terminal) => [new("deleteClient") { Username = terminal }, new("deleteRole") { Rolename = RoleOf(terminal) }];

    private static Acl Allow(string kind, string topic) => new(kind, topic, true);

    private async Task<IReadOnlyList<Response>> SendAsync(IReadOnlyList<Command> commands, CancellationToken cancel)
    {
        await _gate.WaitAsync(cancel);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            var answered = new TaskCompletionSource<Answer>(TaskCreationOptions.RunContinuationsAsynchronously);
            client.ApplicationMessageReceivedAsync += message =>
            {
                answered.TrySetResult(JsonSerializer.Deserialize<Answer>(message.ApplicationMessage.ConvertPayloadToString(), Json) ?? new Answer([]));
                return Task.CompletedTask;
            };
            await client.ConnectAsync(address.Options("dutykiosk-admin-" + Guid.NewGuid().ToString("N")[..8]).WithCleanStart().Build(), patience.Token);
            await client.SubscribeAsync(ResponseTopic, MqttQualityOfServiceLevel.AtLeastOnce, patience.Token);
            await client.PublishBinaryAsync(ControlTopic, JsonSerializer.SerializeToUtf8Bytes(new { commands }, Json), MqttQualityOfServiceLevel.AtLeastOnce, false, patience.Token);
            Answer answer = await answered.Task.WaitAsync(patience.Token);

            // What was to be taken away may not have been there.
            if (answer.Responses?.FirstOrDefault(response => response.Error is { Length: > 0 } && !response.Command.StartsWith("delete", StringComparison.Ordinal) && !response.Error.Contains("already", StringComparison.OrdinalIgnoreCase)) is { } refused)
            {
                throw new InvalidOperationException($"The broker {address} refuses '{refused.Command}': {refused.Error}. See that the bridge's user there may use dynamic security.");
            }

            await client.DisconnectAsync(new MqttClientDisconnectOptions(), CancellationToken.None);
            return answer.Responses ?? [];
        }
        catch (Exception exception) when (exception is MqttCommunicationException or MqttClientNotConnectedException or JsonException || (exception is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new InvalidOperationException($"The dynamic security of the broker {address} does not answer ({exception.Message}): see that it runs with that plugin, and that the bridge's user may use it.", exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    private sealed record Acl(string Acltype, string Topic, bool Allow);

    private sealed record RoleOfClient(string Rolename);

    private sealed record Command([property: JsonPropertyName("command")] string Name)
    {
        public string? Username { get; init; }

        public string? Clientid { get; init; }

        public string? Password { get; init; }

        public string? Rolename { get; init; }

        public int? Priority { get; init; }

        public IReadOnlyList<RoleOfClient>? Roles { get; init; }

        public IReadOnlyList<Acl>? Acls { get; init; }
    }

    private sealed record Answer(IReadOnlyList<Response>? Responses);

    private sealed record Response(string Command, string? Error, ResponseData? Data);

    private sealed record ResponseData(ClientOfBroker? Client);

    private sealed record ClientOfBroker(IReadOnlyList<RoleOfClient>? Roles);
}
