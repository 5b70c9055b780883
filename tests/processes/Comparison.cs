using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;

namespace DutyKiosk.Processes;

/// <summary>Holds the log against what terminals were told, what they have shown, and what is on their flash.</summary>
/// <param name="house">The house.</param>
/// <param name="tally">Where it is counted.</param>
internal sealed class Comparison(House house, Tally tally)
{
    // What was found stored need not be looked for again and again: in the end all of it is.
    private readonly HashSet<(string Terminal, long Seq)> _found = [];

    /// <summary>
    /// Whatever a terminal was told so far is stored at this moment: everything up to its <c>ack</c>, and, where the broker is the bridge's own, everything that got its PUBACK. To be asked while what was
    /// killed is still dead: afterwards the terminal's sending again might make up for it.
    /// </summary>
    internal async Task OfClaimsAsync()
    {
        var told = new List<(string Terminal, Claim[] Taken, long[] Numbers)>();
        foreach (TerminalProcess terminal in house.Terminals)
        {
            (_, Claim[] taken, long acknowledged) = terminal.Claims();
            told.Add((terminal.Id, house.Arrangement.HasOutsideBroker ? [] : taken, UpTo(terminal.Id, acknowledged)));
        }

        foreach ((EndToEnd.SteadyTerminal load, _, _) in house.Load)
        {
            told.Add((load.Id, [], [.. house.Arrangement.HasOutsideBroker ? [] : load.Taken(), .. UpTo(load.Id, load.Acknowledged)]));
        }

        await house.ReadAsync(house.Stored);
        foreach ((string terminal, Claim[] taken, long[] numbers) in told)
        {
            SortedDictionary<long, byte[]> stored = house.Stored.Of(terminal);
            foreach (long seq in taken.Where(claim => !house.Stored.Has(terminal, claim)).Select(claim => claim.Seq).Union(numbers.Where(seq => !_found.Contains((terminal, seq)))))
            {
                if (!stored.ContainsKey(seq))
                {
                    tally.Early++;
                    tally.Fault($"{terminal} {seq} was acknowledged and is not stored");
                }

                _found.Add((terminal, seq));
            }
        }
    }

    /// <summary>Waits until all that a look at the terminals' flash has found is stored.</summary>
    internal Task OfJournalsAsync() => house.UntilAsync("what is on the terminals' flash is stored", async () =>
    {
        await house.ReadAsync(house.Stored);
        return house.Terminals.TrueForAll(terminal => house.Stored.Of(terminal.Id).Count >= terminal.Journal.Count && Missing(terminal).Count == 0);
    });

    /// <summary>Compares everything that there is, when nothing is under way any more, with a log that is read anew from its first entry on.</summary>
    internal async Task OfAllAsync()
    {
        StoredLog all = house.NewLog();
        await house.ReadAsync(all);
        foreach (TerminalProcess terminal in house.Terminals)
        {
            (Claim[] shown, Claim[] taken, long acknowledged) = terminal.Claims();
            SortedDictionary<long, byte[]> stored = all.Of(terminal.Id);
            HashSet<long> lost = [.. Missing(terminal)];
            lost.UnionWith(shown.Concat(taken).Where(claim => !all.Has(terminal.Id, claim)).Select(claim => claim.Seq));
            lost.UnionWith(Numbers(acknowledged).Where(seq => !stored.ContainsKey(seq)));
            tally.Lost += lost.Count;
            tally.Breaks += all.Breaks(terminal.Id, terminal.Key);
            tally.RealRecords += terminal.Journal.Keys.DefaultIfEmpty().Max();
            tally.Shown += shown.Length;
            tally.Taken += taken.Length;
            tally.Acknowledged += acknowledged;
            Array.ForEach(terminal.Faults, tally.Fault);
            foreach (long seq in lost)
            {
                tally.Fault($"{terminal.Id} {seq} is lost");
            }
        }

        foreach ((EndToEnd.SteadyTerminal load, string key, _) in house.Load)
        {
            SortedDictionary<long, byte[]> stored = all.Of(load.Id);
            long[] lost = [.. load.Records().Where(record => !stored.TryGetValue(record.Key, out byte[]? same) || !record.Value.AsSpan().SequenceEqual(same)).Select(record => record.Key)];
            tally.Lost += lost.Length;
            tally.Breaks += all.Breaks(load.Id, key);
            tally.LoadRecords += load.Written;
            tally.Taken += load.Taken().Length;
            tally.Acknowledged += load.Acknowledged;
            Array.ForEach(lost, seq => tally.Fault($"{load.Id} {seq} is lost"));
        }

        tally.Stored += all.Count;
        tally.Double += all.Double;
        foreach (string fault in all.Faults)
        {
            tally.Fault(fault);
        }

        if (all.Count < house.Stored.Count)
        {
            tally.Fault($"{house.Stored.Count - all.Count} records that were stored are not there any more");
        }
    }

    private static IEnumerable<long> Numbers(long upTo) => Enumerable.Range(1, (int)upTo).Select(seq => (long)seq);

    private long[] UpTo(string terminal, long acknowledged) => [.. Numbers(acknowledged).Where(seq => !_found.Contains((terminal, seq)))];

    private List<long> Missing(TerminalProcess terminal)
    {
        SortedDictionary<long, byte[]> stored = house.Stored.Of(terminal.Id);
        return [.. terminal.Journal.Where(record => !stored.TryGetValue(record.Key, out byte[]? same) || !string.Equals(Encoding.UTF8.GetString(same), record.Value, StringComparison.Ordinal)).Select(record => record.Key)];
    }
}
