using System;

namespace nanoFramework.M2Mqtt.Messages
{
    /// <summary>Quality of service.</summary>
    public enum MqttQoSLevel
    {
        /// <summary>QoS 0.</summary>
        AtMostOnce = 0,

        /// <summary>QoS 1.</summary>
        AtLeastOnce = 1,

        /// <summary>QoS 2.</summary>
        ExactlyOnce = 2,

        /// <summary>A subscription that was refused.</summary>
        GrantedFailure = 128,
    }

    /// <summary>What a broker answers.</summary>
    public enum MqttReasonCode
    {
        /// <summary>Accepted.</summary>
        Success = 0,

        /// <summary>The protocol version is not spoken.</summary>
        ConnectionRefusedUnacceptableProtocolVersion = 1,

        /// <summary>The client id is not taken.</summary>
        ConnectionRefusedIdentifierRejected = 2,

        /// <summary>The broker is not available.</summary>
        ConnectionRefusedServerUnavailable = 3,

        /// <summary>User name or password is wrong.</summary>
        ConnectionRefusedBadUserNameOrPassword = 4,

        /// <summary>Not allowed.</summary>
        ConnectionRefusedNotAuthorized = 5,

        /// <summary>MQTT 5: anything else.</summary>
        UnspecifiedError = 128,

        /// <summary>MQTT 5: the client id is not taken.</summary>
        ClientIdentifierNotValid = 133,

        /// <summary>MQTT 5: user name or password is wrong.</summary>
        BadUserNameOrPassword = 134,

        /// <summary>MQTT 5: not allowed.</summary>
        NotAuthorized = 135,

        /// <summary>MQTT 5: the broker is not available.</summary>
        ServerUnavailable = 136,

        /// <summary>MQTT 5: another connection has taken over the client id.</summary>
        SessionTakenOver = 142,
    }

    /// <summary>A message that has come.</summary>
    public class MqttMsgPublishEventArgs : EventArgs
    {
        /// <summary>A message as received.</summary>
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            Topic = topic;
            Message = message;
            DupFlag = dupFlag;
            QosLevel = qosLevel;
            Retain = retain;
        }

        /// <summary>Its topic.</summary>
        public string Topic { get; }

        /// <summary>Its payload.</summary>
        public byte[] Message { get; }

        /// <summary>Whether it was sent before.</summary>
        public bool DupFlag { get; }

        /// <summary>Its quality of service.</summary>
        public MqttQoSLevel QosLevel { get; }

        /// <summary>Whether the broker had kept it.</summary>
        public bool Retain { get; }
    }

    /// <summary>A publish that was acknowledged, or given up.</summary>
    public class MqttMsgPublishedEventArgs : EventArgs
    {
        /// <summary>An acknowledged publish by its id.</summary>
        public MqttMsgPublishedEventArgs(ushort messageId)
            : this(messageId, true)
        {
        }

        /// <summary>A publish by its id.</summary>
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        /// <summary>The id that Publish returned.</summary>
        public ushort MessageId { get; set; }

        /// <summary>True when the broker has acknowledged it.</summary>
        public bool IsPublished { get; set; }
    }

    /// <summary>A subscription that was acknowledged.</summary>
    public class MqttMsgSubscribedEventArgs : EventArgs
    {
        /// <summary>A subscription by its id.</summary>
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            MessageId = messageId;
            GrantedQoSLevels = grantedQosLevels;
        }

        /// <summary>The id that Subscribe returned.</summary>
        public ushort MessageId { get; }

        /// <summary>What was granted.</summary>
        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }
}

namespace nanoFramework.M2Mqtt
{
    /// <summary>Which TLS.</summary>
    public enum MqttSslProtocols
    {
        /// <summary>None; with TLS asked for, it means 1.3 alone.</summary>
        None = 0,

        /// <summary>SSL 3; the real library refuses it.</summary>
        SSLv3 = 1,

        /// <summary>TLS 1.0; the real library refuses it.</summary>
        TLSv1_0 = 2,

        /// <summary>TLS 1.1; the real library refuses it.</summary>
        TLSv1_1 = 3,

        /// <summary>TLS 1.2.</summary>
        TLSv1_2 = 4,

        /// <summary>TLS 1.3.</summary>
        TLSv1_3 = 5,
    }

    /// <summary>The events of a client; the delegates' home in the real library.</summary>
    public interface IMqttClient
    {
        /// <summary>Handles a message that has come.</summary>
        public delegate void MqttMsgPublishEventHandler(object sender, Messages.MqttMsgPublishEventArgs e);

        /// <summary>Handles an acknowledgement.</summary>
        public delegate void MqttMsgPublishedEventHandler(object sender, Messages.MqttMsgPublishedEventArgs e);

        /// <summary>Handles an acknowledged subscription.</summary>
        public delegate void MqttMsgSubscribedEventHandler(object sender, Messages.MqttMsgSubscribedEventArgs e);

        /// <summary>Handles the end of a connection.</summary>
        public delegate void ConnectionClosedEventHandler(object sender, EventArgs e);
    }
}
