using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Broker;

/// <summary>A terminal knows the newest roster, whenever it subscribes.</summary>
public sealed class RetainedMessagesTests
{
    private const int Rounds = 300;
    private const int OtherFilters = 120;
    /// <summary>What is published while a terminal subscribes reaches it too.</summary>
    [Fact]
    public async Task NothingIsMissedWhileSubscribing()
    {
        const string Topic = "dutykiosk/v1/T1/policy";
        var broker = new MqttBroker(new TerminalRegister(new string('5', 64), new TerminalEntry { Id = "T1", Post = "hotline" }), new IPEndPoint(IPAddress.Loopback, 0), null, new BrokerLimits(), TimeProvider.System, () => throw new InvalidOperationException("Nobody publishes."), () => { });
        await using (broker)
        {
            await broker.StartAsync();
            using IMqttClient client = new MqttClientFactory().CreateMqttClient();
            var received = new BlockingCollection<int>();
            client.ApplicationMessageReceivedAsync += message =>
            {
                received.Add(int.Parse(message.ApplicationMessage.ConvertPayloadToString(), CultureInfo.InvariantCulture));
                return Task.CompletedTask;
            };
            await client.ConnectAsync(new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", broker.Port).WithClientId("T1").WithProtocolVersion(MqttProtocolVersion.V311).Build(), TestContext.Current.CancellationToken);
            // The more filters one SUBSCRIBE has, the longer the server is between reading what is kept and adding the last of them.
            MqttClientSubscribeOptionsBuilder many = new MqttClientFactory().CreateSubscribeOptionsBuilder();
            for (int other = 0; other < OtherFilters; other++)
            {
                many.WithTopicFilter(string.Create(CultureInfo.InvariantCulture, $"dutykiosk/v1/T1/x{other}"), MqttQualityOfServiceLevel.AtLeastOnce);
            }

            many.WithTopicFilter(Topic, MqttQualityOfServiceLevel.AtLeastOnce);
            using var patience = new CancellationTokenSource(Until.Limit);
            for (int round = 1; round <= Rounds; round++)
            {
                int version = round;
                Task publish = Task.Run(
                    () =>
                    {
                        Thread.SpinWait(version * 100);
                        broker.Publish(Topic, System.Text.Encoding.ASCII.GetBytes(version.ToString(CultureInfo.InvariantCulture)), true);
                    },
                    TestContext.Current.CancellationToken);
                await client.SubscribeAsync(many.Build(), TestContext.Current.CancellationToken);
                await publish;
                while (received.Take(patience.Token) < version)
                {
                    // What was kept before comes first.
                }

                await client.UnsubscribeAsync(Topic, TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Only what was not published when the subscriber came is sent to him again, and only what he asked for.</summary>
    [Fact]
    public void WhatWasPublishedBeforeIsNotSentAgain()
    {
        var kept = new RetainedMessages();
        kept.Begin("a/1", [1]);
        kept.End("a/1");
        long came = kept.Published;
        kept.Begin("a/2", [2]);
        kept.Begin("b/1", [3]);
        kept.End("b/1");

        (string topic, byte[] payload) = Assert.Single(kept.After(came, "a/+"));
        Assert.Equal("a/2", topic);
        Assert.Equal([2], payload);
        Assert.Empty(kept.After(came, "c/#"));
    }
}
