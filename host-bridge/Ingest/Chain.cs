using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// Proves the history of every terminal: a record is good when its signature fits the one before it. It lets records go to the fold in the order of
/// their numbers alone, whatever the order in which they came: when all before are proved, vouched for or lost. What it finds is stored nowhere but in a snapshot of the bridge's own making, and that it
/// counts for nothing more than to go on: a database that was tampered with cannot claim to be proved, as everything is found again after every start.
/// </summary>
public sealed class Chain
{
    private static readonly Proof[] Faults = [Proof.BadMac, Proof.Gap, Proof.Fork, Proof.Quarantined, Proof.Erased];

    private readonly Func<string, IReadOnlyList<TerminalKey>> _keysOf;
    private readonly Dictionary<string, SortedDictionary<string, EpochChain>> _terminals = new(StringComparer.Ordinal);

    // The same journals once more, for whoever asks while another thread judges.
    private readonly ConcurrentDictionary<(string Terminal, string Epoch), EpochChain> _journals = new();
    private readonly Dictionary<long, Proof> _bad = [];
    private readonly Dictionary<Proof, int> _counts = Faults.ToDictionary(proof => proof, _ => 0);
    private readonly Dictionary<string, int> _unproved = new(StringComparer.Ordinal);
    private readonly List<(string Terminal, string Epoch)> _newJournals = [];
    private List<(string Terminal, string Epoch, long Seq)> _changedBreaks = [];
    private long _judgedTo;
    private long _takenOverTo;

    /// <summary>A chain that knows the keys of each terminal, oldest first; none: it was never enrolled.</summary>
    public Chain(Func<string, IReadOnlyList<TerminalKey>> keysOf)
    {
        _keysOf = keysOf;
    }

    /// <summary>
    /// A chain as it was when folded state was written. That it proved what stands up to there is another start's word: until it is proved again, nothing is said of it but what was found wrong.
    /// </summary>
    internal static Chain Load(StateReader reader, Func<string, IReadOnlyList<TerminalKey>> keysOf)
    {
        var chain = new Chain(keysOf) { _judgedTo = reader.Number(), Changes = reader.Number() };
        chain._takenOverTo = chain._judgedTo;
        reader.Times(() => chain.LoadTerminal(reader));
        reader.Times(() =>
        {
            (long position, var proof) = (reader.Number(), (Proof)reader.Number());
            chain._bad.Add(position, proof);
            chain._counts[proof]++;
        });
        reader.Times(() => chain._unproved.Add(reader.Text(), (int)reader.Number()));
        chain._newJournals.AddRange(reader.Each(() => (reader.Text(), reader.Text())));

        // Whoever follows the breaks begins with all of them.
        chain._changedBreaks.AddRange(chain._terminals.Values.SelectMany(epochs => epochs.Values).SelectMany(epoch => epoch.Breaks.Values).Select(found => (found.Terminal, found.Epoch, found.Seq)));
        return chain;
    }

