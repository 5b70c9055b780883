using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.Simulation.Oracle;
using DutyKiosk.Simulation.World;

namespace DutyKiosk.Simulation.Report;

/// <summary>Many seeds, as many at once as there are processors, each in one thread; what they came to is added up.</summary>
public sealed class Campaign
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _faults = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _checked = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, (Script Script, Violation Violation)> _failed = [];

    /// <summary>How many seeds were run.</summary>
    public int Seeds { get; private set; }

    /// <summary>Simulated days.</summary>
    public double Days { get; private set; }

    /// <summary>Taps, those that were shown as accepted, records, handovers.</summary>
    public (long Taps, long Accepted, long Records, long Handovers) Counts { get; private set; }

    /// <summary>Turns of terminals and of the bridge.</summary>
    public (long Terminals, long Bridge) Turns { get; private set; }

    /// <summary>Injected faults by kind.</summary>
    public IReadOnlyDictionary<string, long> Faults => _faults;

    /// <summary>How often each invariant was looked at.</summary>
    public IReadOnlyDictionary<string, long> Checked => _checked;

    /// <summary>The seeds that failed, with what did not hold.</summary>
    public IReadOnlyDictionary<int, (Script Script, Violation Violation)> Failed => _failed;

    /// <summary>Runs seeds.</summary>
    /// <param name="seeds">Which.</param>
    /// <param name="days">How many days each.</param>
    /// <param name="mostFailures">After so many failures no further seed is begun.</param>
    /// <param name="done">Is told of each.</param>
    public void Run(IEnumerable<int> seeds, int days, int mostFailures, Action<int, RunResult>? done = null)
    {
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, (seed, state) =>
        {
            Script script = Planner.Make(seed, days);
            RunResult result = SimulatedHouse.Run(script);
            lock (_gate)
            {
                Add(seed, script, result);
                done?.Invoke(seed, result);
                if (_failed.Count >= mostFailures)
                {
                    state.Stop();
                }
            }
        });
    }

    private void Add(int seed, Script script, RunResult result)
    {
        Seeds++;
        Days += result.Days;
        Counts = (Counts.Taps + result.Taps, Counts.Accepted + result.Accepted, Counts.Records + result.Records, Counts.Handovers + result.Handovers);
        Turns = (Turns.Terminals + result.Turns.Terminals, Turns.Bridge + result.Turns.Bridge);
        foreach ((string kind, long count) in result.Faults)
        {
            _faults[kind] = _faults.GetValueOrDefault(kind) + count;
        }

        foreach ((string kind, long count) in result.Checked)
        {
            _checked[kind] = _checked.GetValueOrDefault(kind) + count;
        }

        if (result.Violation is { } violation)
        {
            _failed[seed] = (script, violation);
        }
    }
}
