using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Data.Common;
using System.Linq;
using System.Text;
using Microsoft.Data.Sqlite;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// Everything that the bridge has learnt, in one order. Appended to and never changed; what is appended is on the disk when
/// <see cref="Append"/> returns. Positions are given under a lock, so they are in the order of commits, whichever bridge commits.
/// </summary>
public sealed class Log : IDisposable
{
    private const string RecordsOfSpan = "position <= @last AND kind IN ('Record', 'Fork', 'Quarantined', 'Erased') AND received >= @from AND received < @to";

    private static readonly long LatestMs = SaneTime.End.ToUnixTimeMilliseconds();
    private static readonly string[] KindWords = Enum.GetNames<LogKind>();
    private static readonly FrozenDictionary<string, LogKind> KindsByWord = Enum.GetValues<LogKind>().ToFrozenDictionary(kind => KindWords[(int)kind], StringComparer.Ordinal);
    private static readonly string[] EntryNames = ["@position", "@kind", "@terminal", "@epoch", "@seq", "@body", "@received", "@seal"];
    private static readonly string[] NumberNames = ["@terminal", "@epoch", "@seq"];
    private static readonly string[] BodyNames = ["@terminal", "@body"];

    private readonly System.Threading.Lock _holding = new();
    private Work? _held;
    private EntrySeal? _seal;
    private RetainedAct _retained = RetainedAct.None;
    private long _retainedAt;
    // The highest number that is stored, or was and is gone, of each journal, where nobody but this process stores: a record above it is new. Should another hand have stored one all the same, the index
    // of the table refuses the record, and everything is asked for again.
    private readonly Dictionary<(string Terminal, string Epoch), long> _newest = [];

    /// <summary>The log of a database, whose tables are brought to this program's version.</summary>
    /// <param name="database">The database.</param>
    /// <param name="bind">What <see cref="Schema.Migrate"/> binds older rows with.</param>
    /// <exception cref="StartupException">A newer program wrote the database.</exception>
    /// <exception cref="DbException">It cannot be used.</exception>
    public Log(Database database, Action<Work>? bind = null)
    {
        Schema.Migrate(database, bind);
        Database = database;
    }

    private Log(Database database, bool isBeside)
    {
        if (isBeside)
        {
            Schema.Check(database);
        }

        Database = database;
    }

    /// <summary>The log of a database that a bridge may be using: nothing is written by opening it.</summary>
    /// <exception cref="StartupException">It has another version than this program.</exception>
    public static Log Beside(Database database) => new(database, isBeside: true);

    /// <summary>The database that it stands in.</summary>
    public Database Database { get; }

    /// <summary>Opens the log in a folder, creating it where there is none; nothing can be appended before it is given a key to seal with.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="syncs">False: what is appended need not outlive this machine's power, as in a rehearsal, whose database lives for seconds.</param>
    /// <param name="bind">What <see cref="Schema.Migrate"/> binds older rows with.</param>
    /// <exception cref="StartupException">The file is not a database of this version.</exception>
    public static Log Open(string folder, bool syncs = true, Action<Work>? bind = null)
    {
        string path = SqliteDatabase.PathIn(folder);
        SqliteDatabase? database = null;
        try
        {
            database = new SqliteDatabase(path, syncs);
            return new Log(database, bind);
        }
        catch (SqliteException exception)
        {
            database?.Dispose();
            throw new StartupException($"The database {path} cannot be opened ({exception.Message}): check that the folder can be written and the file is the bridge's.");
        }
        catch
        {
            database?.Dispose();
            throw;
        }
    }

    /// <summary>From now on every entry is sealed, and one that another hand has changed is found by its seal.</summary>
    public Log SealWith(byte[] key)
    {
        _seal = new EntrySeal(key);
        return this;
    }

