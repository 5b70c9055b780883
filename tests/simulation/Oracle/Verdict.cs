using System;
using System.Collections.Generic;

namespace DutyKiosk.Simulation.Oracle;

/// <summary>What the oracle looks at, in the order in which a report shows it.</summary>
public static class Invariants
{
    /// <summary>A tap that was shown as accepted is on flash, and a start there would find it.</summary>
    public const string Kept = "accepted is on flash";

    /// <summary>A journal is only added to: numbers without a gap, the same bytes for ever, one epoch.</summary>
    public const string Journal = "journal only grows";

    /// <summary>Every record of a tap stems from one tap of that badge at that terminal.</summary>
    public const string Real = "records stem from taps";

    /// <summary>Nothing that the bridge has not acknowledged goes from flash.</summary>
    public const string Room = "only acknowledged is freed";

    /// <summary>No more than eight records are under way.</summary>
    public const string Window = "sending window";

    /// <summary>What is not acknowledged is sent again.</summary>
    public const string SentAgain = "sent again";

    /// <summary>Who took the duty holds it until it is handed over, whatever happens to the terminal.</summary>
    public const string Holder = "holder never absent";

    /// <summary>Two people make a handover, in time.</summary>
    public const string Pair = "two people, in time";

    /// <summary>Two entitled people who tap in time, with nothing in their way, have made a handover.</summary>
    public const string PairConfirms = "a pair in time confirms";

    /// <summary>No handover over a hold that the terminal knew.</summary>
    public const string Hold = "no handover over a hold";

    /// <summary>The window opens when it opens.</summary>
    public const string Opens = "window opens in time";

    /// <summary>A PUBACK is given for what survives the bridge.</summary>
    public const string Puback = "PUBACK means stored";

    /// <summary>An acknowledgement never runs ahead of the disk.</summary>
    public const string Ack = "ack means stored";

    /// <summary>What is stored is acknowledged within seconds.</summary>
    public const string AckInTime = "ack comes in time";

    /// <summary>Each record is stored once, and nothing else is stored as one.</summary>
    public const string Once = "stored once";

    /// <summary>What was stored stays.</summary>
    public const string Stays = "stored stays";

    /// <summary>Whatever was accepted is in the log in the end.</summary>
    public const string Complete = "all of it arrives";

    /// <summary>The chain of every terminal is proved.</summary>
    public const string Proved = "history proved";

    /// <summary>Terminals and bridge agree on who holds.</summary>
    public const string SameHolder = "same holder";

    /// <summary>Terminals and bridge agree on who is in.</summary>
    public const string SamePresence = "same presence";

    /// <summary>The ledger is what a naive recount of the records comes to.</summary>
    public const string Ledger = "ledger recounted";

    /// <summary>Folding everything again comes to the same.</summary>
    public const string Folds = "folds the same again";

    /// <summary>Nothing throws that nobody has thought of.</summary>
    public const string Throws = "nothing throws";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        Kept, Journal, Real, Room, Window, SentAgain, Holder, Pair, PairConfirms, Hold, Opens, Puback, Ack, AckInTime, Once, Stays, Complete, Proved, SameHolder, SamePresence, Ledger, Folds, Throws,
    ];
}

/// <summary>An invariant that did not hold.</summary>
/// <param name="Invariant">Which, one of <see cref="Invariants.All"/>.</param>
/// <param name="What">What was found.</param>
/// <param name="AtMs">When, from the start of the simulation.</param>
public sealed record Violation(string Invariant, string What, long AtMs);

/// <summary>Counts what was looked at, and keeps the first thing that was wrong: after it nothing counts any more.</summary>
public sealed class Verdict(Func<long> nowMs)
{
    private readonly Dictionary<string, long> _checked = new(StringComparer.Ordinal);

    /// <summary>The first violation; null: none.</summary>
    public Violation? First { get; private set; }

    /// <summary>How often each invariant was looked at.</summary>
    public IReadOnlyDictionary<string, long> Checked => _checked;

    /// <summary>An invariant was looked at.</summary>
    public bool Check(string invariant, bool holds, Func<string> what)
    {
        _checked[invariant] = _checked.GetValueOrDefault(invariant) + 1;
        if (!holds)
        {
            First ??= new Violation(invariant, what(), nowMs());
        }

        return holds;
    }
}
