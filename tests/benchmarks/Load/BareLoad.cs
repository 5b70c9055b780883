using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.Benchmarks.Load;

/// <summary>The rows of a load inserted into SQLite in batches, beside nothing else: what the same run can be compared with on another machine.</summary>
internal static class BareLoad
{
    /// <summary>How many records are inserted at a time.</summary>
    internal const int Batch = 100;

    private const int Batches = 500;

    /// <summary>How many rows a second are inserted into a table without an index, and into the log's own with its indexes, from the first records of all terminals by turns.</summary>
    internal static (double Plain, double Log) RowsASecond(LoadFile load, string folder)
    {
        string own = Directory.CreateDirectory(Path.Combine(folder, "bare")).FullName;
        double plain = RowsASecond(load, BareInserts.InSqlite(Path.Combine(own, "plain.db"))), log = RowsASecond(load, BareInserts.InLog(own));
        Directory.Delete(own, true);
        return (plain, log);
    }

    /// <summary>The middle of what was reached before a run and after it.</summary>
    internal static (double Plain, double Log) Between((double Plain, double Log) before, (double Plain, double Log) after) => ((before.Plain + after.Plain) / 2, (before.Log + after.Log) / 2);

    private static double RowsASecond(LoadFile load, BareInserts bare)
    {
        var took = TimeSpan.Zero;
        int rows = 0;
        DateTimeOffset at = DateTimeOffset.UnixEpoch;
        using (bare)
        {
            foreach ((string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset At)[] batch in Turns(load, at).Chunk(Batch).Take(Batches))
            {
                took += bare.Insert(batch);
                rows += batch.Length;
            }
        }

        return rows / took.TotalSeconds;
    }

    private static IEnumerable<(string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset At)> Turns(LoadFile load, DateTimeOffset at)
    {
        for (int i = 0; i < load.Terminals[0].Count; i++)
        {
            foreach (TerminalLoad terminal in load.Terminals)
            {
                yield return (terminal.Id, LoadFile.Epoch, i + 1, terminal.Record(i), at);
            }
        }
    }
}
