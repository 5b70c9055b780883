using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>What of a file cannot be read, in somebody's language.</summary>
public static class ImportWords
{
    private const string Line = "line ";
    private const string Event = "event ";

    /// <summary>The place in the file.</summary>
    public static string Where(Language t, ImportFault fault)
    {
        return fault.Where.StartsWith(Line, System.StringComparison.Ordinal) ? t["planning.in-line", fault.Where[Line.Length..]]
            : fault.Where.StartsWith(Event, System.StringComparison.Ordinal) ? t["planning.in-event", fault.Where[Event.Length..]]
            : t["planning.in-file"];
    }

    /// <summary>What is wrong there, and the remedy.</summary>
    public static string What(Language t, ImportFault fault) => fault.Word.Length > 0 ? t[$"planning.import-{fault.Word}", fault.Value, fault.Other] : fault.What;
}
