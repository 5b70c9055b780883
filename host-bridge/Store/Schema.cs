using System;
using System.Collections.Generic;
using System.Globalization;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// The tables, in versioned steps that run forward at a start, each once, all in one transaction. A step that was delivered is never changed; what is
/// new is a further step at the end. <c>{blob}</c> stands for the type of bytes, <c>{rowid}</c> for a whole number that the rows are kept by, <c>{clustered}</c> for a table that is kept
/// in its primary key: that is all that the two databases name differently.
/// </summary>
public static class Schema
{
    /// <summary>The row in <c>secret</c> that says that the log comes from a time without seals and is to be sealed once, as it stands.</summary>
    internal const string Unsealed = "unsealed";

    // The first two versions were SQLite's alone and kept their number in the file's header.
    private const int PlainVersion = 1;
    private const int SealedVersion = 2;
    private const int FirstStep = 3;
    private const int BoundVersion = 8;

    // The version of a file of the search index. One with another is not brought to this but made anew.
    private const int SearchVersion = 1;

    // What a step of SQLite alone begins with.
    private const string OfSqlite = "{sqlite}";

    private const string LogTable =
        """
        CREATE TABLE log(
          position {position},
          kind TEXT NOT NULL,
          terminal TEXT NOT NULL,
          epoch TEXT NOT NULL,
          seq BIGINT NOT NULL,
          body {blob} NOT NULL,
          received BIGINT NOT NULL,
          seal {blob});
        CREATE UNIQUE INDEX log_record ON log(terminal, epoch, seq) WHERE kind = 'Record';
        CREATE INDEX log_fork ON log(terminal, epoch, seq, body) WHERE kind = 'Fork';
        CREATE INDEX log_terminal ON log(terminal, position);
        CREATE INDEX log_quarantined ON log {bytes} WHERE kind = 'Quarantined';
        """;

    // By what records are found. It is made from the log behind it, and may be thrown away. Ids of posts and people are numbers in it, so that a row is a few bytes, and every combination of
    // post, person and type has an index that ends in the position: whatever is asked for, the newest page is one range of one index, also when nothing fits. With a day no such index is
    // needed beside the day's own, which has everything in it: a day has some thousands of records, of one person some dozens. In SQLite what is found by person is an index itself, without a table behind it.
    private const string SearchTables =
        """
        CREATE TABLE search_head(one BIGINT PRIMARY KEY CHECK (one = 1), position BIGINT NOT NULL, renewed BIGINT NOT NULL, zone TEXT NOT NULL, version BIGINT NOT NULL, turn BIGINT NOT NULL);
        CREATE TABLE search_word(code BIGINT PRIMARY KEY, kind TEXT NOT NULL, word TEXT NOT NULL, UNIQUE (kind, word));
        CREATE TABLE search(position {rowid}, post BIGINT NOT NULL, type BIGINT NOT NULL, day BIGINT NOT NULL);
        CREATE INDEX search_post ON search(post, position);
        CREATE INDEX search_type ON search(type, position);
        CREATE INDEX search_post_type ON search(post, type, position);
        CREATE INDEX search_day ON search(day, position, post, type);
        CREATE TABLE search_person(person BIGINT NOT NULL, position BIGINT NOT NULL, post BIGINT NOT NULL, type BIGINT NOT NULL, day BIGINT NOT NULL, PRIMARY KEY (person, position)) {clustered};
        CREATE INDEX search_person_post ON search_person(person, post, position);
        CREATE INDEX search_person_type ON search_person(person, type, position);
        CREATE INDEX search_person_post_type ON search_person(person, post, type, position);
        CREATE INDEX search_person_day ON search_person(person, day, position, post, type);
        """;

