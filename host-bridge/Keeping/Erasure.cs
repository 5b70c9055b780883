using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>
/// Erases a person from everything that a bridge keeps, so that the history of every terminal can still be proved. His records stay as stubs with their numbers,
/// times and signatures: each is sealed anew by the bridge, which has seen it proved, and the record behind it is proved by the signature that is kept. Everybody
/// else's history stays as it was.
/// </summary>
public static class Erasure
{
    private const int Page = 2000;
    private const int PseudonymBytes = 4;
    private const int HashBytes = 8;
    private const int Attempts = 5;
    private const int LongestFile = 64 << 20;

    /// <summary>Erases somebody; returns what was, or would be, changed, a line each.</summary>
    /// <param name="dryRun">Whether it is only told what would be changed.</param>
    /// <exception cref="StartupException">He is still on duty or in the roster, is not known, or cannot be told from something else.</exception>
    public static (ErasureAct Act, IReadOnlyList<string> Lines) Run(BridgeStore store, string dataFolder, string staff, bool dryRun, DateTimeOffset now)
    {
        if (!RecordBody.IsId(staff))
        {
            throw new StartupException($"'{staff}' is no id: take the one that stands in the roster.");
        }

        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (TryRun(store, dataFolder, staff, dryRun, now) is { } done)
            {
                if (!dryRun)
                {
                    // It knows him still; a bridge that runs takes its own away as well, should it keep one at this moment.
                    FoldSnapshot.Remove(dataFolder);
                }

                return done;
            }
        }

