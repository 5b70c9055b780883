namespace DutyKiosk.HostBridge.Operations;

/// <summary>How events are written.</summary>
public enum LogFormat
{
    /// <summary>A line of text each, for people.</summary>
    Text,

    /// <summary>A JSON object a line, for programs.</summary>
    Json,
}
