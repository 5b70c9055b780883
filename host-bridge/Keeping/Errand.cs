using System;
using System.Collections.Generic;
using System.Globalization;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>Something that the command line asks of the bridge that runs.</summary>
/// <param name="Id">Tells it from every other one, oldest first in their order.</param>
/// <param name="What"><see cref="Replay"/> or <see cref="Rebuild"/>.</param>
/// <param name="Terminal">The terminal; empty: none.</param>
/// <param name="Epoch">Its journal; empty: the newest.</param>
/// <param name="Seq">The number of a record; 0: none.</param>
public sealed record Errand(string Id, string What, string Terminal = "", string Epoch = "", long Seq = 0)
{
    /// <summary>A terminal is to send its records again, from a number on.</summary>
    public const string Replay = "replay";

    /// <summary>Everything is to be folded again, from the first entry on.</summary>
    public const string Rebuild = "rebuild";
}

/// <summary>
/// What was asked of the bridge that runs, and its answers. They stand in a table beside the log and not in it: that somebody asked changes nothing that is
/// folded, and what comes of it, a command to a terminal, stands in the log as every command does. The bridge alone speaks to the broker, so another process
/// can only ask; whoever can write here can ask for nothing that does harm.
/// </summary>
public sealed class Errands(Database database, TimeProvider time)
{
    private const int Most = 20;
    private static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Asks for something; returns it with its id.</summary>
    public Errand Ask(Errand errand)
    {
        long now = time.GetUtcNow().ToUnixTimeMilliseconds();
        Errand asked = errand with { Id = string.Create(CultureInfo.InvariantCulture, $"{now:D15}-{Guid.NewGuid():N}") };
        database.Write(work => work.Execute(
            "INSERT INTO errand(id, what, terminal, epoch, seq, made, answer) VALUES(@id, @what, @terminal, @epoch, @seq, @made, '')",
            ("@id", asked.Id),
            ("@what", asked.What),
            ("@terminal", asked.Terminal),
            ("@epoch", asked.Epoch),
            ("@seq", asked.Seq),
            ("@made", now)));
        return asked;
    }

    /// <summary>What waits to be done, oldest first.</summary>
    public IReadOnlyList<Errand> Open()
    {
        return database.Read(work => work.Query(
            "SELECT id, what, terminal, epoch, seq FROM errand WHERE answer = '' ORDER BY id LIMIT @most",
            row => new Errand(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4)),
            ("@most", (long)Most)));
    }

    /// <summary>It was done, or cannot be: says so to whoever asked. What was answered long ago is cleared away with it.</summary>
    public void Answer(Errand errand, string answer)
    {
        long old = (time.GetUtcNow() - Kept).ToUnixTimeMilliseconds();
        database.Write(work =>
        {
            work.Execute("DELETE FROM errand WHERE answer <> '' AND made < @old", ("@old", old));
            work.Execute("UPDATE errand SET answer = @answer WHERE id = @id", ("@answer", answer), ("@id", errand.Id));
        });
    }

    /// <summary>The answer; null: there is none yet.</summary>
    public string? AnswerTo(Errand errand)
    {
        return database.Read(work => work.Scalar("SELECT answer FROM errand WHERE id = @id", ("@id", errand.Id))) is string { Length: > 0 } answer ? answer : null;
    }

    /// <summary>Takes back what nobody has done; false: it was answered meanwhile.</summary>
    public bool Withdraw(Errand errand) => database.Write(work => work.Execute("DELETE FROM errand WHERE id = @id AND answer = ''", ("@id", errand.Id))) == 1;
}
