using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>One notice that a channel has still to tell.</summary>
/// <param name="Id">The id of the delivery, the same at every attempt.</param>
/// <param name="Position">The place of the notice in the log.</param>
/// <param name="SentAt">When the notice was sent in the house.</param>
/// <param name="Priority">Its priority.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Acknowledged">Whether somebody has taken note meanwhile.</param>
public sealed record Waiting(string Id, long Position, DateTimeOffset SentAt, Priority Priority, int Attempts, bool Acknowledged);

/// <summary>How long a channel is tried, and how soon again.</summary>
/// <param name="FirstPause">Between the first attempt and the second; it doubles from one to the next.</param>
/// <param name="LongestPause">The longest pause.</param>
/// <param name="LongestAge">A notice that is older is given up.</param>
/// <param name="MostAttempts">As often a notice is tried.</param>
public sealed record DeliveryPolicy(TimeSpan FirstPause, TimeSpan LongestPause, TimeSpan LongestAge, int MostAttempts)
{
    /// <summary>Tried for a day: at first again after 15 seconds, at last each hour.</summary>
    public static DeliveryPolicy Usual { get; } = new(TimeSpan.FromSeconds(15), TimeSpan.FromHours(1), TimeSpan.FromHours(24), 40);
}

/// <summary>What is to be done for a channel now.</summary>
/// <param name="Send">What goes into the one message that is to be sent now; empty: nothing is to be sent.</param>
/// <param name="Later">What has to wait, and until when.</param>
/// <param name="Dropped">What need not be told any more, and why.</param>
/// <param name="Expired">What nobody was told in time.</param>
public sealed record DeliveryPlan(IReadOnlyList<Waiting> Send, IReadOnlyList<(Waiting Delivery, DateTimeOffset Until)> Later, IReadOnlyList<(Waiting Delivery, string Why)> Dropped, IReadOnlyList<Waiting> Expired)
{
    /// <summary>As many notices stand in one message at most, so that every robot takes it whole.</summary>
    public const int MostInOne = 10;

    private static readonly TimeSpan RateSpan = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Plans the next message of a channel, from what is due now. Alarms go first, then what was tried less often. Where more is due than the channel takes
    /// within the minute, several go into one message, if the kind allows; else they wait. A part of the rate is kept for alarms.
    /// </summary>
    /// <param name="settings">The channel's settings.</param>
    /// <param name="due">What is due.</param>
    /// <param name="recent">When messages were sent to the channel lately.</param>
    /// <param name="roster">By whose civil time quiet hours go.</param>
    /// <param name="policy">How long it is tried.</param>
    /// <param name="now">This moment.</param>
    public static DeliveryPlan Of(ChannelSettings settings, IReadOnlyList<Waiting> due, IReadOnlyList<DateTimeOffset> recent, RosterModel roster, DeliveryPolicy policy, DateTimeOffset now)
    {
        var later = new List<(Waiting, DateTimeOffset)>();
        var dropped = new List<(Waiting, string)>();
        var expired = new List<Waiting>();
        var ready = new List<Waiting>();
        DateTimeOffset? quietEnd = settings.Quiet?.EndOf(now, roster);
        foreach (Waiting delivery in due)
        {
            if (!settings.Enabled)
            {
                dropped.Add((delivery, "the channel is switched off"));
            }
            else if (delivery.Acknowledged)
            {
                dropped.Add((delivery, "somebody has taken note of it meanwhile"));
            }
            else if (now >= delivery.SentAt + policy.LongestAge || delivery.Attempts >= policy.MostAttempts)
            {
                expired.Add(delivery);
            }
            else if (delivery.Priority < Priority.Alarm && quietEnd is { } end)
            {
                later.Add((delivery, end));
            }
            else
            {
                ready.Add(delivery);
            }
        }

        Waiting[] ordered = [.. ready.OrderByDescending(delivery => delivery.Priority).ThenBy(delivery => delivery.Attempts).ThenBy(delivery => delivery.Position)];
        DateTimeOffset[] counted = [.. recent.Where(sent => sent > now - RateSpan && sent <= now).Order()];
        int free = settings.PerMinute - counted.Length;
        int kept = settings.PerMinute / 10;
        int forOthers = free - kept;
        bool isAlarm = ordered is [{ Priority: Priority.Alarm }, ..];
        if (ordered.Length == 0 || (isAlarm ? free : forOthers) <= 0)
        {
            later.AddRange(ordered.Select(delivery => (delivery, FreeAt(counted, settings.PerMinute - (delivery.Priority == Priority.Alarm ? 0 : kept), now))));
            return new DeliveryPlan([], later, dropped, expired);
        }

        int most = settings.Merges && ordered.Length > Math.Max(1, forOthers) ? MostInOne : 1;
        return new DeliveryPlan(ordered[..Math.Min(most, ordered.Length)], later, dropped, expired);
    }

    /// <summary>When a delivery that has failed once more is tried again: twice as late each time, and up to half as late again, so that many do not come at once.</summary>
    /// <param name="policy">The bounds.</param>
    /// <param name="attempts">How often it was tried, with this time.</param>
    /// <param name="retryAfter">How long the receiver wants to be left alone, which is heeded up to the longest pause.</param>
    /// <param name="jitter">A number from 0 to 1, drawn for this attempt.</param>
    public static TimeSpan Pause(DeliveryPolicy policy, int attempts, TimeSpan? retryAfter, double jitter)
    {
        double doubled = policy.FirstPause.TotalSeconds * Math.Pow(2, Math.Clamp(attempts - 1, 0, 30));
        TimeSpan pause = TimeSpan.FromSeconds(Math.Min(doubled, policy.LongestPause.TotalSeconds) * (1 + (Math.Clamp(jitter, 0, 1) / 2)));
        TimeSpan wanted = retryAfter is { } asked && asked > TimeSpan.Zero ? asked : TimeSpan.Zero;
        wanted = wanted < policy.LongestPause ? wanted : policy.LongestPause;
        return wanted > pause ? wanted : pause;
    }

    /// <summary>Whether a channel tells a notice at all.</summary>
    public static bool Wants(Channel channel, Notices.Notice notice)
    {
        ChannelSettings settings = channel.Settings;

        // A channel that fails is told of on the others; on itself it would be one more message that fails.
        bool aboutItself = notice.Topic is DeliveryFailed.Topic && string.Equals(notice.Cause, settings.Name, StringComparison.Ordinal);
        return settings.Enabled && !aboutItself
            && Priorities.Of(notice) >= settings.LeastPriority
            && (settings.Topics.Count == 0 || settings.Topics.Contains(notice.Topic, StringComparer.Ordinal))
            && (settings.Posts.Count == 0 || notice.Post.Length == 0 || settings.Posts.Contains(notice.Post, StringComparer.Ordinal));
    }

    // The moment at which so many of the counted ones are older than the span that one more may be sent.
    private static DateTimeOffset FreeAt(DateTimeOffset[] counted, int limit, DateTimeOffset now)
    {
        int over = counted.Length - Math.Max(1, limit);
        return over < 0 ? now + TimeSpan.FromSeconds(1) : counted[over] + RateSpan + TimeSpan.FromMilliseconds(1);
    }
}
