using System;
using System.IO;
using System.Threading;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>
/// Changes the roster, one change after the other. A bridge that is alone writes it into <c>roster.yaml</c>, which is what people edit, and puts that in
/// force. Of several bridges each has a file of its own, and none of them is the first: there the roster in force, which stands in the log, is changed as it is at
/// that moment, and no file is touched. Was one written, its bridge would put it in force a second later, over what another bridge has taken in meanwhile. Whoever
/// saves a file there later puts in force what stands in it.
/// </summary>
public sealed class RosterDesk(BridgeCore core, string dataFolder)
{
    private readonly Lock _gate = new();

    private string RosterPath => Path.Combine(dataFolder, DataFolder.RosterName);

    /// <summary>Changes it, or leaves it where <paramref name="change"/> gives null. What it is given is a copy, which it may change and give back.</summary>
    /// <exception cref="RosterException">The roster cannot be read, was changed by somebody else meanwhile, or would be one that cannot be used.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Change(Func<RosterDocument, RosterDocument?> change)
    {
        lock (_gate)
        {
            if (core.IsAlone)
            {
                ChangeFile(change);
            }
            else
            {
                core.ChangeRoster(roster => change(roster.Copy()));
            }
        }
    }

    private void ChangeFile(Func<RosterDocument, RosterDocument?> change)
    {
        FileMark mark = FileMark.Of(RosterPath);
        if (change(DataFolder.ReadRoster(RosterPath)) is { } changed)
        {
            core.CheckBadges(changed);
            RosterFile.Replace(RosterPath, changed, mark);
            core.SetRoster(DataFolder.ReadRoster(RosterPath));
        }
    }
}
