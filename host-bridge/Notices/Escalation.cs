using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>
/// Passes on what nobody has acknowledged: to the next role of the pack's chain, and so on to its end. The first to be told stand in the chain already,
/// by their roles; a role that nobody has is left out. What is acknowledged goes no further.
/// </summary>
public sealed class Escalation
{
    // A bridge that was down wakes nobody for what was to be passed on a day ago.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly HashSet<string> Urgent = new(StringComparer.Ordinal)
    {
        "late-handover", "missed-handover", "unattended", "terminal-lost", "reader-fault", "major-event", "history-broken", "dispute", "hold-opened", "terminal-cloned", "badge-cloned",
    };

    // The notices that may have to be passed on, by their places among all that were sent and by when: a large house sends thousands in two days, and each look is to cost no more than what has come since
    // the one before, and what is due.
    private readonly PriorityQueue<int, DateTimeOffset> _open = new();
    private RosterModel? _roster;
    private int _seen;

    /// <summary>When something will have to be passed on next, should nobody acknowledge it meanwhile; the greatest moment there is: nothing.</summary>
    public DateTimeOffset Next => _open.TryPeek(out _, out DateTimeOffset at) ? at : DateTimeOffset.MaxValue;

    /// <summary>Wants what is to be passed on by now.</summary>
    public void Look(RosterModel roster, NoticeBoard board, DateTimeOffset now)
    {
        if (roster != _roster)
        {
            // Another roster may have other roles and pauses for all of them. The longest pause of a chain is a day too.
            _roster = roster;
            _open.Clear();
            _seen = board.FirstSince(now - Longest - Longest);
        }

        for (; _seen < board.All.Count; _seen++)
        {
            SentNotice sent = board.All[_seen];
            if (!sent.Acknowledged && IsUrgent(sent.Notice, board))
            {
                _open.Enqueue(_seen, sent.SentAt + PolicyOf(roster, sent.Notice).Minutes("escalateMin"));
            }
        }

        while (_open.TryPeek(out int place, out DateTimeOffset at) && at <= now)
        {
            _open.Dequeue();
            SentNotice sent = board.All[place];
            string key = KeyOfNext(sent.Notice);
            if (!sent.Acknowledged && IsUrgent(sent.Notice, board) && now < at + Longest && !board.IsSent(key) && NextOf(roster, sent.Notice) is { Count: > 0 } to)
            {
                board.Want(sent.Notice with { Key = key, To = to, Level = sent.Notice.Level + 1 });
            }
        }
    }

    // A late handover is told at every step of the alarm, and only the first of them is passed on.
    private static bool IsUrgent(Notice notice, NoticeBoard board) => Urgent.Contains(notice.Topic) && (notice.Topic is not "late-handover" || board.IsFirstOfAlarm(RootOf(notice)));

    private static string KeyOfNext(Notice notice) => string.Create(CultureInfo.InvariantCulture, $"{RootOf(notice)}/up{notice.Level + 1}");

    private static string RootOf(Notice notice) => notice.Level == 0 ? notice.Key : notice.Key[..notice.Key.LastIndexOf('/')];

    // What is of no post goes by the house's first one.
    private static PolicyParameters PolicyOf(RosterModel roster, Notice notice) => roster.PolicyOf(notice.Post.Length > 0 ? notice.Post : roster.Document.Posts.FirstOrDefault()?.Id ?? "");

    private static IReadOnlyList<string> NextOf(RosterModel roster, Notice notice)
    {
        string[] chain = PolicyOf(roster, notice).List("escalation");
        int reached = notice.To.Select(staff => Array.IndexOf(chain, roster.Person(staff)?.Role ?? "")).DefaultIfEmpty(-1).Max();
        return chain.Skip(reached + 1).Select(roster.OfRole).FirstOrDefault(to => to.Count > 0) ?? [];
    }
}
