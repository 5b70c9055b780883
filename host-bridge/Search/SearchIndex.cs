using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Search;

/// <summary>How far the index is made.</summary>
/// <param name="Position">The place up to which records are found by it.</param>
/// <param name="Renewed">The place up to which it was made since it was last to be made anew; behind it, up to <paramref name="Position"/>, stands what was made before that, by which is searched meanwhile.</param>
/// <param name="Zone">The zone by which its days go.</param>
/// <param name="Version">The version of what stands in it.</param>
/// <param name="Turn">Grows with every change: whoever writes says which one he has seen, and writes nothing where somebody else was faster.</param>
public sealed record SearchHead(long Position, long Renewed, string Zone, long Version, long Turn)
{
    /// <summary>Nothing is made.</summary>
    public static SearchHead None { get; } = new(0, 0, "", 0, 0);

    /// <summary>The seal of the log's entry at <see cref="Position"/>, where the index stands in a file of its own.</summary>
    internal byte[] Seal { get; init; } = [];

    /// <summary>Likewise the seal of the newest erasure that it knows of.</summary>
    internal byte[] Erased { get; init; } = [];
}

/// <summary>How many records of a type a day has.</summary>
public sealed record DayCount(int Day, string Type, int Count);

/// <summary>
/// By what records are found, in the database. What stands in it is made from the log and proves nothing: it only says where to look. Every question is one range of one index
/// (<see cref="Schema"/>, step 10); a plus before a column keeps the databases from taking another one.
/// <para>
/// Where it stands in a file of its own (<see cref="SearchDatabase"/>), no transaction binds it to its log. It then says by two seals which log it was made from, up to where, and of which erasures it knows; one that
/// does not fit, as the log was put back, cut or is another one, or somebody was erased since, is as good as none.
/// </para>
/// </summary>
public sealed class SearchIndex(Log log)
{
    /// <summary>The version of what <see cref="RecordFacts"/> makes of a record: with another one the index is made anew.</summary>
    public const int Version = 1;

    private const string PostKind = "post";
    private const string PersonKind = "person";
    private static readonly string[] RowNames = ["@position", "@post", "@type", "@day"];
    private static readonly string[] PersonNames = ["@person", "@position", "@post", "@type", "@day"];
    private readonly Database _database = log.Database.Search;
    private readonly Dictionary<(string Kind, string Word), long> _words = [];
    private long _wordsTurn = -1;

    /// <summary>Whether it stands in a file of its own.</summary>
    public bool IsApart => _database != log.Database;

    /// <summary>How far it is made. A file of its own that cannot be read is as good as none: why, whoever makes it tells.</summary>
    public SearchHead Head
    {
        get
        {
            try
            {
                return ReadHead();
            }
            catch (Exception exception) when (IsApart && (Database.IsFault(exception) || exception is IOException or UnauthorizedAccessException))
            {
                return SearchHead.None;
            }
        }
    }

    /// <summary>
    /// An erased person has his pseudonym in it from this transaction on, as he has in the records: that of the erasure, where it stands in the database of the log. A file of its own is told of it behind that
    /// (<see cref="Tell"/>).
    /// </summary>
    public static void Rename(Work work, string person, string pseudonym)
    {
        work.Execute("UPDATE search_head SET turn = turn + 1");
        work.Execute("UPDATE search_word SET word = @pseudonym WHERE kind = 'person' AND word = @person", ("@pseudonym", pseudonym), ("@person", person));
    }

