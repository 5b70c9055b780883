using System.Collections.Generic;
using System.IO;
using System.Threading;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>
/// Takes lists of people into the roster, one after the other. A bridge that is alone writes them into <c>roster.yaml</c>, which is what people edit, and puts that in
/// force. Of several bridges each has a file of its own, and none of them is the first: there the roster in force, which stands in the log, is changed as it is at
/// that moment, and no file is touched. Was one written, its bridge would put it in force a second later, over what another bridge has taken in meanwhile. Whoever
/// saves a file there later puts in force what stands in it, and the next list puts the people right again.
/// </summary>
public sealed class HrDesk(BridgeCore core, string dataFolder)
{
    private readonly Lock _gate = new();

    private string RosterPath => Path.Combine(dataFolder, DataFolder.RosterName);

    /// <summary>Takes people in: all of them, or, with a fault, nobody.</summary>
    /// <exception cref="RosterException">The roster cannot be read, was changed by somebody else meanwhile, or would be one that cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public HrStaff Take(IReadOnlyList<HrPerson> people)
    {
        lock (_gate)
        {
            return core.IsAlone ? TakeIntoFile(people) : TakeIntoForce(people);
        }
    }

    private HrStaff TakeIntoFile(IReadOnlyList<HrPerson> people)
    {
        FileMark mark = FileMark.Of(RosterPath);
        RosterDocument roster = DataFolder.ReadRoster(RosterPath);
        HrStaff taken = Taken(roster, people);
        if (taken.Document != null)
        {
            RosterFile.Replace(RosterPath, taken.Document, mark);
            core.SetRoster(DataFolder.ReadRoster(RosterPath));
        }

        return taken;
    }

    private HrStaff TakeIntoForce(IReadOnlyList<HrPerson> people)
    {
        HrStaff? taken = null;
        core.ChangeRoster(roster =>
        {
            taken = Taken(roster, people);
            return taken.Document;
        });
        return taken!;
    }

    private HrStaff Taken(RosterDocument roster, IReadOnlyList<HrPerson> people) => HrStaff.Take(roster, people, RosterModel.Of(roster).Civil(core.Time.GetUtcNow()).Date);
}
