using System;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>What a terminal is given at its enrolment. It is shown once: the bridge keeps the password's hash, and the keys sealed.</summary>
/// <param name="Terminal">Its id, which is its MQTT client id and user name, too.</param>
/// <param name="Post">Its post.</param>
/// <param name="Handover">Whether it is the post's handover terminal.</param>
/// <param name="Key">The terminal key, 64 hex digits.</param>
/// <param name="SiteKey">The house's site key, 64 hex digits.</param>
/// <param name="Password">Its MQTT password.</param>
public sealed record TerminalCredentials(string Terminal, string Post, bool Handover, string Key, string SiteKey, string Password);

/// <summary>Gives terminals their credentials and takes them away: it draws keys, and makes the entries that the log is to hold.</summary>
public sealed class Enrolment(TerminalRegister register, MasterKey master)
{
    private const int KeyBytes = 32;
    private const int PasswordBytes = 24;
    private const string ReservedId = "bridge";

    /// <summary>The entry of a new site key. Terminals go on with the one that they were enrolled with until they are enrolled again.</summary>
    public TerminalAct NewSiteKey(string by) => SiteKey(RandomNumberGenerator.GetBytes(KeyBytes), by);

    /// <summary>The entry of a site key that the house has already.</summary>
    public TerminalAct SiteKey(byte[] key, string by) => new(TerminalAct.SiteKeyMade, by) { Key = master.Seal(key, TerminalAct.PurposeOf("")) };

    /// <summary>Draws a terminal's credentials. One that is enrolled already is given new ones, and its older password holds no longer.</summary>
    /// <exception cref="ArgumentException">An id is none.</exception>
    public (TerminalAct Act, TerminalCredentials Credentials) Enrol(string terminal, string post, bool handover, string by)
    {
        if (!RecordBody.IsId(terminal) || string.Equals(terminal, ReservedId, StringComparison.Ordinal))
        {
            throw new ArgumentException($"'{terminal}' cannot be a terminal's id: take 1 to 12 of letters, digits, dot, underscore and hyphen, and not 'bridge'.", nameof(terminal));
        }

        if (!RecordBody.IsId(post))
        {
            throw new ArgumentException($"'{post}' cannot be a post's id: take 1 to 12 of letters, digits, dot, underscore and hyphen.", nameof(post));
        }

        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        string password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(PasswordBytes));
        TerminalAct act = Known(terminal, post, handover, key, password, by);
        return (act, new TerminalCredentials(terminal, post, handover, Convert.ToHexStringLower(key), register.SiteKey, password));
    }

    /// <summary>The entry of a terminal whose credentials exist already.</summary>
    /// <param name="password">Its MQTT password; empty: none, so it is let in on loopback alone.</param>
    public TerminalAct Known(string terminal, string post, bool handover, byte[] key, string password, string by) => new(TerminalAct.Enrolled, by)
    {
        Terminal = terminal,
        Post = post,
        Handover = handover,
        Key = master.Seal(key, TerminalAct.PurposeOf(terminal)),
        PasswordHash = password.Length == 0 ? [] : TerminalRegister.HashOf(master, terminal, password),
    };

    /// <summary>The entry that takes a terminal's credentials away.</summary>
    public static TerminalAct Revoke(string terminal, string by) => new(TerminalAct.Revoked, by) { Terminal = terminal };
}
