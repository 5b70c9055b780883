using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// What has come in and is not stored yet. Everything that waits is stored in one transaction, and only then its senders are told. Whoever brings something never waits for a fold or for the disk, and who
/// stores never for a fold: there are two locks here, of which the first is taken before the second. The bridge's own stands between them: it is taken within the first only when everything is closed, and
/// never within the second.
/// </summary>
internal sealed class Intake(FoldedLog log, TimeProvider time, IngestCounts counts, StoreHealth health)
{
    private readonly System.Threading.Lock _committing = new();
    private readonly System.Threading.Lock _door = new();
    private readonly Admission _admission = new();
    private readonly StateBudget _states = new();
    // The journals of what is stored and was not looked at since: their terminals are to be told how far they are stored, once it is folded.
    private readonly HashSet<(string Terminal, string Epoch)> _stored = [];
    private List<Pending> _pending = [];
    private List<Pending> _beingStored = [];
    private bool _owesAcknowledgement;
    private bool _closed;

    /// <summary>Whether something waits to be committed.</summary>
    internal bool HasPending
    {
        get
        {
            lock (_door)
            {
                return _pending.Count + _beingStored.Count > 0;
            }
        }
    }

    /// <summary>Whether a terminal is still to be told how far its records are stored.</summary>
    internal bool OwesAcknowledgement
    {
        get
        {
            lock (_door)
            {
                return _stored.Count > 0 || _owesAcknowledgement;
            }
        }
    }

    /// <summary>Takes what a terminal's connection says of it; false: it says more than anybody has to say.</summary>
    internal bool TakeState(LogEntry entry, Action<bool>? done)
    {
        lock (_door)
        {
            if (!_states.TryTake(entry.Terminal, entry.ReceivedAt))
            {
                return false;
            }

            _pending.Add(new Pending(entry, null, done));
            return true;
        }
    }

    /// <summary>Takes what can be taken without looking at what is folded; false: that has to be looked at.</summary>
    internal bool TakeAtOnce(LogEntry entry, RecordBody? body, Action<bool>? done)
    {
        lock (_door)
        {
            if (!_admission.AdmitsAtOnce(entry, body))
            {
                return false;
            }

            _pending.Add(new Pending(entry, body, done));
            return true;
        }
    }

    /// <summary>Takes what may be taken by what is folded, which nobody changes meanwhile; false: it proves nothing, and too much of that kind came from its terminal.</summary>
    internal bool Take(LogEntry entry, RecordBody? body, Chain chain, Action<bool>? done)
    {
        lock (_door)
        {
            if (!_admission.Admits(entry, body, chain, () => IsStored(entry), time.GetUtcNow()))
            {
                return false;
            }

            _pending.Add(new Pending(entry, body, done));
            return true;
        }
    }

    /// <summary>Stores everything that waits. False: storing failed and nothing was stored. It waits for no fold: who folds meanwhile goes on with what is stored already.</summary>
    /// <param name="isNews">Whether storing works or fails since, and did not before.</param>
    internal bool Commit(out bool isNews)
    {
        isNews = false;
        lock (_committing)
        {
            List<Pending> batch;
            lock (_door)
            {
                if (_pending.Count == 0 || _closed)
                {
                    return true;
                }

                batch = _pending;
                _pending = [];
                _beingStored = batch;
            }

            bool stored = true;
            try
            {
                long began = time.GetTimestamp();
                int appended = log.Store(batch.ConvertAll(item => (item.Entry, item.Body)));
                counts.Committed(batch.Count, batch.Count - appended, time.GetElapsedTime(began));
                lock (_door)
                {
                    foreach (Pending item in batch)
                    {
                        if (item.Entry.Epoch.Length > 0)
                        {
                            _stored.Add((item.Entry.Terminal, item.Entry.Epoch));
                        }
                    }
                }

                isNews = health.Worked();
            }
            catch (Exception exception) when (Database.IsFault(exception))
            {
                // Nothing of the batch is on the disk: every sender keeps its record and sends it again.
                counts.CommitFailed();
                stored = false;
                isNews = health.Failed(exception.Message);
            }
            catch
            {
                // Nobody has thought of it, but whoever waits for an answer must get one.
                Answer(batch, false);
                throw;
            }

            Answer(batch, stored);
            return stored;
        }
    }

    /// <summary>Everything that is stored is judged.</summary>
    internal void Judged(Chain chain)
    {
        lock (_door)
        {
            _admission.Judged(chain, _beingStored.Concat(_pending).Select(item => (item.Entry, item.Body)), time.GetUtcNow());
        }
    }

    /// <summary>Hands over whose records were stored. Only what is folded in the same step can be acknowledged with it; what is stored meanwhile waits for the next.</summary>
    internal void HandOver(Acknowledgements acks)
    {
        lock (_door)
        {
            foreach ((string terminal, string epoch) in _stored)
            {
                acks.Stored(terminal, epoch);
            }

            _owesAcknowledgement |= _stored.Count > 0;
            _stored.Clear();
        }
    }

    /// <summary>What was handed over is said, but for what is not due yet.</summary>
    internal void Acknowledged(bool owesMore)
    {
        lock (_door)
        {
            _owesAcknowledgement = owesMore;
        }
    }

    /// <summary>Nothing is stored any more: waits until the commit that runs is over, and has something done before another one could begin.</summary>
    internal void Close(Action close)
    {
        lock (_committing)
        {
            _closed = true;
            close();
        }
    }

    private void Answer(List<Pending> batch, bool stored)
    {
        foreach (Pending item in batch)
        {
            item.Done?.Invoke(stored);
        }

        lock (_door)
        {
            _beingStored = [];
        }
    }

    // A store that cannot be read says nothing of it; then nothing could be stored either, and the record comes again.
    private bool IsStored(LogEntry entry)
    {
        try
        {
            return log.Log.Knows(entry);
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            return false;
        }
    }

    // What was received and is not stored: the entry, what it says where it is a record, and who is to be told.
    private readonly record struct Pending(LogEntry Entry, RecordBody? Body, Action<bool>? Done);
}
