using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Writes down who has done what. Its entries stand in the one log of the bridge, sealed and in order: nobody can take one out or change one without its being
/// found.
/// </summary>
public sealed class AuditLog(Action<byte[]> append, TimeProvider time)
{
    private const int FailuresAMinute = 20;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private const int PageEntries = 500;
    private readonly System.Threading.Lock _gate = new();
    private DateTimeOffset _began = DateTimeOffset.UnixEpoch;
    private int _failures;
    private int _unwritten;

    /// <summary>That of a bridge that runs.</summary>
    public static AuditLog Of(BridgeCore core) => new(body => core.Append(LogKind.Audit, "", body), core.Time);

    /// <summary>That of the command line, over a store that it has opened.</summary>
    public static AuditLog Of(BridgeStore store, TimeProvider time) => new(body => store.Log.Append([new LogEntry(0, LogKind.Audit, "", "", 0, body, time.GetUtcNow())]), time);

    /// <summary>
    /// Whether a log tells that there ever was a manager: that one was made, or has done something. Of a log whose older entries are gone by the house's policy it is taken for granted.
    /// </summary>
    public static bool TellsOfManager(Log log)
    {
        if (log.ReadKind(LogKind.Retained, 0, 1).Count > 0)
        {
            return true;
        }

        List<LogEntry> page = log.ReadKind(LogKind.Audit, 0, PageEntries);
        while (page.Count > 0)
        {
            if (page.Exists(entry => !entry.IsAltered && IsOfManager(AuditAct.Of(entry))))
            {
                return true;
            }

            page = log.ReadKind(LogKind.Audit, page[^1].Position, PageEntries);
        }

        return false;
    }

    /// <summary>Writes what somebody has done.</summary>
    public void Write(Caller by, string action, string target, string detail = "") => append(new AuditAct(by.Name, by.Role, action, target, detail, by.Address, AuditAct.Ok).ToBody());

    /// <summary>Writes what whoever asks has done; the route has let him through.</summary>
    public void Write(HttpContext context, string action, string target, string detail = "") => Write(Caller.Of(context)!, action, target, detail);

    /// <summary>
    /// Writes what somebody has tried in vain. Of such entries there are at most so many a minute, as anybody can bring them about; how many were left out
    /// stands in the next.
    /// </summary>
    public void WriteFailure(string by, string address, string action, string outcome)
    {
        string detail;
        lock (_gate)
        {
            DateTimeOffset now = time.GetUtcNow();
            if (now >= _began + Minute)
            {
                _began = now;
                _failures = 0;
            }

            if (++_failures > FailuresAMinute)
            {
                _unwritten++;
                return;
            }

            detail = _unwritten == 0 ? "" : $"{_unwritten} more before this were not written";
            _unwritten = 0;
        }

        append(new AuditAct(by, "", action, "", detail, address, outcome).ToBody());
    }

    // In a demo everybody is a manager, and there is none.
    private static bool IsOfManager(AuditAct act)
    {
        return act.Role is "manager" ? act.By is not DemoDoor.User
            : act.Action is AuditActions.UserMade ? act.Detail is "manager"
            : act.Action is AuditActions.UserChanged && act.Detail.Contains("role = manager", StringComparison.Ordinal);
    }
}
