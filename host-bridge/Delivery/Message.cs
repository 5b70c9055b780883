using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>One notice in the words that people read: Chinese first, English second.</summary>
/// <param name="Title">Its first line: how much it matters, and what it is.</param>
/// <param name="Lines">What it is about, when, and who is told.</param>
public sealed record NoticeText(string Title, IReadOnlyList<string> Lines)
{
    private const int MostLines = 5;

    /// <summary>Writes a notice in so many bytes at most, as they are where nothing can become markup: names are as long as a house writes them.</summary>
    public static NoticeText Of(SentNotice sent, RosterModel roster, int mostBytes)
    {
        int most = mostBytes / MostLines;
        Notice notice = sent.Notice;
        var time = new CivilTime(roster, sent.SentAt);
        string about = NoticeWords.About(Language.Bilingual, roster, notice);
        string[] lines =
        [
            about.Length == 0 ? "" : $"事由 about: {about}",
            $"时间 at: {time.Dated(notice.At)}",
            $"通知 to: {NoticeWords.To(Language.Bilingual, roster, notice)}",
            notice.Level > 0 ? $"逐级上报 passed on: {notice.Level}" : "",
        ];
        return new NoticeText(Short($"【{Priorities.Of(notice).Title()}】{BoardWords.Of(Language.Bilingual, notice.Topic)}", most), [.. lines.Where(line => line.Length > 0).Select(line => Short(line, most))]);
    }

    // A name must not begin a line of its own, nor be as long as a message.
    private static string Short(string text, int mostBytes)
    {
        var kept = new StringBuilder();
        int bytes = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            string next = Rune.IsControl(rune) ? " " : rune.ToString();
            bytes += Encoding.UTF8.GetByteCount(Message.Wide(next));
            if (bytes > mostBytes - "…"u8.Length)
            {
                return kept.Append('…').ToString();
            }

            kept.Append(next);
        }

        return kept.ToString();
    }
}

/// <summary>What is sent to a channel at one go.</summary>
/// <param name="Id">The id of the delivery, or of the first of several: a receiver that gets it twice can tell.</param>
/// <param name="Notices">What it tells, at least one.</param>
/// <param name="Roster">Whose names it is written with.</param>
/// <param name="IsTest">Whether somebody only wants to see it arrive.</param>
public sealed record Message(string Id, IReadOnlyList<SentNotice> Notices, RosterModel Roster, bool IsTest = false)
{
    // WeCom takes 4096 bytes, and the others more; some go into what makes lines of it.
    private const int MostBytes = 3600;

    /// <summary>A message by which a channel is tried out.</summary>
    public static Message Test(string id, RosterModel roster, DateTimeOffset now) => new(id, [new SentNotice(new Notice($"test/{id}", "test", "", "", "", now, []), 0, now)], roster, IsTest: true);

    /// <summary>The notices as people read them.</summary>
    public IReadOnlyList<NoticeText> Texts => IsTest ? [new NoticeText("【测试 test】DutyKiosk", ["通道可用 this channel works"])] : [.. Notices.Select(sent => NoticeText.Of(sent, Roster, MostBytes / Notices.Count))];

    /// <summary>One line over all of it.</summary>
    public string Title => Texts is [var only] ? only.Title : $"【{Notices.Max(sent => Priorities.Of(sent.Notice)).Title()}】{Notices.Count} 条通知 notices";

    /// <summary>All of it as plain text.</summary>
    public string Plain => string.Join("\n\n", Texts.Select(text => string.Join('\n', [text.Title, .. text.Lines])));

    /// <summary>
    /// All of it in the little of Markdown that robots understand. Names cannot become markup, links or mentions of everybody: the characters of those are
    /// written in their wide forms.
    /// </summary>
    public string Markdown => string.Join("\n\n", Texts.Select(text => string.Join("\n\n", [$"**{Wide(text.Title)}**", .. text.Lines.Select(line => "> " + Wide(line))])));

    /// <summary>A text without any character that begins markup or a mention.</summary>
    public static string Wide(string text)
    {
        return string.Create(text.Length, text, static (wide, from) =>
        {
            for (int i = 0; i < from.Length; i++)
            {
                // The wide forms of the printable characters of ASCII stand in their order behind U+FF00.
                wide[i] = from[i] is '<' or '>' or '[' or ']' or '(' or ')' or '*' or '`' or '#' or '@' or '!' or '\\' or '|' or '~' ? (char)(from[i] - ' ' + '\uFF00') : from[i];
            }
        });
    }
}
