using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>What a plan would be warned of that the roster is not, and the other way round.</summary>
public static class PlanWarnings
{
    private static readonly TimeSpan Around = TimeSpan.FromDays(8);

    /// <summary>The words for what comes and for what goes, in the days around what is edited.</summary>
    public static (IReadOnlyList<string> News, IReadOnlyList<string> Mended) Differences(Language t, RosterModel before, RosterModel after, string post, DateTimeOffset now, IReadOnlyList<ShiftEdit> edits)
    {
        if (edits.Count == 0)
        {
            return ([], []);
        }

        DateTimeOffset[] moments = [.. edits.SelectMany(edit => new[] { edit.Planned, edit.Seen?.Start, edit.Seen?.End, edit.Wanted?.Start, edit.Wanted?.End }).OfType<string>().Select(RosterModel.ParseCivil).Where(civil => civil != null).Select(civil => before.Moment(civil!.Value))];
        if (moments.Length == 0)
        {
            return ([], []);
        }

        DateTimeOffset from = moments.Min() - Around, to = moments.Max() + Around;
        from = from < now ? now : from;
        string[] was = [.. Words(t, before, post, from, to)], willBe = [.. Words(t, after, post, from, to)];
        return ([.. willBe.Except(was, StringComparer.Ordinal)], [.. was.Except(willBe, StringComparer.Ordinal)]);
    }

    private static IEnumerable<string> Words(Language t, RosterModel roster, string post, DateTimeOffset from, DateTimeOffset to)
    {
        if (from >= to)
        {
            return [];
        }

        return RosterWarnings.OfPost(roster, post, from, to).Where(warning => warning.Topic is not "coverage-gap" && warning.At >= from).Select(warning => RosterGrid.WordsOf(t, roster, warning))
            .Concat(RosterWarnings.Uncovered(roster, post, from, to).Select(gap => t["planning.warn-coverage-gap", RosterGrid.MomentOf(roster, gap.From), RosterGrid.MomentOf(roster, gap.To)]));
    }
}
