using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// Keeps the terminals' retained messages (policy, roster, presence, gate) as the room is: each is published when what it says has changed, and once
/// after a start, as the broker forgets what it kept.
/// </summary>
public sealed class TerminalFeed
{
    private static readonly TimeSpan CutPause = TimeSpan.FromSeconds(10);

    private readonly TerminalRegister _terminals;
    private readonly IMessageOut _out;
    private readonly Dictionary<string, long> _rosters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ToldPresence> _presence = new(StringComparer.Ordinal);
    private (string Post, string Item)[] _present = [];
    private DateTimeOffset _presentAt = DateTimeOffset.MinValue;
    private long _presents;
    private readonly Dictionary<string, long> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Terminal, string Kind), long> _told = [];
    private readonly Dictionary<string, long> _raised = new(StringComparer.Ordinal);

    /// <summary>A feed that has told nothing yet.</summary>
    public TerminalFeed(TerminalRegister terminals, IMessageOut messages)
    {
        _terminals = terminals;
        _out = messages;
    }

    /// <summary>
    /// A terminal holds versions that were never given here: the log was restored from an old copy, and its places are given again. From now on its versions are
    /// so much higher, or it would take every further roster for an old one; and everything is told anew. True when it was so.
    /// </summary>
    public bool Raise(string terminal, IReadOnlyDictionary<string, long> held)
    {
        long missing = held.Max(kind => kind.Value - _told.GetValueOrDefault((terminal, kind.Key), kind.Value));
        if (missing > 0)
        {
            _raised[terminal] = _raised.GetValueOrDefault(terminal) + missing + 1;
            _rosters.Remove(terminal);
            _policies.Remove(terminal);
            _presence.Remove(terminal);
            _gates.Remove(terminal);
        }

        return missing > 0;
    }

    /// <summary>The version by which a terminal knows the roster of a room, whether it was told of it yet or is about to be.</summary>
    public long RosterVersionOf(DutyRoom room, string terminal) => room.RosterVersion + _raised.GetValueOrDefault(terminal);

    /// <summary>The version of a kind (<c>roster</c>, <c>policy</c>, …) that a terminal was told last; null: this bridge has told it none since its start.</summary>
    public long? ToldOf(string terminal, string kind) => _told.TryGetValue((terminal, kind), out long version) ? version : null;

    /// <summary>Nobody knows what the broker still keeps: everything is told anew.</summary>
    public void Forget()
    {
        _rosters.Clear();
        _policies.Clear();
        _presence.Clear();
        _gates.Clear();
    }

    /// <summary>Tells the terminals what they do not know yet. <paramref name="foldedTo"/> is the place in the log that the room stands at.</summary>
    public void Tell(DutyRoom room, long foldedTo, DateTimeOffset now)
    {
        if (room.RosterPosition == 0)
        {
            return;
        }

        // This is asked after every record, for every terminal: what is the same for all of them is made once.
        NotePresent([.. room.Posts.SelectMany(post => PresentAt(room, post, now).Select(person => (post.Post, TerminalMessages.ElsewhereItem(person.Key, post.Post))))], now);
        foreach (TerminalEntry terminal in _terminals.Terminals)
        {
            TellRoster(room, terminal, now);
            TellPresence(room, terminal, foldedTo, now);
            TellGate(room, terminal);
        }
    }

    private static IEnumerable<KeyValuePair<string, PresentPerson>> PresentAt(DutyRoom room, PostState post, DateTimeOffset now) => post.PresentAt(now, room.Roster.PolicyOf(post.Post).Minutes("lapseMin"));

    private void TellRoster(DutyRoom room, TerminalEntry terminal, DateTimeOffset now)
    {
        long policy = room.PostOf(terminal.Post).PolicyVersion;
        if (_policies.GetValueOrDefault(terminal.Id) < policy)
        {
            _policies[terminal.Id] = policy;
            Publish(TerminalMessages.Policy(room.Roster.PolicyOf(terminal.Post), terminal, Version(terminal, "policy", policy)));
        }

        if (_rosters.GetValueOrDefault(terminal.Id) >= room.RosterVersion)
        {
            return;
        }

        _rosters[terminal.Id] = room.RosterVersion;
        foreach (TerminalMessage message in TerminalMessages.Roster(room.Roster, terminal, _terminals.SiteKeyOf(terminal), Version(terminal, "roster", room.RosterVersion), room.RosterWindow ?? now))
        {
            Publish(message);
        }
    }

    // In a large house the messages have no room for all who are elsewhere: who is named is a matter of chance, and whether it is so now or some seconds later as well. A thousand terminals are not told
    // of every step at another's door.
    private void NotePresent((string Post, string Item)[] present, DateTimeOffset now)
    {
        bool isCut = present.Sum(at => at.Item.Length + 1) > SignedMessage.MaxBytes;
        bool isFresh = isCut && now >= _presentAt && now < _presentAt + CutPause;
        if (!isFresh && !present.AsSpan().SequenceEqual(_present))
        {
            _present = present;
            _presentAt = now;
            _presents++;
        }
    }

    private void TellPresence(DutyRoom room, TerminalEntry terminal, long foldedTo, DateTimeOffset now)
    {
        if (room.TerminalOf(terminal.Id) is not { } state)
        {
            return;
        }

        PostState post = room.PostOf(terminal.Post);
        KeyValuePair<string, PresentPerson>[] people = [.. PresentAt(room, post, now)];
        string own = TerminalMessages.PresenceMembers(post.Holder, post.HolderShift, post.Since, people, []);
        ToldPresence told = _presence.GetValueOrDefault(terminal.Id);
        bool asks = state.AsksAt > told.AsksAt;
        if (told.Presents == _presents && string.Equals(told.Own, own, StringComparison.Ordinal) && !asks)
        {
            return;
        }

        string members = TerminalMessages.PresenceMembers(post.Holder, post.HolderShift, post.Since, people, _present.Where(at => !string.Equals(at.Post, post.Post, StringComparison.Ordinal)).Select(at => at.Item));
        _presence[terminal.Id] = new ToldPresence(_presents, own, members, state.AsksAt);
        if (asks || !string.Equals(told.Members, members, StringComparison.Ordinal))
        {
            Publish(TerminalMessages.Presence(terminal, Version(terminal, "presence", Math.Max(1, foldedTo)), state.Epoch, state.Seq, members));
        }
    }

    private void TellGate(DutyRoom room, TerminalEntry terminal)
    {
        if (room.PostOf(terminal.Post).Gate is { } told && _gates.GetValueOrDefault(terminal.Id) != told.Version)
        {
            _gates[terminal.Id] = told.Version;
            Publish(TerminalMessages.Gate(terminal, told.Version, told.Gate, told.AsOf));
        }
    }

    private long Version(TerminalEntry terminal, string kind, long position)
    {
        long version = position + _raised.GetValueOrDefault(terminal.Id);
        _told[(terminal.Id, kind)] = version;
        return version;
    }

    private void Publish(TerminalMessage message) => _out.Publish(message.Topic, message.Payload, true);

    // What a terminal was told of who is in: what is said of its own post, the whole of it, of which state of the house it was made, and behind which of its records.
    private readonly record struct ToldPresence(long Presents, string Own, string Members, long AsksAt);
}
