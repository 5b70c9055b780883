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
    // The accounts of which something is not judged: of a thousand terminals few have sent something since the last fold.
    private readonly HashSet<Account> _touched = [];
    private Chain? _judged;

    /// <summary>
    /// Whether a record of a journal that is known is to be stored without a further look, as nearly all are: its terminal has room left, whatever becomes of those that are not judged yet. It needs
    /// nothing that a fold changes. False: <see cref="Admits"/> decides.
    /// </summary>
    public bool AdmitsAtOnce(LogEntry entry, RecordBody? body)
    {
        if (body == null || !_accounts.TryGetValue(entry.Terminal, out Account? account) || !account.KnownEpochs.Contains(entry.Epoch) || account.Budget.Left - account.Unjudged < 1)
        {
            return false;
        }

        Note(account, entry, body, isNew: false, mayProveNothing: true);
        return true;
    }

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
            account = new Account { Terminal = entry.Terminal, Budget = UnprovedBudget.Full(chain.UnprovedOf(entry.Terminal), now) };
            _accounts.Add(entry.Terminal, account);
        }

        if (account.Unjudged == 0 && (_judged == null || _judged == chain))
        {
            // What was given back or lost since it was touched last shows now.
            account.Budget = account.Budget.After(chain.UnprovedOf(entry.Terminal), now);
        }

        bool isKnown = entry.Epoch.Length > 0 && chain.Knows(entry.Terminal, entry.Epoch);
        bool isNew = entry.Epoch.Length > 0 && !isKnown && !account.NewEpochs.Contains(entry.Epoch);
        bool hasRoom = account.Budget.After(account.Budget.Held, now).Left - account.Unjudged >= 1 && (!isNew || chain.UnprovedEpochsOf(entry.Terminal) + account.NewEpochs.Count < UnprovedBudget.MostEpochs);
        if (!hasRoom && (body == null || !(chain.WouldProve(entry, body, account.Macs.GetValueOrDefault((entry.Epoch, entry.Seq - 1))) || isStored())))
        {
            return false;
        }

        Note(account, entry, body, isNew, mayProveNothing: hasRoom);
        if (isKnown)
        {
            account.KnownEpochs.Add(entry.Epoch);
        }

        return true;
    }

    /// <summary>Everything that was admitted is judged, except what still waits to be stored.</summary>
    public void Judged(Chain chain, IEnumerable<(LogEntry Entry, RecordBody? Body)> waiting, DateTimeOffset now)
    {
        // What is judged anew another hand may have changed, and the terminal does not pay for that.
        bool isAnew = _judged != null && _judged != chain;
        _judged = chain;
        foreach (Account account in isAnew ? _accounts.Values : (IEnumerable<Account>)_touched)
        {
            account.Unjudged = 0;
            account.Macs.Clear();
            int held = chain.UnprovedOf(account.Terminal);
            account.Budget = isAnew ? account.Budget with { Held = held } : account.Budget.After(held, now);
            if (isAnew)
            {
                account.KnownEpochs.Clear();
            }

            foreach (string epoch in account.NewEpochs)
            {
                if (chain.Knows(account.Terminal, epoch))
                {
                    account.KnownEpochs.Add(epoch);
                }
            }

            account.NewEpochs.Clear();
        }

        _touched.Clear();
        foreach ((LogEntry entry, RecordBody? body) in waiting)
        {
            if (entry.Kind is LogKind.Record or LogKind.Quarantined && _accounts.TryGetValue(entry.Terminal, out Account? account))
            {
                Note(account, entry, body, entry.Epoch.Length > 0 && !chain.Knows(entry.Terminal, entry.Epoch), mayProveNothing: true);
            }
        }
    }

    private void Note(Account account, LogEntry entry, RecordBody? body, bool isNew, bool mayProveNothing)
    {
        account.Note(entry, body, isNew, mayProveNothing);
        _touched.Add(account);
    }

    private sealed class Account
    {
        internal required string Terminal { get; init; }

        internal required UnprovedBudget Budget { get; set; }

        internal int Unjudged { get; set; }

        // The signatures of the records that are not judged yet: the next one goes on from them.
        internal Dictionary<(string Epoch, long Seq), byte[]> Macs { get; } = [];

        // The journals that something is stored of.
        internal HashSet<string> KnownEpochs { get; } = new(StringComparer.Ordinal);

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
