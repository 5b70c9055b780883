using DutyKiosk.HostBridge.Notices;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>How much a notice matters outside the house: what a channel lets through, and what quiet hours hold back.</summary>
public enum Priority
{
    /// <summary>A reminder, or a decision that somebody waits for.</summary>
    Information,

    /// <summary>Something to be put right, which can wait for the morning.</summary>
    Warning,

    /// <summary>Something that somebody has to do something about now. Quiet hours never hold it back.</summary>
    Alarm,
}

/// <summary>The priority of each notice.</summary>
public static class Priorities
{
    /// <summary>The words of the wire, least first.</summary>
    public static readonly string[] Words = ["information", "warning", "alarm"];

    /// <summary>The priority of a notice, by its topic; what was passed on because nobody took note of it is an alarm. An unknown topic is a warning.</summary>
    public static Priority Of(Notice notice)
    {
        return notice.Level > 0 ? Priority.Alarm : notice.Topic switch
        {
            "late-handover" or "missed-handover" or "unattended" or "terminal-lost" or "reader-fault" or "history-broken" or "major-event" or "terminal-cloned" or "badge-cloned" => Priority.Alarm,
            "prepare-sheet" or "next-shift" or "daily-feedback" or "monthly-hand-in" or "swap" => Priority.Information,
            _ => Priority.Warning,
        };
    }

    /// <summary>The word of the wire for a priority.</summary>
    public static string Word(this Priority priority) => Words[(int)priority];

    /// <summary>What people read.</summary>
    public static string Title(this Priority priority) => priority switch
    {
        Priority.Alarm => "告警 alarm",
        Priority.Warning => "预警 warning",
        _ => "通知 information",
    };
}
