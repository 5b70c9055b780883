using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Neighbours;

/// <summary>
/// What was answered to requests that a program may send again because it never saw the answer: for seven days, by the caller and the key that he has given the
/// request. Whichever bridge of the database is asked again answers the same.
/// </summary>
public sealed class KeptAnswers(Database database, TimeProvider time)
{
    private static readonly TimeSpan Span = TimeSpan.FromDays(7);

    /// <summary>The answer that is kept, with the hash of the body that it was for; null: none is.</summary>
    public (byte[] Hash, string Answer)? Find(string caller, string key) => database.Read(work => Find(work, caller, key));

    /// <summary>Keeps an answer, unless one is kept already; returns the one that counts.</summary>
    public (byte[] Hash, string Answer) Keep(string caller, string key, byte[] hash, string answer)
    {
        return database.Write(work =>
        {
            work.Execute("DELETE FROM kept_answer WHERE made <= @until", ("@until", Oldest));
            work.Execute(
                "INSERT INTO kept_answer(caller, name, hash, answer, made) VALUES(@caller, @key, @hash, @answer, @now) ON CONFLICT (caller, name) DO NOTHING",
                ("@caller", caller),
                ("@key", key),
                ("@hash", hash),
                ("@answer", answer),
                ("@now", time.GetUtcNow().ToUnixTimeMilliseconds()));
            return Find(work, caller, key)!.Value;
        });
    }

    private long Oldest => (time.GetUtcNow() - Span).ToUnixTimeMilliseconds();

    private (byte[] Hash, string Answer)? Find(Work work, string caller, string key)
    {
        List<(byte[], string)> found = work.Query(
            "SELECT hash, answer FROM kept_answer WHERE caller = @caller AND name = @key AND made > @until",
            row => ((byte[])row.GetValue(0), row.GetString(1)),
            ("@caller", caller),
            ("@key", key),
            ("@until", Oldest));
        return found.Count == 0 ? null : found.Single();
    }
}
