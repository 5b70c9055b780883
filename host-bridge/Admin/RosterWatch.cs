using System;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Admin;

/// <summary>The roster's file of a running bridge: what somebody saves there is put in force, unless it has a fault.</summary>
public sealed class RosterWatch
{
    // It is asked at each turn of the bridge, of which there are hundreds a second where records come in without a pause.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(500);

    private readonly DataFolder _data;
    private readonly ILogger _events;
    private readonly FileWatch _watch;

    // What was read and is not in force yet; null: nothing.
    private RosterDocument? _waiting;
    private DateTimeOffset _lookedAt;

    /// <summary>Reads the file as it stands at a start.</summary>
    /// <exception cref="StartupException">It has a fault.</exception>
    public RosterWatch(DataFolder data, ILogger events)
    {
        _data = data;
        _events = events;
        _watch = new FileWatch(data.RosterMark);
        try
        {
            _waiting = data.ReadRoster();
        }
        catch (RosterException exception)
        {
            throw new StartupException(exception.Message);
        }
    }

    /// <summary>When a change that was seen will be read; null: there is none.</summary>
    public DateTimeOffset? Next => _watch.Next;

    /// <summary>
    /// Puts in force what stood in it at the start, unless another one is in force that it must not take the place of; then lets it go, as in a large house it is a good part of what a bridge has in
    /// memory.
    /// </summary>
    public void Begin(BridgeCore core, bool isFirst)
    {
        if (isFirst && _waiting is { } roster)
        {
            core.SetRoster(roster);
        }

        _waiting = null;
    }

    /// <summary>Puts in force what was saved meanwhile.</summary>
    public void Follow(BridgeCore core)
    {
        DateTimeOffset now = core.Time.GetUtcNow();
        bool isTime = now >= _lookedAt + Look || now >= _watch.Next || now < _lookedAt;
        _lookedAt = isTime ? now : _lookedAt;
        if (isTime && _watch.IsDue(_data.RosterMark, now))
        {
            try
            {
                RosterDocument saved = _data.ReadRoster();
                core.CheckBadges(saved);
                _waiting = saved;
            }
            catch (RosterException exception)
            {
                // The old roster stays in force; whoever saved the file is told where it is wrong.
                _waiting = null;
                _events.RosterRefused(Printable.WithoutUids(exception.Message));
            }
        }

        if (_waiting is { } roster)
        {
            // A disk that is full now ends this turn here, and the next one finds the roster still waiting.
            core.SetRoster(roster);
            _waiting = null;
            _events.RosterTaken();
        }
    }
}
