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
/// The file is an id of its own and then of each part its length, in four bytes, the lowest first, and itself, sealed for its place in the file of this id; an end behind so many parts, sealed likewise with
/// nothing in it, stands last. One that lacks a part, has them in another order, or one of another snapshot, cannot be opened. So each part can be written when it is full, before anybody knows how many there
/// will be.
/// </para>
/// </summary>
public sealed class FoldSnapshot(string folder, MasterKey master)
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string FileName = "fold.snapshot";

    private const string Unfinished = ".part";
    private const int IdBytes = 16;

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

    /// <summary>
    /// Writes what is folded (<see cref="BridgeCore.SaveFold"/>) in the place of the one before; false: there is nothing to be written. It may take long, and is not to be called by the thread that takes records.
    /// </summary>
    /// <param name="core">Whose fold.</param>
    /// <param name="least">The place in the log that it must have come to.</param>
    /// <exception cref="IOException">It cannot be written, and the old one stays.</exception>
    public bool Write(BridgeCore core, long least)
    {
        string part = _path + Unfinished;
        SealedFile? file = null;
        SavedFold? saved = null;
        bool isWhole = false;
        try
        {
            // Nobody goes on meanwhile. What the system takes and need not have on the disk yet is as quick as what stays in the bridge's own memory, which would hold all of it at once.
            saved = core.SaveFold(least, () => (file = new SealedFile(part, master)).HandOn);
            file?.End();
            isWhole = true;
        }
        finally
        {
            file?.Dispose();
            if (file != null && !isWhole)
            {
                // Where the disk is full, half a snapshot is in the way of the records.
                File.Delete(part);
            }
        }

        if (saved == null)
        {
            return false;
        }

        File.Move(part, _path, overwrite: true);
        Position = saved.Position;
        ChangedAt = saved.ChangedAt;
        return true;
    }

    /// <summary>Takes it away: it knows what is not to be known any more, or cannot be used.</summary>
    public void Remove()
    {
        Remove(folder);
        Position = 0;
    }

    /// <summary>Takes that of a data folder away, whose bridge may be running.</summary>
    public static void Remove(string folder) => File.Delete(Path.Combine(folder, FileName));

    private LogFold? Read(Log log, TerminalRegister terminals, HistoryWatch history, Action<string, Exception> fault)
    {
        if (!File.Exists(_path) || ReadState() is not { } state)
        {
            return null;
        }

        var reader = new StateReader(state);
        var last = LogEntry.Load(reader);
        if (log.ReadAt([last.Position]).SingleOrDefault() is not { IsAltered: false } there || !StateWriter.BytesOf(there.Save).AsSpan().SequenceEqual(StateWriter.BytesOf(last.Save)))
        {
            return null;
        }

        LogFold? fold = LogFold.Load(reader, log, terminals, history, fault);
        return fold == null || (reader.IsAtEnd && fold.Position == last.Position) ? fold : throw new InvalidDataException("There is more than was written.");
    }

    // Null: another program's, or another hand has changed it.
    private ArraySegment<byte>? ReadState()
    {
        using FileStream file = File.OpenRead(_path);
        byte[] id = new byte[IdBytes];
        if (file.Length > MostBytes || file.ReadAtLeast(id, IdBytes, throwOnEndOfStream: false) < IdBytes)
        {
            return null;
        }

        byte[] state = new byte[file.Length];
        int length = 0;
        Span<byte> number = stackalloc byte[sizeof(int)];
        for (int before = 0; ; before++)
        {
            if (file.ReadAtLeast(number, number.Length, throwOnEndOfStream: false) < number.Length
                || BinaryPrimitives.ReadInt32LittleEndian(number) is var next && (next < 0 || next > file.Length - file.Position))
            {
                return null;
            }

            byte[] sealedPart = new byte[next];
            file.ReadExactly(sealedPart);
            bool isEnd = file.Position == file.Length;
            if (master.Open(sealedPart, isEnd ? EndPurpose(id, before) : PartPurpose(id, before)) is not { } part)
            {
                return null;
            }

            if (isEnd)
            {
                return new ArraySegment<byte>(state, 0, length);
            }

            part.CopyTo(state, length);
            length += part.Length;
        }
    }

    private static string PartPurpose(byte[] id, int before) => string.Create(CultureInfo.InvariantCulture, $"{Purpose} {Convert.ToHexStringLower(id)} part behind {before}");

    private static string EndPurpose(byte[] id, int before) => string.Create(CultureInfo.InvariantCulture, $"{Purpose} {Convert.ToHexStringLower(id)} end behind {before}");

    // One that is being written.
    private sealed class SealedFile : IDisposable
    {
        private readonly MasterKey _master;
        private readonly FileStream _file;
        private readonly byte[] _id = RandomNumberGenerator.GetBytes(IdBytes);
        private byte[] _room = [];
        private int _parts;

        internal SealedFile(string path, MasterKey master)
        {
            _master = master;
            File.Delete(path);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            _file = new FileStream(path, options);
            _file.Write(_id);
        }

        internal void HandOn(ReadOnlySpan<byte> part) => Write(part, PartPurpose(_id, _parts++));

        internal void End()
        {
            Write([], EndPurpose(_id, _parts));
            _file.Flush(true);
        }

        public void Dispose() => _file.Dispose();

        private void Write(ReadOnlySpan<byte> plain, string purpose)
        {
            int length = sizeof(int) + plain.Length + MasterKey.SealBytes;
            if (_room.Length < length)
            {
                _room = new byte[length];
            }

            Span<byte> written = _room.AsSpan(0, length);
            BinaryPrimitives.WriteInt32LittleEndian(written, length - sizeof(int));
            _master.Seal(plain, purpose, written[sizeof(int)..]);
            _file.Write(written);
        }
    }
}

/// <summary>Where a fold was that was written.</summary>
/// <param name="Position">The place in the log.</param>
/// <param name="ChangedAt">The place of the newest entry about something removed or changed that it knows of.</param>
public sealed record SavedFold(long Position, long ChangedAt);
