using System;
using System.Collections.Generic;

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
            Keys = [new TerminalKey(_key, DateTimeOffset.MaxValue)];
        }
    }

    /// <summary>The site key that its badges are hashed with, 64 hex digits; empty: the house's current one.</summary>
    public string SiteKey { get; init; } = "";

    /// <summary>The hash of its MQTT password (<see cref="Store.MasterKey.Hash"/>); empty: it has none, and is let in on loopback alone.</summary>
    public byte[] PasswordHash { get; init; } = [];

    /// <summary>When its credentials were taken from it; null: they hold.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Every key that it has had, oldest first, the current one last: what it wrote under an older one stays proved.</summary>
    public IReadOnlyList<TerminalKey> Keys { get; init; } = [];

    /// <summary>The current key's bytes.</summary>
    public byte[] KeyBytes() => _key;
}

/// <summary>A key of a terminal.</summary>
/// <param name="Bytes">32 bytes.</param>
/// <param name="Until">What came in from then on it does not prove any more: it was revoked. MaxValue: it holds.</param>
public sealed record TerminalKey(byte[] Bytes, DateTimeOffset Until);