        throw new StartupException("The log was changed while it was read: nothing is erased; try again.");
    }

    /// <summary>What was overwritten may still stand on free pages of a SQLite file: they are cleared. Returns why not; empty: they are.</summary>
    public static string ClearPages(Database database)
    {
        if (database is not SqliteDatabase { Search: SearchDatabase search })
        {
            return "PostgreSQL clears what was overwritten by itself in time; 'VACUUM FULL log' does so at once, while the bridge is stopped.";
        }

        try
        {
            foreach (Database file in search.Exists ? [database, search] : new[] { database })
            {
                if (file.Read(IsBusy))
                {
                    return NotCleared("it is in use");
                }
            }

            return "";
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            return NotCleared(exception.Message);
        }

        // Who writes or reads at this moment is waited for.
        static bool IsBusy(Work work)
        {
            work.Execute("PRAGMA busy_timeout=3000");
            work.Execute("VACUUM");
            return work.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0;
        }

        static string NotCleared(string why) => $"The free pages of the file could not be cleared ({why}): stop the bridge, and run the same again with --clear.";
    }

    // The search index of SQLite stands in a file of its own, and is told behind the log.
    private static string[] TellIndex(Log log, string staff, string pseudonym, byte[] before, long at)
    {
        try
        {
            new SearchIndex(log).Tell(staff, pseudonym, before, at);
            return [];
        }
        catch (Exception exception) when (Database.IsFault(exception) || exception is IOException or UnauthorizedAccessException)
        {
            return [$"The search index could not be told ({exception.Message}): {SearchDatabase.FileName} names the person until the bridge has thrown it away, which it does at once where it runs, else at its next start."];
        }
    }

    // Everything is read while the bridge goes on; only for the writing, and for what has come since, nobody can append. Null: what was read is not so any more.
    private static (ErasureAct Act, IReadOnlyList<string> Lines)? TryRun(BridgeStore store, string dataFolder, string staff, bool dryRun, DateTimeOffset now)
    {
        var known = new Known(staff, Logins(store.Database, staff));
        known.Names.UnionWith(store.Database.Read(work => work.Query("SELECT display_name, mail FROM app_user WHERE staff = @staff", row => new[] { row.GetString(0), row.GetString(1) }, ("@staff", staff))).SelectMany(names => names));
        var fold = new LogFold(store.Log, store.Terminals, new HistoryWatch(), (_, _) => { });
        GoOn(store.Log, fold, known);
        Check(fold, known, dataFolder, now);
        Redaction redaction = RedactionOf(store, known, fold.Chain);
        var changed = new List<(LogEntry Was, byte[] Body)>();
        long looked = Look(store.Log, redaction, 0, fold.Position, changed);

        byte[] before = [];
        long at = 0;
        if ((dryRun ? Finish() : store.Log.Hold(Finish)) is not { } done)
        {
            return null;
        }

        string[] untold = dryRun ? [] : TellIndex(store.Log, staff, redaction.Pseudonym, before, at);

        // Files may be many and long: they are looked through when the bridge can go on.
        return (done, [.. untold, .. Files(dataFolder, known), .. Channels(store.Database, redaction)]);

        ErasureAct? Finish()
        {
            int knew = known.Count;
            GoOn(store.Log, fold, known);
            if (fold.IsOutdated || known.Count != knew)
            {
                return null;
            }

            Check(fold, known, dataFolder, now);
            Look(store.Log, redaction, looked, fold.Position, changed);
            (LogEntry Was, LogEntry Is)[] pairs = [.. changed.Select(change => (change.Was, Without(change.Was, change.Body, fold.Chain)))];
            if (pairs.Length == 0)
            {
                throw new StartupException($"Nobody is known as {staff}: take the id that stands, or stood, in the roster.");
            }

            int records = pairs.Count(pair => pair.Is.Kind == LogKind.Erased);
            var act = new ErasureAct(Caller.ConsoleName, records, pairs.Length - records);
            if (!dryRun)
            {
                // Another hand that has changed one of them meanwhile is found at the next look.
                if (!store.Log.Replace(pairs))
                {
                    return null;
                }

                before = store.Log.NewestErasure();
                at = store.Log.Append([new LogEntry(0, LogKind.Erasure, "", "", 0, act.ToBody(), now)])[0];
                store.Log.WithinHold(work => ClearBeside(work, staff, known, redaction));
                if (store.Database.Search == store.Database)
                {
                    store.Log.WithinHold(work => SearchIndex.Rename(work, staff, redaction.Pseudonym));
                }
            }

            return act;
        }
    }

    private static Redaction RedactionOf(BridgeStore store, Known known, Chain chain)
    {
        IEnumerable<string> hashes = known.Hashes.Where(used => chain.ProofOf(used.Position) == Proof.Ok).Select(used => used.Hash).Concat(Hashes(store, known)).Distinct(StringComparer.OrdinalIgnoreCase);
        return new Redaction([known.Staff, .. known.Logins], Pseudonym(known), known.Names, [.. hashes.Select(hash => (hash, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(HashBytes))))]);
    }

    // Gathers the entries behind a place that he stands in, with what they are without him; returns the place up to which was looked.
    private static long Look(Log log, Redaction redaction, long after, long last, List<(LogEntry Was, byte[] Body)> changed)
    {
        List<LogEntry> page = log.Read(after, Page);
        while (page.Count > 0 && page[0].Position <= last)
        {
            changed.AddRange(page.TakeWhile(entry => entry.Position <= last).Select(entry => (Was: entry, Body: redaction.Of(entry))).Where(change => change.Body != null).Select(change => (change.Was, change.Body!)));
            page = log.Read(page[^1].Position, Page);
        }

        return last;
    }

    // What names him outside of the log: his account, his calendars, what receivers of notices have answered, what was answered to programs that may ask a second time.
    private static void ClearBeside(Work work, string staff, Known known, Redaction redaction)
    {
        work.Execute("DELETE FROM one_time_link WHERE user_id IN (SELECT id FROM app_user WHERE staff = @staff)", ("@staff", staff));
        work.Execute("DELETE FROM app_user WHERE staff = @staff", ("@staff", staff));
        work.Execute("DELETE FROM calendar_link WHERE staff = @staff", ("@staff", staff));
        foreach (string login in known.Logins)
        {
            work.Execute("DELETE FROM api_key WHERE made_by = @login", ("@login", login));
            work.Execute("UPDATE calendar_link SET made_by = @other WHERE made_by = @login", ("@other", redaction.Pseudonym), ("@login", login));
        }

        foreach ((string id, string words) in work.Query("SELECT id, words FROM delivery WHERE words <> ''", row => (row.GetString(0), row.GetString(1))))
        {
            if (redaction.Of(words) is { } left)
            {
                work.Execute("UPDATE delivery SET words = @words WHERE id = @id", ("@words", left), ("@id", id));
            }
        }

        foreach ((string caller, string name, string answer) in work.Query("SELECT caller, name, answer FROM kept_answer", row => (row.GetString(0), row.GetString(1), row.GetString(2))))
        {
            // Whoever asks again with it has his list taken in again, which comes to the same.
            if (redaction.IsIn(answer))
            {
                work.Execute("DELETE FROM kept_answer WHERE caller = @caller AND name = @name", ("@caller", caller), ("@name", name));
            }
        }

        Projection.Drop(work);
    }

    // A channel's settings are the house's word where notices go: without an address they would go nowhere, or to the wrong one.
    private static IEnumerable<string> Channels(Database database, Redaction redaction)
    {
        return database.Read(work => work.Query("SELECT name, settings FROM channel ORDER BY name", row => (Name: row.GetString(0), Settings: row.GetString(1))))
            .Where(channel => redaction.IsIn(channel.Settings))
            .Select(channel => $"The channel '{channel.Name}' still names the person: change its name or its receivers.");
    }

    // Who may still sign in, or has given a program the right to, may do so because somebody wants it.
    private static string[] Logins(Database database, string staff)
    {
        if (database.Read(work => work.Number("SELECT count(*) FROM app_user WHERE staff = @staff AND disabled = 0", ("@staff", staff))) > 0)
        {
            throw new StartupException($"{staff} may still sign in: disable the user first.");
        }

        string[] logins = [.. database.Read(work => work.Query("SELECT name FROM app_user WHERE staff = @staff", row => row.GetString(0), ("@staff", staff)))];
        foreach (string login in logins)
        {
            if (database.Read(work => work.Scalar("SELECT id FROM api_key WHERE made_by = @login AND revoked = 0", ("@login", login))) is string key)
            {
                throw new StartupException($"The API key {key} was made by {login}, who is {staff}: have another one made, and revoke it ('host-bridge key revoke {key}').");
            }
        }

        return logins;
    }

    private static void GoOn(Log log, LogFold fold, Known known)
    {
        List<LogEntry> page = log.Read(fold.Position, Page);
        while (page.Count > 0)
        {
            page.ForEach(known.Note);
            fold.Take(page);
            page = log.Read(fold.Position, Page);
        }
    }

    // A terminal would go on knowing him, a file would bring him back, and a pseudonym cannot hand over.
    private static void Check(LogFold fold, Known known, string dataFolder, DateTimeOffset now)
    {
        DutyRoom room = fold.Room;
        if (room.Roster.Person(known.Staff) != null || IsInFile(dataFolder, known.Staff))
        {
            throw new StartupException($"{known.Staff} stands in the roster: take the person out of {DataFolder.RosterName}, wait until terminals have the new one, and try again.");
        }

        if (room.Posts.FirstOrDefault(post => string.Equals(post.Holder, known.Staff, StringComparison.Ordinal) || post.PresentAt(now, room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).Any(present => string.Equals(present.Key, known.Staff, StringComparison.Ordinal))) is { } at)
        {
            throw new StartupException($"{known.Staff} is on duty at {at.Post}: try again when somebody else holds it.");
        }

        if (known.IsSomethingElse || room.Posts.Any(post => string.Equals(post.Post, known.Staff, StringComparison.Ordinal)) || room.Terminals.Any(terminal => string.Equals(terminal.Id, known.Staff, StringComparison.Ordinal)))
        {
            throw new StartupException($"{known.Staff} is a shift's, a post's or a terminal's id as well: the one cannot be told from the other in what people wrote, so nothing is erased.");
        }
    }

    private static bool IsInFile(string dataFolder, string staff)
    {
        string path = Path.Combine(dataFolder, DataFolder.RosterName);
        try
        {
            return File.Exists(path) && DataFolder.ReadRoster(path).Staff.Exists(person => string.Equals(person.Id, staff, StringComparison.Ordinal));
        }
        catch (RosterException exception)
        {
            throw new StartupException($"Whether {staff} still stands in the roster cannot be told: {exception.Message}");
        }
    }

    private static string Pseudonym(Known known)
    {
        string made;
        do
        {
            made = "x" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PseudonymBytes))[1..];
        }
        while (known.Ids.Contains(made));
        return made;
    }

    private static IEnumerable<string> Hashes(BridgeStore store, Known known)
    {
        // Terminals that were enrolled under an older site key hash with that.
        string[] keys = [store.Terminals.SiteKey, .. store.Terminals.Terminals.Select(terminal => Convert.ToHexString(store.Terminals.SiteKeyOf(terminal)))];
        return keys.Distinct(StringComparer.OrdinalIgnoreCase).SelectMany(key => known.Badges.Where(Badge.Is).Select(badge => Badge.HashOf(Convert.FromHexString(key), badge)));
    }

    private static LogEntry Without(LogEntry entry, byte[] body, Chain chain)
    {
        if (entry.IsAltered)
        {
            // A seal of the bridge's would hide what was done to it.
            throw new StartupException($"The entry at position {entry.Position} names the person and was altered by another hand: it stays as evidence, and nothing is erased. Find out about it ('host-bridge verify'); a backup from before can be put back.");
        }

        if (chain.IsWaiting(entry))
        {
            // Without him it could never be proved, nor what stands behind it.
            throw new StartupException($"The record {entry.Seq} of {entry.Terminal} names the person and waits for missing ones before it to be proved: have them sent again ('host-bridge replay {entry.Terminal} --from …', 'host-bridge verify' tells the number), or wait until the bridge has passed them over; nothing is erased.");
        }

        bool isProved = chain.ProofOf(entry.Position) is Proof.Ok or Proof.Erased;
        if (isProved && RecordBody.Read(entry.Body) != null && RecordBody.Read(body) == null)
        {
            throw new StartupException($"The record at position {entry.Position} would be too long without its person: nothing is changed; report it.");
        }

        // A record that was not proved stays one that is not.
        return entry with { Body = body, Kind = entry.Kind == LogKind.Record && isProved ? LogKind.Erased : entry.Kind };
    }

    // What the bridge does not keep in the database, people have to look through themselves.
    private static string[] Files(string dataFolder, Known known)
    {
        string[] wanted = [known.Staff, .. known.Logins, .. known.Names.Where(name => name.Length >= 2), .. known.Badges];
        return
        [
            .. Directory.EnumerateFiles(dataFolder, "*", new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.None })
                .Where(path => !IsDatabase(Path.GetFileName(path)) && Holds(path, wanted))
                .Select(path => $"{path} still names the person: correct it, or delete it."),
        ];
    }

    private static bool IsDatabase(string name) => name.StartsWith(SqliteDatabase.FileName, StringComparison.Ordinal) || name.StartsWith(SearchDatabase.FileName, StringComparison.Ordinal);

    private static bool Holds(string path, string[] wanted)
    {
        try
        {
            string text = new FileInfo(path).Length <= LongestFile ? File.ReadAllText(path, Encoding.UTF8) : "";
            return Array.Exists(wanted, word => text.Contains(word, StringComparison.OrdinalIgnoreCase));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is in use, as the lock is, is not this user's to read, or has gone meanwhile.
            return false;
        }
    }

    // What rosters have said of him, in all the years.
    private sealed class Known(string staff, string[] logins)
    {
        private readonly byte[] _staffMember = Encoding.UTF8.GetBytes($"\"staff\":\"{staff}\"");

        internal string Staff { get; } = staff;

        // The names under which he signed in: the audit log names them.
        internal string[] Logins { get; } = logins;

        internal HashSet<string> Names { get; } = new(StringComparer.Ordinal);

        internal HashSet<string> Badges { get; } = new(StringComparer.OrdinalIgnoreCase);

        internal HashSet<string> Ids { get; } = new(StringComparer.Ordinal);

        // The badges that he has used, as records have them: one that was taken from him long ago stands in no roster any more. A record that is not proved may name anybody's.
        internal List<(long Position, string Hash)> Hashes { get; } = [];

        internal bool IsSomethingElse { get; private set; }

        // How much is known: it only grows.
        internal int Count => Names.Count + Badges.Count + Hashes.Count + Ids.Count;

        internal void Note(LogEntry entry)
        {
            if (entry.Kind == LogKind.Record && entry.Body.AsSpan().IndexOf(_staffMember) >= 0 && RecordBody.Read(entry.Body) != null)
            {
                using JsonDocument record = JsonDocument.Parse(entry.Body);
                if (record.RootElement.TryGetProperty("badge", out JsonElement badge) && badge.ValueKind == JsonValueKind.String && badge.GetString() is { Length: 2 * HashBytes } hash && hash.All(char.IsAsciiHexDigit))
                {
                    Hashes.Add((entry.Position, hash));
                }
            }

            if (entry.Kind != LogKind.Roster || entry.IsAltered)
            {
                return;
            }

            RosterDocument? document;
            try
            {
                document = JsonSerializer.Deserialize<RosterDocument>(entry.Body);
            }
            catch (JsonException)
            {
                return;
            }

            foreach (StaffEntry person in document?.Staff ?? [])
            {
                Ids.Add(person.Id);
                if (string.Equals(person.Id, Staff, StringComparison.Ordinal))
                {
                    Names.Add(person.Name);
                    Names.Add(person.Mail);
                    Badges.UnionWith([.. person.Badges, .. person.Blocked]);
                }
            }

            IsSomethingElse |= document!.Shifts.Exists(shift => string.Equals(shift.Id, Staff, StringComparison.Ordinal)) || document.Posts.Exists(post => string.Equals(post.Id, Staff, StringComparison.Ordinal));
        }
    }
}