    private static readonly IReadOnlyList<string> Steps =
    [
        // 3: the newest position that was given stands in a row of its own. Whoever appends locks that row first, so positions are in the order of commits on
        // both databases: a sequence of PostgreSQL would give numbers in the order of asking.
        """
        CREATE TABLE log_head(one BIGINT PRIMARY KEY CHECK (one = 1), last BIGINT NOT NULL);
        INSERT INTO log_head(one, last) SELECT 1, coalesce(max(position), 0) FROM log;
        CREATE INDEX log_kind ON log(kind, position) WHERE kind <> 'Record';
        CREATE TABLE secret(name TEXT PRIMARY KEY, value {blob} NOT NULL);
        CREATE TABLE lease(name TEXT PRIMARY KEY, owner TEXT NOT NULL, until BIGINT NOT NULL);
        """,

        // 4: where notices go out to, and what became of each. One bridge at a time sends to a channel; which notices were handed to the channels so far stands in one row.
        """
        CREATE TABLE channel(
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL UNIQUE,
          settings TEXT NOT NULL,
          secrets {blob} NOT NULL,
          recent TEXT NOT NULL,
          paused BIGINT NOT NULL,
          claimed_by TEXT NOT NULL,
          claimed_until BIGINT NOT NULL);
        CREATE TABLE delivery(
          id TEXT PRIMARY KEY,
          channel TEXT NOT NULL,
          position BIGINT NOT NULL,
          priority BIGINT NOT NULL,
          sent BIGINT NOT NULL,
          state TEXT NOT NULL,
          attempts BIGINT NOT NULL,
          due BIGINT NOT NULL,
          tried BIGINT NOT NULL,
          status BIGINT NOT NULL,
          words TEXT NOT NULL);
        CREATE INDEX delivery_waiting ON delivery(channel, due) WHERE state = 'waiting';
        CREATE INDEX delivery_position ON delivery(position);
        CREATE TABLE delivery_head(one BIGINT PRIMARY KEY CHECK (one = 1), position BIGINT NOT NULL);
        INSERT INTO delivery_head(one, position) VALUES(1, 0);
        """,

        // 5: who may sign in, and with which keys programs come. Times are milliseconds since 1970, 0 where there is none.
        """
        CREATE TABLE app_user(
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          normal_name TEXT NOT NULL UNIQUE,
          display_name TEXT NOT NULL,
          staff TEXT NOT NULL,
          role TEXT NOT NULL,
          mail TEXT NOT NULL,
          password_hash TEXT NOT NULL,
          stamp TEXT NOT NULL,
          failures BIGINT NOT NULL,
          locked_until BIGINT NOT NULL,
          disabled BIGINT NOT NULL,
          subject TEXT NOT NULL,
          made BIGINT NOT NULL);
        CREATE UNIQUE INDEX app_user_subject ON app_user(subject) WHERE subject <> '';
        CREATE TABLE api_key(
          id TEXT PRIMARY KEY,
          name TEXT NOT NULL,
          hash {blob} NOT NULL,
          scopes TEXT NOT NULL,
          made_by TEXT NOT NULL,
          made BIGINT NOT NULL,
          expires BIGINT NOT NULL,
          last_used BIGINT NOT NULL,
          revoked BIGINT NOT NULL);
        CREATE TABLE one_time_link(hash {blob} PRIMARY KEY, purpose TEXT NOT NULL, user_id TEXT NOT NULL, until BIGINT NOT NULL);
        CREATE TABLE data_protection_key(name TEXT PRIMARY KEY, xml TEXT NOT NULL);
        """,

        // 6: what the command line asks of a running bridge, what a running bridge has folded and how that looked, and the records of which only a stub is left.
        """
        CREATE TABLE errand(
          id TEXT PRIMARY KEY,
          what TEXT NOT NULL,
          terminal TEXT NOT NULL,
          epoch TEXT NOT NULL,
          seq BIGINT NOT NULL,
          made BIGINT NOT NULL,
          answer TEXT NOT NULL);
        CREATE TABLE projection(one BIGINT PRIMARY KEY CHECK (one = 1), position BIGINT NOT NULL, digest TEXT NOT NULL);
        CREATE UNIQUE INDEX log_erased ON log(terminal, epoch, seq) WHERE kind = 'Erased';
        """,

        // 7: the secret links of people's calendars, and what was answered to programs that may ask a second time. Times are milliseconds since 1970, 0 where there is none.
        """
        CREATE TABLE calendar_link(
          id TEXT PRIMARY KEY,
          staff TEXT NOT NULL,
          name TEXT NOT NULL,
          hash {blob} NOT NULL UNIQUE,
          made_by TEXT NOT NULL,
          made BIGINT NOT NULL,
          revoked BIGINT NOT NULL);
        CREATE INDEX calendar_link_staff ON calendar_link(staff);
        CREATE TABLE kept_answer(
          caller TEXT NOT NULL,
          name TEXT NOT NULL,
          hash {blob} NOT NULL,
          answer TEXT NOT NULL,
          made BIGINT NOT NULL,
          PRIMARY KEY (caller, name));
        """,

        // 8: what decides who comes in is bound to the master key: each row has a seal, and a key says who made it, as 'console', 'demo', 'user/ID' or 'key/ID'. Links of before live for a
        // day at most, and keys of sessions of before were sealed in part only: both are dropped, and everybody signs in anew.
        """
        ALTER TABLE app_user ADD COLUMN seal {blob};
        ALTER TABLE api_key ADD COLUMN seal {blob};
        ALTER TABLE api_key ADD COLUMN maker TEXT NOT NULL DEFAULT '';
        DELETE FROM one_time_link;
        ALTER TABLE one_time_link ADD COLUMN seal {blob};
        DELETE FROM data_protection_key;
        """,

        // 9: keyed hashes of bytes that were erased and are no record of their own number: their terminal may send them again.
        """
        CREATE TABLE erased_bytes(hash {blob} PRIMARY KEY);
        """,

        // 10: by what records are found.
        SearchTables,

        // 11: how terminals have been, a row for each five minutes: a minute counted from 1970, and NULL where a terminal did not say a number.
        """
        CREATE TABLE health_sample(
          terminal TEXT NOT NULL,
          minute BIGINT NOT NULL,
          samples BIGINT NOT NULL,
          reader_faults BIGINT NOT NULL,
          outbox_most BIGINT,
          journal_most BIGINT,
          heap_least BIGINT,
          rssi_least BIGINT,
          rssi_most BIGINT,
          clock_worst BIGINT,
          PRIMARY KEY (terminal, minute));
        CREATE INDEX health_sample_minute ON health_sample(minute);
        """,

        // 12: sessions that somebody has signed out of, until their cookies would have ended by themselves: milliseconds since 1970.
        """
        CREATE TABLE ended_session(id TEXT PRIMARY KEY, until BIGINT NOT NULL);
        """,

        // 13: of SQLite alone: its one writer stores records, and is not to write the search index as well. That is made anew in a file of its own (SearchDatabase).
        OfSqlite +
        """
        DROP TABLE search_head;
        DROP TABLE search_word;
        DROP TABLE search;
        DROP TABLE search_person;
        """,

        // 14: images of firmware that terminals were offered over the air. A name is one build for ever, and the offers in the log say which bytes are meant.
        """
        CREATE TABLE firmware_image(name TEXT PRIMARY KEY, image {blob} NOT NULL);
        """,
    ];

