using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Web.Posts;

/// <summary>A span on a time line.</summary>
/// <param name="Kind">What it is: <c>shift</c>, <c>duty</c>, <c>in</c>, <c>away</c>, <c>hold</c>.</param>
/// <param name="From">Its beginning, in thousandths of the day.</param>
/// <param name="To">Its end.</param>
/// <param name="Words">What it says to whoever points at it.</param>
/// <param name="Label">What stands on it, where it is wide enough; empty: nothing.</param>
public sealed record Bar(string Kind, int From, int To, string Words, string Label);

/// <summary>A moment on a time line.</summary>
/// <param name="Kind">What it is: <c>confirmed</c>, <c>refused</c>, <c>alarm</c>, <c>note</c>.</param>
/// <param name="At">Where, in thousandths of the day.</param>
/// <param name="Words">What it says to whoever points at it.</param>
public sealed record Mark(string Kind, int At, string Words)
{
    private static readonly string[] Kinds = ["alarm", "refused", "confirmed", "note"];

    /// <summary>Moments that are closer to each other than that would lie one on the other: such belong together.</summary>
    public static IReadOnlyList<MarkGroup> Together(IEnumerable<Mark> marks, int apart)
    {
        var groups = new List<List<Mark>>();
        foreach (Mark mark in marks.OrderBy(mark => mark.At))
        {
            if (groups.Count > 0 && mark.At - groups[^1][0].At < apart)
            {
                groups[^1].Add(mark);
            }
            else
            {
                groups.Add([mark]);
            }
        }

        return [.. groups.Select(group => new MarkGroup([.. Kinds.Intersect(group.Select(mark => mark.Kind), System.StringComparer.Ordinal)], group[0].At, string.Join('\n', group.Select(mark => mark.Words)), group.Count))];
    }
}

/// <summary>Moments that stand at one place of a time line.</summary>
/// <param name="Kinds">What they are, the gravest first.</param>
/// <param name="At">Where, in thousandths of the day.</param>
/// <param name="Words">What they say to whoever points at them, a line each.</param>
/// <param name="Count">How many there are.</param>
public sealed record MarkGroup(IReadOnlyList<string> Kinds, int At, string Words, int Count);

/// <summary>One row of a time line.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Bars">Its spans.</param>
/// <param name="Marks">Its moments.</param>
public sealed record Track(string Name, IReadOnlyList<Bar> Bars, IReadOnlyList<Mark> Marks);

/// <summary>An hour on a time line.</summary>
/// <param name="At">Where, in thousandths of the day.</param>
/// <param name="Name">What it is called.</param>
public sealed record Hour(int At, string Name);

/// <summary>What is to be read of a time line by whoever does not see it.</summary>
/// <param name="From">From when.</param>
/// <param name="To">Until when; empty: a moment, or it goes on.</param>
/// <param name="What">What it was.</param>
/// <param name="Who">Who; may be empty.</param>
/// <param name="More">What else is known; may be empty.</param>
public sealed record Happening(string From, string To, string What, string Who, string More);

/// <summary>A day of a post as a time line.</summary>
/// <param name="Hours">The hours.</param>
/// <param name="Tracks">The rows.</param>
/// <param name="Now">Where this moment is; null: on another day.</param>
/// <param name="Happenings">The same in words, by time.</param>
public sealed record TimeLine(IReadOnlyList<Hour> Hours, IReadOnlyList<Track> Tracks, int? Now, IReadOnlyList<Happening> Happenings);
