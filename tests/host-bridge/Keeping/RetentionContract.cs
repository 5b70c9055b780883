using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>What is older than the house keeps goes, and nothing else changes by that.</summary>
public abstract class RetentionContract : IAsyncLifetime
{
    private const int Days = 450;
    private const int Kept = 400;

    private House House { get; set; } = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        House = new House(await NewDatabaseAsync()).Open(Years.Roster());
        House.Stop();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        House.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A fifth of the log goes; what is shown as now is the same while the bridge runs and after a start, the chain is proved, and goes on.</summary>
    [Fact]
    public void WhatIsOldGoesAndNothingElseChanges()
    {
        Years.Pass(House, Days);
        House.Open();
        string now = Now();
        int before = House.Rows().Length;
        int removed = Remove();
        Assert.InRange(removed, 6 * (Days - Kept - 25), 6 * (Days - Kept + 2));
        Assert.Equal(before - removed + 1, House.Rows().Length);
        House.Core.Step();
        Assert.Equal(now, Now());
        Assert.Empty(House.Verify().Faults);
        House.Stop();
        House.Open();
        Assert.Equal(now, Now());
        Assert.DoesNotContain(House.Core.Read((room, _) => room.Notices.All.ToArray()), sent => sent.Notice.Topic is "history-broken");
        Assert.InRange(House.Core.Read((room, _) => room.RosteredSince), House.Time.GetUtcNow().AddDays(-Kept - 1), House.Time.GetUtcNow().AddDays(-Kept + 1));
        DateTimeOffset oldest = House.Store.Log.ReadRecords(null, 0, 1)[0].ReceivedAt;
        Assert.InRange(oldest, House.Time.GetUtcNow().AddDays(-Kept), House.Time.GetUtcNow().AddDays(-Kept + 1));
        House.Receive(House.Terminal.Take(3));
        Assert.Equal(House.Terminal.Seq, House.Core.Read((_, chain) => chain.StoredUpTo("T1", House.Terminal.Epoch)));
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>It goes on day by day: what was removed before stays known, the entry of before goes itself, and once a day is enough.</summary>
    [Fact]
    public void ItGoesOnDayByDay()
    {
        Years.Pass(House, Days);
        House.Open();
        Assert.True(Remove() > 0);
        Assert.Equal(0, Remove());
        House.Stop();
        Years.Pass(House, 30, first: Days);
        House.Open();
        string now = Now();
        Assert.True(Remove() > 0);
        House.Core.Step();
        Assert.Equal(now, Now());
        Assert.Single(House.Store.Log.ReadKind(LogKind.Retained, 0, 10));
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>A record that could not be proved keeps everything behind it, however old.</summary>
    [Fact]
    public void NothingUnprovedGoes()
    {
        Years.Pass(House, 10);
        House.Open();
        House.Receive(new FakeTerminal("T1", new byte[32], House.Terminal.Epoch).Take(5)[4]);
        House.Stop();
        Years.Pass(House, Days, first: 10);
        House.Open();
        Remove();
        Assert.Contains(House.Store.Log.ReadRecords("T1", 0, 10000), entry => entry.Seq == 5);
        Assert.Equal(5, House.Store.Log.ReadRecords("T1", 0, 1)[0].Seq);
        Assert.All(House.Verify().Faults, fault => Assert.Contains("fork at number 5", fault, StringComparison.Ordinal));
    }

    /// <summary>What still has an effect stays: who holds since then, a hold that nobody has cleared, an item that nobody has closed.</summary>
    [Theory]
    [InlineData(LogKind.Record)]
    [InlineData(LogKind.Hold)]
    [InlineData(LogKind.Sheet)]
    public void WhatStillHasAnEffectStays(LogKind kind)
    {
        Years.Pass(House, 10);
        House.Open();
        if (kind == LogKind.Hold)
        {
            House.Core.Append(LogKind.Hold, "hotline", JsonSerializer.SerializeToUtf8Bytes(new HoldAct("open", "unfinished", "H-1", "S01", "why", "", [])));
        }

        if (kind == LogKind.Sheet)
        {
            House.Core.Append(LogKind.Sheet, "hotline", JsonSerializer.SerializeToUtf8Bytes(new SheetAct("write", 11, "H9n", "S01", "matters", "to be done")));
        }

        House.Core.Step();
        House.Stop();
        if (kind == LogKind.Record)
        {
            House.Time.Advance(TimeSpan.FromDays(Days));
        }
        else
        {
            Years.Pass(House, Days, first: 10);
        }

        House.Open();
        string now = Now();
        Remove();
        House.Stop();
        House.Open();
        Assert.Equal(now, Now());
        Assert.Equal(kind == LogKind.Sheet ? 1 : 0, House.Core.Read((room, _) => room.PostOf("hotline").Book.Pending.Count()));
        Assert.Equal(kind == LogKind.Hold ? 1 : 0, House.Core.Read((room, _) => room.PostOf("hotline").Book.OpenHolds.Count()));
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>A terminal that sends its old records again, as it is asked to after a restore, gets them acknowledged, and none comes back or is taken for another's.</summary>
    [Fact]
    public void WhatIsGoneDoesNotComeBack()
    {
        Years.Pass(House, Days);
        byte[][] old = [.. ReadBodies().Take(30)];
        House.Open();
        Remove();
        House.Core.Step();
        int rows = House.Rows().Length;
        House.Receive(old);
        House.Time.Advance(TimeSpan.FromSeconds(2));
        House.Core.Step();
        Assert.Equal(rows, House.Rows().Length);
        Assert.Empty(House.Verify().Faults);
        Assert.Contains(House.Published, message => message.Topic.EndsWith("/ack", StringComparison.Ordinal) && message.Payload.Contains($"\"seq\":{House.Terminal.Seq}", StringComparison.Ordinal));
    }

    /// <summary>What is removed and comes again before the running bridge has noticed does not pass for new either.</summary>
    [Fact]
    public void WhatComesAgainAtOnceIsNoFork()
    {
        Years.Pass(House, Days);
        byte[][] old = [.. ReadBodies().Take(30)];
        House.Open();
        using (var beside = DutyKiosk.HostBridge.Admin.BridgeStore.OpenBeside(House.Options, House.Time))
        {
            Assert.True(Retention.Run(beside.Log, beside.Terminals, Kept, House.Time.GetUtcNow()) > 0);
        }

        int rows = House.Rows().Length;
        House.Receive(old);
        Assert.Equal(rows, House.Rows().Length);
        House.Time.Advance(TimeSpan.FromSeconds(2));
        House.Core.Step();
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>A terminal whose flash was put back gives numbers of removed records to what people do now, and one without a clock says nothing of time: all of that is stored, and told of.</summary>
    [Fact]
    public void WhatIsNewUnderAnOldNumberIsStored()
    {
        Years.Pass(House, Days);
        House.Open();
        Remove();
        House.Core.Step();
        string today = House.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);
        var putBack = new FakeTerminal("T1", Convert.FromHexString(new string('7', 64)));
        byte[] old = putBack.Next(), dated = putBack.Next(at: today), undated = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(putBack.Next()).Replace("\"at\":\"2026-03-02T00:00:00.000Z\",", "", StringComparison.Ordinal));
        House.Receive(old, dated, undated);
        Assert.Equal([2, 3], House.Store.Log.ReadRecords("T1", 0, 10000).Where(entry => entry.Seq < 10).Select(entry => entry.Seq));
        Assert.Equal(2, House.Verify().Faults.Count(fault => fault.Contains("fork", StringComparison.Ordinal)));
    }

    /// <summary>A number that was never stored, as its terminal had lost the record, is not taken for one that was: should it come after all, it is kept.</summary>
    [Fact]
    public void WhatWasNeverStoredIsStored()
    {
        House.Open();
        var other = new FakeTerminal("T1", Convert.FromHexString(new string('7', 64)), "00000001");
        byte[][] first = [.. other.Take(3)];
        byte[][] lost = [.. other.Take(2)];
        other.Lose(4, 5);
        byte[][] behind = [other.Next("terminal.journal-damaged", "\"from\":4,\"to\":5"), .. other.Take(40)];
        House.Receive([.. first, .. behind]);
        Assert.Empty(House.Verify().Faults);
        House.Time.Advance(TimeSpan.FromDays(Days));
        Assert.True(Remove() > 0);
        House.Core.Step();
        Assert.True(House.Store.Log.ReadRecords("T1", 0, 1)[0].Seq > 6);
        House.Receive([.. first, .. lost, behind[0]]);
        Assert.Equal([4, 5], House.Store.Log.ReadRecords("T1", 0, 100).Where(entry => entry.Seq <= 6).Select(entry => entry.Seq));
    }

    /// <summary>A look at the log is not troubled by what is removed while it looks.</summary>
    [Fact]
    public void VerifyingGoesOnOverARemoval()
    {
        Years.Pass(House, Days);
        using var store = DutyKiosk.HostBridge.Admin.BridgeStore.OpenBeside(House.Options, House.Time);
        int removed = 0;
        var found = Verification.Of(store.Log, store.Terminals, House.Time.GetUtcNow(), _ =>
        {
            using var other = DutyKiosk.HostBridge.Admin.BridgeStore.OpenBeside(House.Options, House.Time);
            removed += Retention.Run(other.Log, other.Terminals, Kept, House.Time.GetUtcNow());
        });
        Assert.True(removed > 0);
        Assert.Empty(found.Faults);
    }

    /// <summary>A journal that the terminal has begun another after goes altogether, and the next one stays proved.</summary>
    [Fact]
    public void AnOldJournalGoes()
    {
        Years.Pass(House, 40);
        House.Open();
        House.Receive(new FakeTerminal("T1", Convert.FromHexString(new string('7', 64)), "00000001").Take(30));
        House.Stop();
        House.Time.Advance(TimeSpan.FromDays(Days));
        House.Open();
        Remove();
        House.Stop();
        House.Open();
        Assert.Empty(House.Verify().Faults);
    }

    /// <summary>A short journal of which nothing goes does not pass for a newer one than that in use, of which a part goes: not at once, not after a start, and not the next time.</summary>
    [Fact]
    public void AShortOldJournalDoesNotCloseTheOneInUse()
    {
        House.Open();
        House.Receive(new FakeTerminal("T1", House.Key, "00000001").Take(10));
        House.Stop();
        Years.Pass(House, Days);
        House.Open();
        Assert.True(Remove() > 0);
        House.Core.Step();
        Holds();
        House.Stop();
        Years.Pass(House, 30, first: Days);
        House.Open();
        Assert.True(Remove() > 0);
        House.Core.Step();
        Holds();

        void Holds()
        {
            Assert.Empty(House.Verify().Faults);
            Assert.Equal((true, false), House.Core.Read((_, chain) => (chain.IsClosed("T1", "00000001"), chain.IsClosed("T1", House.Terminal.Epoch))));
            Assert.Empty(House.Core.Read((_, chain) => chain.NewJournals.Where(journal => journal.Epoch is "00000001").ToArray()));
        }
    }

    /// <summary>Another hand that takes entries away, or the one that says what is gone, or changes it, is found as before.</summary>
    [Theory]
    [InlineData("DELETE FROM log WHERE kind = 'Retained'")]
    [InlineData("UPDATE log SET body = seal WHERE kind = 'Retained'")]
    [InlineData("DELETE FROM log WHERE position = (SELECT min(position) FROM log WHERE kind = 'Sheet')")]
    [InlineData("UPDATE log SET received = received + 1 WHERE position = (SELECT max(position) FROM log WHERE kind = 'Sheet')")]
    public void AnotherHandIsFound(string sql)
    {
        Years.Pass(House, Days);
        House.Open();
        Remove();
        House.Core.Step();
        Assert.Empty(House.Verify().Faults);
        House.ByHand(sql);
        Assert.NotEmpty(House.Verify().Faults);
    }

    /// <summary>Without a policy nothing goes, and one that is too short is refused.</summary>
    [Fact]
    public void WithoutAPolicyNothingGoes()
    {
        Years.Pass(House, Days);
        House.Open();
        Assert.Equal(0, House.Core.RemoveOld(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => House.Core.RemoveOld(Retention.LeastDays - 1));
        var watch = new RetentionWatch(House.Core, Kept, House.Time.GetUtcNow());
        Assert.Equal(House.Time.GetUtcNow().AddHours(1), watch.Step(House.Time.GetUtcNow()));
        Assert.Equal(0, watch.Removed);
        House.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(House.Time.GetUtcNow().AddDays(1), watch.Step(House.Time.GetUtcNow()));
        Assert.True(watch.Removed > 0);
    }

    /// <summary>The connection string of an empty database; empty: SQLite.</summary>
    protected abstract Task<string> NewDatabaseAsync();

    private int Remove() => House.Core.RemoveOld(Kept);

    private List<byte[]> ReadBodies()
    {
        using var store = DutyKiosk.HostBridge.Admin.BridgeStore.OpenBeside(House.Options, House.Time);
        return [.. store.Log.ReadRecords("T1", 0, 100).Select(entry => entry.Body)];
    }

    // What a person sees of it.
    private string Now()
    {
        return House.Core.Read((room, chain) => JsonSerializer.Serialize(new
        {
            Posts = room.Posts.Select(post => new
            {
                post.Post,
                post.Holder,
                post.HolderShift,
                post.Since,
                post.In,
                post.PolicyVersion,
                post.Book.Current,
                Pending = post.Book.Pending.ToArray(),
                Holds = post.Book.OpenHolds.ToArray(),
                Shifts = post.Attendance.Shifts.TakeLast(300).ToArray(),
                Spans = post.Attendance.Spans.TakeLast(300).ToArray(),
            }),
            Terminals = room.Terminals.Select(terminal => new { terminal.Id, terminal.Session, terminal.Seq, terminal.Epoch }),
            room.RosterVersion,
            Breaks = chain.BreaksOf("T1"),
            Stored = chain.StoredUpTo("T1", House.Terminal.Epoch),
            Due = room.NoticesDue(House.Time.GetUtcNow()).Select(notice => notice.Key),
        }));
    }
}

/// <summary>Over SQLite.</summary>
public sealed class SqliteRetentionTests : RetentionContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => Task.FromResult("");
}

/// <summary>Over PostgreSQL.</summary>
public sealed class PostgresRetentionTests(PostgresServer server) : RetentionContract
{
    /// <inheritdoc/>
    protected override Task<string> NewDatabaseAsync() => server.NewDatabaseAsync();
}
