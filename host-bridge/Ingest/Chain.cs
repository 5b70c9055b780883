using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Proves the history of every terminal: a record is good when its signature fits the one before it. Nothing that it finds is stored, so
/// that a database that was tampered with cannot claim to be proved; it is found again at every start.
/// </summary>
public sealed class Chain
{
    private readonly Func<string, byte[]?> _keyOf;
    private readonly Dictionary<string, SortedDictionary<string, EpochChain>> _terminals = new(StringComparer.Ordinal);
    private readonly Dictionary<long, Proof> _bad = [];
    private readonly List<(string Terminal, string Epoch)> _newJournals = [];

    /// <summary>A chain that knows the key of each terminal; null: it has none.</summary>
    public Chain(Func<string, byte[]?> keyOf)
    {
        _keyOf = keyOf;
    }

    /// <summary>How often something was found or healed: unchanged, all breaks and counts are unchanged.</summary>
    public long Changes { get; private set; }

    /// <summary>The terminals that have sent records.</summary>
    public IEnumerable<string> Terminals => _terminals.Keys;

    /// <summary>Journals that a terminal began though it had another, proved one: what the old one held and had not sent is lost.</summary>
    public IReadOnlyList<(string Terminal, string Epoch)> NewJournals => _newJournals;

    /// <summary>The newest position that was judged: what lies behind it may still turn out to be anything.</summary>
    public long JudgedTo { get; private set; }

    /// <summary>The proof of an entry that was judged.</summary>
    public Proof ProofOf(long position) => _bad.GetValueOrDefault(position, Proof.Ok);

    /// <summary>How many entries have this proof, other than <see cref="Proof.Ok"/>.</summary>
    public int Count(Proof proof) => _bad.Values.Count(found => found == proof);

    /// <summary>Everything up to this number is stored, or declared lost by the terminal.</summary>
    public long StoredUpTo(string terminal, string epoch) => Find(terminal, epoch)?.StoredUpTo ?? 0;

    /// <summary>The newest number that was stored; 0: none.</summary>
    public long Newest(string terminal, string epoch) => Find(terminal, epoch)?.Newest ?? 0;

    /// <summary>The signature of the newest record that everything up to it is stored of; null: there is none.</summary>
    public byte[]? MacOfStored(string terminal, string epoch)
    {
        return Find(terminal, epoch) is { } found && found.Links.TryGetValue(found.StoredUpTo, out Link? link) ? link.Mac : null;
    }

