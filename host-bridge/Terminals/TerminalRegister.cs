using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>
/// The terminals of the house and their secrets, as the log's entries about them say, in the order of the log. It is read before anything is folded: with
/// which key a record is proved hangs on places in the log alone (<see cref="TerminalKey"/>). It may be asked from any thread.
/// </summary>
public sealed class TerminalRegister
{
    private const string PasswordPurpose = "mqtt-password";

    private readonly MasterKey? _master;
    private volatile FrozenDictionary<string, TerminalEntry> _entries;
    private volatile TerminalEntry[] _held;
    private volatile string _siteKey;
    private long _takenTo;

    /// <summary>A register that is what it is, as in a rehearsal.</summary>
    public TerminalRegister(string siteKey, params IEnumerable<TerminalEntry> terminals)
    {
        _siteKey = siteKey;
        _entries = terminals.ToFrozenDictionary(terminal => terminal.Id, StringComparer.Ordinal);
        _held = HeldOf(_entries);
    }

    private TerminalRegister(MasterKey master)
        : this("")
    {
        _master = master;
    }

    /// <summary>The credentials of a terminal are others now, or taken from it: whoever is connected with the older ones must go.</summary>
    public event Action<string>? CredentialsChanged;

    /// <summary>The house's current site key, 64 hex digits; empty: there is none yet.</summary>
    public string SiteKey => _siteKey;

    /// <summary>The terminals whose credentials hold, by id.</summary>
    public IReadOnlyList<TerminalEntry> Terminals => _held;

    /// <summary>Every terminal that was ever enrolled, by id, those too whose credentials were taken from them: what they wrote stays.</summary>
    public IReadOnlyList<TerminalEntry> Ever => [.. _entries.Values.OrderBy(terminal => terminal.Id, StringComparer.Ordinal)];

    /// <summary>Reads a log's register.</summary>
    public static TerminalRegister Load(Log log, MasterKey master)
    {
        const int Page = 1000;
        var register = new TerminalRegister(master);
        List<LogEntry> entries = log.ReadKind(LogKind.Terminal, 0, Page);
        while (entries.Count > 0)
        {
            entries.ForEach(register.Apply);
            entries = log.ReadKind(LogKind.Terminal, entries[^1].Position, Page);
        }

        return register;
    }

    /// <summary>A terminal whose credentials hold, or null.</summary>
    public TerminalEntry? Find(string id) => _entries.GetValueOrDefault(id) is { RevokedAt: null } found ? found : null;

    /// <summary>The keys that a terminal's records may be proved with, oldest first, revoked ones too; none: it was never enrolled.</summary>
    public IReadOnlyList<TerminalKey> KeysOf(string id) => _entries.GetValueOrDefault(id)?.Keys ?? [];

    /// <summary>The terminals whose credentials were taken from them, by id.</summary>
    public IReadOnlyList<string> Revoked => [.. _entries.Values.Where(terminal => terminal.RevokedAt != null).Select(terminal => terminal.Id).Order(StringComparer.Ordinal)];

    /// <summary>Whether credentials of this terminal once held and do not any more.</summary>
    public bool IsRevoked(string id) => _entries.GetValueOrDefault(id) is { RevokedAt: not null };

    /// <summary>The site key that a terminal hashes badges with.</summary>
    public byte[] SiteKeyOf(TerminalEntry terminal) => Convert.FromHexString(terminal.SiteKey.Length > 0 ? terminal.SiteKey : _siteKey);

    /// <summary>Whether a password is a terminal's.</summary>
    public bool IsPassword(TerminalEntry terminal, string password) => _master != null && CryptographicOperations.FixedTimeEquals(HashOf(_master, terminal.Id, password), terminal.PasswordHash);

    /// <summary>The hash under which a terminal's password is kept.</summary>
    public static byte[] HashOf(MasterKey master, string terminal, string password) => master.Hash(PasswordPurpose, terminal + "\n" + password);

    /// <summary>Takes an entry of kind <see cref="LogKind.Terminal"/>, once, however often the log is folded. One that another hand has written or changed counts for nothing.</summary>
    public void Apply(LogEntry entry)
    {
        if (entry.IsAltered || _master == null || entry.Position <= _takenTo)
        {
            return;
        }

        _takenTo = entry.Position;
        var act = TerminalAct.Of(entry);
        TerminalEntry? before = _entries.GetValueOrDefault(act.Terminal);
        switch (act.Act)
        {
            case TerminalAct.SiteKeyMade when _master.Open(act.Key, TerminalAct.PurposeOf("")) is { } site:
                _siteKey = Convert.ToHexStringLower(site);
                break;
            case TerminalAct.Enrolled when _master.Open(act.Key, TerminalAct.PurposeOf(act.Terminal)) is { } key:
                Put(new TerminalEntry
                {
                    Id = act.Terminal,
                    Post = act.Post,
                    FirstPost = before?.FirstPost ?? act.Post,
                    Handover = act.Handover,
                    Key = Convert.ToHexStringLower(key),
                    SiteKey = _siteKey,
                    PasswordHash = act.PasswordHash,
                    Keys = [.. (before?.Keys ?? []).Select(older => older with { ReplacedAt = Math.Min(older.ReplacedAt, entry.Position) }), new TerminalKey(key) { From = before == null ? 0 : entry.Position }],
                });
                break;
            case TerminalAct.Revoked when before != null:
                Put(before with
                {
                    RevokedAt = entry.ReceivedAt,
                    PasswordHash = [],
                    Keys = [.. before.Keys.Select(key => key with { RevokedAt = Math.Min(key.RevokedAt, entry.Position) })],
                });
                break;
            default:
                throw new InvalidOperationException($"What was done to the terminals ('{act.Act}') is unknown, or its key was sealed under another master key.");
        }
    }

    private static TerminalEntry[] HeldOf(FrozenDictionary<string, TerminalEntry> entries) => [.. entries.Values.Where(terminal => terminal.RevokedAt == null).OrderBy(terminal => terminal.Id, StringComparer.Ordinal)];

    private void Put(TerminalEntry terminal)
    {
        var entries = new Dictionary<string, TerminalEntry>(_entries, StringComparer.Ordinal) { [terminal.Id] = terminal };
        _entries = entries.ToFrozenDictionary(StringComparer.Ordinal);
        _held = HeldOf(_entries);
        CredentialsChanged?.Invoke(terminal.Id);
    }
}
