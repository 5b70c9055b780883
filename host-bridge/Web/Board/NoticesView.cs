using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Board;

/// <summary>Notices of the past, newest first, a page at a time.</summary>
/// <param name="Notices">The page.</param>
/// <param name="Older">Before which place the next page begins; empty: there is nothing older.</param>
public sealed record NoticesView(IReadOnlyList<NoticeLine> Notices, string Older)
{
    /// <summary>How many a page has.</summary>
    public const int AtOnce = 100;

    /// <summary>The notices before a place in the log.</summary>
    public static NoticesView Of(Language t, DutyRoom room, long before, DateTimeOffset now)
    {
        var time = new CivilTime(room.Roster, now);
        SentNotice[] found = [.. room.Notices.All.Reverse().SkipWhile(sent => sent.Position >= before).Take(AtOnce + 1)];
        return new NoticesView(
            [.. found.Take(AtOnce).Select(sent => NoticeLine.Of(t, room, sent, time))],
            found.Length > AtOnce ? found[AtOnce - 1].Position.ToString(CultureInfo.InvariantCulture) : "");
    }
}