    /// <summary>
    /// Seals the entries of a time without seals, as they stand. It belongs into the transaction that keeps the key for the first time: at any later moment the mark that such
    /// entries are there can only be another hand's, who would have his own sealed.
    /// </summary>
    public static void SealOlder(Work work, byte[] key)
    {
        if (work.Execute("DELETE FROM secret WHERE name = @name", ("@name", Schema.Unsealed)) == 0)
        {
            return;
        }

        var seal = new EntrySeal(key);
        List<object?[]> seals = work.Query(
            "SELECT position, kind, terminal, epoch, seq, body, received FROM log",
            row => new object?[] { seal.Of(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(6), row.GetFieldValue<byte[]>(5)), row.GetInt64(0) });
        work.ExecuteEach("UPDATE log SET seal = @seal WHERE position = @position", ["@seal", "@position"], seals);
    }

    /// <summary>
    /// Does something while nobody, in this process or another, can append to the log: what is decided on all that stands in it then holds when what it
    /// comes to is appended.
    /// </summary>
    public T Hold<T>(Func<T> work)
    {
        lock (_holding)
        {
            return _held != null ? work() : Database.Write(open =>
            {
                Lock(open);
                _held = open;
                try
                {
                    return work();
                }
                finally
                {
                    _held = null;
                }
            });
        }
    }

    /// <summary>
    /// Appends entries in one transaction; their positions are given back in the same order. A record whose number is taken is not appended again
    /// when it is the same or was removed as too old (position 0), and becomes a fork when it is not; the same bytes that are no record are appended once.
    /// </summary>
    public long[] Append(IReadOnlyList<LogEntry> entries)
    {
        long[] positions = [];
        Store(entries, stored => positions = [.. stored.Select(entry => entry?.Position ?? 0)]);
        return positions;
    }

    /// <summary>
    /// Appends entries as <see cref="Append"/> does. Before anybody else can append, or decide on what is appended, <paramref name="done"/> is given what stands in the log of each, as it stands there; null: it was
    /// not appended again.
    /// </summary>
    public void Store(IReadOnlyList<LogEntry> entries, Action<IReadOnlyList<LogEntry?>> done)
    {
        lock (_holding)
        {
            if (_held is { } held)
            {
                done(Store(held, entries, []));
                return;
            }

            try
            {
                var newest = new Dictionary<(string, string), long>();
                LogEntry?[] stored = Database.Write(work => Store(work, entries, newest));
                foreach (((string, string) journal, long seq) in newest)
                {
                    _newest[journal] = seq;
                }

                done(stored);
            }
            catch
            {
                _newest.Clear();
                throw;
            }
        }
    }

    /// <summary>The entries behind a position, in order.</summary>
    public List<LogEntry> Read(long after, int limit) => Select("position > @after ORDER BY position LIMIT @limit", ("@after", after), ("@limit", (long)limit));

    /// <summary>The entries of a kind behind a position, in order.</summary>
    public List<LogEntry> ReadKind(LogKind kind, long after, int limit)
    {
        return Select(OfKind(kind) + " AND position > @after ORDER BY position LIMIT @limit", ("@kind", KindWords[(int)kind]), ("@after", after), ("@limit", (long)limit));
    }

    /// <summary>The newest entries of a kind before a position, newest first.</summary>
    public List<LogEntry> ReadKindBackwards(LogKind kind, long before, int limit)
    {
        return Select(OfKind(kind) + " AND position < @before ORDER BY position DESC LIMIT @limit", ("@kind", KindWords[(int)kind]), ("@before", before), ("@limit", (long)limit));
    }

    /// <summary>The newest entries about a terminal before a position, newest first.</summary>
    public List<LogEntry> ReadTerminalBackwards(string terminal, long before, int limit)
    {
        return Select("terminal = @terminal AND position < @before ORDER BY position DESC LIMIT @limit", ("@terminal", terminal), ("@before", before), ("@limit", (long)limit));
    }

