using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.Simulation.Oracle;
using DutyKiosk.Simulation.World;

namespace DutyKiosk.Simulation.Report;

/// <summary>
/// Makes a failing script short: steps are left out as long as the same invariant still breaks. First whatever comes behind the failure, then whole kinds of steps, then ever smaller
/// pieces of what is left (delta debugging).
/// </summary>
public sealed class Shrinker(Func<Script, Violation?> run, int mostRuns)
{
    private int _runs;
    private Violation? _found;

    /// <summary>How many runs it took.</summary>
    public int Runs => _runs;

    /// <summary>A script that breaks the same invariant, as short as it could be made, and what it breaks.</summary>
    public (Script Script, Violation Violation) Shrink(Script script, Violation first)
    {
        _found = first;
        Script shortest = script;
        Try(ref shortest, [script with { Steps = [.. script.Steps.Where(step => step.AtMs <= first.AtMs)] }]);
        foreach (StepKind kind in Enum.GetValues<StepKind>())
        {
            Try(ref shortest, [shortest with { Steps = [.. shortest.Steps.Where(step => step.Kind != kind)] }]);
        }

        for (int pieces = 2; shortest.Steps.Count > 1 && _runs < mostRuns;)
        {
            int size = (shortest.Steps.Count + pieces - 1) / pieces;
            Script whole = shortest;
            bool cut = Try(ref shortest, Enumerable.Range(0, pieces).Select(piece => whole with { Steps = [.. whole.Steps.Take(piece * size), .. whole.Steps.Skip((piece + 1) * size)] }));
            if (cut)
            {
                pieces = Math.Max(2, pieces - 1);
            }
            else if (size == 1)
            {
                break;
            }
            else
            {
                pieces = Math.Min(pieces * 2, shortest.Steps.Count);
            }
        }

        return (shortest, _found);
    }

    // The first of the candidates that fails in the same way takes the place of the shortest so far. As many are tried at once as there are processors, and the first in order
    // wins, whichever is ready first.
    private bool Try(ref Script shortest, IEnumerable<Script> candidates)
    {
        int steps = shortest.Steps.Count;
        foreach (Script[] batch in candidates.Where(candidate => candidate.Steps.Count < steps).Chunk(Environment.ProcessorCount))
        {
            if (_runs >= mostRuns)
            {
                return false;
            }

            _runs += batch.Length;
            var results = new Violation?[batch.Length];
            Parallel.For(0, batch.Length, i => results[i] = run(batch[i]));
            int same = Array.FindIndex(results, result => string.Equals(result?.Invariant, _found!.Invariant, StringComparison.Ordinal));
            if (same >= 0)
            {
                shortest = batch[same];
                _found = results[same];
                return true;
            }
        }

        return false;
    }
}
