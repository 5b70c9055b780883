using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Data.Sqlite;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>What is promised of everything that a bridge keeps, whichever database it stands in.</summary>
public abstract class KeepingContract : IAsyncLifetime
{
    private readonly List<House> _houses = [];

    /// <summary>A house with a running bridge.</summary>
    protected House House { get; private set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        House = new House(await NewDatabaseAsync()).Open();
        _houses.Add(House);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _houses.ForEach(house => house.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A backup that is made while records come in holds one moment: everything up to a position and nothing behind it, and the log goes on from there.</summary>
    [Fact]
    public async Task ABackupIsOneMoment()
    {
        using var stop = new CancellationTokenSource();
        using var begun = new ManualResetEventSlim();
        Task load = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
            {
                House.Receive(House.Terminal.Take(5));
                begun.Set();
            }
        }, TestContext.Current.CancellationToken);
        begun.Wait(TestContext.Current.CancellationToken);
        string[] backups = [.. Enumerable.Range(0, 3).Select(i => House.BackUp($"backup{i}"))];
        await stop.CancelAsync();
        await load;
        string[] rows = House.Rows();
        foreach (string backup in backups)
        {
            House other = await SiblingAsync();
            Restore.Run(other.Options, backup, force: false, other.Time);
            string[] back = other.Rows();
            Assert.Equal(rows.Take(back.Length), back);
            Assert.Empty(other.Verify().Faults);
            Assert.Equal([back.Length + 2L], AppendOne(other));
        }
    }

    /// <summary>A backup of either database goes into the other, with every table that means something later; its file has nothing beside it, and only its owner reads it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ABackupGoesIntoEitherDatabase(bool postgres)
    {
        House.Receive(House.Terminal.Take(3));
        new Errands(House.Store.Database, House.Time).Ask(new Errand("", Errand.Rebuild));
        string backup = House.BackUp();
        Assert.Equal([backup], Directory.GetFiles(House.Folder, "backup*"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(backup));
        }

        House other = House.Sibling(postgres ? await PostgresAsync() : "");
        _houses.Add(other);
        (BackupNote note, _) = Restore.Run(other.Options, backup, force: false, other.Time);
        Assert.Equal((House.Rows().Length, House.Rows().Length), (note.Entries, note.Last));
        Assert.Equal(House.Rows(), other.Rows());
        Assert.Empty(other.Verify().Faults);
        other.Open();
        Assert.Equal(House.Store.Terminals.SiteKey, other.Store.Terminals.SiteKey);
        Assert.Empty(new Errands(other.Store.Database, other.Time).Open());
        other.Receive(House.Terminal.Take(1));
        Assert.Empty(other.Verify().Faults);
    }

    /// <summary>A folder without a roster has the one that was in force afterwards, as a start would else put the sample in force.</summary>
    [Fact]
    public async Task TheRosterComesBack()
    {
        RosterDocument changed = SampleRosterOfTests.Hotline();
        changed.Staff[0].Name = "王芳";
        House.Core.SetRoster(changed);
        House other = await SiblingAsync();
        Restore.Run(other.Options, House.BackUp(), force: false, other.Time);
        Assert.Equal("王芳", DataFolder.ReadRoster(Path.Combine(other.Folder, DataFolder.RosterName)).Staff[0].Name);
    }

