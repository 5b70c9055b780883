using System.Collections.Generic;
using System.IO;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>Takes lists of people into the roster, one after the other. Where another hand has put a roster in force meanwhile, the next list puts the people right again.</summary>
public sealed class HrDesk(BridgeCore core, RosterDesk roster)
{
    /// <summary>Takes people in: all of them, or, with a fault, nobody.</summary>
    /// <exception cref="RosterException">The roster cannot be read, was changed by somebody else meanwhile, or would be one that cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public HrStaff Take(IReadOnlyList<HrPerson> people)
    {
        HrStaff? taken = null;
        roster.Change(document =>
        {
            taken = HrStaff.Take(document, people, RosterModel.Of(document).Civil(core.Time.GetUtcNow()).Date);
            return taken.Document;
        });
        return taken!;
    }
}