    /// <summary>The epochs of a terminal and the newest number of each.</summary>
    public IReadOnlyDictionary<string, long> EpochsOf(string terminal)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs)
            ? epochs.ToDictionary(pair => pair.Key, pair => pair.Value.Newest, StringComparer.Ordinal)
            : new Dictionary<string, long>(StringComparer.Ordinal);
    }

    /// <summary>The places at which the history of a terminal is broken, by epoch and number; none: it is complete as far as it is stored.</summary>
    public IReadOnlyList<HistoryBreak> BreaksOf(string terminal)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.Values.SelectMany(epoch => epoch.Breaks.Values).ToArray() : [];
    }

    /// <summary>
    /// Judges an entry as it comes; returns the entries that are good from now on, in the order in which they are to be folded: this one, or,
    /// when it closes a gap, also those that waited for it.
    /// </summary>
    public IReadOnlyList<LogEntry> Judge(LogEntry entry)
    {
        JudgedTo = entry.Position;
        if (entry.Kind == LogKind.Quarantined)
        {
            _bad[entry.Position] = Proof.Quarantined;
            Changes++;
            return [];
        }

        RecordBody? body = RecordBody.Read(entry.Body);
        byte[]? key = _keyOf(entry.Terminal);
        EpochChain epoch = Of(entry);

        // What does not say of itself what the columns say of it was changed by hand.
        bool genuine = body != null && key != null && string.Equals(body.Terminal, entry.Terminal, StringComparison.Ordinal)
            && string.Equals(body.Epoch, entry.Epoch, StringComparison.Ordinal) && body.Seq == entry.Seq;
        if (entry.Kind == LogKind.Fork)
        {
            return genuine && epoch.Links.TryGetValue(entry.Seq, out Link? taken) && taken.Candidates.Count > 0
                ? Contest(epoch, taken, entry, key!)
                : Reject(epoch, entry, Proof.Fork);
        }

        if (!genuine)
        {
            epoch.Store(entry.Seq, new Link(body?.Mac));
            return Reject(epoch, entry, Proof.BadMac);
        }

        var link = new Link(body!.Mac);
        link.Candidates.Add(entry);
        epoch.Store(entry.Seq, link);
        var good = new List<LogEntry>();
        if (!string.Equals(body.Type, "terminal.journal-damaged", StringComparison.Ordinal))
        {
            JudgeFrom(epoch, entry.Seq, key!, good);
            return good;
        }

        // A declared loss counts once its own record is proved, which may itself be the first one behind the loss.
        (long from, long to) = LostRange(entry.Body);
        bool declares = from >= 1 && to >= from && to < entry.Seq;
        if (declares && to == entry.Seq - 1 && Fits(entry.Body, MacAfterLoss(from, to, key!), body.Mac, key!))
        {
            epoch.Lost[to] = from;
        }

        JudgeFrom(epoch, entry.Seq, key!, good);
        if (declares && link.Candidates.Count == 0)
        {
            epoch.Lost[to] = from;
            epoch.Advance();
            JudgeFrom(epoch, to + 1, key!, good);
        }

        return good;
    }

    private static (long From, long To) LostRange(byte[] body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        return (NumberOf(json.RootElement, "from"), NumberOf(json.RootElement, "to"));
    }

    private static long NumberOf(JsonElement json, string name)
    {
        return json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out long number) ? number : 0;
    }

    private static bool Fits(byte[] record, byte[] before, byte[] mac, byte[] key)
    {
        ReadOnlySpan<byte> signed = RecordBody.Signed(record);
        Span<byte> covered = stackalloc byte[16 + RecordBody.MaxBytes];
        before.CopyTo(covered);
        signed.CopyTo(covered[before.Length..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, covered[..(before.Length + signed.Length)], hash);
        return CryptographicOperations.FixedTimeEquals(hash[..16], mac);
    }

    private static byte[] MacAfterLoss(long from, long to, byte[] key)
    {
        return HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"gap|{from}|{to}")))[..16];
    }

    private static byte[]? MacBefore(EpochChain epoch, long seq, byte[] key)
    {
        return seq == 1 ? new byte[16]
            : epoch.Lost.TryGetValue(seq - 1, out long from) ? MacAfterLoss(from, seq - 1, key)
            : epoch.Links.TryGetValue(seq - 1, out Link? previous) ? previous.Mac
            : null;
    }

    private LogEntry[] Reject(EpochChain epoch, LogEntry entry, Proof proof)
    {
        _bad[entry.Position] = proof;
        Break(epoch, entry, proof);
        return [];
    }

    // A record that only claims a number must not bar the terminal's own one from it: the number belongs to whichever of them the key proves.
    private List<LogEntry> Contest(EpochChain epoch, Link taken, LogEntry rival, byte[] key)
    {
        _bad[rival.Position] = Proof.Fork;
        Break(epoch, rival, Proof.Fork);
        taken.Candidates.Add(rival);
        var good = new List<LogEntry>();
        JudgeFrom(epoch, rival.Seq, key, good);
        return good;
    }

    // Judges a record, and those behind it for as long as that changes what is known of them.
    private void JudgeFrom(EpochChain epoch, long seq, byte[] key, List<LogEntry> good)
    {
        while (epoch.Links.TryGetValue(seq, out Link? link) && link.Candidates.Count > 0)
        {
            LogEntry first = link.Candidates[0];
            byte[]? before = MacBefore(epoch, seq, key);
            if (before == null)
            {
                _bad[first.Position] = Proof.Gap;
                Break(epoch, first, Proof.Gap);
                return;
            }

            int proved = link.Candidates.FindIndex(candidate => Fits(candidate.Body, before, RecordBody.Read(candidate.Body)!.Mac, key));
            if (proved < 0)
            {
                bool known = _bad.TryGetValue(first.Position, out Proof was) && was == Proof.BadMac;
                _bad[first.Position] = Proof.BadMac;
                Break(epoch, first, Proof.BadMac);
                if (known)
                {
                    return;
                }
            }
            else
            {
                LogEntry own = link.Candidates[proved];
                if (proved > 0)
                {
                    _bad[first.Position] = Proof.BadMac;
                    Break(epoch, first, Proof.BadMac);
                    link.Mac = RecordBody.Read(own.Body)!.Mac;
                }

                _bad.Remove(own.Position);
                if (proved == 0 && link.Candidates.Count == 1 && epoch.Breaks.Remove(seq))
                {
                    Changes++;
                }

                link.Candidates.Clear();
                good.Add(own with { Kind = LogKind.Record });
                NoteJournal(own, epoch);
            }

            seq++;
        }
    }

    private void Break(EpochChain epoch, LogEntry entry, Proof proof)
    {
        var found = new HistoryBreak(entry.Terminal, entry.Epoch, entry.Seq, proof, entry.ReceivedAt);
        if (!epoch.Breaks.TryGetValue(entry.Seq, out HistoryBreak? was) || was != found)
        {
            epoch.Breaks[entry.Seq] = found;
            Changes++;
        }
    }

    private void NoteJournal(LogEntry proved, EpochChain epoch)
    {
        if (epoch.IsProved)
        {
            return;
        }

        epoch.IsProved = true;
        if (_terminals[proved.Terminal].Values.Any(other => other != epoch && other.IsProved))
        {
            _newJournals.Add((proved.Terminal, proved.Epoch));
            Changes++;
        }
    }

    private EpochChain? Find(string terminal, string epoch)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.GetValueOrDefault(epoch) : null;
    }

    private EpochChain Of(LogEntry entry)
    {
        if (!_terminals.TryGetValue(entry.Terminal, out SortedDictionary<string, EpochChain>? epochs))
        {
            epochs = new SortedDictionary<string, EpochChain>(StringComparer.Ordinal);
            _terminals.Add(entry.Terminal, epochs);
        }

        if (!epochs.TryGetValue(entry.Epoch, out EpochChain? epoch))
        {
            epoch = new EpochChain();
            epochs.Add(entry.Epoch, epoch);
        }

        return epoch;
    }

    // One number of an epoch. Its candidates are the entries that claim it, as long as none of them is proved.
    private sealed class Link(byte[]? mac)
    {
        internal byte[]? Mac { get; set; } = mac;

        internal List<LogEntry> Candidates { get; } = [];
    }

    private sealed class EpochChain
    {
        // Only the links that may still be needed: those in front of the first missing number, the unproved, and the one before each.
        internal Dictionary<long, Link> Links { get; } = [];

        internal SortedDictionary<long, HistoryBreak> Breaks { get; } = [];

        // The ranges that the terminal declared lost: last number to first.
        internal Dictionary<long, long> Lost { get; } = [];

        internal long StoredUpTo { get; private set; }

        internal long Newest { get; private set; }

        internal bool IsProved { get; set; }

        internal void Store(long seq, Link link)
        {
            Links[seq] = link;
            Newest = Math.Max(Newest, seq);
            Advance();
        }

        internal void Advance()
        {
            while (true)
            {
                long next = StoredUpTo + 1;
                if (Links.ContainsKey(next))
                {
                    // The one before the last is needed no more, once both are settled.
                    if (IsSettled(StoredUpTo) && IsSettled(StoredUpTo - 1))
                    {
                        Links.Remove(StoredUpTo - 1);
                    }

                    StoredUpTo = next;
                    continue;
                }

                long skipped = Lost.FirstOrDefault(lost => lost.Value <= next && lost.Key >= next).Key;
                if (skipped < next)
                {
                    return;
                }

                StoredUpTo = skipped;
            }
        }

        private bool IsSettled(long seq) => Links.TryGetValue(seq, out Link? link) && link.Candidates.Count == 0;
    }
}

/// <summary>A place at which a terminal's history cannot be proved.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seq">The number of the record at fault.</param>
/// <param name="Proof">What is wrong with it.</param>
/// <param name="ReceivedAt">When the bridge had that record.</param>
public sealed record HistoryBreak(string Terminal, string Epoch, long Seq, Proof Proof, DateTimeOffset ReceivedAt);
