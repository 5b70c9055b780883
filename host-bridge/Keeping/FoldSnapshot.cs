using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
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
/// <para>
/// The file is an id of its own, the number of its parts and then of each its length and itself, sealed for its place among so many of this id: one that lacks a part, has them in another order, or one of
/// another snapshot, cannot be opened. Numbers have four bytes, the lowest first.
/// </para>
/// </summary>
public sealed class FoldSnapshot(string folder, MasterKey master)
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "fold.snapshot";

    private const string Unfinished = ".part";
    private const int IdBytes = 16;
    private const int NumberBytes = sizeof(int);

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
            IReadOnlyList<ReadOnlyMemory<byte>> parts = saved.State.Parts;
            byte[] id = RandomNumberGenerator.GetBytes(IdBytes);
            file.Write(id);
            WriteNumber(file, parts.Count);
            byte[] room = new byte[parts.Max(one => one.Length) + MasterKey.SealBytes];
            for (int i = 0; i < parts.Count; i++)
            {
                Span<byte> sealedPart = room.AsSpan(0, parts[i].Length + MasterKey.SealBytes);
                master.Seal(parts[i].Span, PurposeOf(id, i, parts.Count), sealedPart);
                WriteNumber(file, sealedPart.Length);
                file.Write(sealedPart);
            }

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
        if (!File.Exists(_path) || ReadState() is not { } state)
        {
            return null;
        }

        var reader = new StateReader(state);
        var last = LogEntry.Load(reader);
        if (log.ReadAt([last.Position]).SingleOrDefault() is not { IsAltered: false } there || !Begin(there).ToArray().AsSpan().SequenceEqual(Begin(last).ToArray()))
        {
            return null;
        }

        LogFold? fold = LogFold.Load(reader, log, terminals, history, fault);
        return fold == null || (reader.IsAtEnd && fold.Position == last.Position) ? fold : throw new InvalidDataException("There is more than was written.");
    }

    // Null: another program's, or another hand has changed it.
    private byte[]? ReadState()
    {
        using FileStream file = File.OpenRead(_path);
        byte[] id = new byte[IdBytes];
        int parts = file.ReadAtLeast(id, IdBytes, throwOnEndOfStream: false) == IdBytes ? ReadNumber(file) : -1;
        long length = file.Length - IdBytes - NumberBytes - (parts * (long)(NumberBytes + MasterKey.SealBytes));
        if (file.Length > MostBytes || parts < 1 || length < 0)
        {
            return null;
        }

        byte[] state = new byte[length];
        int at = 0;
        for (int i = 0; i < parts; i++)
        {
            int next = ReadNumber(file);
            if (next < 0 || next > file.Length - file.Position)
            {
                return null;
            }

            byte[] sealedPart = new byte[next];
            file.ReadExactly(sealedPart);
            if (master.Open(sealedPart, PurposeOf(id, i, parts)) is not { } part || part.Length > state.Length - at)
            {
                return null;
            }

            part.CopyTo(state, at);
            at += part.Length;
        }

        return at == state.Length ? state : null;
    }

    private static string PurposeOf(byte[] id, int part, int parts) => string.Create(CultureInfo.InvariantCulture, $"{Purpose} {Convert.ToHexStringLower(id)} {part + 1} of {parts}");

    private static void WriteNumber(FileStream file, int number)
    {
        Span<byte> bytes = stackalloc byte[NumberBytes];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        file.Write(bytes);
    }

    // -1: the file is over.
    private static int ReadNumber(FileStream file)
    {
        Span<byte> bytes = stackalloc byte[NumberBytes];
        return file.ReadAtLeast(bytes, NumberBytes, throwOnEndOfStream: false) == NumberBytes ? BinaryPrimitives.ReadInt32LittleEndian(bytes) : -1;
    }
}

/// <summary>What is folded, written, with where that was.</summary>
/// <param name="Position">The place in the log.</param>
/// <param name="ChangedAt">The place of the newest entry about something removed or changed that it knows of.</param>
/// <param name="State">The bytes.</param>
public sealed record SavedFold(long Position, long ChangedAt, StateWriter State);
