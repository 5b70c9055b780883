using System;
using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Which terminals are to be told how far their records are stored: after every commit that held some, redelivered ones too, as the last
/// acknowledgement may be what was lost; at most once a second each, and never less than was said before.
/// </summary>
public sealed class Acknowledgements
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Debt> _debts = new(StringComparer.Ordinal);

    /// <summary>When the next one is due.</summary>
    public DateTimeOffset Next { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>Records of this epoch were committed.</summary>
    public void Stored(string terminal, string epoch)
    {
        if (!_debts.TryGetValue(terminal, out Debt? debt))
        {
            debt = new Debt();
            _debts.Add(terminal, debt);
        }

        if (!string.Equals(debt.Epoch, epoch, StringComparison.Ordinal))
        {
            debt.Epoch = epoch;
            debt.Said = 0;
        }

        debt.IsOwed = true;
        Next = DateTimeOffset.MinValue;
    }

    /// <summary>What is to be said now.</summary>
    public IReadOnlyList<(string Terminal, string Epoch, long UpTo)> TakeDue(Chain chain, DateTimeOffset now)
    {
        var due = new List<(string Terminal, string Epoch, long UpTo)>();
        if (now < Next)
        {
            return due;
        }

        Next = DateTimeOffset.MaxValue;
        foreach ((string terminal, Debt debt) in _debts)
        {
            if (!debt.IsOwed)
            {
                continue;
            }

            if (now < debt.SaidAt + Pause)
            {
                Next = debt.SaidAt + Pause < Next ? debt.SaidAt + Pause : Next;
                continue;
            }

            debt.IsOwed = false;
            long upTo = chain.StoredUpTo(terminal, debt.Epoch);
            if (upTo > 0 && upTo >= debt.Said)
            {
                debt.Said = upTo;
                debt.SaidAt = now;
                due.Add((terminal, debt.Epoch, upTo));
            }
        }

        return due;
    }

    private sealed class Debt
    {
        internal string Epoch { get; set; } = "";

        internal long Said { get; set; }

        internal DateTimeOffset SaidAt { get; set; }

        internal bool IsOwed { get; set; }
    }
}
