using System.IO;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>Writes a roster in the place of the one that people edit, whole or not at all.</summary>
public static class RosterFile
{
    /// <summary>Where the file stands that was replaced last.</summary>
    public static string Before(string path) => path + ".before";

    /// <summary>
    /// Puts a roster in the place of a file. A bridge that reads in the midst of it finds the old file or the new one, and remarks that people wrote into the old
    /// one are kept.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="document">The roster.</param>
    /// <param name="mark">The file as it was when the roster was read from it.</param>
    /// <exception cref="RosterException">The roster cannot be used, or somebody else has changed the file since.</exception>
    public static void Replace(string path, RosterDocument document, FileMark mark)
    {
        string fresh = path + ".new";

        // What stands there already, a link to somewhere else perhaps, is not written through.
        File.Delete(fresh);
        Yaml.Write(fresh, document);
        DataFolder.ReadRoster(fresh);
        if (FileMark.Of(path) != mark)
        {
            File.Delete(fresh);
            throw new RosterException($"{path} was changed by somebody else meanwhile: repeat it.");
        }

        File.Delete(Before(path));
        File.Copy(path, Before(path));
        File.Move(fresh, path, overwrite: true);
    }
}