    /// <summary>The version of this program.</summary>
    public static int Version => FirstStep + Steps.Count - 1;

    /// <summary>Brings a database to this program's version.</summary>
    /// <param name="database">The database.</param>
    /// <param name="bind">Binds the rows of a time before that to the master key, in the same transaction as the step that asks for it; null: nobody is let in by them any more.</param>
    /// <exception cref="StartupException">A newer program wrote it.</exception>
    public static void Migrate(Database database, Action<Work>? bind = null)
    {
        database.Write(work =>
        {
            long found = VersionOf(database, work);
            if (found > Version)
            {
                throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"The database has schema {found}, this bridge knows {Version}: use the newer bridge that wrote it."));
            }

            if (found == Version)
            {
                return;
            }

            if (found == 0)
            {
                // Quarantined bytes may be too long for an ordered index of PostgreSQL.
                bool sqlite = database is SqliteDatabase;
                Run(database, work, LogTable.Replace("{position}", sqlite ? "INTEGER PRIMARY KEY AUTOINCREMENT" : "BIGINT PRIMARY KEY", StringComparison.Ordinal)
                    .Replace("{bytes}", sqlite ? "(terminal, body)" : "USING hash (body)", StringComparison.Ordinal));
            }

            bool unsealed = found == PlainVersion && Seal(work);
            if (found < FirstStep)
            {
                work.Execute("CREATE TABLE schema_version(version BIGINT NOT NULL)");
                work.Execute("INSERT INTO schema_version(version) VALUES(0)");
            }

            for (long version = Math.Max(found + 1, FirstStep); version <= Version; version++)
            {
                Run(database, work, Steps[(int)version - FirstStep]);
            }

            if (found is > 0 and < BoundVersion)
            {
                bind?.Invoke(work);
            }

            if (unsealed)
            {
                work.Execute("INSERT INTO secret(name, value) VALUES(@name, @value)", ("@name", Unsealed), ("@value", Array.Empty<byte>()));
            }

            work.Execute("UPDATE schema_version SET version = @version", ("@version", (long)Version));
            if (database is SqliteDatabase)
            {
                // Programs of the first two versions look here, and refuse the file in a sentence.
                if (found is PlainVersion or SealedVersion)
                {
                    work.Execute("UPDATE log_head SET last = max(last, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'log'), 0))");
                }

                work.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {Version}"));
            }
        });
    }

    /// <summary>Sees that a database that a bridge may be using has this program's version; nothing is written.</summary>
    /// <exception cref="StartupException">It has another, or is no bridge's.</exception>
    public static void Check(Database database)
    {
        long found;
        try
        {
            found = database.Read(work => work.Number("SELECT max(version) FROM schema_version"));
        }
        catch (System.Data.Common.DbException exception)
        {
            throw new StartupException($"The database is no bridge's, or one of an older bridge ({exception.Message}): start this bridge with it once, and try again.");
        }

        if (found != Version)
        {
            throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"The database has schema {found}, this program knows {Version}: {(found > Version ? "use the newer bridge that wrote it" : "start this bridge with it once, and try again")}."));
        }
    }

    /// <summary>Whether a file has the tables of the search index, as this program makes them.</summary>
    /// <exception cref="System.Data.Common.DbException">It cannot be read, or lacks some.</exception>
    internal static bool HasSearch(SqliteDatabase file) =>
        file.Read(work => work.Number("PRAGMA user_version") == SearchVersion && work.Scalar("SELECT seal FROM search_head, search_word, search, search_person LIMIT 0") == null);

    /// <summary>
    /// Makes the tables of the search index in an empty file. What binds it to its log stands in the row that says how far it is made: the seal of the entry there, and that of the newest entry about an erasure.
    /// </summary>
    internal static void MakeSearch(SqliteDatabase file)
    {
        file.Write(work =>
        {
            Run(file, work, SearchTables);
            Run(file, work, "ALTER TABLE search_head ADD COLUMN seal {blob} NOT NULL DEFAULT x''; ALTER TABLE search_head ADD COLUMN erased {blob} NOT NULL DEFAULT x'';");
            work.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {SearchVersion}"));
        });
    }

    private static void Run(Database database, Work work, string sql)
    {
        bool sqlite = database is SqliteDatabase;
        if (!sqlite && sql.StartsWith(OfSqlite, StringComparison.Ordinal))
        {
            return;
        }

        work.Execute(sql.Replace(OfSqlite, "", StringComparison.Ordinal)
            .Replace("{blob}", database.BlobType, StringComparison.Ordinal)
            .Replace("{rowid}", sqlite ? "INTEGER PRIMARY KEY" : "BIGINT PRIMARY KEY", StringComparison.Ordinal)
            .Replace("{clustered}", sqlite ? "WITHOUT ROWID" : "", StringComparison.Ordinal));
    }

    // Of a log without seals everything is sealed once, as it stands. Where seals stand already another hand has set the number back: nothing is sealed again, and what it has changed is found.
    private static bool Seal(Work work)
    {
        bool hasColumn = work.Number("SELECT count(*) FROM pragma_table_info('log') WHERE name = 'seal'") > 0;
        if (!hasColumn)
        {
            work.Execute("ALTER TABLE log ADD COLUMN seal BLOB");
        }

        work.Execute("CREATE INDEX IF NOT EXISTS log_quarantined ON log(terminal, body) WHERE kind = 'Quarantined'");
        return work.Number("SELECT count(*) FROM (SELECT 1 FROM log WHERE seal IS NOT NULL LIMIT 1) AS any_sealed") == 0;
    }

    private static long VersionOf(Database database, Work work)
    {
        if (database is SqliteDatabase)
        {
            // The header alone says nothing any more once the table is there: whoever set it back would have the log sealed anew.
            bool has = work.Number("SELECT count(*) FROM sqlite_master WHERE name = 'schema_version'") > 0;
            return Math.Max(work.Number("PRAGMA user_version"), has ? work.Number("SELECT max(version) FROM schema_version") : 0);
        }

        // Two bridges that start at once must not both make the tables.
        work.Execute("SELECT pg_advisory_xact_lock(4411001)");
        bool made = work.Number("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'schema_version'") > 0;
        return made ? work.Number("SELECT max(version) FROM schema_version") : 0;
    }
}
