using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Ingest;

/// <summary>
/// One journal of a terminal: which numbers are proved, which are missing or declared lost, how far everything is stored for good, and how far the fold may go.
/// </summary>
internal sealed class EpochChain
{
    private static readonly TimeSpan GapSpan = TimeSpan.FromMinutes(10);

    // Only the links that may still be needed: those behind the first missing number, the unproved, and the one before each.
    internal Dictionary<long, Link> Links { get; } = [];

    internal SortedDictionary<long, HistoryBreak> Breaks { get; } = [];

    // The ranges that the terminal declared lost: last number to first.
    internal Dictionary<long, long> Lost { get; } = [];

    // The gaps that were passed over, likewise.
    internal Dictionary<long, long> Passed { get; } = [];

    // The journals that this one has taken the place of and that are still to be let go.
    internal List<EpochChain> Older { get; } = [];

    // The place in the log of its first record that nobody has changed by hand; MaxValue: it has none.
    internal long Begun { get; private set; } = long.MaxValue;

    internal long StoredUpTo { get; private set; }

    internal long NewestProved
    {
        get => Interlocked.Read(ref field);
        set => Interlocked.Exchange(ref field, value);
    }

    internal bool IsProved { get; set; }

    internal bool IsClosed { get; set; }

    // The number of the newest record that was folded.
    private long FoldedTo { get; set; }

    // How far the fold has come: not behind what is stored for good, and beyond it where it has gone on without a missing record.
    private long Ahead { get; set; }

    // The numbers of the proved records that wait for one in front of them, and since when the bridge has had the first.
    private SortedSet<long> Waiting { get; } = [];

    private DateTimeOffset WaitingSince { get; set; }

    // From which number on a key was in use, by its place among the terminal's keys.
    private List<(long Seq, int Key)> KeysFrom { get; } = [];

    /// <summary>Writes it into folded state.</summary>
    /// <param name="beforesOf">The signatures that a number may chain from.</param>
    internal void Save(StateWriter writer, Func<long, List<byte[]>> beforesOf)
    {
        writer.Each([.. Links.OrderBy(link => link.Key)], link =>
        {
            writer.Number(link.Key);
            writer.Flag(link.Value.Candidates.Count > 0 && link.Value.HasLooked(beforesOf(link.Key)));
            link.Value.Save(writer);
        });
        writer.Each(Breaks.Values, found =>
        {
            writer.Text(found.Terminal);
            writer.Text(found.Epoch);
            writer.Number(found.Seq);
            writer.Number((long)found.Proof);
            writer.Time(found.ReceivedAt);
        });
        Save(writer, Lost);
        Save(writer, Passed);
        writer.Number(Older.Count == 0 ? Begun : throw new InvalidOperationException("A chain is kept between two entries, when no journal has others to let go."));
        writer.Number(StoredUpTo);
        writer.Number(NewestProved);
        writer.Flag(IsProved);
        writer.Flag(IsClosed);
        writer.Number(FoldedTo);
        writer.Number(Ahead);
        writer.Each(Waiting, writer.Number);
        writer.Time(WaitingSince);
        writer.Each(KeysFrom, from =>
        {
            writer.Number(from.Seq);
            writer.Number(from.Key);
        });
    }

    /// <summary>Reads it from folded state; returns the numbers whose candidates were all looked at with what they may chain from.</summary>
    internal List<long> Load(StateReader reader)
    {
        var looked = new List<long>();
        reader.Times(() =>
        {
            long seq = reader.Number();
            if (reader.Flag())
            {
                looked.Add(seq);
            }

            Links.Add(seq, Link.Load(reader));
        });
        foreach (HistoryBreak found in reader.Each(() => new HistoryBreak(reader.Text(), reader.Text(), reader.Number(), (Proof)reader.Number(), reader.Time())))
        {
            Breaks.Add(found.Seq, found);
        }

        reader.Times(() => Lost.Add(reader.Number(), reader.Number()));
        reader.Times(() => Passed.Add(reader.Number(), reader.Number()));
        Begun = reader.Number();
        StoredUpTo = reader.Number();
        NewestProved = reader.Number();
        IsProved = reader.Flag();
        IsClosed = reader.Flag();
        FoldedTo = reader.Number();
        Ahead = reader.Number();
        reader.Times(() => Waiting.Add(reader.Number()));
        WaitingSince = reader.Time();
        KeysFrom.AddRange(reader.Each(() => (reader.Number(), (int)reader.Number())));
        return looked;
    }

    internal void Begin(RetainedChain retained)
    {
        StoredUpTo = Ahead = FoldedTo = NewestProved = retained.UpTo;
        IsProved = true;
        Begun = 0;
        IsClosed = retained.IsClosed;
        NoteKey(retained.UpTo, retained.Key);
        if (retained.UpTo > 0)
        {
            var last = new Link();
            last.Begin(retained.Mac);
            Links.Add(retained.UpTo, last);
        }
    }

    internal void Note(LogEntry record)
    {
        if (!record.IsAltered)
        {
            Begun = Math.Min(Begun, record.Position);
        }
    }

    // A record behind one that a newer key has signed cannot have been signed with an older one.
    internal int FirstKeyAt(long seq)
    {
        int first = 0;
        foreach ((long from, int key) in KeysFrom)
        {
            first = from <= seq && key > first ? key : first;
        }

        return first;
    }