    /// <summary>The statement that asks for a page, and its parameters; null: there is a word in it that no record has.</summary>
    /// <param name="codeOf">The number of a word of a kind; null: it has none.</param>
    public static (string Sql, Parameter[] Parameters)? Ask(RecordQuery query, int limit, Func<string, string, long?> codeOf)
    {
        long? post = query.Post == null ? null : codeOf(PostKind, query.Post), person = query.Person == null ? null : codeOf(PersonKind, query.Person);
        if ((query.Post != null && post == null) || (query.Person != null && person == null))
        {
            return null;
        }

        // Of a day everything is near: what else is asked about is looked at on the way.
        string also = query.Day == null ? "" : "+";
        var where = new List<string>();
        var parameters = new List<Parameter> { ("@limit", (long)limit) };
        Add("person", person, "");

        // The days of a span stand one behind the other in the index, each with its records in their order: what was found is put in order afterwards, and no other index is to be taken for its order.
        string place = query.IsSpan ? "+position" : "position";
        if (query.IsSpan)
        {
            where.Add("day >= @first AND day <= @last");
            parameters.AddRange([("@first", (long)query.Day!.Value), ("@last", (long)query.LastDay!.Value)]);
        }
        else
        {
            Add("day", query.Day, "");
        }

        Add("post", post, also);
        Add("type", query.Type == null ? null : RecordTypes.CodeOf(query.Type), also);
        bool newer = query.After != null;
        where.Add(newer ? $"{place} > @at" : $"{place} < @at");
        parameters.Add(("@at", query.After ?? query.Before ?? long.MaxValue));
        return ($"SELECT position FROM {(person == null ? "search" : "search_person")} WHERE {string.Join(" AND ", where)} ORDER BY {place} {(newer ? "ASC" : "DESC")} LIMIT @limit", [.. parameters]);

        void Add(string column, long? value, string plus)
        {
            if (value is { } code)
            {
                where.Add($"{plus}{column} = @{column}");
                parameters.Add(("@" + column, code));
            }
        }
    }

    /// <summary>The places of the records that are asked for, nearest first, so many at most.</summary>
    public IReadOnlyList<long> Find(RecordQuery query, int limit)
    {
        return Read<IReadOnlyList<long>>([], work => Ask(query, limit, (kind, word) => CodeOf(work, kind, word)) is { } ask ? work.Query(ask.Sql, row => row.GetInt64(0), ask.Parameters) : []);
    }

    /// <summary>The first and the last day that have records; null: there are none.</summary>
    public (int First, int Last)? Days()
    {
        return Read<(int, int)?>(null, work => work.Scalar("SELECT min(day) FROM search") is { } first
            ? (Convert.ToInt32(first, CultureInfo.InvariantCulture), (int)work.Number("SELECT max(day) FROM search"))
            : null);
    }

    /// <summary>How many records of each type the days of a span have.</summary>
    public IReadOnlyList<DayCount> Count(string? post, int first, int last)
    {
        return Read<IReadOnlyList<DayCount>>([], work =>
        {
            long? code = post == null ? null : CodeOf(work, PostKind, post);
            return post != null && code == null
                ? []
                : work.Query(
                    $"SELECT day, type, count(*) FROM search WHERE day >= @first AND day <= @last{(code == null ? "" : " AND +post = @post")} GROUP BY day, type ORDER BY day, type",
                    row => new DayCount((int)row.GetInt64(0), RecordTypes.Of(row.GetInt64(1)), (int)row.GetInt64(2)),
                    [("@first", (long)first), ("@last", (long)last), .. code is { } own ? new Parameter[] { ("@post", own) } : []]);
        });
    }

    /// <summary>The places of a post's records of some types on the days of a span, in their order.</summary>
    public IReadOnlyList<long> FindIn(string post, IReadOnlyCollection<string> types, int first, int last, int limit)
    {
        // The codes are numbers of this program's own.
        string codes = string.Join(',', types.Select(type => RecordTypes.CodeOf(type).ToString(CultureInfo.InvariantCulture)));
        return Read<IReadOnlyList<long>>([], work => CodeOf(work, PostKind, post) is { } code
            ? work.Query(
                $"SELECT position FROM search WHERE day >= @first AND day <= @last AND +post = @post AND type IN ({codes}) ORDER BY position LIMIT @limit",
                row => row.GetInt64(0),
                ("@first", (long)first),
                ("@last", (long)last),
                ("@post", code),
                ("@limit", (long)limit))
            : []);
    }