    /// <summary>The records of a terminal (or of all) behind a position, forks and quarantined bytes included, in order.</summary>
    public List<LogEntry> ReadRecords(string? terminal, long after, int limit)
    {
        string where = "position > @after AND kind IN ('Record', 'Fork', 'Quarantined', 'Erased')" + (terminal == null ? "" : " AND terminal = @terminal");
        return terminal == null
            ? Select(where + " ORDER BY position LIMIT @limit", ("@after", after), ("@limit", (long)limit))
            : Select(where + " ORDER BY position LIMIT @limit", ("@after", after), ("@limit", (long)limit), ("@terminal", terminal));
    }

    /// <summary>The records that the bridge had in a span of time, between two places, forks and quarantined bytes included, in order.</summary>
    /// <param name="from">The first moment.</param>
    /// <param name="to">The first moment behind it.</param>
    /// <param name="after">The place that they stand behind.</param>
    /// <param name="last">The last place.</param>
    /// <param name="limit">How many at most.</param>
    public List<LogEntry> ReadRecords(DateTimeOffset from, DateTimeOffset to, long after, long last, int limit)
    {
        return Select(
            "position > @after AND " + RecordsOfSpan + " ORDER BY position LIMIT @limit",
            ("@after", after),
            ("@from", from.ToUnixTimeMilliseconds()),
            ("@to", to.ToUnixTimeMilliseconds()),
            ("@last", last),
            ("@limit", (long)limit));
    }

    /// <summary>How many records the bridge had in a span of time, up to a place.</summary>
    public int CountRecords(DateTimeOffset from, DateTimeOffset to, long last)
    {
        return (int)Database.Read(work => work.Number("SELECT count(*) FROM log WHERE " + RecordsOfSpan, ("@from", from.ToUnixTimeMilliseconds()), ("@to", to.ToUnixTimeMilliseconds()), ("@last", last)));
    }

    /// <summary>The last place of an entry from before a moment, by halving: entries have no index on their times, and come nearly in that order.</summary>
    public long PositionBefore(DateTimeOffset moment)
    {
        long wanted = moment.ToUnixTimeMilliseconds();
        return Database.Read(work =>
        {
            long low = 0, high = work.Number("SELECT max(position) FROM log");
            while (low < high)
            {
                long middle = (low + high + 1) / 2;
                long received = work.Number("SELECT received FROM log WHERE position <= @middle ORDER BY position DESC LIMIT 1", ("@middle", middle));
                (low, high) = received < wanted ? (middle, high) : (low, middle - 1);
            }

            return low;
        });
    }

    /// <summary>The newest records of all terminals, newest first.</summary>
    public List<LogEntry> ReadNewestRecords(int count) => Select("kind IN ('Record', 'Fork', 'Quarantined', 'Erased') ORDER BY position DESC LIMIT @limit", ("@limit", (long)count));

    /// <summary>The newest position that was ever given.</summary>
    public long LastPosition => Database.Read(work => work.Number("SELECT last FROM log_head"));

    /// <summary>The entries at places, in their order; what is not there any more is left out.</summary>
    public List<LogEntry> ReadAt(IReadOnlyCollection<long> positions)
    {
        return positions.Count == 0 ? [] : Select($"position IN ({string.Join(',', positions.Select(position => position.ToString(System.Globalization.CultureInfo.InvariantCulture)))}) ORDER BY position");
    }

    /// <summary>The places between two that have an entry.</summary>
    public List<long> PositionsIn(long after, long last)
    {
        return Database.Read(work => work.Query("SELECT position FROM log WHERE position > @after AND position <= @last", row => row.GetInt64(0), ("@after", after), ("@last", last)));
    }

    /// <summary>The seal at a place, as it stands there: no other log has it. Empty: there is no entry, or it has none.</summary>
    public byte[] SealAt(long position) => Database.Read(work => SealOf(work.Scalar("SELECT seal FROM log WHERE position = @position", ("@position", position))));

    /// <summary>The seal of the newest entry that says that somebody was erased; empty: nobody was.</summary>
    public byte[] NewestErasure() =>
        Database.Read(work => SealOf(work.Scalar("SELECT seal FROM log WHERE kind = 'Erasure' AND kind <> 'Record' ORDER BY position DESC LIMIT 1")));

