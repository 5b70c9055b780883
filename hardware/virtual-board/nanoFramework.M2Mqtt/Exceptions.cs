using System;

namespace nanoFramework.M2Mqtt.Exceptions;

/// <summary>What a client refuses.</summary>
public enum MqttClientErrorCode
{
    /// <summary>More publishes wait than the settings allow.</summary>
    InflightQueueFull = 11,
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
