using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>The events that the service logs. Numbers and names stay what they are: alarms are made on them. No value is a secret, a badge's UID or what a person wrote.</summary>
public static partial class BridgeEvents
{
    /// <summary>The service serves.</summary>
    [LoggerMessage(1000, LogLevel.Information, "The bridge {Version} has started: live board {Board}, MQTT port {MqttPort}, data folder {Folder}.", EventName = "Started")]
    public static partial void Started(this ILogger log, string version, string board, int mqttPort, string folder);

    /// <summary>The stop has begun.</summary>
    [LoggerMessage(1001, LogLevel.Information, "The bridge stops: it takes no new connections, stores what it has received and tells the terminals.", EventName = "Stopping")]
    public static partial void Stopping(this ILogger log);

    /// <summary>The stop has ended.</summary>
    [LoggerMessage(1002, LogLevel.Information, "The bridge has stopped; everything that it acknowledged is stored.", EventName = "Stopped")]
    public static partial void Stopped(this ILogger log);

    /// <summary>The stop did not wait any longer.</summary>
    [LoggerMessage(1003, LogLevel.Warning, "What was received could not all be stored and acknowledged before the stop; the terminals keep it and send it again.", EventName = "StoppedUndrained")]
    public static partial void StoppedUndrained(this ILogger log);

    /// <summary>A changed roster is in force.</summary>
    [LoggerMessage(1100, LogLevel.Information, "The roster file was changed and is in force.", EventName = "RosterTaken")]
    public static partial void RosterTaken(this ILogger log);

    /// <summary>A changed roster has a fault; the reason names file, line and remedy.</summary>
    [LoggerMessage(1101, LogLevel.Warning, "The roster file was changed and is refused; the one before stays in force: {Reason}", EventName = "RosterRefused")]
    public static partial void RosterRefused(this ILogger log, string reason);

    /// <summary>Nothing can be stored.</summary>
    [LoggerMessage(1200, LogLevel.Error, "Storing failed; nothing was acknowledged, and the terminals keep their records: {Reason}", EventName = "CommitFailed")]
    public static partial void CommitFailed(this ILogger log, string reason);

    /// <summary>Storing works again.</summary>
    [LoggerMessage(1201, LogLevel.Warning, "Storing works again, after {Seconds} s in which it failed {Failures} times.", EventName = "StoringAgain")]
    public static partial void StoringAgain(this ILogger log, long seconds, long failures);

    /// <summary>A part of a step has thrown.</summary>
    [LoggerMessage(1300, LogLevel.Error, "{Part} failed, and the service goes on without it: {Kind}: {Reason}", EventName = "StepFailed")]
    public static partial void StepFailed(this ILogger log, string part, string kind, string reason);

    /// <summary>The certificate of the broker was renewed, or cannot be.</summary>
    [LoggerMessage(1400, LogLevel.Warning, "{Told}", EventName = "CertificateTold")]
    public static partial void CertificateTold(this ILogger log, string told);

    /// <summary>The house's broker cannot be reached.</summary>
    [LoggerMessage(1410, LogLevel.Error, "No terminal is heard: {Trouble}; terminals keep their records, and it is tried again every second.", EventName = "BrokerLost")]
    public static partial void BrokerLost(this ILogger log, string trouble);

    /// <summary>The house's broker is reached again.</summary>
    [LoggerMessage(1411, LogLevel.Warning, "The broker {Address} is reached again, after {Seconds} s.", EventName = "BrokerReached")]
    public static partial void BrokerReached(this ILogger log, string address, long seconds);

    /// <summary>Another hand than the bridge's has written what decides who comes in: nobody is let in by it.</summary>
    [LoggerMessage(1700, LogLevel.Error, "{Told}", EventName = "AccessTold")]
    public static partial void AccessTold(this ILogger log, string told);

    /// <summary>The watchdog address cannot be pinged, is not, or can be again: whoever listens there may raise an alarm.</summary>
    [LoggerMessage(1500, LogLevel.Warning, "{Told}", EventName = "WatchdogTold")]
    public static partial void WatchdogTold(this ILogger log, string told);

    /// <summary>Another bridge has taken the database over, which this one had for itself.</summary>
    [LoggerMessage(1600, LogLevel.Critical, "Another bridge has taken this database while this one stood still: this one decides nothing any more and ends. Let one bridge use a database, or give both the address of an outside broker.", EventName = "LeaseLost")]
    public static partial void LeaseLost(this ILogger log);
}
