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
public static class Escalation
{
    // A bridge that was down wakes nobody for what was to be passed on a day ago.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly HashSet<string> Urgent = new(StringComparer.Ordinal)
    {
        "late-handover", "missed-handover", "unattended", "terminal-lost", "reader-fault", "major-event", "history-broken", "dispute", "hold-opened", "terminal-cloned", "badge-cloned",
    };

    /// <summary>What is to be passed on by now, and what will have to be when nobody acknowledges it meanwhile, with its moment.</summary>
    public static IEnumerable<(Notice Notice, DateTimeOffset At)> Of(RosterModel roster, NoticeBoard board, DateTimeOffset now)
    {
        var recipients = new Recipients(roster);

        // The longest pause of a chain is a day too.
        foreach (SentNotice sent in board.NewestSince(now - Longest - Longest))
        {
            if (sent.Acknowledged || !IsUrgent(sent.Notice, board))
            {
                continue;
            }

            PolicyParameters policy = PolicyOf(roster, sent.Notice);
            DateTimeOffset at = sent.SentAt + policy.Minutes("escalateMin");
            string key = KeyOfNext(sent.Notice);
            if (now < at + Longest && !board.IsSent(key) && Next(recipients, roster, policy, sent.Notice) is { Count: > 0 } to)
            {
                yield return (sent.Notice with { Key = key, To = to, Level = sent.Notice.Level + 1 }, at);
            }
        }
    }

    // A late handover is told at every step of the alarm, and only the first of them is passed on.
    private static bool IsUrgent(Notice notice, NoticeBoard board) => Urgent.Contains(notice.Topic) && (notice.Topic is not "late-handover" || board.IsFirstOfAlarm(RootOf(notice)));

    private static string KeyOfNext(Notice notice) => string.Create(CultureInfo.InvariantCulture, $"{RootOf(notice)}/up{notice.Level + 1}");

    private static string RootOf(Notice notice) => notice.Level == 0 ? notice.Key : notice.Key[..notice.Key.LastIndexOf('/')];

    // What is of no post goes by the house's first one.
    private static PolicyParameters PolicyOf(RosterModel roster, Notice notice) => roster.PolicyOf(notice.Post.Length > 0 ? notice.Post : roster.Document.Posts.FirstOrDefault()?.Id ?? "");

    private static IReadOnlyList<string> Next(Recipients recipients, RosterModel roster, PolicyParameters policy, Notice notice)
    {
        string[] chain = policy.List("escalation");
        int reached = notice.To.Select(staff => Array.IndexOf(chain, roster.Person(staff)?.Role ?? "")).DefaultIfEmpty(-1).Max();
        return chain.Skip(reached + 1).Select(recipients.OfRole).FirstOrDefault(to => to.Count > 0) ?? [];
    }
}
