using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>Does to the staff what a page asks for, and says in words why not.</summary>
public sealed class PeopleDesk(BridgeCore core, RosterDesk roster, TerminalRegister terminals)
{
    /// <summary>The keys under which terminals hash badges, the house's own first.</summary>
    public IReadOnlyList<byte[]> SiteKeys =>
        [.. terminals.Terminals.Select(terminal => Convert.ToHexStringLower(terminals.SiteKeyOf(terminal))).Prepend(terminals.SiteKey).Where(key => key.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Select(Convert.FromHexString)];

    /// <summary>Changes the staff; returns why not, in words, or nothing.</summary>
    public string Change(Language t, Func<StaffEdits, StaffRefusal?> edit)
    {
        IReadOnlyList<byte[]> keys = SiteKeys;
        StaffRefusal? refusal = null;
        string fault = Replace(t, document =>
        {
            refusal = edit(new StaffEdits(document, keys, RosterModel.Of(document).Civil(core.Time.GetUtcNow())));
            return refusal == null ? document : null;
        });
        return refusal is { } why ? t[$"people.refused-{why.Word}", why.Detail] : fault;
    }

    /// <summary>Puts another roster in force, or leaves it as it is where null is given; returns why it could not be done, or nothing.</summary>
    public string Replace(Language t, Func<RosterDocument, RosterDocument?> change)
    {
        try
        {
            roster.Change(change);
            return "";
        }
        catch (RosterException exception)
        {
            return t["people.roster-fault", exception.Message];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return t["people.not-written", exception.Message.ReplaceLineEndings(" ")];
        }
    }
}