    /// <summary>What stands under a number of a journal: the record, or what is left of it, first, and then whatever else was sent under its number.</summary>
    public List<LogEntry> ReadNumber(string terminal, string epoch, long seq)
    {
        // Each kind has an index of its own.
        return
        [
            .. new[] { LogKind.Record, LogKind.Erased, LogKind.Fork }.SelectMany(kind => Select(
                $"kind = '{KindWords[(int)kind]}' AND terminal = @terminal AND epoch = @epoch AND seq = @seq ORDER BY position", ("@terminal", terminal), ("@epoch", epoch), ("@seq", seq))),
        ];
    }

    /// <summary>Whether an entry without a position would be acknowledged without being stored, as the log has it, or has had it and let it go as it should.</summary>
    public bool Knows(LogEntry entry)
    {
        EntrySeal seal = _seal ?? throw new InvalidOperationException("A log that has no seal cannot tell what it knows.");
        return Database.Read(work => KindsOf(work, [entry], seal, [])[0] == null);
    }

    /// <summary>Whether this process seals what it appends, and so can tell what another hand has changed.</summary>
    public bool IsSealed => _seal != null;

    /// <summary>
    /// Puts other bodies, and other kinds, in the place of entries, and seals them anew. To be called while the log is held (<see cref="Hold"/>); with what
    /// is appended in the same hold it is done altogether or not at all. False: one of them is not as it was read, and nothing is done.
    /// </summary>
    public bool Replace(IReadOnlyList<(LogEntry Was, LogEntry Is)> entries)
    {
        EntrySeal seal = _seal ?? throw new InvalidOperationException("Nothing is replaced in a log that has no seal.");
        Work held = _held ?? throw new InvalidOperationException("The log is to be held while entries are replaced.");
        object?[] there = held.ScalarEach(
            "SELECT 1 FROM log WHERE position = @position AND kind = @kind AND body = @body AND seal = @seal",
            ["@position", "@kind", "@body", "@seal"],
            [.. entries.Select(entry => new object?[] { entry.Was.Position, KindWords[(int)entry.Was.Kind], entry.Was.Body, SealOf(seal, entry.Was) })]);
        if (Array.Exists(there, found => found == null))
        {
            return false;
        }

        held.ExecuteEach(
            "UPDATE log SET kind = @kind, body = @body, seal = @seal WHERE position = @position",
            ["@kind", "@body", "@seal", "@position"],
            [.. entries.Select(entry => new object?[] { KindWords[(int)entry.Is.Kind], entry.Is.Body, SealOf(seal, entry.Is), entry.Is.Position })]);

        // Of what is no record of its own number nothing is left by which it could be known again, but this.
        held.ExecuteEach(
            "INSERT INTO erased_bytes(hash) VALUES(@hash) ON CONFLICT (hash) DO NOTHING",
            ["@hash"],
            [.. entries.Where(entry => entry.Was.Kind is LogKind.Fork or LogKind.Quarantined).Select(entry => new object?[] { seal.OfErased(entry.Was.Terminal, entry.Was.Body) })]);
        return true;
    }

    /// <summary>Takes entries away, by ranges of positions. To be called while the log is held.</summary>
    public void Remove(IReadOnlyList<PositionRange> ranges)
    {
        Work held = _held ?? throw new InvalidOperationException("The log is to be held while entries are removed.");
        held.ExecuteEach("DELETE FROM log WHERE position >= @from AND position <= @to", ["@from", "@to"], [.. ranges.Select(range => new object?[] { range.From, range.To })]);
    }

    /// <summary>Within a hold: what else is to be written with it, or not at all.</summary>
    public void WithinHold(Action<Work> work) => work(_held ?? throw new InvalidOperationException("The log is to be held."));

    /// <summary>True once after somebody else has written to the file: nothing that was derived from it can be trusted then.</summary>
    public bool TakeForeignWrite() => Database.TakeForeignWrite();