    internal void NoteKey(long seq, int key)
    {
        if (key > FirstKeyAt(seq))
        {
            KeysFrom.Add((seq, key));
        }
    }

    // The link of a number; null: the number is settled, and its link needed no more.
    internal Link? LinkAt(long seq)
    {
        if (Links.TryGetValue(seq, out Link? link))
        {
            return link;
        }

        if (IsSettled(seq))
        {
            return null;
        }

        link = new Link();
        Links.Add(seq, link);
        return link;
    }

    // Whether a number belongs to a record that is proved.
    internal bool IsTaken(long seq) => Links.TryGetValue(seq, out Link? link) ? link.IsProved : IsSettled(seq);

    private static void Save(StateWriter writer, Dictionary<long, long> ranges)
    {
        writer.Each([.. ranges.OrderBy(range => range.Key)], range =>
        {
            writer.Number(range.Key);
            writer.Number(range.Value);
        });
    }

    private bool IsSettled(long seq) => seq <= StoredUpTo && !IsIn(Lost, seq) && !IsIn(Passed, seq);

    internal long FirstLinkFrom(long seq) => Links.Keys.Where(number => number >= seq).DefaultIfEmpty(0).Min();

    internal void Advance(List<LogEntry> good)
    {
        foreach (EpochChain older in Older)
        {
            older.LetGoAll(good);
        }

        Older.Clear();

        // A record that has come although its number was passed over, or declared lost, waits for none; and as its link is needed no more soon, it must not be looked for later.
        while (Waiting.Count > 0 && Waiting.Min <= StoredUpTo)
        {
            LetGo(Waiting.Min, Links[Waiting.Min], good);
        }

        StoredUpTo = Walk(StoredUpTo, good, true);
        Ahead = Ahead > StoredUpTo ? Walk(Ahead, good, false) : StoredUpTo;
        if (IsClosed)
        {
            LetGoAll(good);
        }
    }

    internal void Wait(LogEntry proved, byte[] before)
    {
        if (Waiting.Count == 0)
        {
            // The first one behind a gap cannot be proved, but the one behind it shows which of those that claim its number it is, and it shows since when there is a gap. What somebody else has sent under
            // that number before shows nothing.
            Candidate? first = Links.TryGetValue(proved.Seq - 1, out Link? previous) ? previous.Candidates.Find(candidate => candidate.Mac.AsSpan().SequenceEqual(before)) : null;
            WaitingSince = first != null && first.Entry.ReceivedAt < proved.ReceivedAt ? first.Entry.ReceivedAt : proved.ReceivedAt;
        }

        Waiting.Add(proved.Seq);
    }

    // A terminal sends again from its first record that is not acknowledged on, every five seconds. One that has gone on sending others for so long
    // does not have what is missing, or another hand has taken it out of the store; the fold goes on without it. What a terminal may forget does
    // not: it might have it all the same. Only what stands in the log decides, so it is decided in the same way when everything is folded again.
    internal void GoOn(DateTimeOffset receivedAt, List<LogEntry> good)
    {
        if (Waiting.Count > 0 && receivedAt >= WaitingSince + GapSpan)
        {
            LetGoAll(good);
            Ahead = Walk(Ahead, good, false);
        }
    }

    // Goes on from a number as far as nothing is missing.
    private long Walk(long from, List<LogEntry> good, bool forGood)
    {
        long at = from;
        while (true)
        {
            long next = at + 1;
            if (Links.TryGetValue(next, out Link? link))
            {
                if (!link.IsProved && !link.IsVouched && !IsIn(Lost, next))
                {
                    return at;
                }

                LetGo(next, link, good);
                if (forGood && link.IsProved && Links.TryGetValue(next - 1, out Link? previous) && previous.IsProved)
                {
                    Links.Remove(next - 1);
                }

                at = next;
                continue;
            }

            long skipped = Math.Max(EndOf(Lost, next), EndOf(Passed, next));
            if (skipped < next)
            {
                return at;
            }

            long present = FirstLinkFrom(next);
            at = present > 0 && present <= skipped ? present - 1 : skipped;
        }
    }

    private static long EndOf(Dictionary<long, long> ranges, long seq)
    {
        // Hardly any journal has one, and every record asks.
        long end = 0;
        foreach ((long to, long from) in ranges)
        {
            end = from <= seq && to >= seq && to > end ? to : end;
        }

        return end;
    }

    private static bool IsIn(Dictionary<long, long> ranges, long seq) => EndOf(ranges, seq) > 0;

    private void LetGoAll(List<LogEntry> good)
    {
        foreach (long seq in Waiting.ToArray())
        {
            Ahead = Math.Max(Ahead, seq);
            LetGo(seq, Links[seq], good);
        }
    }

    // A record that comes after its number was passed over is proved and shown, but what is known since then of holder and people stands:
    // folding it now would set them back to what they were before.
    private void LetGo(long seq, Link link, List<LogEntry> good)
    {
        if (link.Waiting is { } waiting && seq > FoldedTo)
        {
            FoldedTo = seq;
            good.Add(waiting);
        }

        link.Waiting = null;
        Waiting.Remove(seq);
    }
}