    /// <summary>
    /// A file of its own is told of an erasure that the log has by now: it has his pseudonym in his place from here on. Where it cannot be said whom it names, as it did not fit the log before or has something of
    /// behind the erasure already, it is emptied. Until it is told nobody is found by it, so whenever this is broken off he is found no more, and the file is thrown away by whoever follows the log.
    /// </summary>
    /// <param name="person">Who was erased.</param>
    /// <param name="pseudonym">What stands for him.</param>
    /// <param name="before">The seal of the erasure before this one.</param>
    /// <param name="at">The place of this one in the log.</param>
    public void Tell(string person, string pseudonym, byte[] before, long at)
    {
        if (_database is not SearchDatabase { Exists: true })
        {
            return;
        }

        byte[] erased = log.SealAt(at);
        _database.Write(work =>
        {
            SearchHead head = StoredHead(work);
            if (head.Turn == 0 || Same(head.Erased, erased))
            {
                return;
            }

            if (Same(head.Erased, before) && Same(head.Seal, log.SealAt(head.Position)) && CodeOf(work, PersonKind, pseudonym) == null)
            {
                Rename(work, person, pseudonym);
                work.Execute("UPDATE search_head SET erased = @erased", ("@erased", erased));
                return;
            }

            foreach (string table in new[] { "search_head", "search_word", "search", "search_person" })
            {
                work.Execute($"DELETE FROM {table}");
            }
        });
    }

    /// <summary>How far it is made; <see cref="SearchHead.None"/> also where it does not fit the log.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be read.</exception>
    internal SearchHead ReadHead()
    {
        SearchHead head = _database.Read(StoredHead);
        return !IsApart || (Same(head.Seal, log.SealAt(head.Position)) && Same(head.Erased, log.NewestErasure())) ? head : SearchHead.None;
    }

    /// <summary>Has all of it made anew, from the first entry on. What stands in it is searched until then, if it fits the log.</summary>
    internal void Renew(SearchHead head, string zone)
    {
        byte[] erased = [];
        if (head.Turn == 0 && _database is SearchDatabase file)
        {
            file.ThrowAway();
            erased = log.NewestErasure();
        }

        _database.Write(work =>
        {
            if (work.Execute("UPDATE search_head SET renewed = 0, zone = @zone, version = @version, turn = turn + 1", ("@zone", zone), ("@version", (long)Version)) == 0)
            {
                work.Execute("INSERT INTO search_head(one, position, renewed, zone, version, turn) VALUES(1, 0, 0, @zone, @version, 1)", ("@zone", zone), ("@version", (long)Version));
                if (IsApart)
                {
                    work.Execute("UPDATE search_head SET erased = @erased", ("@erased", erased));
                }
            }
        });
    }

    /// <summary>
    /// Writes what stands between the place up to which it was made and another, in the place of what stood there. False: somebody else has changed something meanwhile, and nothing is
    /// written.
    /// </summary>
    /// <param name="head">What was seen before the entries were read.</param>
    /// <param name="last">The place.</param>
    /// <param name="rows">The records up to it.</param>
    internal bool Write(SearchHead head, long last, IReadOnlyList<(long Position, RecordFacts Facts)> rows)
    {
        byte[] seal = IsApart && last > head.Position ? log.SealAt(last) : head.Seal;
        return _database.Write(work =>
        {
            if (work.Execute(
                "UPDATE search_head SET renewed = @last, position = CASE WHEN position < @last THEN @last ELSE position END, turn = turn + 1 WHERE turn = @turn", ("@last", last), ("@turn", head.Turn)) == 0)
            {
                return false;
            }

            if (IsApart)
            {
                work.Execute("UPDATE search_head SET seal = @seal", ("@seal", seal));
            }

            if (_wordsTurn != head.Turn)
            {
                ReadWords(work);
            }

            if (head.Renewed < head.Position)
            {
                Clear(work, head.Renewed, last);
            }

            var records = new List<object?[]>(rows.Count);
            var people = new List<object?[]>(rows.Count);
            foreach ((long position, RecordFacts facts) in rows)
            {
                long post = CodeFor(work, PostKind, facts.Post), type = RecordTypes.CodeOf(facts.Type);
                records.Add([position, post, type, (long)facts.Day]);
                people.AddRange(facts.People.Select(person => new object?[] { CodeFor(work, PersonKind, person), position, post, type, (long)facts.Day }));
            }

            work.ExecuteEach("INSERT INTO search(position, post, type, day) VALUES(@position, @post, @type, @day)", RowNames, records);
            work.ExecuteEach("INSERT INTO search_person(person, position, post, type, day) VALUES(@person, @position, @post, @type, @day)", PersonNames, people);
            _wordsTurn = head.Turn + 1;
            return true;
        });
    }

