using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>A person is gone from everything that the bridge keeps, and every record stays proved.</summary>
public abstract class ErasureContract : IAsyncLifetime
{
    private string _badge = "";

    private House House { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        House = new House(await NewDatabaseAsync()).Open(Years.Roster());
        _badge = TerminalMessages.BadgeHash(Convert.FromHexString(House.Store.Terminals.SiteKey), "04A1B2C4");
        House.Stop();

        // The last handover is to S01.
        Years.Pass(House, 10, _badge);
        House.Open();
        House.Receive(House.Terminal.Next("tap.refused", $"\"badge\":\"{_badge}\",\"reason\":\"unknown-badge\""), House.Terminal.Next("tap.refused", "\"badge\":\"0000000000000009\",\"reason\":\"unknown-badge\""));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        House.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Neither id nor name nor badge is left anywhere, others' history is as it was, the log is whole, and what was done stands in it without saying of whom.</summary>
    [Fact]
    public void NothingOfHimIsLeft()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        string[] others = Others();
        byte[][] sentOnce = [.. House.Store.Log.ReadRecords("T1", 0, 1000).Select(entry => entry.Body)];
        (ErasureAct act, _) = Erase();
        Assert.Equal((10 * 2) + 1, act.Records);
        House.Core.Step();
        string[] bodies = Bodies();
        Assert.All(bodies, body => Assert.False(
            body.Replace("S021", "", StringComparison.Ordinal).Contains("S02", StringComparison.Ordinal) || body.Contains("李四光", StringComparison.Ordinal) || body.Contains(_badge, StringComparison.OrdinalIgnoreCase) || body.Contains("04A1B2C4", StringComparison.Ordinal),
            body));
        Assert.Contains(bodies, body => body.Contains("王芳", StringComparison.Ordinal));
        Assert.Contains(bodies, body => body.Contains("S021", StringComparison.Ordinal));
        Assert.Equal(others, Others());
        Verification found = House.Verify();
        Assert.Empty(found.Faults);
        Assert.Contains(found.Notes, note => note.Contains("without their person", StringComparison.Ordinal));
        Assert.Contains($"\"Records\":{act.Records}", Encoding.UTF8.GetString(House.Store.Log.ReadKind(LogKind.Erasure, 0, 1)[0].Body), StringComparison.Ordinal);

        // The terminal has them still, and sends them again: nothing comes back.
        int rows = House.Rows().Length;
        House.Receive(sentOnce);
        Assert.Equal(rows, House.Rows().Length);
        House.Stop();
        House.Open();
        Assert.Equal(others, Others());
        House.Receive(House.Terminal.Take(1));
        Assert.Empty(House.Verify().Faults);
        ErasesFreePages();
        Assert.DoesNotContain(House.Core.Read((room, _) => room.Notices.All.ToArray()), sent => sent.Notice.Topic is "history-broken");
    }

