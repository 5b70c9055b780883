using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.Archive;

/// <summary>What is bound into one volume: everything of a post and a month that is filed.</summary>
/// <param name="Post">The post.</param>
/// <param name="PostName">What people call it.</param>
/// <param name="Month">The month, as 2026-03.</param>
/// <param name="MadeAt">When it was made.</param>
/// <param name="Handovers">The handover records, in their order.</param>
/// <param name="Alarms">The alarms, in their order.</param>
/// <param name="Records">How many records there are.</param>
/// <param name="IsCut">Whether there are more handovers or alarms than a volume holds.</param>
public sealed record VolumeView(string Post, string PostName, string Month, string MadeAt, IReadOnlyList<HandoverView> Handovers, IReadOnlyList<RecordRow> Alarms, int Records, bool IsCut)
{
    /// <summary>How many handovers a volume holds: a dozen a day.</summary>
    public const int MostHandovers = 400;

    /// <summary>How many alarms a volume lists.</summary>
    public const int MostAlarms = 1000;

    /// <summary>How many handovers were on time.</summary>
    public int OnTime => Handovers.Count(handover => handover.LateMinutes == 0);

    /// <summary>How many were late.</summary>
    public int Late => Handovers.Count - OnTime;

    /// <summary>The minutes of the latest one.</summary>
    public long LongestLate => Handovers.Select(handover => handover.LateMinutes).DefaultIfEmpty(0).Max();

    /// <summary>How many were hasty.</summary>
    public int Hasty => Handovers.Count(handover => handover.IsHasty);

    /// <summary>How many were made in the absence of who should have handed over.</summary>
    public int Absent => Handovers.Count(handover => handover.IsAbsent);

    /// <summary>That of entries.</summary>
    /// <param name="t">The language.</param>
    /// <param name="room">The house.</param>
    /// <param name="chain">What is proved.</param>
    /// <param name="post">The post.</param>
    /// <param name="month">The month.</param>
    /// <param name="handovers">The entries of its handovers, one more than it holds at most.</param>
    /// <param name="alarms">The entries of its alarms, likewise.</param>
    /// <param name="records">How many records it has.</param>
    /// <param name="now">The time.</param>
    public static VolumeView Of(
        Language t, DutyRoom room, Chain chain, string post, YearMonth month, IReadOnlyList<LogEntry> handovers, IReadOnlyList<LogEntry> alarms, int records, System.DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        return new VolumeView(
            post,
            PostOrder.NameOf(roster, post),
            ArchiveMonths.Text(month),
            RecordRow.TimeOf(roster, now),

            // What was not proved is no handover: it stands among the records, and is shown there as what it is.
            [.. handovers.Take(MostHandovers).Where(entry => chain.ProofOf(entry.Position) is null or Proof.Ok or Proof.Erased).Select(entry => HandoverView.Of(t, room, chain, entry, post)).OfType<HandoverView>()],
            [.. alarms.Take(MostAlarms).Select(entry => RecordRow.Of(t, roster, entry, post, chain.ProofOf(entry.Position)))],
            records,
            handovers.Count > MostHandovers || alarms.Count > MostAlarms);
    }
}
