using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A backup or a look at the whole log, as far as it has come.</summary>
/// <param name="What"><c>backup</c> or <c>verify</c>.</param>
/// <param name="Began">When it began.</param>
public sealed record StoreTask(string What, DateTimeOffset Began)
{
    /// <summary>A backup is written.</summary>
    public const string Backup = "backup";

    /// <summary>The whole log is proved again.</summary>
    public const string Verify = "verify";

    /// <summary>When it ended; null: it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Why it could not be done; empty: it could, or it goes on.</summary>
    public string Failure { get; init; } = "";

    /// <summary>The file that was written.</summary>
    public string File { get; init; } = "";

    /// <summary>How many entries there are in it.</summary>
    public long Entries { get; init; }

    /// <summary>What is wrong with the log.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>What else there is to know of it.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>A backup that lies in the data folder.</summary>
/// <param name="Name">The name of the file.</param>
/// <param name="Bytes">How long it is.</param>
/// <param name="At">When it was written.</param>
public sealed record BackupFile(string Name, long Bytes, DateTimeOffset At);

/// <summary>
/// Writes backups and proves the log as the command line does, beside the bridge that goes on: over a connection of its own to the database. One of each at a time; the files lie in one folder,
/// under names that this program chooses.
/// </summary>
/// <param name="options">What the bridge was started with.</param>
/// <param name="time">The clock.</param>
/// <param name="unforeseen">Is told of what nobody has thought of.</param>
public sealed class StoreWork(BridgeOptions options, TimeProvider time, Action<Exception> unforeseen)
{
    /// <summary>The folder in the data folder.</summary>
    public const string Folder = "backups";

    private const string Ending = ".db";
    private const int MostListed = 20;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, StoreTask> _tasks = new(StringComparer.Ordinal);

    private string FolderPath => Path.Combine(options.DataFolder, Folder);

    /// <summary>The newest of a kind; null: there was none since the start.</summary>
    public StoreTask? Newest(string what)
    {
        lock (_gate)
        {
            return _tasks.GetValueOrDefault(what);
        }
    }

    /// <summary>The newest backups in the folder, newest first.</summary>
    public IReadOnlyList<BackupFile> Files()
    {
        var folder = new DirectoryInfo(FolderPath);
        return folder.Exists
            ? [.. folder.EnumerateFiles("*" + Ending).OrderByDescending(file => file.Name, StringComparer.Ordinal).Take(MostListed).Select(file => new BackupFile(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)))]
            : [];
    }

    /// <summary>Begins one, unless one of its kind goes on.</summary>
    /// <param name="what">What is wanted.</param>
    /// <param name="ended">Ends with it.</param>
    public bool TryBegin(string what, [NotNullWhen(true)] out Task<StoreTask>? ended)
    {
        StoreTask begun;
        ended = null;
        lock (_gate)
        {
            if (_tasks.GetValueOrDefault(what) is { Ended: null })
            {
                return false;
            }

            begun = new StoreTask(what, time.GetUtcNow());
            _tasks[what] = begun;
        }

        ended = Task.Run(() => End(Guarded(begun)));
        return true;
    }

    private StoreTask End(StoreTask done)
    {
        StoreTask ended = done with { Ended = time.GetUtcNow() };
        lock (_gate)
        {
            _tasks[done.What] = ended;
        }

        return ended;
    }

    private StoreTask Guarded(StoreTask begun)
    {
        try
        {
            using BridgeStore store = BridgeStore.OpenBeside(options, time);
            return begun.What is StoreTask.Backup ? WriteBackup(begun, store) : Prove(begun, store);
        }
        catch (Exception exception) when (exception is StartupException or IOException or UnauthorizedAccessException || Database.IsFault(exception))
        {
            return begun with { Failure = exception.Message };
        }
        catch (Exception exception)
        {
            // Whatever it is, it has ended: what went on for ever would let nobody begin another.
            unforeseen(exception);
            return begun with { Failure = $"{exception.GetType().Name}: {exception.Message}" };
        }
    }

    private StoreTask WriteBackup(StoreTask begun, BridgeStore store)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(FolderPath);
        }
        else
        {
            Directory.CreateDirectory(FolderPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"dutykiosk-{begun.Began.UtcDateTime:yyyyMMdd-HHmmss-fff}{Ending}");
        BackupNote note = Backup.Write(store.Database, store.Master, Path.Combine(FolderPath, name), begun.Began);
        return begun with { File = name, Entries = note.Entries };
    }

    private StoreTask Prove(StoreTask begun, BridgeStore store)
    {
        var found = Verification.Of(store.Log, store.Terminals, time.GetUtcNow());
        return begun with { Faults = found.Faults, Notes = found.Notes };
    }
}