    /// <summary>
    /// How many entries are missing at the end: positions are given once and never again, so a log that gave more than it holds was cut. One
    /// that was put back from a backup lacks nothing by itself; only the terminals know what came later.
    /// </summary>
    public long MissingAtEnd()
    {
        return Database.Read(work => work.Number("SELECT (SELECT last FROM log_head) - coalesce((SELECT max(position) FROM log), 0)"));
    }

    /// <summary>Changes the body of a record behind the bridge's back, as somebody with an editor for databases could. For rehearsals and tests.</summary>
    public void AlterForRehearsal(string terminal, long seq, byte[] body)
    {
        using var other = new SqliteDatabase(((SqliteDatabase)Database).Path, syncs: false);
        other.Write(work => work.Execute(
            "UPDATE log SET body = @body WHERE kind = 'Record' AND terminal = @terminal AND seq = @seq", ("@body", body), ("@terminal", terminal), ("@seq", seq)));
    }

    /// <summary>Copies the whole log to a file while it is in use.</summary>
    public void BackUp(string path) => ((SqliteDatabase)Database).CopyTo(path);

    /// <inheritdoc/>
    public void Dispose() => Database.Dispose();

    // Until the transaction ends nobody else gets past this; what it says is the newest position that was ever given: one whose entry is gone is not given again, nor one that another hand took.
    private static long Lock(Work work) => Math.Max(work.Number("UPDATE log_head SET last = last RETURNING last"), work.Number("SELECT max(position) FROM log"));

    // SQLite takes the index of what is no record only where the statement says so in the very words of the index; without it, it would go through every record for the few of another kind.
    private static string OfKind(LogKind kind) => kind == LogKind.Record ? "kind = @kind" : "kind = @kind AND kind <> 'Record'";

    private static byte[] SealOf(EntrySeal seal, LogEntry entry) => seal.Of(entry.Position, KindWords[(int)entry.Kind], entry.Terminal, entry.Epoch, entry.Seq, entry.ReceivedAt.ToUnixTimeMilliseconds(), entry.Body);

    private static byte[] SealOf(object? column) => column as byte[] ?? [];

    private static object?[] NumberOf(LogEntry entry) => [entry.Terminal, entry.Epoch, entry.Seq];

    private LogEntry?[] Store(Work work, IReadOnlyList<LogEntry> entries, Dictionary<(string, string), long> newest)
    {
        EntrySeal seal = _seal ?? throw new InvalidOperationException("Nothing is appended to a log that has no seal.");
        long last = Lock(work);
        var stored = new LogEntry?[entries.Count];
        LogKind?[] kinds = KindsOf(work, entries, seal, newest);
        var rows = new List<object?[]>(entries.Count);
        for (int i = 0; i < stored.Length; i++)
        {
            if (kinds[i] is { } kind)
            {
                // As it will be read again, to the millisecond, or a fold would come to something else when it is made anew.
                long received = entries[i].ReceivedAt.ToUnixTimeMilliseconds();
                LogEntry entry = entries[i] with { Position = ++last, Kind = kind, ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(received, 0, LatestMs)) };
                stored[i] = entry;
                rows.Add([last, KindWords[(int)kind], entry.Terminal, entry.Epoch, entry.Seq, entry.Body, received, seal.Of(last, KindWords[(int)kind], entry.Terminal, entry.Epoch, entry.Seq, received, entry.Body)]);
            }
        }

        if (rows.Count > 0)
        {
            work.ExecuteEach(
                "INSERT INTO log(position, kind, terminal, epoch, seq, body, received, seal) VALUES(@position, @kind, @terminal, @epoch, @seq, @body, @received, @seal)", EntryNames, rows);
            work.Execute("UPDATE log_head SET last = @last", ("@last", last));
            work.Announce();
        }