    /// <summary>Writes it into folded state. To be done between two entries.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Number(_judgedTo);
        writer.Number(Changes);
        writer.Each(_terminals, terminal =>
        {
            writer.Text(terminal.Key);
            writer.Each(terminal.Value, epoch =>
            {
                writer.Text(epoch.Key);
                IReadOnlyList<TerminalKey> keys = _keysOf(terminal.Key);
                epoch.Value.Save(writer, seq => Befores(epoch.Value, seq, keys));
            });
        });
        writer.Each([.. _bad.OrderBy(bad => bad.Key)], bad =>
        {
            writer.Number(bad.Key);
            writer.Number((long)bad.Value);
        });
        writer.Each(_unproved, unproved =>
        {
            writer.Text(unproved.Key);
            writer.Number(unproved.Value);
        });
        writer.Each(_newJournals, journal =>
        {
            writer.Text(journal.Terminal);
            writer.Text(journal.Epoch);
        });
    }

    /// <summary>How often something was found or healed: unchanged, all breaks and counts are unchanged.</summary>
    public long Changes { get; private set; }

    /// <summary>The terminals that have sent records.</summary>
    public IEnumerable<string> Terminals => _terminals.Keys;

    /// <summary>Journals that a terminal began though it had another, proved one: what the old one held and had not sent is lost.</summary>
    public IReadOnlyList<(string Terminal, string Epoch)> NewJournals => _newJournals;

    /// <summary>The proof of a terminal's entry; null: it was not judged yet, and nothing can be said of it.</summary>
    public Proof? ProofOf(long position) => position > _judgedTo ? null : _bad.TryGetValue(position, out Proof fault) ? fault : position > _takenOverTo ? Proof.Ok : null;

    /// <summary>
    /// Whether an entry cannot be judged before missing ones in front of it come, and they may still come. In a journal of which nothing is proved nothing waits: whoever has a
    /// password can name one that no terminal ever had.
    /// </summary>
    public bool IsWaiting(LogEntry entry)
    {
        return _bad.GetValueOrDefault(entry.Position) == Proof.Gap && Find(entry.Terminal, entry.Epoch) is { IsProved: true, IsClosed: false } found && entry.Seq > found.StoredUpTo;
    }

    /// <summary>How many entries have this proof, other than <see cref="Proof.Ok"/>.</summary>
    public int Count(Proof proof) => _counts[proof];

    /// <summary>
    /// Everything up to this number is stored for good: proved, or vouched for by the record behind it, or lost for ever. A record that merely claims
    /// a number does not count, or whoever forges records could make a terminal forget its own.
    /// </summary>
    public long StoredUpTo(string terminal, string epoch) => Find(terminal, epoch)?.StoredUpTo ?? 0;

    /// <summary>The newest number that was proved up to this moment; 0: none. Any thread may ask, also while another one judges.</summary>
    public long NewestProved(string terminal, string epoch) => _journals.GetValueOrDefault((terminal, epoch))?.NewestProved ?? 0;

    /// <summary>The number before the first stored one behind a gap at the end of what is stored for good; 0: there is no gap.</summary>
    public long GapEnd(string terminal, string epoch)
    {
        return Find(terminal, epoch) is { } found && !found.Links.ContainsKey(found.StoredUpTo + 1) && found.FirstLinkFrom(found.StoredUpTo + 1) is > 0 and long first ? first - 1 : 0;
    }

    /// <summary>The signature of the newest record that everything up to it is stored of; null: there is none.</summary>
    public byte[]? MacOfStored(string terminal, string epoch)
    {
        return Find(terminal, epoch) is { } found && found.Links.TryGetValue(found.StoredUpTo, out Link? link) && link.IsProved ? link.Claims[0] : null;
    }

    /// <summary>The journals of a terminal, each with the number up to which everything of it is stored for good.</summary>
    public IEnumerable<(string Epoch, long StoredUpTo)> JournalsOf(string terminal)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.Select(epoch => (epoch.Key, epoch.Value.StoredUpTo)) : [];
    }

    /// <summary>Whether any record of a journal is proved.</summary>
    public bool IsProved(string terminal, string epoch) => Find(terminal, epoch) is { IsProved: true };

    /// <summary>Whether its terminal has begun another journal since, so that nothing of what is missing in this one can come.</summary>
    public bool IsClosed(string terminal, string epoch) => Find(terminal, epoch) is { IsClosed: true };

    /// <summary>The places at which the history of a terminal is broken, by epoch and number; none: it is complete as far as it is stored.</summary>
    public IReadOnlyList<HistoryBreak> BreaksOf(string terminal)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.Values.SelectMany(epoch => epoch.Breaks.Values).ToArray() : [];
    }

    /// <summary>The places at which something was found or healed since this was asked last, each as often as it was.</summary>
    public IReadOnlyList<(string Terminal, string Epoch, long Seq)> TakeChangedBreaks()
    {
        List<(string Terminal, string Epoch, long Seq)> changed = _changedBreaks;
        _changedBreaks = [];
        return changed;
    }

    /// <summary>What is broken at a place; null: nothing.</summary>
    public HistoryBreak? BreakAt(string terminal, string epoch, long seq) => Find(terminal, epoch)?.Breaks.GetValueOrDefault(seq);

    /// <summary>How many entries of a terminal are held that nothing proves.</summary>
    public int UnprovedOf(string terminal) => _unproved.GetValueOrDefault(terminal);

    /// <summary>How many journals of a terminal are known of which no record is proved.</summary>
    public int UnprovedEpochsOf(string terminal) => _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.Values.Count(epoch => !epoch.IsProved) : 0;

    /// <summary>Whether anything of a journal is known.</summary>
    public bool Knows(string terminal, string epoch) => Find(terminal, epoch) != null;

    /// <summary>
    /// Whether a record that comes now would be proved at once: its number is free, and its signature goes on from one that the record before it claims, which nobody can do without the key.
    /// </summary>
    /// <param name="before">The signature of the record before it, where that one is not judged yet.</param>
    public bool WouldProve(LogEntry entry, RecordBody body, byte[]? before)
    {
        IReadOnlyList<TerminalKey> keys = _keysOf(entry.Terminal);
        EpochChain epoch = Find(entry.Terminal, entry.Epoch) ?? new EpochChain();
        if (epoch.IsTaken(entry.Seq))
        {
            return false;
        }

        List<byte[]> befores = Befores(epoch, entry.Seq, keys);
        if (before != null)
        {
            befores.Add(before);
        }

        return OwnKey(epoch, new Candidate(entry with { Position = long.MaxValue }, body), befores, keys).Key >= 0;
    }

    /// <summary>Judges an entry as it comes; returns the entries that are to be folded now.</summary>
    public IReadOnlyList<LogEntry> Judge(LogEntry entry) => Judge(entry, BodyOf(entry));

    /// <summary>
    /// Judges an entry as it comes; returns the entries that are to be folded now, in their order: those that nothing in front of them is missing
    /// of any more.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="body">What it is as a record (<see cref="BodyOf"/>); null: it is none.</param>
    public IReadOnlyList<LogEntry> Judge(LogEntry entry, RecordBody? body)
    {
        _judgedTo = entry.Position;
        IReadOnlyList<TerminalKey> keys = _keysOf(entry.Terminal);

        // What does not say of itself what the columns say of it was changed by hand. A record without its person has only the bridge's seal to show that it is the bridge that took him out.
        if (body != null && !(entry.Kind == LogKind.Erased && entry.IsAltered) && keys.Count > 0 && body.Seq == entry.Seq && string.Equals(body.Terminal, entry.Terminal, StringComparison.Ordinal)
            && string.Equals(body.Epoch, entry.Epoch, StringComparison.Ordinal))
        {
            return JudgeRecord(entry, body, keys);
        }

        return entry.Kind == LogKind.Quarantined ? JudgeBytes(entry, keys) : JudgeChanged(entry, body, keys);
    }

    /// <summary>What an entry is as a record, which hangs on its bytes alone and so may be read beforehand; null: it is none.</summary>
    public static RecordBody? BodyOf(LogEntry entry) => entry.Kind is LogKind.Record or LogKind.Fork or LogKind.Erased ? RecordBody.Read(entry.Body) : null;

    /// <summary>
    /// A gap is passed over for ever, up to a number: its terminal has said that it counts these records as stored, and could not send them again.
    /// Returns what is to be folded now.
    /// </summary>
    public IReadOnlyList<LogEntry> PassOver(string terminal, string epoch, long upTo)
    {
        if (Find(terminal, epoch) is not { } found || upTo <= found.StoredUpTo)
        {
            return [];
        }

        var good = new List<LogEntry>();
        found.Passed[upTo] = found.StoredUpTo + 1;
        found.Advance(good);
        return good;
    }

    /// <summary>
    /// What came before was proved and then removed: the history of a journal goes on behind a number, from its signature. To be said before anything is
    /// judged.
    /// </summary>
    public void Begin(RetainedChain retained)
    {
        Of(retained.Terminal, retained.Epoch).Begin(retained);
    }

    /// <summary>Where the history of a journal goes on once everything up to a number is removed; its signature is that number's.</summary>
    public RetainedChain RetainedUpTo(string terminal, string epoch, long seq, byte[] mac) => new(terminal, epoch, seq, mac, Find(terminal, epoch)?.FirstKeyAt(seq) ?? 0, Find(terminal, epoch)?.IsClosed ?? false);

    // The first key, from a place on, that proves an entry of a journal behind a signature; -1: none does.
    private static int KeyThatFits(EpochChain epoch, Candidate candidate, byte[] before, IReadOnlyList<TerminalKey> keys, int from)
    {
        if (candidate.Entry.Kind == LogKind.Erased)
        {
            // Its key cannot prove it any more. The seal does, which was looked at before, and the bridge has seen it proved.
            return from < keys.Count ? from : -1;
        }

        for (int i = from; i < keys.Count; i++)
        {
            if (keys[i].MayProve(candidate.Entry, epoch.Begun) && Fits(candidate.Entry.Body, before, candidate.Mac, keys[i].Hash))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Fits(byte[] record, byte[] before, byte[] mac, KeyedHash key)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        key.Of(before, RecordBody.Signed(record), hash);
        return CryptographicOperations.FixedTimeEquals(hash[..16], mac);
    }

    private static byte[] MacAfterLoss(long from, long to, byte[] key)
    {
        return HMACSHA256.HashData(key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"gap|{from}|{to}")))[..16];
    }

    // The signatures that a number may chain from. A record may stand behind a loss and yet have been signed before it, so all are tried.
    private static List<byte[]> Befores(EpochChain epoch, long seq, IReadOnlyList<TerminalKey> keys)
    {
        var befores = new List<byte[]>();
        if (seq == 1)
        {
            befores.Add(new byte[16]);
        }

        if (epoch.Links.TryGetValue(seq - 1, out Link? previous))
        {
            befores.AddRange(previous.Claims);
        }

        if (epoch.Lost.TryGetValue(seq - 1, out long from))
        {
            befores.AddRange(keys.Select(key => MacAfterLoss(from, seq - 1, key.Bytes)));
        }

        return befores;
    }

    // Bytes that are no record, but may have a number: the record behind it goes on from their signature.
    private List<LogEntry> JudgeBytes(LogEntry entry, IReadOnlyList<TerminalKey> keys)
    {
        Mark(entry, Proof.Quarantined);
        bool claims = RecordClaim.Read(entry.Body, entry.Terminal) is { } claim && claim.Seq == entry.Seq && string.Equals(claim.Epoch, entry.Epoch, StringComparison.Ordinal);
        if (!claims || keys.Count == 0)
        {
            return [];
        }

        EpochChain epoch = Of(entry);
        if (epoch.LinkAt(entry.Seq) is not { IsProved: false } link)
        {
            return [];
        }

        Break(epoch, entry, Proof.Quarantined);
        link.Claim(RecordClaim.Read(entry.Body, entry.Terminal)!.Mac);
        return Settle(epoch, entry.Seq, keys);
    }

    // A record whose columns say something else than it does, or whose terminal has no key.
    private List<LogEntry> JudgeChanged(LogEntry entry, RecordBody? body, IReadOnlyList<TerminalKey> keys)
    {
        Proof fault = entry.Kind == LogKind.Fork ? Proof.Fork : Proof.BadMac;
        EpochChain epoch = Of(entry);
        Mark(entry, fault);
        Break(epoch, entry, fault);
        if (keys.Count == 0 || entry.Kind == LogKind.Fork || epoch.LinkAt(entry.Seq) is not { } link)
        {
            return [];
        }

        link.IsContested = true;
        link.Claim(body?.Mac);
        return Settle(epoch, entry.Seq, keys);
    }

    private List<LogEntry> JudgeRecord(LogEntry entry, RecordBody body, IReadOnlyList<TerminalKey> keys)
    {
        EpochChain epoch = Of(entry);
        epoch.Note(entry);
        Link? link = epoch.LinkAt(entry.Seq);
        if (link == null || link.IsProved)
        {
            // The number is another record's. That of a terminal whose flash had lost a part may be the next one's predecessor all the same.
            Mark(entry, Proof.Fork);
            Break(epoch, entry, Proof.Fork);
            link?.Claim(body.Mac);
            return link == null ? [] : Settle(epoch, entry.Seq, keys);
        }

        // A record that only claims a number must not bar the terminal's own one from it: the number belongs to whichever of them the key proves.
        link.Candidates.Add(new Candidate(entry, body));
        link.Claim(body.Mac);
        Mark(entry, link.Candidates.Count == 1 ? Proof.Gap : Proof.Fork);
        if (link.Candidates.Count > 1)
        {
            Break(epoch, entry, Proof.Fork);
        }

        List<LogEntry> good = Settle(epoch, entry.Seq, keys);
        epoch.GoOn(entry.ReceivedAt, good);
        return good;
    }

    // Judges a number, and all others for which that changes what is known; then lets go what nothing is missing in front of any more.
    private List<LogEntry> Settle(EpochChain epoch, long seq, IReadOnlyList<TerminalKey> keys)
    {
        var good = new List<LogEntry>(1);
        var open = new Queue<long>([seq, seq + 1]);
        while (open.TryDequeue(out long next))
        {
            if (!epoch.Links.TryGetValue(next, out Link? link) || link.IsProved || link.Candidates.Count == 0)
            {
                continue;
            }

            List<byte[]> befores = Befores(epoch, next, keys);
            (int Key, byte[] Before) fits = (-1, []);
            Candidate? own = link.FirstThat(candidate => (fits = OwnKey(epoch, candidate, befores, keys)).Key >= 0, befores);
            LogEntry first = link.Candidates[0].Entry;
            if (own == null)
            {
                Proof fault = befores.Count == 0 ? Proof.Gap : Proof.BadMac;
                Mark(first, fault);
                Break(epoch, first, fault);
                continue;
            }

            // A loss counts once its own record is proved, however late that is.
            epoch.NoteKey(next, fits.Key);
            Prove(epoch, link, own, fits.Before, keys);
            open.Enqueue(next + 1);
            if (own.Loss is { } loss)
            {
                epoch.Lost[loss.To] = loss.From;
                open.Enqueue(loss.To + 1);
            }
        }

        epoch.Advance(good);
        return good;
    }

    // The place of the key that proves a candidate to be the terminal's own, and the signature that it does so behind; -1: none does.
    private static (int Key, byte[] Before) OwnKey(EpochChain epoch, Candidate candidate, List<byte[]> befores, IReadOnlyList<TerminalKey> keys)
    {
        long seq = candidate.Entry.Seq;
        int from = epoch.FirstKeyAt(seq);
        foreach (byte[] before in befores)
        {
            if (KeyThatFits(epoch, candidate, before, keys, from) is >= 0 and int key)
            {
                return (key, before);
            }
        }

        // The record that declares a loss may itself be the first one behind it.
        if (candidate.Loss is { } loss && loss.To == seq - 1)
        {
            foreach (byte[] before in keys.Select(key => MacAfterLoss(loss.From, loss.To, key.Bytes)))
            {
                if (KeyThatFits(epoch, candidate, before, keys, from) is >= 0 and int key)
                {
                    return (key, before);
                }
            }
        }

        return (-1, []);
    }

    private void Prove(EpochChain epoch, Link link, Candidate own, byte[] proved, IReadOnlyList<TerminalKey> keys)
    {
        LogEntry first = link.Candidates[0].Entry;
        if (own.Entry != first)
        {
            // It had the number first, and the key proves that it was not the terminal's.
            Mark(first, Proof.BadMac);
            Break(epoch, first, Proof.BadMac);
        }

        Mark(own.Entry, own.Entry.Kind == LogKind.Erased ? Proof.Erased : Proof.Ok);

        // Rivals stay told: somebody has sent them. Bytes that were no record are none to the one that is.
        if (link.Candidates.Count == 1 && !link.IsContested && epoch.Breaks.Remove(own.Entry.Seq))
        {
            Changes++;
            _changedBreaks.Add((own.Entry.Terminal, own.Entry.Epoch, own.Entry.Seq));
        }

        // Nearly always it is a signature of the record before that it was proved behind, and each further look costs as much as the proof.
        if (epoch.Links.TryGetValue(own.Entry.Seq - 1, out Link? previous) && (previous.Claims.Contains(proved) || previous.Claims.Exists(before => KeyThatFits(epoch, own, before, keys, 0) >= 0)))
        {
            previous.IsVouched = true;
        }

        link.Prove(own);
        epoch.Wait(own.Entry, proved);
        epoch.NewestProved = Math.Max(epoch.NewestProved, own.Entry.Seq);
        NoteJournal(own.Entry, epoch);
    }

    private void Mark(LogEntry entry, Proof proof)
    {
        Proof was = _bad.GetValueOrDefault(entry.Position, Proof.Ok);
        if (was != Proof.Ok)
        {
            _counts[was]--;
            _bad.Remove(entry.Position);
        }

        if (proof != Proof.Ok)
        {
            _counts[proof]++;
            _bad.Add(entry.Position, proof);
        }

        int more = (IsUnproved(proof) ? 1 : 0) - (IsUnproved(was) ? 1 : 0);
        if (more != 0)
        {
            _unproved[entry.Terminal] = _unproved.GetValueOrDefault(entry.Terminal) + more;
        }
    }

    private static bool IsUnproved(Proof proof) => proof is not (Proof.Ok or Proof.Erased);

    private void Break(EpochChain epoch, LogEntry entry, Proof proof)
    {
        var found = new HistoryBreak(entry.Terminal, entry.Epoch, entry.Seq, proof, entry.ReceivedAt);
        if (!epoch.Breaks.TryGetValue(entry.Seq, out HistoryBreak? was) || was != found)
        {
            epoch.Breaks[entry.Seq] = found;
            Changes++;
            _changedBreaks.Add((entry.Terminal, entry.Epoch, entry.Seq));
        }
    }

    // A terminal that begins a new journal has no other any more: nothing of what is missing in the old one can come.
    private void NoteJournal(LogEntry proved, EpochChain epoch)
    {
        if (epoch.IsProved)
        {
            return;
        }

        epoch.IsProved = true;
        foreach (EpochChain other in _terminals[proved.Terminal].Values.Where(other => other != epoch && other.IsProved))
        {
            other.IsClosed = true;
            epoch.Older.Add(other);
        }

        if (epoch.Older.Count > 0)
        {
            _newJournals.Add((proved.Terminal, proved.Epoch));
            Changes++;
        }
    }

    private void LoadTerminal(StateReader reader)
    {
        string terminal = reader.Text();
        reader.Times(() =>
        {
            EpochChain epoch = Of(terminal, reader.Text());
            List<long> looked = epoch.Load(reader);

            // Only when all of its numbers are there it is known what each goes on from.
            looked.ForEach(seq => epoch.Links[seq].NoteLook(Befores(epoch, seq, _keysOf(terminal))));
        });
    }

    private EpochChain? Find(string terminal, string epoch)
    {
        return _terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs) ? epochs.GetValueOrDefault(epoch) : null;
    }

    private EpochChain Of(LogEntry entry) => Of(entry.Terminal, entry.Epoch);

    private EpochChain Of(string terminal, string name)
    {
        if (!_terminals.TryGetValue(terminal, out SortedDictionary<string, EpochChain>? epochs))
        {
            epochs = new SortedDictionary<string, EpochChain>(StringComparer.Ordinal);
            _terminals.Add(terminal, epochs);
        }

        if (!epochs.TryGetValue(name, out EpochChain? epoch))
        {
            epoch = new EpochChain();
            epochs.Add(name, epoch);
            _journals[(terminal, name)] = epoch;
        }

        return epoch;
    }
}

/// <summary>A place at which a terminal's history cannot be proved.</summary>
/// <param name="Terminal">The terminal.</param>
/// <param name="Epoch">The epoch.</param>
/// <param name="Seq">The number of the record at fault.</param>
/// <param name="Proof">What is wrong with it.</param>
/// <param name="ReceivedAt">When the bridge had that record.</param>
public sealed record HistoryBreak(string Terminal, string Epoch, long Seq, Proof Proof, DateTimeOffset ReceivedAt);