    /// <summary>What is known of words is read again: a transaction that failed may have had words of its own.</summary>
    internal void Forget() => _wordsTurn = -1;

    /// <summary>Takes out what stands between two places and has no entry in the log any more.</summary>
    internal void RemoveGone(long after, long last)
    {
        if (!IsApart)
        {
            _database.Write(work => Clear(work, after, last, " AND NOT EXISTS (SELECT 1 FROM log WHERE log.position = {0}.position)"));
            return;
        }

        // No place is given twice, so what has gone from the log by now comes never back.
        string kept = JsonSerializer.Serialize(log.PositionsIn(after, last));
        _database.Write(work => Clear(work, after, last, " AND position NOT IN (SELECT value FROM json_each(@kept))", ("@kept", kept)));
    }

    /// <summary>Why a file of its own was thrown away that could not be read, once; null: none was.</summary>
    internal Exception? TakeFault() => (_database as SearchDatabase)?.TakeFault();

    private static void Clear(Work work, long after, long last, string also = "", params Parameter[] ofAlso)
    {
        Parameter[] range = [("@after", after), ("@last", last), .. ofAlso];
        work.Execute("DELETE FROM search WHERE position > @after AND position <= @last" + also.Replace("{0}", "search", StringComparison.Ordinal), range);
        work.Execute(
            "DELETE FROM search_person WHERE person IN (SELECT code FROM search_word WHERE kind = 'person') AND position > @after AND position <= @last" + also.Replace("{0}", "search_person", StringComparison.Ordinal), range);
    }

    private static bool Same(byte[] one, byte[] other) => one.AsSpan().SequenceEqual(other);

    private T Read<T>(T none, Func<Work, T> read) => IsApart && Head.Turn == 0 ? none : _database.Read(read);

    private SearchHead StoredHead(Work work)
    {
        List<SearchHead> found = work.Query(
            $"SELECT position, renewed, zone, version, turn{(IsApart ? ", seal, erased" : "")} FROM search_head",
            row => new SearchHead(row.GetInt64(0), row.GetInt64(1), row.GetString(2), row.GetInt64(3), row.GetInt64(4))
            {
                Seal = IsApart ? row.GetFieldValue<byte[]>(5) : [],
                Erased = IsApart ? row.GetFieldValue<byte[]>(6) : [],
            });
        return found.Count > 0 ? found[0] : SearchHead.None;
    }

    private static long? CodeOf(Work work, string kind, string word)
    {
        return work.Scalar("SELECT code FROM search_word WHERE kind = @kind AND word = @word", ("@kind", kind), ("@word", word)) is { } code ? Convert.ToInt64(code, CultureInfo.InvariantCulture) : null;
    }

    private void ReadWords(Work work)
    {
        _words.Clear();
        work.Each("SELECT kind, word, code FROM search_word", row => _words[(row.GetString(0), row.GetString(1))] = row.GetInt64(2));
    }

    private long CodeFor(Work work, string kind, string word)
    {
        if (!_words.TryGetValue((kind, word), out long code))
        {
            code = work.Number("SELECT max(code) FROM search_word") + 1;
            work.Execute("INSERT INTO search_word(code, kind, word) VALUES(@code, @kind, @word)", ("@code", code), ("@kind", kind), ("@word", word));
            _words.Add((kind, word), code);
        }

        return code;
    }
}
