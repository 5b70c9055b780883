using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Text;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Exceptions;
using nanoFramework.M2Mqtt.Messages;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

/// <summary>The client's quirks, and the broker's manners, each over the other.</summary>
public sealed class MqttClientTests
{
    private readonly Simulation _world = new();
    private readonly List<string> _seen = [];
    private readonly List<Action> _heldBack = [];

    public MqttClientTests()
    {
        _world.On(() => { });
        _world.Broker.Published = (client, topic, payload, acknowledge) =>
        {
            _seen.Add($"{client} {topic} {Encoding.UTF8.GetString(payload)}");
            acknowledge();
            return true;
        };
    }

    [Fact]
    public void Offline_the_constructor_throws()
    {
        _world.Board.Network.Up = false;
        _world.OnBoard(() => Assert.Throws<SocketException>(() => new MqttClient("broker.example")));
    }

    [Fact]
    public void A_dead_broker_is_an_exception_of_Connect()
    {
        _world.Broker.Up = false;
        _world.OnBoard(() => Assert.Throws<MqttConnectionException>(() => new MqttClient("broker").Connect("T1")));
    }

    [Fact]
    public void Tls_wants_a_set_clock()
    {
        _world.OnBoard(() => Assert.Throws<MqttConnectionException>(
            () => new MqttClient("broker", 8883, true, null, null, MqttSslProtocols.TLSv1_2).Connect("T1")));
    }

    [Fact]
    public void A_publish_arrives_and_is_acknowledged_on_the_dispatch_thread()
    {
        MqttClient client = Connected();
        client.MqttMsgPublished += (_, e) => _seen.Add($"{e.MessageId} {e.IsPublished} {Board.Current.Name}");
        ushort id = 0;
        _world.OnBoard(() => id = client.Publish("event", "1"u8.ToArray(), null, null, MqttQoSLevel.AtLeastOnce, false));
        Assert.Empty(_seen);
        _world.RunFor(0);

        Assert.Equal(["T1 event 1", id + " True T1"], _seen);
    }

    [Fact]
    public void What_is_unsubscribed_comes_no_more()
    {
        MqttClient client = Connected();
        client.MqttMsgPublishReceived += (_, e) => _seen.Add(e.Topic);
        _world.OnBoard(() => client.Subscribe(["a", "b"], [MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtLeastOnce]));
        _world.RunFor(0);
        _world.OnBoard(() => client.Unsubscribe(["a"]));
        _world.RunFor(10000);
        Assert.Equal(["b"], _world.Broker.FiltersOf("T1"));
        _world.Broker.Publish("a", [1], false);
        _world.Broker.Publish("b", [1], false);
        _world.RunFor(0);

        Assert.Equal(["b"], _seen);
    }

    [Fact]
    public void Without_an_acknowledgement_it_is_sent_three_times_and_given_up()
    {
        _world.Broker.Published = (_, topic, _, _) =>
        {
            _seen.Add(topic + " at " + _world.Board.Clock.TickMs);
            return true;
        };
        MqttClient client = Connected();
        client.MqttMsgPublished += (_, e) => _seen.Add(e.IsPublished + " at " + _world.Board.Clock.TickMs);
        _world.OnBoard(() => client.Publish("event", [1], null, null, MqttQoSLevel.AtLeastOnce, false));
        _world.RunFor(10000);

        Assert.Equal(["event at 0", "event at 1000", "event at 2000", "False at 3000"], _seen);
    }

    [Fact]
    public void Publishing_does_not_look_at_the_connection_and_Close_forgets_what_waits()
    {
        MqttClient? client = null;
        _world.OnBoard(() =>
        {
            client = new MqttClient("broker");
            client.Publish("lost", [1], null, null, MqttQoSLevel.AtLeastOnce, false);
            client.Close();
            client.Publish("kept", [1], null, null, MqttQoSLevel.AtLeastOnce, false);
            client.Connect("T1");
        });
        _world.RunFor(5000);

        Assert.Equal(["T1 kept \u0001"], _seen);
    }

