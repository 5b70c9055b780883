using System;
using System.Collections.Generic;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>One enrolled terminal, with its secrets in the clear: it lives in memory alone.</summary>
public sealed record TerminalEntry
{
    private readonly byte[] _key = [];

    /// <summary>Its id.</summary>
    public string Id { get; init; } = "";

    /// <summary>Its post.</summary>
    public string Post { get; init; } = "";

    /// <summary>The post that it was first enrolled for: what it wrote before it was moved belongs there. Empty: it was never moved.</summary>
    public string FirstPost { get; init; } = "";

    /// <summary>Whether it is the post's handover terminal.</summary>
    public bool Handover { get; init; }

    /// <summary>The terminal key, 64 hex digits.</summary>
    public string Key
    {
        get => Convert.ToHexStringLower(_key);
        init
        {
            _key = Convert.FromHexString(value);
            Keys = [new TerminalKey(_key)];
        }
    }

    /// <summary>The site key that its badges are hashed with, 64 hex digits; empty: the house's current one.</summary>
    public string SiteKey { get; init; } = "";

    /// <summary>The hash of its MQTT password (<see cref="MasterKey.Hash"/>); empty: it has none, and is let in on loopback alone.</summary>
    public byte[] PasswordHash { get; init; } = [];

    /// <summary>When its credentials were taken from it; null: they hold.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Every key that it has had, oldest first, the current one last.</summary>
    public IReadOnlyList<TerminalKey> Keys { get; init; } = [];

    /// <summary>The current key's bytes.</summary>
    public byte[] KeyBytes() => _key;
}

/// <summary>
/// A key of a terminal, and what it proves. Places in the log decide, never times: a bridge that runs and one that folds the log again thus come to the same.
/// One that was revoked proves what stands before its revocation. One that another has taken the place of proves the journals that had begun before that: what a
/// terminal had not sent when it was given new credentials stays provable, and a journal that begins later is not an older key's. None proves what stands before it was drawn, except
/// the first, as older logs have records before there was an entry about their terminal.
/// </summary>
/// <param name="Bytes">32 bytes.</param>
public sealed record TerminalKey(byte[] Bytes)
{
    /// <summary>Hashes under it.</summary>
    public KeyedHash Hash { get; } = new(Bytes);

    /// <summary>The place of the entry that it came with; 0: it is the first.</summary>
    public long From { get; init; }

    /// <summary>The place of the entry that gave the terminal another; MaxValue: it is the newest.</summary>
    public long ReplacedAt { get; init; } = long.MaxValue;

    /// <summary>The place of the entry that revoked it; MaxValue: it was not.</summary>
    public long RevokedAt { get; init; } = long.MaxValue;

    /// <summary>Whether what it has signed is proved by it.</summary>
    /// <param name="entry">The entry; one that another hand has changed may have stood anywhere, so a revoked key does not prove it.</param>
    /// <param name="begun">The place at which its journal had its first record; MaxValue: it has none yet.</param>
    public bool MayProve(LogEntry entry, long begun)
    {
        // An entry about a terminal is no record, so no record has the same place.
        return (entry.IsAltered ? RevokedAt == long.MaxValue : From <= entry.Position && entry.Position <= RevokedAt)
            && ((!entry.IsAltered && entry.Position <= ReplacedAt) || begun <= ReplacedAt);
    }
}
