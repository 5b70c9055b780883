using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>Who confirms the ledger: the managers of the roster, each for everybody but himself.</summary>
/// <param name="MayConfirm">Whether whoever looks is one.</param>
/// <param name="Hint">Who is, and what to do where nobody is; empty: whoever looks is one himself.</param>
public sealed record ConfirmerView(bool MayConfirm, string Hint)
{
    private const int MostNamed = 4;

    /// <summary>Looks at who confirms, as somebody of the roster, or, empty, as nobody of it.</summary>
    public static ConfirmerView Of(Language t, RosterModel roster, string staff)
    {
        string[] managers = [.. roster.Document.Staff.Where(person => person.Role is "manager" && person.Qualified).Select(person => roster.NameOf(person.Id))];
        return roster.Person(staff)?.Role is "manager" ? new ConfirmerView(true, "")
            : managers.Length == 0 ? new ConfirmerView(false, t["ledger.confirmed-by-none"])
            : new ConfirmerView(false, t["ledger.confirmed-by-whom", t.List(managers.Take(MostNamed))]);
    }
}
