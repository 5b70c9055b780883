using System;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web;

/// <summary>A notice in the words that people read, on the board and in what is sent out.</summary>
public static class NoticeWords
{
    /// <summary>What it is about: post, terminal, person, cause, place, how many.</summary>
    public static string About(Language t, RosterModel roster, Notice notice)
    {
        string post = notice.Post.Length == 0 ? "" : PostOrder.NameOf(roster, notice.Post);
        string[] parts = [post, notice.Terminal, roster.NameOf(notice.Staff), Cause(t, notice), Place(notice), notice.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"×{notice.Count}") : ""];
        return string.Join(' ', parts.Where(text => text.Length > 0));
    }

    /// <summary>Who is told of it.</summary>
    public static string To(Language t, RosterModel roster, Notice notice) => notice.To.Count == 0 ? t["board.nobody-to-tell"] : t.List(notice.To.Select(roster.NameOf));

    // A badge that was in two places has the other terminal for its cause.
    private static string Cause(Language t, Notice notice) => notice.Topic is "badge-cloned" ? t["board.cloned-cause", notice.Cause] : BoardWords.Of(t, notice.Cause);

    // A broken history has its first place behind topic, terminal and cause in its key.
    private static string Place(Notice notice)
    {
        string key = notice.Level == 0 ? notice.Key : notice.Key[..notice.Key.LastIndexOf('/')];
        string[] parts = notice.Topic is "history-broken" ? key.Split('/', 4) : [];
        return parts.Length == 4 ? parts[3] : "";
    }
}