    /// <summary>What is there is replaced only when that is said, and kept beside; with a bridge on it nothing is done.</summary>
    [Fact]
    public async Task WhatIsThereIsKept()
    {
        string backup = House.BackUp();
        House other = await SiblingAsync();
        Restore.Run(other.Options, backup, force: false, other.Time);
        other.Open();
        other.Receive(other.Terminal.Take(2));
        other.Stop();
        string[] before = other.Rows();
        Assert.Contains("--force", Refused(other, backup), StringComparison.Ordinal);
        Assert.Equal(before, other.Rows());
        (_, IReadOnlyList<string> lines) = Restore.Run(other.Options, backup, force: true, other.Time);
        Assert.Equal(House.Rows(), other.Rows());
        string aside = Directory.GetFiles(other.Folder).Single(path => path.Contains("before", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains(aside, StringComparison.Ordinal));
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = aside, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM log WHERE kind <> 'Audit'";
        Assert.Equal(before.Length, Convert.ToInt32(count.ExecuteScalar(), CultureInfo.InvariantCulture));

        using DataFolder taken = DataFolder.Take(other.Folder);
        Assert.Contains("stop it", Refused(other, backup, force: true), StringComparison.Ordinal);
    }

    /// <summary>What is no backup, is damaged, was changed by another hand, comes from a newer bridge or belongs to another master key is refused with the remedy, and nothing is touched.</summary>
    [Theory]
    [InlineData("text", "is no backup")]
    [InlineData("database", "no backup of a bridge")]
    [InlineData("cut", "backup")]
    [InlineData("UPDATE log SET received = received + 1 WHERE position = 1", "another hand")]
    [InlineData("INSERT INTO secret(name, value) VALUES('more', x'00')", "another hand")]
    [InlineData("UPDATE backup_note SET value = '1' WHERE name = 'entries'", "another hand")]
    [InlineData("UPDATE backup_note SET value = '1000' WHERE name = 'schema'", "schema 1000")]
    [InlineData("key", "is not the one of this database")]
    [InlineData("no key", "is missing")]
    [InlineData("nothing", "There is no file")]
    public async Task WhatCannotBeUsedIsRefused(string fault, string sentence)
    {
        House.Receive(House.Terminal.Take(40));
        string backup = House.BackUp();
        House other = await SiblingAsync();
        switch (fault)
        {
            case "text":
                await File.WriteAllTextAsync(backup, new string('x', 5000), TestContext.Current.CancellationToken);
                break;
            case "database":
                File.Delete(backup);
                Change(backup, "CREATE TABLE other(a)");
                break;
            case "cut":
                using (FileStream file = File.OpenWrite(backup))
                {
                    file.SetLength(file.Length / 2);
                }

                break;
            case "key":
                await File.WriteAllTextAsync(other.Options.MasterKeyPath, new string('1', 64), TestContext.Current.CancellationToken);
                break;
            case "no key":
                File.Delete(other.Options.MasterKeyPath);
                break;
            case "nothing":
                File.Delete(backup);
                break;
            default:
                Change(backup, fault);
                break;
        }

        Assert.Contains(sentence, Refused(other, backup), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(other.Folder, "bridge.db*"));
    }

    /// <summary>A file that exists is not overwritten, and one that cannot be written leaves nothing behind.</summary>
    [Fact]
    public void NoFileIsOverwritten()
    {
        string backup = House.BackUp();
        Assert.Contains("is there already", Assert.Throws<StartupException>(() => House.BackUp()).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", Assert.Throws<StartupException>(() => House.BackUp(Path.Combine("nowhere", "backup"))).Message, StringComparison.Ordinal);
        Assert.Equal([backup], Directory.GetFiles(House.Folder, "backup*"));
    }

    /// <summary>Whatever another hand does to the log is told by whoever looks it over beside the running bridge.</summary>
    [Theory]
    [InlineData("UPDATE log SET received = received + 1 WHERE kind = 'Roster'", "was altered")]
    [InlineData("UPDATE log SET body = seal WHERE seq = 3", "bad-mac at number 3")]
    [InlineData("DELETE FROM log WHERE kind = 'Roster'", "were given and are not there")]
    [InlineData("DELETE FROM log WHERE seq = 3", "gap at number 4")]
    [InlineData("DELETE FROM log WHERE seq = 5", "were given and are not there")]
    [InlineData("UPDATE log SET kind = 'Fork' WHERE seq = 3", "was altered")]
    [InlineData("UPDATE log SET kind = 'Erased' WHERE seq = 3", "bad-mac at number 3")]
    [InlineData("UPDATE log SET kind = 'Retained' WHERE kind = 'Roster'", "was altered")]
    [InlineData("UPDATE projection SET digest = 'other'", "projection:")]
    [InlineData("UPDATE projection SET position = 100000", "projection:")]
    public void WhatIsWrongIsTold(string sql, string sentence)
    {
        House.Receive(House.Terminal.Take(5));
        House.Time.Advance(TimeSpan.FromHours(2));
        House.Core.Step();
        Assert.Empty(House.Verify().Faults);
        Assert.Contains(House.Verify().Notes, note => note.Contains("had folded the same", StringComparison.Ordinal));
        House.ByHand(sql);
        Assert.Contains(House.Verify().Faults, fault => fault.Contains(sentence, StringComparison.Ordinal));
    }

    /// <summary>A terminal is told to send its records again by the bridge that runs, when another process has asked; it gets the answer.</summary>
    [Fact]
    public void AnErrandIsDone()
    {
        House.Receive(House.Terminal.Take(5));
        Assert.Contains("from number 2 on", Do(new Errand("", Errand.Replay, "T1", "", 2)), StringComparison.Ordinal);
        Assert.Contains($"\"command\":\"replay\",\"epoch\":\"{House.Terminal.Epoch}\",\"seq\":2", House.Published.Single(message => message.Topic.EndsWith("/command", StringComparison.Ordinal)).Payload, StringComparison.Ordinal);
        Assert.Contains("no terminal 'T9'", Do(new Errand("", Errand.Replay, "T9", "", 2)), StringComparison.Ordinal);
        Assert.Contains("no such journal", Do(new Errand("", Errand.Replay, "T1", "\"}", 2)), StringComparison.Ordinal);
        Assert.Contains("does not know how", Do(new Errand("", "dance")), StringComparison.Ordinal);
        Assert.Contains("folded again", Do(new Errand("", Errand.Rebuild)), StringComparison.Ordinal);
        Assert.Contains(House.Verify().Notes, note => note.Contains("had folded the same", StringComparison.Ordinal));
        House.Receive(House.Terminal.Take(1));
        Assert.Empty(House.Verify().Faults);

        string Do(Errand errand)
        {
            using BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time);
            var errands = new Errands(beside.Database, House.Time);
            Errand asked = errands.Ask(errand);
            Assert.Null(errands.AnswerTo(asked));
            House.Time.Advance(TimeSpan.FromSeconds(2));
            House.Core.Step();
            Assert.False(errands.Withdraw(asked));
            return errands.AnswerTo(asked)!;
        }
    }

    /// <summary>Who only looks, or makes a backup, beside the running bridge writes nothing: the bridge would else take it for another hand and prove everything anew.</summary>
    [Fact]
    public void LookingWritesNothing()
    {
        House.Receive(House.Terminal.Take(5));
        House.Store.Database.TakeForeignWrite();
        House.Verify();
        using (BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time))
        {
            Backup.Write(beside.Database, beside.Master, Path.Combine(House.Folder, "backup"), House.Time.GetUtcNow());
        }

        Assert.False(House.Store.Database.TakeForeignWrite());
    }