    [Fact]
    public void Qos_1_in_flight_is_lost_at_a_reconnect()
    {
        _world.Broker.Published = (_, topic, _, acknowledge) =>
        {
            _seen.Add(topic);
            _heldBack.Add(acknowledge);
            return true;
        };
        MqttClient client = Connected();
        client.MqttMsgPublished += (_, _) => _seen.Add("acknowledged");
        _world.OnBoard(() => client.Publish("event", [1], null, null, MqttQoSLevel.AtLeastOnce, false));
        _world.RunFor(100);
        _world.OnBoard(() =>
        {
            client.Close();
            client.Connect("T1");
        });
        _heldBack[0]();
        _world.RunFor(10000);

        Assert.Equal(["event"], _seen);
    }

    [Fact]
    public void Beyond_the_size_of_the_queue_publish_throws()
    {
        MqttClient client = Connected();
        _world.OnBoard(() =>
        {
            client.Settings.InflightQueueSize = 1;
            client.Publish("event", [1], null, null, MqttQoSLevel.AtLeastOnce, false);
            var full = Assert.Throws<MqttClientException>(() => client.Publish("event", [2], null, null, MqttQoSLevel.AtLeastOnce, false));
            Assert.Equal(MqttClientErrorCode.InflightQueueFull, full.ErrorCode);
        });
        _world.RunFor(0);
        _world.OnBoard(() => client.Publish("event", [3], null, null, MqttQoSLevel.AtLeastOnce, false));
    }

    [Fact]
    public void The_closed_event_comes_for_ones_own_Disconnect_but_not_for_Close()
    {
        MqttClient client = Connected();
        client.ConnectionClosed += (_, _) => _seen.Add("closed");
        _world.OnBoard(client.Disconnect);
        _world.RunFor(0);
        Assert.Equal(["closed"], _seen);
        _world.OnBoard(() => Assert.Throws<MqttCommunicationException>(client.Disconnect));

        _world.OnBoard(() =>
        {
            client.Connect("T1");
            client.Close();
        });
        _world.RunFor(0);
        Assert.Equal(["closed"], _seen);
    }

    [Fact]
    public void An_exception_in_a_handler_costs_the_connection()
    {
        MqttClient client = Connected();
        client.ConnectionClosed += (_, _) => _seen.Add("closed");
        client.MqttMsgPublishReceived += (_, _) => throw new FormatException();
        _world.OnBoard(() => client.Subscribe(["ack"], [MqttQoSLevel.AtLeastOnce]));
        _world.RunFor(0);
        _world.Broker.Publish("ack", [1], false);
        _world.RunFor(0);

        Assert.Equal(["closed"], _seen);
        Assert.False(client.IsConnected);
        Assert.False(_world.Broker.IsConnected("T1"));
    }

    [Fact]
    public void A_refused_Connect_leaves_the_connection_open_until_Close()
    {
        _world.Broker.Connecting = connect => (byte)(string.Equals(connect.Password, "secret", StringComparison.Ordinal) ? 0 : 5);
        _world.OnBoard(() =>
        {
            var client = new MqttClient("broker");
            Assert.Equal(MqttReasonCode.ConnectionRefusedNotAuthorized, client.Connect("T1", "T1", "wrong"));
            Assert.False(client.IsConnected);
            Assert.Equal(1, _world.Broker.OpenConnections);
            client.Close();
            Assert.Equal(0, _world.Broker.OpenConnections);
            Assert.Equal(MqttReasonCode.Success, client.Connect("T1", "T1", "secret"));
        });
    }

    [Fact]
    public void Retained_messages_come_with_the_subscription()
    {
        _world.Broker.Publish("T1/policy", "old"u8.ToArray(), true);
        _world.Broker.Publish("T1/policy", "new"u8.ToArray(), true);
        _world.Broker.Publish("T1/gone", "x"u8.ToArray(), true);
        _world.Broker.Publish("T1/gone", [], true);
        MqttClient client = Connected();
        client.MqttMsgPublishReceived += (_, e) => _seen.Add($"{e.Topic} {Encoding.UTF8.GetString(e.Message)} {e.Retain}");
        _world.OnBoard(() => client.Subscribe(["T1/+"], [MqttQoSLevel.AtLeastOnce]));
        _world.RunFor(0);
        _world.Broker.Publish("T1/ack", "5"u8.ToArray(), false);
        _world.Broker.Publish("T2/ack", "6"u8.ToArray(), false);
        _world.RunFor(0);

        Assert.Equal(["T1/policy new True", "T1/ack 5 False"], _seen);
    }

