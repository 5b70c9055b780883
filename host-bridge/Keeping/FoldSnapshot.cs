using System;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using NodaTime;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// What was folded up to a place in the log, kept in a file of the data folder so that a start need not fold years before anybody can work. It is no truth of its own: everything in it comes of the log, and
/// after such a start the log is proved again from the first entry on behind the scenes (<see cref="HistoryProof"/>).
/// <para>
/// It is a file and not a row: some ten megabytes in one transaction would hold records up, of several bridges each has its own, and a backup need not have it. It is sealed with the master key, so nobody else
/// can make one or read one. It is for one program alone, down to its build, and for one edition of the time zones: a fold that was changed begins anew. And it is for one log: the
/// entry at its place stands in it and must be there as it was, so a log that was cut, put back from a backup or is another one has none; where something was erased or removed since, it is as good as none, too.
/// A file is written beside the old one and moved into its place when it is on the disk, so a bridge that dies meanwhile has the old one.
/// </para>
/// </summary>
public sealed class FoldSnapshot(string folder, MasterKey master)
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "fold.snapshot";

    private const string Unfinished = ".part";

    // What a house of ten million records has would fit twice.
    private const long MostBytes = 512L << 20;

    // A changed fold is another build of this program.
    private static readonly string Purpose = $"fold snapshot {typeof(FoldSnapshot).Assembly.ManifestModule.ModuleVersionId} {DateTimeZoneProviders.Tzdb.VersionId}";

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary>The place in the log up to which the kept one goes; 0: there is none.</summary>
    public long Position { get; private set; }

    /// <summary>The place of the newest entry about something removed or changed that it knows of.</summary>
    public long ChangedAt { get; private set; }

    /// <summary>Reads what was folded; null: there is none that holds for this log and this program, and everything is to be folded.</summary>
    /// <param name="fault">Is told of one that cannot be read though it is this program's own.</param>
    public LogFold? Load(Log log, TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault)
    {
        LogFold? fold = null;
        try
        {
            fold = Read(log, terminals, history, fault);
        }
        catch (Exception exception) when (!Database.IsFault(exception))
        {
            // Whatever it throws, everything stands in the log, and a bridge must start.
            fault("Reading what was folded before", exception);
        }

        if (fold == null)
        {
            Remove();
            return null;
        }

        Position = fold.Position;
        ChangedAt = fold.ChangedAt;
        return fold;
    }

    /// <summary>Writes what is folded, as <see cref="BridgeCore.SaveFold"/> gives it, in the place of the one before. It may take long, and is not to be called by the thread that takes records.</summary>
    /// <exception cref="IOException">It cannot be written, and the old one stays.</exception>
    public void Write(SavedFold saved)
    {
        string part = _path + Unfinished;
        File.Delete(part);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(part, options))
        {
            file.Write(master.Seal(saved.State.Written, Purpose));
            file.Flush(true);
        }

        File.Move(part, _path, overwrite: true);
        Position = saved.Position;
        ChangedAt = saved.ChangedAt;
    }

    /// <summary>Takes it away: it knows what is not to be known any more, or cannot be used.</summary>
    public void Remove()
    {
        Remove(folder);
        Position = 0;
    }

    /// <summary>Takes that of a data folder away, whose bridge may be running.</summary>
    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    /// <summary>Writes what stands before the folded state: the entry at its place, by which its log is known again.</summary>
    internal static StateWriter Begin(LogEntry last)
    {
        var writer = new StateWriter();
        last.Save(writer);
        return writer;
    }

    private LogFold? Read(Log log, TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault)
    {
        var file = new FileInfo(_path);
        if (!file.Exists || file.Length > MostBytes || master.Open(File.ReadAllBytes(_path), Purpose) is not { } state)
        {
            return null;
        }

        var reader = new StateReader(state);
        var last = LogEntry.Load(reader);
        if (log.ReadAt([last.Position]).SingleOrDefault() is not { IsAltered: false } there || !Begin(there).Written.SequenceEqual(Begin(last).Written))
        {
            return null;
        }

        LogFold? fold = LogFold.Load(reader, log, terminals, history, fault);
        return fold == null || (reader.IsAtEnd && fold.Position == last.Position) ? fold : throw new InvalidDataException("There is more than was written.");
    }
}

/// <summary>What is folded, written, with where that was.</summary>
/// <param name="Position">The place in the log.</param>
/// <param name="ChangedAt">The place of the newest entry about something removed or changed that it knows of.</param>
/// <param name="State">The bytes.</param>
public sealed record SavedFold(long Position, long ChangedAt, StateWriter State);
