using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Decides at the door whether a publish of a terminal is stored: as long as its <see cref="UnprovedBudget"/> lasts, whatever it is; then only what its key proves, or what is stored
/// already. What is refused is never acknowledged, so a terminal that has it still sends it again.
/// </summary>
public sealed class Admission
{
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private Chain? _judged;

    /// <summary>Whether an entry is to be stored.</summary>
    /// <param name="entry">The entry, without a position.</param>
    /// <param name="body">What it says, where it is a record.</param>
    /// <param name="chain">What is proved so far.</param>
    /// <param name="isStored">Finds out whether the store has it already, or had it and let it go.</param>
    /// <param name="now">The time.</param>
    public bool Admits(LogEntry entry, RecordBody? body, Chain chain, Func<bool> isStored, DateTimeOffset now)
    {
        if (!_accounts.TryGetValue(entry.Terminal, out Account? account))
        {
            account = new Account { Budget = UnprovedBudget.Full(chain.UnprovedOf(entry.Terminal), now) };
            _accounts.Add(entry.Terminal, account);
        }

        bool isNew = entry.Epoch.Length > 0 && !account.NewEpochs.Contains(entry.Epoch) && !chain.Knows(entry.Terminal, entry.Epoch);
        bool hasRoom = account.Budget.After(account.Budget.Held, now).Left - account.Unjudged >= 1 && (!isNew || chain.UnprovedEpochsOf(entry.Terminal) + account.NewEpochs.Count < UnprovedBudget.MostEpochs);
        if (!hasRoom && (body == null || !(chain.WouldProve(entry, body, account.Macs.GetValueOrDefault((entry.Epoch, entry.Seq - 1))) || isStored())))
        {
            return false;
        }

        account.Note(entry, body, isNew, mayProveNothing: hasRoom);
        return true;
    }

    /// <summary>Everything that was admitted is judged, except what still waits to be stored.</summary>
    public void Judged(Chain chain, IEnumerable<LogEntry> waiting, DateTimeOffset now)
    {
        // What is judged anew another hand may have changed, and the terminal does not pay for that.
        bool isAnew = _judged != null && _judged != chain;
        _judged = chain;
        foreach ((string terminal, Account account) in _accounts)
        {
            account.Unjudged = 0;
            account.NewEpochs.Clear();
            account.Macs.Clear();
            int held = chain.UnprovedOf(terminal);
            account.Budget = isAnew ? account.Budget with { Held = held } : account.Budget.After(held, now);
        }

        foreach (LogEntry entry in waiting)
        {
            if (entry.Kind is LogKind.Record or LogKind.Quarantined && _accounts.TryGetValue(entry.Terminal, out Account? account))
            {
                account.Note(entry, RecordBody.Read(entry.Body), entry.Epoch.Length > 0 && !chain.Knows(entry.Terminal, entry.Epoch), mayProveNothing: true);
            }
        }
    }

    private sealed class Account
    {
        internal required UnprovedBudget Budget { get; set; }

        internal int Unjudged { get; set; }

        // The signatures of the records that are not judged yet: the next one goes on from them.
        internal Dictionary<(string Epoch, long Seq), byte[]> Macs { get; } = [];

        // The journals that they name and that nobody knows yet.
        internal HashSet<string> NewEpochs { get; } = new(StringComparer.Ordinal);

        internal void Note(LogEntry entry, RecordBody? body, bool isNew, bool mayProveNothing)
        {
            Unjudged += mayProveNothing ? 1 : 0;
            if (isNew)
            {
                NewEpochs.Add(entry.Epoch);
            }

            if (body != null)
            {
                Macs[(entry.Epoch, entry.Seq)] = body.Mac;
            }
        }
    }
}
