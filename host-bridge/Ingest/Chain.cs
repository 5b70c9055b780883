using System;
using System.Collections.Generic;
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
    private readonly Dictionary<(string Terminal, string Epoch), Epoch> _epochs = [];
    private readonly Dictionary<long, Proof> _bad = [];

    /// <summary>A chain that knows the key of each terminal; null: it has none.</summary>
    public Chain(Func<string, byte[]?> keyOf)
    {
        _keyOf = keyOf;
    }

    /// <summary>The proof of an entry that was judged.</summary>
    public Proof ProofOf(long position) => _bad.GetValueOrDefault(position, Proof.Ok);

    /// <summary>Everything up to this number is stored, or declared lost by the terminal.</summary>
    public long StoredUpTo(string terminal, string epoch) => _epochs.TryGetValue((terminal, epoch), out Epoch? found) ? found.StoredUpTo : 0;

    /// <summary>The newest number that was stored; 0: none.</summary>
    public long Newest(string terminal, string epoch) => _epochs.TryGetValue((terminal, epoch), out Epoch? found) ? found.Newest : 0;

    /// <summary>The places at which the history of a terminal is broken.</summary>
    public IReadOnlyList<HistoryBreak> BreaksOf(string terminal)
    {
        return _epochs.Where(pair => string.Equals(pair.Key.Terminal, terminal, StringComparison.Ordinal))
            .SelectMany(pair => pair.Value.Breaks(pair.Key.Terminal, pair.Key.Epoch))
            .OrderBy(found => found.Epoch, StringComparer.Ordinal).ThenBy(found => found.Seq)
            .ToArray();
    }

    /// <summary>The terminals that have sent records.</summary>
    public IEnumerable<string> Terminals => _epochs.Keys.Select(key => key.Terminal).Distinct(StringComparer.Ordinal);

    /// <summary>
    /// Judges an entry as it comes; returns the entries that are good from now on, in the order in which they are to be folded: this one, or,
    /// when it closes a gap, also those that waited for it.
    /// </summary>
    public IReadOnlyList<LogEntry> Judge(LogEntry entry)
    {
        if (entry.Kind is LogKind.Fork or LogKind.Quarantined)
        {
            _bad[entry.Position] = entry.Kind == LogKind.Fork ? Proof.Fork : Proof.Quarantined;
            if (entry.Kind == LogKind.Fork)
            {
                Of(entry).Forks.Add(entry.Seq);
            }

            return [];
        }

        RecordBody? body = RecordBody.Read(entry.Body);
        byte[]? key = _keyOf(entry.Terminal);
        if (body == null || key == null || !string.Equals(body.Terminal, entry.Terminal, StringComparison.Ordinal)
            || !string.Equals(body.Epoch, entry.Epoch, StringComparison.Ordinal) || body.Seq != entry.Seq)
        {
            // What does not say of itself what the columns say of it was changed by hand.
            _bad[entry.Position] = Proof.BadMac;
            Of(entry).Store(entry.Seq, new Link(entry, body?.Mac));
            Of(entry).Set(entry.Seq, Proof.BadMac);
            return [];
        }

        Epoch epoch = Of(entry);
        epoch.Store(entry.Seq, new Link(entry, body.Mac));
        var good = new List<LogEntry>();
        (long from, long to) = string.Equals(body.Type, "terminal.journal-damaged", StringComparison.Ordinal) ? LostRange(entry.Body) : (0, 0);
        bool declares = from >= 1 && to >= from && to < entry.Seq;
        if (declares)
        {
            // The declaration may itself be the first record behind the range; without the key nobody can write one that fits.
            epoch.Lost[to] = from;
        }

        JudgeLink(epoch, entry.Seq, key, good);
        if (declares && epoch.ProofOf(entry.Seq) != Proof.Ok)
        {
            epoch.Lost.Remove(to);
        }
        else if (declares)
        {
            epoch.Advance();
            JudgeLink(epoch, to + 1, key, good);
        }

        // The record behind it may have waited for its predecessor.
        if (epoch.ProofOf(entry.Seq + 1) == Proof.Gap)
        {
            JudgeLink(epoch, entry.Seq + 1, key, good);
        }

        return good;
    }

    private static (long From, long To) LostRange(byte[] body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        long from = json.RootElement.TryGetProperty("from", out JsonElement f) && f.TryGetInt64(out long first) ? first : 0;
        long to = json.RootElement.TryGetProperty("to", out JsonElement t) && t.TryGetInt64(out long last) ? last : 0;
        return (from, to);
    }

    private void JudgeLink(Epoch epoch, long seq, byte[] key, List<LogEntry> good)
    {
        if (!epoch.Links.TryGetValue(seq, out Link? link) || link.Mac == null || epoch.ProofOf(seq) == Proof.Ok && epoch.IsJudged(seq))
        {
            return;
        }

        byte[]? before = seq == 1 ? new byte[16]
            : epoch.Lost.TryGetValue(seq - 1, out long from) ? HMACSHA256.HashData(key, Encoding.ASCII.GetBytes($"gap|{from}|{seq - 1}"))[..16]
            : epoch.Links.TryGetValue(seq - 1, out Link? previous) ? previous.Mac
            : null;
        Proof proof = before == null ? Proof.Gap : Fits(link, before, key) ? Proof.Ok : Proof.BadMac;
        epoch.Set(seq, proof);
        if (proof == Proof.Ok)
        {
            _bad.Remove(link.Entry.Position);
            good.Add(link.Entry);
        }
        else
        {
            _bad[link.Entry.Position] = proof;
        }
    }

    private static bool Fits(Link link, byte[] before, byte[] key)
    {
        RecordBody body = RecordBody.Read(link.Entry.Body)!;
        byte[] covered = new byte[before.Length + body.SignedLength];
        before.CopyTo(covered, 0);
        link.Entry.Body.AsSpan(0, body.SignedLength).CopyTo(covered.AsSpan(before.Length));
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, covered, hash);
        return CryptographicOperations.FixedTimeEquals(hash[..16], body.Mac);
    }

    private Epoch Of(LogEntry entry)
    {
        if (!_epochs.TryGetValue((entry.Terminal, entry.Epoch), out Epoch? epoch))
        {
            epoch = new Epoch();
            _epochs.Add((entry.Terminal, entry.Epoch), epoch);
        }

        return epoch;
    }

    private sealed record Link(LogEntry Entry, byte[]? Mac);

    private sealed class Epoch
    {
        // Only the links that may still be needed keep their bodies; the rest would grow without bound.
        private const int KeptBehind = 64;

        private readonly HashSet<long> _judged = [];
        private readonly SortedDictionary<long, Proof> _bad = [];

        internal Dictionary<long, Link> Links { get; } = [];

        internal Dictionary<long, long> Lost { get; } = [];

        internal HashSet<long> Forks { get; } = [];

        internal long StoredUpTo { get; private set; }

        internal long Newest { get; private set; }

        internal bool IsJudged(long seq) => _judged.Contains(seq);

        internal Proof ProofOf(long seq) => _bad.GetValueOrDefault(seq, Proof.Ok);

        internal void Store(long seq, Link link)
        {
            Links[seq] = link;
            Newest = Math.Max(Newest, seq);
            Advance();
            if (Links.Count > 2 * KeptBehind)
            {
                foreach (long old in Links.Keys.Where(candidate => candidate < StoredUpTo - KeptBehind && !_bad.ContainsKey(candidate + 1)).ToArray())
                {
                    Links.Remove(old);
                    _judged.Remove(old);
                }
            }
        }

        internal void Advance()
        {
            while (true)
            {
                long next = StoredUpTo + 1;
                if (Links.ContainsKey(next))
                {
                    StoredUpTo = next;
                    continue;
                }

                KeyValuePair<long, long> range = Lost.FirstOrDefault(lost => lost.Value <= next && lost.Key >= next);
                if (range.Key < next)
                {
                    return;
                }

                StoredUpTo = range.Key;
            }
        }

        internal void Set(long seq, Proof proof)
        {
            _judged.Add(seq);
            if (proof == Proof.Ok)
            {
                _bad.Remove(seq);
            }
            else
            {
                _bad[seq] = proof;
            }
        }

        internal IEnumerable<HistoryBreak> Breaks(string terminal, string epoch)
        {
            return _bad.Select(pair => new HistoryBreak(terminal, epoch, pair.Key, pair.Value))
                .Concat(Forks.Select(seq => new HistoryBreak(terminal, epoch, seq, Proof.Fork)));
        }
    }
}

/// <summary>A place at which a terminal's history cannot be proved.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seq">The number of the record at fault.</param>
/// <param name="Proof">What is wrong with it.</param>
public sealed record HistoryBreak(string Terminal, string Epoch, long Seq, Proof Proof);
