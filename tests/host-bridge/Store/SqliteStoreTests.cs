using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Data.Sqlite;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Store;

/// <summary>The store on SQLite, whose one writer all in the process share.</summary>
public sealed class SqliteStoreTests : StoreContract
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-store-").FullName;
    private Log? _shared;

    /// <inheritdoc/>
    public override ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, true);
    }

    /// <summary>A reader that is still at it when the database is closed leaves no connection behind, which would keep the files beside the database from being settled.</summary>
    [Fact]
    public void AReaderOfAClosedDatabaseIsClosed()
    {
        Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE one(n INTEGER)"));
        database.Read(work =>
        {
            long counted = work.Number("SELECT count(*) FROM one");
            database.Dispose();
            return counted;
        });
        Assert.False(File.Exists(SqliteDatabase.PathIn(_folder) + "-wal"));
    }

    /// <summary>What is committed is moved to its place beside the commits, so that the file they go to begins anew instead of growing; nobody takes that for another hand's doing.</summary>
    [Fact]
    public void WhatIsCommittedIsMovedBesideTheCommits()
    {
        using Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE pages(body BLOB)"));
        long before = WriteMuch();
        database.MoveWritten();

        // The next one moves what has come meanwhile, and the one behind it is the first to go to the begin.
        Write(1);
        long after = WriteMuch();
        Assert.InRange(after, 1, before + (before / 4));
        Assert.False(database.TakeForeignWrite());
        Assert.Equal(201, database.Read(work => work.Number("SELECT count(*) FROM pages")));

        long WriteMuch()
        {
            // More than the 64 MB behind which it begins anew.
            for (int i = 0; i < 100; i++)
            {
                Write(700_000);
            }

            return new FileInfo(SqliteDatabase.PathIn(_folder) + "-wal").Length;
        }

        void Write(int bytes) => database.Write(work => work.Execute("INSERT INTO pages(body) VALUES(@body)", ("@body", new byte[bytes])));
    }

    /// <summary>A database that was closed while it moved what is committed leaves no connection behind.</summary>
    [Fact]
    public void WhatMovesIsClosedWithTheDatabase()
    {
        Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE pages(body BLOB)"));
        database.Write(work => work.Execute("INSERT INTO pages(body) VALUES(@body)", ("@body", new byte[10_000_000])));
        database.MoveWritten();
        database.Dispose();
        database.MoveWritten();
        Assert.False(File.Exists(SqliteDatabase.PathIn(_folder) + "-wal"));
    }

    /// <summary>A number that another hand has used behind the bridge's back costs one commit: it fails, and the terminal's record is a fork with the next.</summary>
    [Fact]
    public void ANumberThatAnotherHandHasTakenIsFound()
    {
        using Log log = Open();
        log.Append([Record(1, "one")]);
        OtherHand.Change(_folder, "INSERT INTO log(position, kind, terminal, epoch, seq, body, received) VALUES(2, 'Record', 'T1', '5f0c9a1e', 2, x'00', 0)");
        Assert.Throws<SqliteException>(() => log.Append([Record(2, "two")]));
        Assert.Equal([3L], log.Append([Record(2, "two")]));
        Assert.Equal(LogKind.Fork, log.ReadAt([3])[0].Kind);
        Assert.Equal([4L, 0L, 5L], log.Append([Record(3, "three"), Record(3, "three"), Record(3, "other")]));
        Assert.Equal([LogKind.Record, LogKind.Fork], log.ReadAt([4, 5]).Select(entry => entry.Kind));

        static LogEntry Record(long seq, string body) => new(0, LogKind.Record, "T1", "5f0c9a1e", seq, Encoding.ASCII.GetBytes(body), DateTimeOffset.UnixEpoch);
    }

    /// <summary>Whoever has the file for a moment is waited for: a command that writes beside the bridge fails none of its commits.</summary>
    [Fact]
    public void AWriteWaitsForWhoeverHasTheFile()
    {
        using Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE one(n INTEGER)"));
        using var other = new SqliteConnection($"Data Source={SqliteDatabase.PathIn(_folder)};Pooling=False");
        other.Open();
        using SqliteTransaction held = other.BeginTransaction();
        Exception? failed = null;
        var writer = new Thread(() => failed = Record.Exception(() => database.Write(work => work.Execute("INSERT INTO one(n) VALUES(@n)", ("@n", 1L)))));
        writer.Start();
        SpinWait.SpinUntil(() => writer.ThreadState is ThreadState.WaitSleepJoin or ThreadState.Stopped);
        held.Commit();
        writer.Join();
        Assert.Null(failed);
        Assert.Equal(1, database.Read(work => work.Number("SELECT count(*) FROM one")));
    }

    /// <summary>A statement that is kept goes by the names of its parameters, whatever their order, and gives back what the database has.</summary>
    [Fact]
    public void AKeptStatementGoesByNames()
    {
        using Database database = OpenDatabase();
        database.Write(work => work.Execute("CREATE TABLE pair(name TEXT, body BLOB, n INTEGER)"));
        const string Insert = "INSERT INTO pair(name, body, n) VALUES(@name, @body, @n)";
        database.Write(work => work.Execute(Insert, ("@name", "one"), ("@body", new byte[] { 1, 0, 2 }), ("@n", null)));
        Assert.Equal(1, database.Write(work => work.Execute(Insert, ("@n", 2L), ("@body", Array.Empty<byte>()), ("@name", "二"))));
        Assert.Equal(new byte[] { 1, 0, 2 }, database.Write(work => work.Scalar("SELECT body FROM pair WHERE name = @name", ("@name", "one"))));
        Assert.Null(database.Write(work => work.Scalar("SELECT n FROM pair WHERE name = @name", ("@name", "one"))));
        Assert.Equal("二", database.Write(work => work.Scalar("SELECT name FROM pair WHERE n = @n", ("@n", 2L))));
        Assert.Equal(Array.Empty<byte>(), database.Write(work => work.Scalar("SELECT body FROM pair WHERE n = @n", ("@n", 2L))));
        Assert.Null(database.Write(work => work.Scalar("SELECT body FROM pair WHERE n = @n", ("@n", 3L))));
        Assert.Equal(2, database.Write(work => work.Execute("UPDATE pair SET n = 4")));
    }

    /// <inheritdoc/>
    protected override Database OpenDatabase() => new SqliteDatabase(SqliteDatabase.PathIn(_folder));

    /// <inheritdoc/>
    protected override Log Another() => _shared ??= Open();
}
