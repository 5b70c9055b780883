using System;

namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>What a client refuses.</summary>
public enum MqttClientErrorCode
{
    /// <summary>The will is malformed.</summary>
    WillWrong = 1,

    /// <summary>The keep-alive is out of range.</summary>
    KeepAliveWrong = 2,

    /// <summary>A topic to publish to has a wildcard.</summary>
    TopicWildcard = 3,

    /// <summary>A topic is empty or too long.</summary>
    TopicLength = 4,

    /// <summary>The quality of service is not allowed here.</summary>
    QosNotAllowed = 5,

    /// <summary>There are no topics.</summary>
    TopicsEmpty = 6,

    /// <summary>There are no qualities of service.</summary>
    QosLevelsEmpty = 7,

    /// <summary>Topics and qualities of service differ in number.</summary>
    TopicsQosLevelsNotMatch = 8,

    /// <summary>The broker sends what only clients send.</summary>
    WrongBrokerMessage = 9,

    /// <summary>An id is unknown.</summary>
    WrongMessageId = 10,

    /// <summary>More publishes wait than the settings allow.</summary>
    InflightQueueFull = 11,

    /// <summary>Flag bits are wrong.</summary>
    InvalidFlagBits = 12,

    /// <summary>The flags of CONNECT are wrong.</summary>
    InvalidConnectFlags = 13,

    /// <summary>The client id is wrong.</summary>
    InvalidClientId = 14,

    /// <summary>The protocol name is wrong.</summary>
    InvalidProtocolName = 15,
}

/// <summary>The client refuses a call.</summary>
public class MqttClientException : Exception
{
    /// <summary>Says what is refused.</summary>
    public MqttClientException(MqttClientErrorCode errorCode)
    {
        ErrorCode = errorCode;
    }

    /// <summary>What is refused.</summary>
    public MqttClientErrorCode ErrorCode { get; set; }
}

/// <summary>The broker cannot be spoken to.</summary>
public class MqttCommunicationException : Exception
{
    /// <summary>Without a reason.</summary>
    public MqttCommunicationException()
    {
    }

    /// <summary>With the reason.</summary>
    public MqttCommunicationException(Exception e)
        : base("The broker cannot be spoken to.", e)
    {
    }
}

/// <summary>A connection cannot be made.</summary>
public class MqttConnectionException : Exception
{
    /// <summary>With the reason.</summary>
    public MqttConnectionException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

/// <summary>The broker has not answered in time.</summary>
public class MqttTimeoutException : Exception
{
}
