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

    /// <summary>How many rows a second are inserted, from the first records of all terminals by turns.</summary>
    internal static double RowsASecond(LoadFile load, string folder)
    {
        string path = Path.Combine(folder, "bare.db");
        var took = TimeSpan.Zero;
        int rows = 0;
        DateTimeOffset at = DateTimeOffset.UnixEpoch;
        using (var bare = BareInserts.InSqlite(path))
        {
            foreach ((string Terminal, string Epoch, long Seq, byte[] Body, DateTimeOffset At)[] batch in Turns(load, at).Chunk(Batch).Take(Batches))
            {
                took += bare.Insert(batch);
                rows += batch.Length;
            }
        }

        foreach (string file in Directory.GetFiles(folder, "bare.db*"))
        {
            File.Delete(file);
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
