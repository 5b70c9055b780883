using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>The notice that a channel fails: on the board, and on the other channels, at most once an hour for each channel.</summary>
public static class DeliveryFailed
{
    /// <summary>The topic.</summary>
    public const string Topic = "delivery-failed";

    private static readonly TimeSpan Quiet = TimeSpan.FromHours(1);

    /// <summary>
    /// The notice that some could not be delivered; null: there is nothing to tell, because the hour has one already, or because all that failed were such
    /// notices themselves: two channels that fail would tell of each other for ever.
    /// </summary>
    public static Notice? Of(Channel channel, IEnumerable<Notice> failed, NoticeBoard board, RosterModel roster, DateTimeOffset now)
    {
        if (failed.All(notice => notice.Topic is Topic) || (board.Newest(Topic, "", channel.Settings.Name) is { } told && now < told.SentAt + Quiet))
        {
            return null;
        }

        // Two bridges that find it in the same hour find the same key.
        long hour = now.ToUnixTimeSeconds() / (long)Quiet.TotalSeconds;
        return new Recipients(roster).Address(new Notice(string.Create(CultureInfo.InvariantCulture, $"{Topic}/{channel.Id}/{hour}"), Topic, "", "", "", now, [], channel.Settings.Name));
    }
}