        return stored;
    }

    // What each entry is to the log; null: it is stored already. Asked first, and not left to the index: an insert that fails uses a position up, and a
    // missing one is a sign of tampering.
    private LogKind?[] KindsOf(Work work, IReadOnlyList<LogEntry> entries, EntrySeal seal, Dictionary<(string, string), long> newest)
    {
        var kinds = new LogKind?[entries.Count];
        var unsure = new List<int>();
        for (int i = 0; i < kinds.Length; i++)
        {
            kinds[i] = entries[i].Kind;
            if (kinds[i] == LogKind.Record && !IsNew(work, entries[i], newest))
            {
                unsure.Add(i);
            }
        }

        int[] bytes = unsure.Count == entries.Count ? [] : [.. Enumerable.Range(0, kinds.Length).Where(i => entries[i].Kind == LogKind.Quarantined)];
        if (unsure.Count + bytes.Length == 0)
        {
            return kinds;
        }

        int[] records = [.. unsure];
        object?[] stored = work.ScalarEach(
            "SELECT body FROM log WHERE kind = 'Record' AND terminal = @terminal AND epoch = @epoch AND seq = @seq UNION ALL "
                + "SELECT body FROM log WHERE kind = 'Erased' AND terminal = @terminal AND epoch = @epoch AND seq = @seq", NumberNames, records.Select(i => NumberOf(entries[i])).ToArray());
        Dictionary<(string Terminal, string Epoch, long Seq), byte[]> taken = records.Length == 0 ? [] : SureOf(entries, kinds, unsure);
        var forks = new HashSet<(string, string, long, string)>();
        RetainedAct retained = records.Length > 0 ? RetainedOf(work) : RetainedAct.None;
        for (int n = 0; n < records.Length; n++)
        {
            LogEntry entry = entries[records[n]];
            (string Terminal, string Epoch, long Seq) number = (entry.Terminal, entry.Epoch, entry.Seq);
            // Another hand may have left a text where bytes were.
            byte[]? first = stored[n] is string text ? Encoding.UTF8.GetBytes(text) : stored[n] as byte[] ?? taken.GetValueOrDefault(number);
            if (first == null && retained.IsGone(entry))
            {
                kinds[records[n]] = null;
                continue;
            }

            if (first == null)
            {
                taken.Add(number, entry.Body);
                continue;
            }

            // A terminal that sends a record again whose person was erased must not bring back what is gone.
            bool known = first.AsSpan().SequenceEqual(entry.Body) || ErasedBody.IsOf(first, entry.Body) || !forks.Add((entry.Terminal, entry.Epoch, entry.Seq, Convert.ToHexString(entry.Body)))
                || work.Number(
                    "SELECT count(*) FROM log WHERE kind = 'Fork' AND terminal = @terminal AND epoch = @epoch AND seq = @seq AND body = @body",
                    ("@terminal", entry.Terminal),
                    ("@epoch", entry.Epoch),
                    ("@seq", entry.Seq),
                    ("@body", entry.Body)) > 0
                || work.Number("SELECT count(*) FROM erased_bytes WHERE hash = @hash", ("@hash", seal.OfErased(entry.Terminal, entry.Body))) > 0;
            kinds[records[n]] = known ? null : LogKind.Fork;
        }

        var seen = new HashSet<(string, string)>();
        object?[] same = work.ScalarEach("SELECT 1 FROM log WHERE kind = 'Quarantined' AND terminal = @terminal AND body = @body LIMIT 1", BodyNames, bytes.Select(i => new object?[] { entries[i].Terminal, entries[i].Body }).ToArray());
        object?[] erased = work.ScalarEach("SELECT 1 FROM erased_bytes WHERE hash = @hash", ["@hash"], bytes.Select(i => new object?[] { seal.OfErased(entries[i].Terminal, entries[i].Body) }).ToArray());
        for (int n = 0; n < bytes.Length; n++)
        {
            LogEntry entry = entries[bytes[n]];
            kinds[bytes[n]] = same[n] != null || erased[n] != null || !seen.Add((entry.Terminal, Convert.ToHexString(entry.Body))) ? null : LogKind.Quarantined;
        }

        return kinds;
    }

    // Whether nothing can be stored under the number of a record. Several bridges may store the same record at the same time, and each asks the log.
    private bool IsNew(Work work, LogEntry record, Dictionary<(string, string), long> newest)
    {
        if (Database.IsShared || _held != null)
        {
            return false;
        }

        (string, string) journal = (record.Terminal, record.Epoch);
        if (!newest.TryGetValue(journal, out long highest) && !_newest.TryGetValue(journal, out highest))
        {
            highest = Math.Max(
                RetainedOf(work).Chains.Where(chain => string.Equals(chain.Terminal, record.Terminal, StringComparison.Ordinal) && string.Equals(chain.Epoch, record.Epoch, StringComparison.Ordinal)).Select(chain => chain.UpTo).DefaultIfEmpty(0).Max(),
                Math.Max(HighestOf(work, LogKind.Record, record), HighestOf(work, LogKind.Erased, record)));
        }

        newest[journal] = Math.Max(highest, record.Seq);
        return record.Seq > highest;
    }

    private static long HighestOf(Work work, LogKind kind, LogEntry record) =>
        work.Number($"SELECT max(seq) FROM log WHERE kind = '{KindWords[(int)kind]}' AND terminal = @terminal AND epoch = @epoch", ("@terminal", record.Terminal), ("@epoch", record.Epoch));

    // The records of a batch that have their numbers for sure: another one of the batch may claim one of them.
    private static Dictionary<(string Terminal, string Epoch, long Seq), byte[]> SureOf(IReadOnlyList<LogEntry> entries, LogKind?[] kinds, List<int> unsure)
    {
        var others = unsure.ToHashSet();
        return Enumerable.Range(0, kinds.Length).Where(i => kinds[i] == LogKind.Record && !others.Contains(i)).ToDictionary(i => (entries[i].Terminal, entries[i].Epoch, entries[i].Seq), i => entries[i].Body);
    }

    // What is gone, as it stands in the log at this moment and not as somebody has folded it: what is removed and comes again at once must not pass for new.
    private RetainedAct RetainedOf(Work work)
    {
        long newest = work.Number("SELECT max(position) FROM log WHERE kind = 'Retained' AND kind <> 'Record'");
        if (newest != _retainedAt)
        {
            List<LogEntry> entries = work.Query("SELECT position, kind, terminal, epoch, seq, body, received, seal FROM log WHERE kind = 'Retained' AND kind <> 'Record' ORDER BY position DESC", EntryOf);
            _retained = entries.Find(entry => !entry.IsAltered) is { } own ? RetainedAct.Of(own) : RetainedAct.None;
            _retainedAt = newest;
        }

        return _retained;
    }

    private List<LogEntry> Select(string where, params ReadOnlySpan<Parameter> parameters)
    {
        Parameter[] kept = parameters.ToArray();
        return Database.Read(work => work.Query("SELECT position, kind, terminal, epoch, seq, body, received, seal FROM log WHERE " + where, EntryOf, kept));
    }

    private LogEntry EntryOf(DbDataReader row)
    {
        // A kind that no version knows can only have been written by another hand: it is shown as what it is not.
        string word = row.GetString(1);
        LogKind kind = KindsByWord.GetValueOrDefault(word, LogKind.Quarantined);
        byte[] body = row.GetFieldValue<byte[]>(5);
        byte[] seal = row.IsDBNull(7) ? [] : row.GetFieldValue<byte[]>(7);
        byte[]? wanted = _seal?.Of(row.GetInt64(0), word, row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetInt64(6), body);
        return new LogEntry(
            row.GetInt64(0),
            kind,
            row.GetString(2),
            row.GetString(3),
            row.GetInt64(4),
            body,
            DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(row.GetInt64(6), 0, LatestMs)))
        {
            IsAltered = wanted != null && !seal.AsSpan().SequenceEqual(wanted),
        };
    }
}
