using System;
using System.Collections.Concurrent;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Authentication;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// Sessions that somebody has signed out of. The cookie of one is forgotten by the browser alone, and whoever has copied it would be in by it until it ends by itself: so the session's number
/// is kept for as long as that could be. They stand in the database, where every bridge of a house finds them.
/// </summary>
public sealed class EndedSessions(Database database, TimeProvider time)
{
    private const string Id = "session";

    // Whoever signed out here is out at once; at another bridge as soon as that looks again.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _here = new(StringComparer.Ordinal);

    /// <summary>Gives a session that begins its number.</summary>
    public static void Begin(AuthenticationProperties session) => session.Items[Id] = Guid.NewGuid().ToString("N");

    /// <summary>Ends a session.</summary>
    /// <param name="session">What its cookie says of it.</param>
    public void End(AuthenticationProperties session)
    {
        if (NumberOf(session) is not { } number)
        {
            return;
        }

        // No copy of its cookie was renewed later than now, or than another bridge last looked.
        DateTimeOffset now = time.GetUtcNow(), until = now + AccessSetup.SessionSpan + SessionWatch.Pause;
        _here[number] = until;
        foreach ((string old, DateTimeOffset end) in _here)
        {
            if (end <= now)
            {
                _here.TryRemove(old, out _);
            }
        }

        database.Write(work =>
        {
            work.Execute("DELETE FROM ended_session WHERE until <= @now", ("@now", now.ToUnixTimeMilliseconds()));
            work.Execute("INSERT INTO ended_session(id, until) VALUES(@id, @until) ON CONFLICT DO NOTHING", ("@id", number), ("@until", until.ToUnixTimeMilliseconds()));
        });
    }

    /// <summary>Whether somebody signed out of it at this bridge since its start.</summary>
    public bool HasEndedHere(AuthenticationProperties session) => NumberOf(session) is not { } number || _here.ContainsKey(number);

    /// <summary>Whether somebody signed out of it, at whichever bridge. One without a number is of a time when nobody could end it.</summary>
    public bool HasEnded(AuthenticationProperties session)
    {
        return HasEndedHere(session) || database.Read(work => work.Number("SELECT count(*) FROM ended_session WHERE id = @id", ("@id", NumberOf(session)))) > 0;
    }

    private static string? NumberOf(AuthenticationProperties session) => session.Items.TryGetValue(Id, out string? number) ? number : null;
}
