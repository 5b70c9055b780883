using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.Processes;

/// <summary>What is done to a house.</summary>
internal enum FaultKind
{
    /// <summary>SIGKILL to a bridge.</summary>
    KillBridge,

    /// <summary>SIGKILL to a bridge, and once more while it starts.</summary>
    KillBridgeAtStart,

    /// <summary>SIGKILL to all bridges at once.</summary>
    KillBridges,

    /// <summary>SIGKILL to the outside broker.</summary>
    KillBroker,

    /// <summary>SIGKILL to PostgreSQL's first process.</summary>
    KillPostmaster,

    /// <summary>SIGKILL to a process of PostgreSQL that serves a bridge.</summary>
    KillBackend,

    /// <summary>SIGKILL to a terminal.</summary>
    KillTerminal,

    /// <summary>SIGKILL to everything at once, as when the house has no power.</summary>
    KillAll,

    /// <summary>SIGSTOP to a bridge, and SIGCONT.</summary>
    StopBridge,

    /// <summary>SIGSTOP to the outside broker, and SIGCONT.</summary>
    StopBroker,

    /// <summary>SIGSTOP to all processes of PostgreSQL, and SIGCONT.</summary>
    StopPostgres,

    /// <summary>SIGSTOP to a terminal, and SIGCONT.</summary>
    StopTerminal,

    /// <summary>The database's disk is full, and has room again.</summary>
    FillDisk,

    /// <summary>A terminal's bytes come a few at a time.</summary>
    SlowLink,

    /// <summary>A terminal's connection ends in the middle of a packet, and none can be made.</summary>
    CutLink,

    /// <summary>A terminal's connection stands, and nothing arrives any more.</summary>
    MuteLink,
}

/// <summary>One fault of a plan.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Target">To which of several; taken modulo their number.</param>
/// <param name="After">Behind how many records that are written for load it comes, so that it hits any moment between two acknowledgements.</param>
/// <param name="Lasts">How long it lasts; of <see cref="FaultKind.KillBridgeAtStart"/>, how long after the start the second kill comes.</param>
internal sealed record Fault(FaultKind Kind, int Target, int After, TimeSpan Lasts)
{
    private const int MostAfter = 40;
    private const int MostTargets = 60;

    /// <summary>The faults of a seed, without an end: each as often as the arrangement says, in an order of chance, and then all again in another one.</summary>
    internal static IEnumerable<Fault> PlanOf(Arrangement arrangement, int seed)
    {
        var chance = new Random(HashCode(seed, arrangement.Letter[0]));
        while (true)
        {
            FaultKind[] kinds = [.. arrangement.Faults.SelectMany(fault => Enumerable.Repeat(fault.Kind, fault.Times))];
            chance.Shuffle(kinds);
            foreach (FaultKind kind in kinds)
            {
                (int least, int most) = kind switch
                {
                    FaultKind.KillBridgeAtStart => (50, 1500),

                    // Longer than the lease by which one of several bridges leads.
                    FaultKind.StopBridge => (1500, 7000),
                    _ => (800, 3500),
                };
                yield return new Fault(kind, chance.Next(MostTargets), chance.Next(1, MostAfter), TimeSpan.FromMilliseconds(chance.Next(least, most)));
            }
        }
    }

    // Not the framework's, which is another one in each process.
    private static int HashCode(int seed, int arrangement) => (seed * 31) + arrangement;
}
