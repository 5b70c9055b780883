using System;
using System.IO;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The files of the data folder that people edit. A first start finds a sample.</summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>The name of the roster's file.</summary>
    public const string RosterName = "roster.yaml";

    private const string LockName = "bridge.lock";

    private readonly string _folder;
    private readonly FileStream _lock;

    private DataFolder(string folder, FileStream theLock)
    {
        _folder = folder;
        _lock = theLock;
    }

    /// <summary>The folder.</summary>
    public string Path => _folder;

    /// <summary>Whether it was made by this start, with a sample in it.</summary>
    public bool IsNew { get; private set; }

    /// <summary>The roster's file.</summary>
    public string RosterPath => System.IO.Path.Combine(_folder, RosterName);

    /// <summary>By what the roster, with the house's packs beside it, is known from outside.</summary>
    public FileMark RosterMark => HousePacks.MarkOf(_folder, FileMark.Of(RosterPath));

    /// <summary>The default: <c>data/</c> beside the solution that the current folder or the program stands in, else in the current folder.</summary>
    public static string Default()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder != null; folder = folder.Parent)
            {
                if (File.Exists(System.IO.Path.Combine(folder.FullName, "DutyKiosk.sln")))
                {
                    return System.IO.Path.Combine(folder.FullName, "data");
                }
            }
        }

        return System.IO.Path.Combine(Directory.GetCurrentDirectory(), "data");
    }

    /// <summary>Takes the folder for this bridge, and makes what is missing.</summary>
    /// <exception cref="StartupException">It cannot be written, or another bridge has it.</exception>
    public static DataFolder Open(string folder, DateTimeOffset now) => Take(folder, data => data.MakeMissing(now));

    /// <summary>Takes the folder so that no bridge can start on it meanwhile; nothing that is missing in it is made.</summary>
    /// <exception cref="StartupException">It cannot be written, or a bridge has it.</exception>
    public static DataFolder Take(string folder) => Take(folder, _ => { });

    private static DataFolder Take(string folder, Action<DataFolder> make)
    {
        if (string.IsNullOrWhiteSpace(folder))
        {
            throw new StartupException("--data names no folder: write one behind it, or leave it out.");
        }

        FileStream? theLock = null;
        try
        {
            Directory.CreateDirectory(folder);
            theLock = new FileStream(System.IO.Path.Combine(folder, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var data = new DataFolder(folder, theLock);
            make(data);
            return data;
        }
        catch (UnauthorizedAccessException exception)
        {
            theLock?.Dispose();
            throw new StartupException($"The data folder {folder} cannot be written ({exception.Message}): give this user the right to, or name another with --data.");
        }
        catch (IOException exception)
        {
            bool taken = theLock == null && File.Exists(System.IO.Path.Combine(folder, LockName));
            theLock?.Dispose();
            throw new StartupException(taken
                ? $"Another bridge uses the data folder {folder}: stop it, or name another with --data."
                : $"The data folder {folder} cannot be used ({exception.Message}): name another with --data.");
        }
    }

    /// <summary>Reads and checks the roster, and the house's packs.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public RosterDocument ReadRoster() => ReadRoster(RosterPath);

    /// <summary>Reads and checks the roster in a file; the folder need not be this bridge's for that.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public static RosterDocument ReadRoster(string path)
    {
        RosterDocument document = Yaml.Read<RosterDocument>(path);
        document.Packs = HousePacks.Read(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
        try
        {
            RosterModel.Of(document);
        }
        catch (Exception exception)
        {
            throw new RosterException($"{path}: {exception.Message.ReplaceLineEndings(" ")}");
        }

        if (document.Posts.Count == 0)
        {
            throw new RosterException($"{path}: it has no posts: name at least one, or restore the file, which may have been cut while it was saved.");
        }

        return document;
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();

    private void MakeMissing(DateTimeOffset now)
    {
        if (!File.Exists(RosterPath))
        {
            IsNew = true;
            Yaml.Write(RosterPath, SampleRoster.Roster(now));
        }
    }
}
