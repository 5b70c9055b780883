using System;
using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>
/// What the log gives cause to believe exists twice, terminals and badges, until it was told. Each pair is told once an hour, by the hour in which it happened,
/// so that folding again tells nothing again.
/// </summary>
public sealed class CloneFindings
{
    private const int Most = 200;

    // A bridge that is new, or was away, finds what was long ago as well: nobody is woken for that, the records keep it.
    private static readonly TimeSpan Fresh = TimeSpan.FromDays(1);

    private readonly List<(Notice Notice, DateTimeOffset FoundAt)> _found = [];

    /// <summary>A terminal goes on twice.</summary>
    /// <param name="terminal">The terminal.</param>
    /// <param name="post">Its post.</param>
    /// <param name="cause">By what it shows: <c>two-journals</c>, <c>two-sessions</c> or <c>take-overs</c>.</param>
    /// <param name="at">When it showed.</param>
    public static Notice TerminalCloned(string terminal, string post, string cause, DateTimeOffset at)
    {
        return new Notice(string.Create(CultureInfo.InvariantCulture, $"terminal-cloned/{terminal}/{at.UtcDateTime:yyyyMMddHH}"), "terminal-cloned", post, terminal, "", at, [], cause);
    }

    /// <summary>Notes what an entry gives cause for that the bridge had at a moment.</summary>
    public void Add(Notice notice, DateTimeOffset foundAt)
    {
        if (_found.Exists(known => string.Equals(known.Notice.Key, notice.Key, StringComparison.Ordinal)))
        {
            return;
        }

        if (_found.Count == Most)
        {
            _found.RemoveAt(0);
        }

        _found.Add((notice, foundAt));
    }

    /// <summary>Writes it into folded state.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(_found, found =>
        {
            found.Notice.Save(writer);
            writer.Time(found.FoundAt);
        });
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader) => _found.AddRange(reader.Each(() => (Notice.Load(reader), reader.Time())));

    /// <summary>Wants told what was found lately.</summary>
    public void Collect(DateTimeOffset now, NoticeBoard board)
    {
        foreach ((Notice notice, DateTimeOffset foundAt) in _found)
        {
            if (now < foundAt + Fresh)
            {
                board.Want(notice);
            }
        }
    }
}
