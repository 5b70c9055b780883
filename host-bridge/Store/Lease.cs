using System;

namespace DutyKiosk.HostBridge.Store;

/// <summary>
/// A right that one of several bridges has at a time, and loses when it does not renew it, by the database's own clock. It spares work that all would
/// do alike; what must happen once is decided under the log's lock and not by a lease, which a bridge may believe to have a moment longer than it does.
/// </summary>
public sealed class Lease(Database database, string name, string owner)
{
    /// <summary>How long it lasts without being renewed. Whoever is killed delays nothing by more than this and one renewal.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Takes the lease, or renews it; null: another bridge has it. What is returned is for how long nobody had it before; MaxValue: nobody ever did.
    /// </summary>
    public TimeSpan? Take()
    {
        return database.Write<TimeSpan?>(work =>
        {
            if (work.Execute($"UPDATE lease SET until = {database.NowSql} + @span WHERE name = @name AND owner = @owner AND until >= {database.NowSql}", ("@span", (long)Span.TotalMilliseconds), ("@name", name), ("@owner", owner)) == 1)
            {
                return TimeSpan.Zero;
            }

            // For how long nobody has had it; below 0: another bridge has it now. There is no row before the first.
            long? idle = work.Scalar($"SELECT {database.NowSql} - until FROM lease WHERE name = @name", ("@name", name)) as long?;
            if (idle < 0)
            {
                return null;
            }

            bool taken = work.Execute(
                $"INSERT INTO lease(name, owner, until) VALUES(@name, @owner, {database.NowSql} + @span) ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, until = excluded.until WHERE lease.until < {database.NowSql}",
                ("@name", name),
                ("@owner", owner),
                ("@span", (long)Span.TotalMilliseconds)) == 1;
            return !taken ? null : idle == null ? TimeSpan.MaxValue : TimeSpan.FromMilliseconds(idle.Value);
        });
    }

    /// <summary>Gives the lease up, so that another bridge need not wait for its end.</summary>
    public void Leave() => database.Write(work => work.Execute($"UPDATE lease SET until = {database.NowSql} - 1 WHERE name = @name AND owner = @owner", ("@name", name), ("@owner", owner)));
}