    /// <summary>What no bridge has taken up is taken back, and not done later.</summary>
    [Fact]
    public void AnErrandIsTakenBack()
    {
        var errands = new Errands(House.Store.Database, House.Time);
        Errand asked = errands.Ask(new Errand("", Errand.Replay, "T1", "", 1));
        Assert.True(errands.Withdraw(asked));
        House.Time.Advance(TimeSpan.FromSeconds(2));
        House.Core.Step();
        Assert.DoesNotContain(House.Published, message => message.Topic.EndsWith("/command", StringComparison.Ordinal));
    }

    /// <summary>An export has every record of the days with its proof, those of other days not, no formula, and stands in the log; the running bridge goes on over it.</summary>
    [Fact]
    public void AnExportHasEveryRecordWithItsProof()
    {
        House.Receive(House.Terminal.Next(members: "\"reason\":\"=1+1\""), House.Terminal.Next());
        byte[] forged = new FakeTerminal("T1", new byte[32]).Next();
        House.Receive(forged);
        House.Time.Advance(TimeSpan.FromDays(1));
        House.Receive(House.Terminal.Next(), "nothing"u8.ToArray());
        string[] csv = Export("csv", 2, 2);
        Assert.StartsWith("position,received,proof,terminal,epoch,seq,type,", csv[0], StringComparison.Ordinal);
        Assert.Equal(["ok", "ok", "fork"], csv[1..].Select(line => line.Split(',')[2]));
        Assert.Contains(",'=1+1,", csv[1], StringComparison.Ordinal);
        string[] lines = Export("jsonl", 2, 3);
        Assert.Equal(["ok", "ok", "fork", "ok", "quarantined"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("proof").GetString()));
        Assert.Contains(Encoding.UTF8.GetString(forged), lines[2], StringComparison.Ordinal);
        Assert.Equal("nothing"u8.ToArray(), JsonDocument.Parse(lines[4]).RootElement.GetProperty("raw").GetBytesFromBase64());
        House.Time.Advance(TimeSpan.FromSeconds(2));
        House.Core.Step();
        Assert.Equal([3, 5], House.Core.Read((room, _) => room.Exports.Select(export => export.Count).ToArray()));
        House.Receive(House.Terminal.Take(1));
        Assert.DoesNotContain(House.Verify().Faults, fault => !fault.Contains("fork", StringComparison.Ordinal));

        string[] Export(string format, int first, int last)
        {
            using BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time);
            var text = new StringWriter();
            RecordExport.Write(beside, new LocalDate(2026, 3, first), new LocalDate(2026, 3, last), format, () => text, House.Time.GetUtcNow());
            return text.ToString().Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        }
    }

    /// <summary>One record is one line, whatever a terminal sends: bytes with a line end are none by the wire, and go out as such; the web gives out the same as the command line.</summary>
    [Theory]
    [InlineData("csv")]
    [InlineData("jsonl")]
    public void OneRecordIsOneLineForEverybody(string format)
    {
        House.Receive(House.Terminal.Next(), House.Terminal.Next(members: "\n\"reason\":\"x\""), House.Terminal.Next(), "no\r\nrecord"u8.ToArray());
        var text = new StringWriter();
        using (BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time))
        {
            RecordExport.Write(beside, new LocalDate(2026, 3, 2), new LocalDate(2026, 3, 2), format, () => text, House.Time.GetUtcNow());
        }

        Assert.Equal([Proof.Ok, Proof.Quarantined, Proof.Ok, Proof.Quarantined], House.Store.Log.ReadRecords(null, 0, 10).Select(entry => House.Core.Read((_, chain) => chain.ProofOf(entry.Position)!.Value)));
        DateTimeOffset day = new(2026, 3, 2, 0, 0, 0, TimeSpan.FromHours(8));
        string web = string.Concat(RecordExport.Lines(House.Core.Export("S09", day, day.AddDays(1)), position => House.Core.Read((_, chain) => chain.ProofOf(position)), format));
        Assert.Equal(text.ToString(), web);
        Assert.Equal(format is "csv" ? 5 : 4, web.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    /// <summary>A database of another version is not touched by a command beside the bridge.</summary>
    [Fact]
    public void AnotherVersionIsRefused()
    {
        House.ByHand("UPDATE schema_version SET version = version - 1");
        Assert.Contains("start this bridge with it once", Assert.Throws<StartupException>(() => House.Verify()).Message, StringComparison.Ordinal);
        Assert.Contains("There is no database", Assert.Throws<StartupException>(() => BridgeStore.OpenBeside(new BridgeOptions { DataFolder = Path.Combine(House.Folder, "nowhere") }, House.Time)).Message, StringComparison.Ordinal);
    }

    /// <summary>The connection string of an empty database of this kind; empty: SQLite.</summary>
    protected abstract Task<string> NewDatabaseAsync();

    /// <summary>The connection string of an empty database of PostgreSQL.</summary>
    protected abstract Task<string> PostgresAsync();

    private static void Change(string path, string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Refused(House house, string backup, bool force = false) => Assert.Throws<StartupException>(() => Restore.Run(house.Options, backup, force, house.Time)).Message;

    private static long[] AppendOne(House house)
    {
        using BridgeStore store = BridgeStore.OpenBeside(house.Options, house.Time);
        return store.Log.Append([new LogEntry(0, LogKind.Audit, "", "", 0, "{}"u8.ToArray(), house.Time.GetUtcNow())]);
    }

    private async Task<House> SiblingAsync()
    {
        House other = House.Sibling(await NewDatabaseAsync());
        _houses.Add(other);
        return other;
    }
}

/// <summary>Over SQLite.</summary>
public sealed class SqliteKeepingTests(PostgresServer server) : KeepingContract
{
    /// <summary>Nothing is put in the place of a file that somebody has open, whatever lock stands in its folder: he would go on writing to what was moved away.</summary>
    [Fact]
    public void AFileInUseIsNotReplaced()
    {
        House.Receive(House.Terminal.Take(3));
        string backup = House.BackUp();
        Assert.Contains("is in use", Assert.Throws<StartupException>(() => Restore.Run(House.Options, backup, force: true, House.Time)).Message, StringComparison.Ordinal);
        House.Receive(House.Terminal.Take(1));
        Assert.Empty(House.Verify().Faults);
        Assert.Empty(Directory.GetFiles(House.Folder, "*before*"));
        House.Stop();
        Restore.Run(House.Options, backup, force: true, House.Time);
    }

    /// <summary>What cannot be read any more is replaced all the same, and kept beside.</summary>
    [Fact]
    public void ADamagedFileIsReplaced()
    {
        string backup = House.BackUp();
        House.Stop();
        string path = SqliteDatabase.PathIn(House.Folder);
        File.WriteAllText(path, new string('x', 5000));
        Restore.Run(House.Options, backup, force: true, House.Time);
        Assert.Empty(House.Verify().Faults);
        Assert.Equal(5000, new FileInfo(Assert.Single(Directory.GetFiles(House.Folder, "*before*"))).Length);
    }

    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => Task.FromResult("");

    /// <inheritdoc/>
    protected override Task<string> PostgresAsync() => server.NewDatabaseAsync();
}

/// <summary>Over PostgreSQL.</summary>
public sealed class PostgresKeepingTests(PostgresServer server) : KeepingContract
{
    /// <summary>A bridge that has begun after the first look, while what is there was written into a backup, is seen, and nothing of what it has is replaced.</summary>
    [Fact]
    public void ABridgeThatBeginsMeanwhileIsSeen()
    {
        string backup = House.BackUp();
        House.Receive(House.Terminal.Take(3));
        string[] before = House.Rows();
        var time = new TimeOfABeginning(() => new Lease(House.Store.Database, "duty", "other").Take());
        Assert.Contains("stop every bridge", Assert.Throws<StartupException>(() => Restore.Run(House.Options, backup, force: true, time)).Message, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(House.Folder, "before-*"));
        Assert.Equal(before, House.Rows());
    }

    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => server.NewDatabaseAsync();

    /// <inheritdoc/>
    protected override Task<string> PostgresAsync() => server.NewDatabaseAsync();

    // The first look asks no clock, the name of what is kept beside does.
    private sealed class TimeOfABeginning(Action begin) : TimeProvider
    {
        /// <inheritdoc/>
        public override DateTimeOffset GetUtcNow()
        {
            begin();
            return System.GetUtcNow();
        }
    }
}
