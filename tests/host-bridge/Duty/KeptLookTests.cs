using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Keeping;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Duty;

/// <summary>A room that looks again only at posts of which something was said, or whose time has come, misses nothing.</summary>
public sealed class KeptLookTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Whatever a room would have told that looks at everything for the first time is told by one that has looked after every entry and whenever it said that it was to be asked, and it says so no later
    /// than the other; so it is with what stands before handovers.
    /// </summary>
    [Theory]
    [InlineData(1, 20)]
    [InlineData(2, 20)]
    [InlineData(3, 3000)]
    public void NothingIsMissed(int seed, int longestPauseSeconds)
    {
        List<LogEntry> entries = RandomLog.Of(seed, 140, longestPauseSeconds);
        LogFold followed = New();
        var told = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < entries.Count; i++)
        {
            followed.Take([entries[i]]);
            DateTimeOffset now = entries[i].ReceivedAt, behind = i + 1 < entries.Count ? entries[i + 1].ReceivedAt : now.AddHours(1);
            for (int looks = 0; looks < 3 && now <= behind; looks++)
            {
                Tell(followed.Room, now, told);
                LogFold fresh = New();
                fresh.Take(entries.GetRange(0, i + 1));
                var wanted = new HashSet<string>(StringComparer.Ordinal);
                Tell(fresh.Room, now, wanted);
                Assert.Empty(wanted.Except(told, StringComparer.Ordinal));
                Assert.Equal(fresh.Room.GatesDue(now, _ => 0), followed.Room.GatesDue(now, _ => 0), (a, b) => string.Equals(a.Post, b.Post, StringComparison.Ordinal) && a.Gate.Gate.SaysTheSameAs(b.Gate.Gate));
                DateTimeOffset next = followed.Room.NoticesNext(now);
                Assert.InRange(next, now, Earlier(fresh.Room.NoticesNext(now), now + Longest));
                now = next;
            }
        }

        Assert.True(told.Count > 10, $"Only {told.Count} notices were told.");
    }

    private static void Tell(DutyRoom room, DateTimeOffset now, HashSet<string> told) => told.UnionWith(room.NoticesDue(now).Select(notice => notice.Key));

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static LogFold New() => new(RandomLog.Terminals, new HistoryWatch(), (_, _) => { }, RetainedAct.None);
}