    [Fact]
    public void A_will_comes_when_a_connection_ends_without_a_word()
    {
        MqttClient client = Connected(will: "lost");
        _world.OnBoard(client.Close);
        Assert.Equal(["T1 state lost"], _seen);

        client = Connected(will: "lost");
        _world.OnBoard(client.Disconnect);
        _world.RunFor(100000);
        Assert.Single(_seen);
    }

    [Fact]
    public void A_board_that_was_cut_off_is_given_up_after_one_and_a_half_keep_alives_though_it_has_closed_its_end()
    {
        MqttClient client = Connected(will: "lost");
        _world.Board.Network.Up = false;
        _world.OnBoard(client.Close);
        _world.RunFor(44999);
        Assert.Empty(_seen);
        Assert.True(_world.Broker.IsConnected("T1"));
        _world.RunFor(1);

        Assert.Equal(["T1 state lost"], _seen);
    }

    [Fact]
    public void The_client_notices_a_cut_after_two_keep_alives()
    {
        MqttClient client = Connected();
        client.ConnectionClosed += (_, _) => _seen.Add("closed");
        _world.Board.Network.Up = false;
        _world.Board.Network.Up = true;
        _world.RunFor(59999);
        Assert.True(client.IsConnected);
        _world.RunFor(1);

        Assert.Equal(["closed"], _seen);
    }

    [Fact]
    public void A_client_id_is_taken_over_by_its_next_connection()
    {
        MqttClient first = Connected(will: "lost");
        first.ConnectionClosed += (_, _) => _seen.Add("closed");
        var ids = new List<string>();
        _world.Broker.ClientLost += ids.Add;
        _world.Broker.ClientConnected += id => ids.Add("+" + id);
        Connected(will: "lost");
        _world.RunFor(0);

        Assert.Equal(["T1 state lost", "closed"], _seen);
        Assert.Equal(["T1", "+T1"], ids);
        Assert.True(_world.Broker.IsConnected("T1"));
    }

    [Fact]
    public void A_bridge_that_refuses_a_publish_closes_the_connection_without_acknowledging()
    {
        _world.Broker.Published = (_, topic, _, _) => !topic.StartsWith("other/", StringComparison.Ordinal);
        MqttClient client = Connected();
        client.MqttMsgPublished += (_, _) => _seen.Add("acknowledged");
        client.ConnectionClosed += (_, _) => _seen.Add("closed");
        _world.OnBoard(() => client.Publish("other/event", [1], null, null, MqttQoSLevel.AtLeastOnce, false));
        _world.RunFor(5000);

        Assert.Equal(["closed"], _seen);
    }

    [Fact]
    public void A_killed_broker_ends_connections_and_forgets_what_it_retained()
    {
        _world.Broker.Publish("policy", [1], true);
        MqttClient client = Connected(will: "lost");
        client.ConnectionClosed += (_, _) => _seen.Add("closed");
        client.MqttMsgPublishReceived += (_, e) => _seen.Add(e.Topic);
        _world.Broker.Up = false;
        _world.RunFor(0);
        _world.Broker.Up = true;
        _world.OnBoard(() =>
        {
            client.Connect("T1");
            client.Subscribe(["policy"], [MqttQoSLevel.AtLeastOnce]);
        });
        _world.RunFor(0);

        Assert.Equal(["closed"], _seen);
    }

    [Fact]
    public void Qos_2_and_mqtt_5_are_not_pretended()
    {
        MqttClient client = Connected();
        _world.OnBoard(() =>
        {
            Assert.Throws<NotSupportedException>(() => client.Publish("a", [1], null, null, MqttQoSLevel.ExactlyOnce, false));
            Assert.Throws<NotSupportedException>(() => client.Publish("a", [1], "text/plain"));
        });
    }

    private MqttClient Connected(string? will = null)
    {
        MqttClient? client = null;
        _world.OnBoard(() =>
        {
            client = new MqttClient("broker");
            MqttReasonCode code = client.Connect("T1", null, null, true, MqttQoSLevel.AtLeastOnce, will != null, "state", will, true, 30);
            Assert.Equal(MqttReasonCode.Success, code);
        });
        return client!;
    }
}
