using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>Which entries of the audit log somebody wants to see.</summary>
/// <param name="Action">What was done; empty: whatever.</param>
/// <param name="Person">Part of the name of who did it, or to whom it was done; empty: whoever.</param>
/// <param name="From">The first moment.</param>
/// <param name="To">The first moment behind it.</param>
public sealed record AuditFilter(string Action, string Person, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Whether an entry is one of them. One that another hand has changed always is: it must not be hidden by what it says now.</summary>
    public bool Holds(AuditLine line)
    {
        return line.At >= From && line.At < To
            && (line.IsAltered
                || ((Action.Length == 0 || string.Equals(line.Act.Action, Action, StringComparison.Ordinal))
                    && (Person.Length == 0 || line.Act.By.Contains(Person, StringComparison.OrdinalIgnoreCase) || line.Act.Target.Contains(Person, StringComparison.OrdinalIgnoreCase))));
    }
}

/// <summary>An entry of the audit log.</summary>
/// <param name="Position">Its place in the log.</param>
/// <param name="At">When.</param>
/// <param name="Act">What was done.</param>
/// <param name="IsAltered">Whether another hand has written or changed it.</param>
public sealed record AuditLine(long Position, DateTimeOffset At, AuditAct Act, bool IsAltered)
{
    /// <summary>Reads it.</summary>
    public static AuditLine Of(LogEntry entry)
    {
        try
        {
            return new AuditLine(entry.Position, entry.ReceivedAt, AuditAct.Of(entry), entry.IsAltered);
        }
        catch (JsonException)
        {
            // Another hand has written it: that it stands there is shown.
            return new AuditLine(entry.Position, entry.ReceivedAt, new AuditAct("", "", "", "", "", "", ""), true);
        }
    }
}

/// <summary>A page of the audit log, newest first.</summary>
/// <param name="Lines">The entries.</param>
/// <param name="Older">The place before which to go on; 0: there are no older ones.</param>
public sealed record AuditView(IReadOnlyList<AuditLine> Lines, long Older)
{
    private const int PageEntries = 500;

    // A filter that finds little must not have one request go through years: whoever looks goes on from where it stopped.
    private const int MostPages = 10;

    /// <summary>Reads a page.</summary>
    /// <param name="log">The log.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="before">The place before which.</param>
    /// <param name="most">How many at most.</param>
    public static AuditView Of(Log log, AuditFilter filter, long before, int most)
    {
        var found = new List<AuditLine>();
        for (int page = 0; page < MostPages; page++)
        {
            List<LogEntry> entries = log.ReadKindBackwards(LogKind.Audit, before, PageEntries);
            foreach (AuditLine line in entries.Select(AuditLine.Of))
            {
                before = line.Position;
                if (filter.Holds(line))
                {
                    found.Add(line);
                    if (found.Count == most)
                    {
                        return new AuditView(found, before);
                    }
                }
            }

            if (entries.Count < PageEntries || entries[^1].ReceivedAt < filter.From)
            {
                return new AuditView(found, 0);
            }
        }

        return new AuditView(found, before);
    }
}