    /// <summary>All of him has one pseudonym, so that what happened between two people is still told as between two people.</summary>
    [Fact]
    public void HeHasOnePseudonym()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        Erase();
        House.Core.Step();
        string[] holders = House.Core.Read((room, _) => room.PostOf("hotline").Attendance.Spans.Select(span => span.Staff).ToArray());
        string pseudonym = holders.First(staff => staff is not "S01");
        Assert.Matches("^x[0-9a-f]{7}$", pseudonym);
        Assert.Equal(Enumerable.Range(0, 11).Select(day => day % 2 == 0 ? "S01" : pseudonym), holders);
        Assert.Equal([Proof.Erased], House.Core.Read((_, chain) => House.Store.Log.ReadRecords("T1", 0, 1000).Where(entry => Encoding.UTF8.GetString(entry.Body).Contains(pseudonym, StringComparison.Ordinal)).Select(entry => chain.ProofOf(entry.Position)!.Value).Distinct().ToArray()));
    }

    /// <summary>A record that waits for missing ones before it is not touched: without its person it could never be proved. Once they have come it is erased, and stays proved.</summary>
    [Fact]
    public void WhatIsNotProvedYetIsWaitedFor()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        byte[] missing = House.Terminal.Next(), his = House.Terminal.Next("duty.clock-out", "\"staff\":\"S02\",\"shift\":\"H1\",\"leaving\":\"early\"");
        House.Receive(his);
        string[] rows = House.Rows();
        Assert.Contains("waits for missing ones", Assert.Throws<StartupException>(() => Erase()).Message, StringComparison.Ordinal);
        Assert.Contains("waits for missing ones", Assert.Throws<StartupException>(() => Erase(dryRun: true)).Message, StringComparison.Ordinal);
        Assert.Equal(rows, House.Rows());
        House.Receive(missing);
        Assert.Equal((10 * 2) + 2, Erase().Act.Records);
        House.Core.Step();
        House.Receive(House.Terminal.Take(1));
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>Whoever has the password of a terminal, but not its key, can keep nobody from being erased: neither by a journal that there never was nor by a record as long as one may be.</summary>
    [Theory]
    [InlineData("0badf00d", 4, false)]
    [InlineData("0badf00d", 4, true)]
    [InlineData("5f0c9a1e", 0, true)]
    public void AForgedRecordBarsNothing(string epoch, int before, bool isLong)
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        var thief = new FakeTerminal("T1", new byte[32], epoch);
        thief.Take(before);
        const string Members = "\"staff\":\"S02\",\"reason\":\"";
        int most = RecordBody.MaxBytes - new FakeTerminal("T1", new byte[32], epoch).Next("duty.clock-in", Members + "\"").Length - 3;
        byte[] forged = thief.Next("duty.clock-in", Members + new string('x', isLong ? most : 1) + "\"");
        House.Receive(forged);
        Assert.Equal((10 * 2) + 1, Erase().Act.Records);
        House.Core.Step();
        Assert.DoesNotContain(Bodies(), body => body.Replace("S021", "", StringComparison.Ordinal).Contains("S02", StringComparison.Ordinal));
        House.Receive(House.Terminal.Take(1));
        Assert.Equal(House.Terminal.Seq, House.Core.Read((_, chain) => chain.StoredUpTo("T1", House.Terminal.Epoch)));
    }

    /// <summary>What another hand has changed stays as it left it when it names him: it is evidence, and nothing is given a seal that has none.</summary>
    [Theory]
    [InlineData("UPDATE log SET received = received + 1 WHERE kind = 'Record' AND seq = 3")]
    [InlineData("UPDATE log SET received = received + 1 WHERE position = (SELECT min(position) FROM log WHERE kind = 'Sheet')")]
    public void WhatWasAlteredStays(string sql)
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        House.ByHand(sql);
        string[] rows = House.Rows();
        Assert.Contains("altered by another hand", Assert.Throws<StartupException>(() => Erase()).Message, StringComparison.Ordinal);
        Assert.Equal(rows, House.Rows());
    }

    /// <summary>What another hand changes between the look and the writing is found, too; nobody else waits for the look: records are stored during it.</summary>
    [Fact]
    public void NothingIsReplacedThatIsNotAsItWasRead()
    {
        LogEntry was = House.Store.Log.ReadRecords("T1", 0, 100).Single(entry => entry.Seq == 4);
        House.ByHand("UPDATE log SET body = (SELECT body FROM log WHERE seq = 3) WHERE seq = 4");
        string[] rows = House.Rows();
        Assert.False(House.Store.Log.Hold(() => House.Store.Log.Replace([(was, was with { Kind = LogKind.Erased })])));
        Assert.Equal(rows, House.Rows());
    }

    /// <summary>Bytes that are no record of their own number come again as well: neither a second record under a number nor broken bytes bring him back.</summary>
    [Fact]
    public void WhatIsNoRecordDoesNotComeBack()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        byte[] fork = new FakeTerminal("T1", new byte[32], House.Terminal.Epoch).Next("duty.clock-in", "\"staff\":\"S02\",\"shift\":\"H1\"");
        byte[] broken = Encoding.UTF8.GetBytes("{\"staff\":\"S02\",\"name\":\"李四光\"");
        House.Receive(fork, broken);
        Erase();
        House.Core.Step();
        int rows = House.Rows().Length;
        House.Receive(fork, broken);
        Assert.Equal(rows, House.Rows().Length);
        Assert.DoesNotContain(Bodies(), body => body.Replace("S021", "", StringComparison.Ordinal).Contains("S02", StringComparison.Ordinal) || body.Contains("李四光", StringComparison.Ordinal));

        // Other bytes are as new as before.
        House.Receive("{\"staff\":\"S09\""u8.ToArray());
        Assert.Equal(rows + 1, House.Rows().Length);
    }

    /// <summary>What names him beside the log goes, too; a channel that names him is told, as its settings are the house's word where notices go.</summary>
    [Fact]
    public void NothingBesideTheLogNamesHim()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        House.Store.Database.Write(work =>
        {
            work.Execute("INSERT INTO delivery(id, channel, position, priority, sent, state, attempts, due, tried, status, words) VALUES('d1', 'c1', 1, 0, 0, 'failed', 1, 0, 0, 550, 'no mailbox of 李四光 here')");
            work.Execute("INSERT INTO kept_answer(caller, name, hash, answer, made) VALUES('hr', 'k1', @hash, '{\"people\":[{\"id\":\"S02\"}]}', 0)", ("@hash", new byte[32]));
            work.Execute("INSERT INTO kept_answer(caller, name, hash, answer, made) VALUES('hr', 'k2', @hash, '{\"people\":[{\"id\":\"S021\"}]}', 0)", ("@hash", new byte[32]));
            work.Execute("INSERT INTO channel(id, name, settings, secrets, recent, paused, claimed_by, claimed_until) VALUES('c1', 'mail', '{\"name\":\"\\u674e\\u56db\\u5149\"}', @hash, '', 0, '', 0)", ("@hash", Array.Empty<byte>()));
        });
        (_, IReadOnlyList<string> lines) = Erase();
        Assert.Contains(lines, line => line.Contains("channel 'mail'", StringComparison.Ordinal));
        Assert.DoesNotContain("李四光", House.Store.Database.Read(work => (string)work.Scalar("SELECT words FROM delivery")!), StringComparison.Ordinal);
        Assert.Equal(["k2"], House.Store.Database.Read(work => work.Query("SELECT name FROM kept_answer", row => row.GetString(0))));
    }

    /// <summary>A dry run tells the same and changes nothing.</summary>
    [Fact]
    public void ADryRunChangesNothing()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        string[] rows = House.Rows();
        House.Store.Database.TakeForeignWrite();
        File.WriteAllText(Path.Combine(House.Folder, "notices.log"), "李四光 is late");
        (ErasureAct told, IReadOnlyList<string> files) = Erase(dryRun: true);
        Assert.Equal(rows, House.Rows());
        Assert.False(House.Store.Database.TakeForeignWrite());
        Assert.Contains("notices.log", Assert.Single(files), StringComparison.Ordinal);
        Assert.Equal(told, Erase().Act);
    }

    /// <summary>Another hand that passes a record off as one without its person is found, as it has no seal; so is one that changes what was left.</summary>
    [Theory]
    [InlineData("UPDATE log SET kind = 'Erased' WHERE seq = 4")]
    [InlineData("UPDATE log SET body = (SELECT body FROM log WHERE kind = 'Erased' AND seq = 7) WHERE kind = 'Erased' AND seq = 6")]
    [InlineData("UPDATE log SET kind = 'Record' WHERE kind = 'Erased' AND seq = 6")]
    [InlineData("UPDATE log SET received = received + 1 WHERE kind = 'Erased' AND seq = 6")]
    public void AForgedOneIsFound(string sql)
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        Erase();
        Assert.Empty(House.Verify().Faults);
        House.ByHand(sql);
        Assert.NotEmpty(House.Verify().Faults);
    }

    /// <summary>Who still counts for something is not erased, nor who cannot be told from something else, nor what is not known; the sentence says what to do.</summary>
    [Theory]
    [InlineData("S02", "stands in the roster")]
    [InlineData("S01", "stands in the roster")]
    [InlineData("S77", "Nobody is known")]
    [InlineData("hotline", "post's")]
    [InlineData("T1", "terminal's")]
    [InlineData("no id", "is no id")]
    public void WhoCountsIsNotErased(string staff, string sentence)
    {
        string[] rows = House.Rows();
        Assert.Contains(sentence, Assert.Throws<StartupException>(() => Erase(staff)).Message, StringComparison.Ordinal);
        Assert.Equal(rows, House.Rows());
    }

    /// <summary>Who may still sign in is not erased; the account of who may not goes with him, and its name from the audit log.</summary>
    [Fact]
    public void TheAccountGoesToo()
    {
        House.Core.SetRoster(Years.Roster(withS02: false));
        House.Store.Database.Write(work => work.Execute(
            "INSERT INTO app_user(id, name, normal_name, display_name, staff, role, mail, password_hash, stamp, failures, locked_until, disabled, subject, made) "
                + "VALUES('u1', 'li.siguang', 'LI.SIGUANG', '李四光', 'S02', 'leader', 'li@house', '', '', 0, 0, 0, '', 0)"));
        House.Core.Append(LogKind.Audit, "", "{\"by\":\"li.siguang\",\"role\":\"leader\",\"action\":\"signed-in\",\"target\":\"\",\"detail\":\"\",\"address\":\"\",\"outcome\":\"ok\"}"u8.ToArray());
        Assert.Contains("may still sign in", Assert.Throws<StartupException>(() => Erase()).Message, StringComparison.Ordinal);
        House.Store.Database.Write(work =>
        {
            work.Execute("UPDATE app_user SET disabled = 1");
            work.Execute("INSERT INTO api_key(id, name, hash, scopes, made_by, made, expires, last_used, revoked) VALUES('k1', 'hr', @hash, '', 'li.siguang', 0, 0, 0, 0)", ("@hash", new byte[32]));
        });
        Assert.Contains("API key k1", Assert.Throws<StartupException>(() => Erase()).Message, StringComparison.Ordinal);
        House.Store.Database.Write(work => work.Execute("UPDATE api_key SET revoked = 1"));
        Erase();
        Assert.Equal(0, House.Store.Database.Read(work => work.Number("SELECT count(*) FROM api_key")));
        Assert.Equal(0, House.Store.Database.Read(work => work.Number("SELECT count(*) FROM app_user")));
        Assert.DoesNotContain(Bodies(), body => body.Contains("siguang", StringComparison.Ordinal));
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>Who holds the duty is not erased, nor whoever a roster file would bring back.</summary>
    [Fact]
    public void WhoHoldsIsNotErased()
    {
        RosterDocument without = Years.Roster();
        without.Staff.RemoveAll(person => person.Id is "S01");
        without.Shifts.Clear();
        House.Core.SetRoster(without);
        Assert.Contains("is on duty at hotline", Assert.Throws<StartupException>(() => Erase("S01")).Message, StringComparison.Ordinal);
        House.Core.SetRoster(Years.Roster(withS02: false));
        File.WriteAllText(Path.Combine(House.Folder, DataFolder.RosterName), "posts:\n- id: hotline\nstaff:\n- id: S02\n");
        Assert.Contains("stands in the roster", Assert.Throws<StartupException>(() => Erase()).Message, StringComparison.Ordinal);
    }

    /// <summary>The connection string of an empty database; empty: SQLite.</summary>
    protected abstract Task<string> NewDatabaseAsync();

    private (ErasureAct Act, IReadOnlyList<string> Lines) Erase(string staff = "S02", bool dryRun = false)
    {
        using BridgeStore beside = BridgeStore.OpenBeside(House.Options, House.Time);
        (ErasureAct Act, IReadOnlyList<string> Lines) done = Erasure.Run(beside, House.Folder, staff, dryRun, House.Time.GetUtcNow());
        House.Time.Advance(TimeSpan.FromSeconds(2));
        return done;
    }

    private void ErasesFreePages()
    {
        string why = Erasure.ClearPages(House.Store.Database);
        Assert.Equal(House.Options.Database.Length == 0, why.Length == 0);
        if (why.Length == 0)
        {
            byte[] file = File.ReadAllBytes(Path.Combine(House.Folder, SqliteDatabase.FileName));
            Assert.True(file.AsSpan().IndexOf("S021"u8) >= 0);
            Assert.True(file.AsSpan().IndexOf("04A1B2C4"u8) < 0);
        }
    }

    private string[] Bodies()
    {
        var bodies = new List<string>();
        List<LogEntry> page = House.Store.Log.Read(0, 1000);
        while (page.Count > 0)
        {
            bodies.AddRange(page.Select(entry => Encoding.UTF8.GetString(entry.Body)).Select(body => body.Contains("\\u", StringComparison.Ordinal) && body.StartsWith('{') ? JsonDocument.Parse(body).RootElement.ToString().Normalize() + System.Text.RegularExpressions.Regex.Unescape(body) : body));
            page = House.Store.Log.Read(page[^1].Position, 1000);
        }

        return [.. bodies];
    }

    private string[] Others() => House.Core.Read((room, _) => room.PostOf("hotline").Attendance.Shifts.Where(shift => shift.Staff is "S01").Select(shift => JsonSerializer.Serialize(shift)).ToArray());
}

/// <summary>Over SQLite.</summary>
public sealed class SqliteErasureTests : ErasureContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => Task.FromResult("");
}

/// <summary>Over PostgreSQL.</summary>
public sealed class PostgresErasureTests(PostgresServer server) : ErasureContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => server.NewDatabaseAsync();
}
