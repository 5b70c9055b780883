using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The packs of the house: <c>packs/*.yaml</c> in the data folder. One that has the name of a pack that the bridge carries takes its place.</summary>
public static class HousePacks
{
    private const string FolderName = "packs";
    private const string Ending = ".yaml";

    // The log keeps all of them with every change of the roster.
    private const int Most = 64;
    private const int LongestBytes = 64 * 1024;

    /// <summary>The texts by name, each checked.</summary>
    /// <exception cref="RosterException">One of them cannot be used.</exception>
    public static Dictionary<string, string> Read(string dataFolder)
    {
        var packs = new Dictionary<string, string>(StringComparer.Ordinal);
        FileInfo[] files;
        try
        {
            files = [.. Files(dataFolder)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RosterException($"{Path.Combine(dataFolder, FolderName)} cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }

        if (files.Length > Most)
        {
            throw new RosterException($"{files[0].DirectoryName}: there are {files.Length} packs, and at most {Most} can be: take some away.");
        }

        foreach (FileInfo file in files)
        {
            string name = file.Name[..^Ending.Length];
            string text = Text(file);
            PackShelf.ReadHouse(file.FullName, name, text);
            packs.Add(name, text);
        }

        return packs;
    }

    /// <summary>Writes packs by name where there is no file of that name, as those of a roster that came back from a backup.</summary>
    public static void WriteMissing(string dataFolder, IReadOnlyDictionary<string, string> packs)
    {
        foreach ((string name, string text) in packs)
        {
            string path = Path.Combine(dataFolder, FolderName, name + Ending);
            if (!File.Exists(path))
            {
                Directory.CreateDirectory(Path.Combine(dataFolder, FolderName));
                File.WriteAllText(path, text);
            }
        }
    }

    /// <summary>A mark that changes, too, when one of the packs is written, renamed, added or taken away.</summary>
    public static FileMark MarkOf(string dataFolder, FileMark roster)
    {
        var beside = new HashCode();
        try
        {
            foreach (FileInfo file in Files(dataFolder))
            {
                beside.Add(file.Name, StringComparer.Ordinal);
                beside.Add(file.LastWriteTimeUtc);
                beside.Add(file.Exists ? file.Length : 0);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What cannot be looked at now is found to be another when it can, and whoever reads the packs is told why not.
            beside.Add(exception.Message, StringComparer.Ordinal);
        }

        return roster with { Beside = beside.ToHashCode() };
    }

    // Editors put files beside the one that they write, with names that begin with a dot or end otherwise.
    private static IEnumerable<FileInfo> Files(string dataFolder)
    {
        var folder = new DirectoryInfo(Path.Combine(dataFolder, FolderName));
        return folder.Exists
            ? folder.EnumerateFiles().Where(file => file.Name.EndsWith(Ending, StringComparison.Ordinal) && file.Name[0] != '.').OrderBy(file => file.Name, StringComparer.Ordinal)
            : [];
    }

    private static string Text(FileInfo file)
    {
        try
        {
            return BoundedFile.Text(file.FullName, LongestBytes) ?? throw new RosterException($"{file.FullName}, line 1: a pack has at most {LongestBytes} bytes: shorten it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RosterException($"{file.FullName} cannot be read: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
