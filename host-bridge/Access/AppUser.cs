using System;

namespace DutyKiosk.HostBridge.Access;

/// <summary>Somebody who may sign in.</summary>
public sealed record AppUser
{
    /// <summary>The id, 16 hex digits; it never changes.</summary>
    public string Id { get; init; } = "";

    /// <summary>The name to sign in with.</summary>
    public string Name { get; init; } = "";

    /// <summary>The name that others see; empty: that to sign in with.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>The roster's id of this person; empty: none.</summary>
    public string Staff { get; init; } = "";

    /// <summary>One of <see cref="Rights.Roles"/>.</summary>
    public string Role { get; init; } = "";

    /// <summary>The mail address; empty: none.</summary>
    public string Mail { get; init; } = "";

    /// <summary>The password as Identity hashes it; empty: none was set, and nobody gets in with one.</summary>
    public string PasswordHash { get; init; } = "";

    /// <summary>What every session carries; another one here ends the sessions of before.</summary>
    public string Stamp { get; init; } = "";

    /// <summary>How many wrong passwords were given since the last right one, or since the last lock.</summary>
    public long Failures { get; init; }

    /// <summary>Until when no password is taken, after too many wrong ones; the epoch: it is not locked.</summary>
    public DateTimeOffset LockedUntil { get; init; } = DateTimeOffset.UnixEpoch;

    /// <summary>Whether a manager has shut it.</summary>
    public bool Disabled { get; init; }

    /// <summary>Who it is at the OpenID Connect provider; empty: it is of this bridge alone.</summary>
    public string Subject { get; init; } = "";

    /// <summary>When it was made.</summary>
    public DateTimeOffset MadeAt { get; init; }

    /// <summary>The name that others see.</summary>
    public string Shown => DisplayName.Length > 0 ? DisplayName : Name;
}
