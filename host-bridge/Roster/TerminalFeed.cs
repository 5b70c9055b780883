using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
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

    // So many terminals are told at a look of what has changed at other posts alone; the others follow at the next looks. A thousand at once are a burst that records wait behind.
    private const int MostAboutOthers = 25;

    private readonly TerminalRegister _terminals;
    private readonly IMessageOut _out;
    private readonly Dictionary<string, long> _rosters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ToldPresence> _presence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PostPresence> _atPosts = new(StringComparer.Ordinal);
    private DutyRoom? _room;
    private List<InElsewhere> _present = [];
    private ILookup<string, InElsewhere> _presentByStaff = Array.Empty<InElsewhere>().ToLookup(person => person.Staff);
    private DateTimeOffset _presentAt = DateTimeOffset.MinValue;
    private bool _presentMoved;
    private bool _presentIsCut;
    private long _presentIn;
    private long _presents;
    private int _nextAboutOthers;

    // A large house is told a thousand messages of two kilobytes with a change: what they are made in is used again.
    private readonly StringBuilder _members = new(SignedMessage.MaxBytes);
    private readonly char[] _written = new char[SignedMessage.MaxBytes];
    private readonly List<string> _elsewhere = [];
    private int _roomForOthers;
    private readonly Dictionary<string, long> _gates = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Terminal, string Kind), long> _told = [];
    private readonly Dictionary<string, long> _raised = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TerminalEntry> _enrolled = new(StringComparer.Ordinal);

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
            Forget(terminal);
        }

        return missing > 0;
    }

    /// <summary>The version by which a terminal knows the roster of a room, whether it was told of it yet or is about to be.</summary>
    public long RosterVersionOf(DutyRoom room, string terminal) => VersionOf(terminal, room.RosterVersion);

    /// <summary>The version by which a terminal knows what came about at a place in the log.</summary>
    public long VersionOf(string terminal, long position) => position + _raised.GetValueOrDefault(terminal);

    /// <summary>A terminal is told of a version of a kind by whoever has a feed of his own.</summary>
    public void Told(string terminal, string kind, long version) => _told[(terminal, kind)] = version;

    /// <summary>The version of a kind (<c>roster</c>, <c>policy</c>, …) that a terminal was told last; null: this bridge has told it none since its start.</summary>
    public long? ToldOf(string terminal, string kind) => _told.TryGetValue((terminal, kind), out long version) ? version : null;

    /// <summary>When it is to be asked again though nothing comes: what has changed at many other posts rests for a while. The greatest moment there is: it need not be.</summary>
    public DateTimeOffset Next => _presentMoved && _presentIsCut ? _presentAt + CutPause : DateTimeOffset.MaxValue;

    /// <summary>Nobody knows what the broker still keeps: everything is told anew.</summary>
    public void Forget()
    {
        _rosters.Clear();
        _policies.Clear();
        _presence.Clear();
        _gates.Clear();
    }

    /// <summary>Tells the terminals what they do not know yet. <paramref name="foldedTo"/> is the place in the log that the room stands at. False: some are still to be told at
    /// the next look.</summary>
    public bool Tell(DutyRoom room, long foldedTo, DateTimeOffset now)
    {
        if (room.RosterPosition == 0)
        {
            return true;
        }

        if (_room != room)
        {
            // Another fold counts for itself.
            _room = room;
            _atPosts.Clear();
            foreach ((string terminal, ToldPresence told) in _presence)
            {
                _presence[terminal] = told with { Stirs = -1 };
            }
        }

        // This is asked after every record: posts about which nothing was said meanwhile are as they were, and what is the same for all terminals is made once.
        foreach (PostState post in room.Posts)
        {
            Look(room, post, now);
        }

        NotePresent(room, now);
        IReadOnlyList<TerminalEntry> terminals = _terminals.Terminals;
        int first = _nextAboutOthers < terminals.Count ? _nextAboutOthers : 0;
        bool isDone = true;
        _roomForOthers = MostAboutOthers;
        for (int i = 0; i < terminals.Count; i++)
        {
            int place = (first + i) % terminals.Count;
            TerminalEntry terminal = terminals[place];
            if (!_atPosts.TryGetValue(terminal.Post, out PostPresence? at))
            {
                at = Look(room, room.PostOf(terminal.Post), now);
            }

            if (!_out.HasRoom)
            {
                // A broker may be slower than this: the others follow when it has sent on what it was given.
                _nextAboutOthers = isDone ? place : _nextAboutOthers;
                return false;
            }

            NoteEnrolment(at.Post, terminal);
            TellRoster(room, at.Post, terminal, now);
            if (!TellPresence(room, at, terminal, foldedTo, now) && isDone)
            {
                // The next look begins with the first that had to wait, so that each has its turn however often there is news.
                isDone = false;
                _nextAboutOthers = place;
            }

            TellGate(at.Post, terminal);
        }

        return isDone;
    }

    private void Forget(string terminal)
    {
        _rosters.Remove(terminal);
        _policies.Remove(terminal);
        _presence.Remove(terminal);
        _gates.Remove(terminal);
    }

    // A terminal that was enrolled anew has another key, perhaps another post and an empty flash: what the broker keeps for it is signed for the one before. One that has kept its flash takes nothing
    // older than it has, and another post's parameters have versions of their own.
    private void NoteEnrolment(PostState post, TerminalEntry terminal)
    {
        if (_enrolled.TryGetValue(terminal.Id, out TerminalEntry? known) && !ReferenceEquals(known, terminal))
        {
            Forget(terminal.Id);
            long raised = _raised.GetValueOrDefault(terminal.Id);
            _raised[terminal.Id] = raised + Math.Max(0, (ToldOf(terminal.Id, "policy") ?? 0) - raised - post.PolicyVersion) + 1;
        }

        _enrolled[terminal.Id] = terminal;
    }

    private PostPresence Look(DutyRoom room, PostState post, DateTimeOffset now)
    {
        if (!_atPosts.TryGetValue(post.Post, out PostPresence? at))
        {
            at = new PostPresence(post);
            _atPosts.Add(post.Post, at);
        }

        if (!at.Looked.Holds(room.StirsOf(post), now))
        {
            LookAgain(room, at, now);
        }

        return at;
    }

    // With a record of every second one of the posts is looked at again. What is kept of it is made anew only where it differs: a thousand posts that each point to something new are most of what the
    // collector has to look through.
    private void LookAgain(DutyRoom room, PostPresence at, DateTimeOffset now)
    {
        PostState post = at.Post;
        at.Lapse = room.Roster.PolicyOf(post.Post).Minutes("lapseMin");
        DateTimeOffset next = DateTimeOffset.MaxValue;
        int known = 0;
        bool isSame = true;
        foreach ((string staff, PresentPerson person) in post.In)
        {
            if (!post.IsPresent(staff, person, now, at.Lapse))
            {
                continue;
            }

            // Of the holder the moment may be over already: he stays.
            DateTimeOffset lapses = PostState.LapsesAt(person, at.Lapse);
            next = lapses > now && lapses < next ? lapses : next;
            isSame &= known < at.ToOthers.Length && string.Equals(at.ToOthers[known].Staff, staff, StringComparison.Ordinal);
            known++;
        }

        if (!isSame || known != at.ToOthers.Length)
        {
            at.ToOthers = [.. post.PresentAt(now, at.Lapse).Select(person => new InElsewhere(person.Key, post.Post, TerminalMessages.ElsewhereItem(person.Key, post.Post)))];
            _presentMoved = true;
        }

        at.Looked = new KeptLook(room.StirsOf(post), now, next);
        at.Own = DigestOf(MembersOf(at, [], out _));
    }

    private void TellRoster(DutyRoom room, PostState post, TerminalEntry terminal, DateTimeOffset now)
    {
        long policy = post.PolicyVersion;
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

    // In a large house the messages have no room for all who are elsewhere. A terminal is told of those who are on its post's roster then: of the others a few would be named by chance, and a thousand
    // terminals told of every step at another's door.
    private void NotePresent(DutyRoom room, DateTimeOffset now)
    {
        if (_presentIn != room.RosterVersion)
        {
            // Others may be on a post's roster now.
            _presentIn = room.RosterVersion;
            _presents++;
        }

        if (!_presentMoved || (_presentIsCut && now >= _presentAt && now < _presentAt + CutPause))
        {
            return;
        }

        _presentMoved = false;
        List<InElsewhere> present = [];
        int length = 0, longest = 0;
        foreach (PostState post in room.Posts)
        {
            InElsewhere[] own = _atPosts[post.Post].ToOthers;
            int ownLength = own.Sum(person => person.Item.Length + 1);
            present.AddRange(own);
            length += ownLength;
            longest = Math.Max(longest, ownLength);
        }

        // No message has room for more than these, whichever post of them is the terminal's own.
        _presentIsCut = length - longest > SignedMessage.MaxBytes;
        if (!present.SequenceEqual(_present))
        {
            _present = present;
            _presentByStaff = present.ToLookup(person => person.Staff, StringComparer.Ordinal);
            _presentAt = now;
            _presents++;
        }
    }

    // False: it has to wait for the next look.
    private bool TellPresence(DutyRoom room, PostPresence at, TerminalEntry terminal, long foldedTo, DateTimeOffset now)
    {
        ToldPresence told = _presence.GetValueOrDefault(terminal.Id);
        bool isOwnNews = told.Own != at.Own;
        bool isNews = isOwnNews || told.Presents != _presents;
        if ((!isNews && told.Stirs == at.Looked.Stirs) || room.TerminalOf(terminal.Id) is not { } state)
        {
            return true;
        }

        bool asks = state.AsksAt > told.AsksAt;
        if (!isNews && !asks)
        {
            _presence[terminal.Id] = told with { Stirs = at.Looked.Stirs };
            return true;
        }

        if (!isOwnNews && !asks && --_roomForOthers < 0)
        {
            return false;
        }

        bool hasAll = false;
        ReadOnlySpan<char> members = _presentIsCut ? [] : MembersOf(at, _present, out hasAll);
        if (!hasAll)
        {
            members = MembersOf(at, Rostered(room, at, now).SelectMany(staff => _presentByStaff[staff]), out _);
        }

        UInt128 digest = DigestOf(members);
        _presence[terminal.Id] = new ToldPresence(_presents, at.Own, digest, state.AsksAt, at.Looked.Stirs);
        if (asks || told.Own == null || told.Digest != digest)
        {
            Publish(TerminalMessages.Presence(terminal, Version(terminal, "presence", Math.Max(1, foldedTo)), state.Epoch, state.Seq, members));
        }

        return true;
    }

    private static string[] Rostered(DutyRoom room, PostPresence at, DateTimeOffset now)
    {
        if (at.RosteredIn != room.RosterVersion)
        {
            at.Rostered = TerminalMessages.PeopleOf(room.Roster, at.Post.Post, room.RosterWindow ?? now);
            at.RosteredIn = room.RosterVersion;
        }

        return at.Rostered;
    }

    // Of its own post what it was looked at last.
    private ReadOnlySpan<char> MembersOf(PostPresence at, IEnumerable<InElsewhere> elsewhere, out bool hasAll)
    {
        PostState post = at.Post;
        _elsewhere.Clear();
        foreach (InElsewhere person in elsewhere)
        {
            if (!string.Equals(person.Post, post.Post, StringComparison.Ordinal))
            {
                _elsewhere.Add(person.Item);
            }
        }

        _members.Clear();
        hasAll = TerminalMessages.PresenceMembers(_members, post.Holder, post.HolderShift, post.Since, post.PresentAt(at.Looked.At, at.Lapse), _elsewhere);
        _members.CopyTo(0, _written, _members.Length);
        return _written.AsSpan(0, _members.Length);
    }

    private void TellGate(PostState post, TerminalEntry terminal)
    {
        if (post.Gate is { } told && _gates.GetValueOrDefault(terminal.Id) != told.Version)
        {
            _gates[terminal.Id] = told.Version;
            Publish(TerminalMessages.Gate(terminal, told.Version, told.Gate, told.AsOf));
        }
    }

    private long Version(TerminalEntry terminal, string kind, long position)
    {
        long version = VersionOf(terminal.Id, position);
        _told[(terminal.Id, kind)] = version;
        return version;
    }

    private void Publish(TerminalMessage message) => _out.Publish(message.Topic, message.Payload, true);

    // Who is in at a post, as it was looked at last.
    private sealed class PostPresence(PostState post)
    {
        internal PostState Post { get; } = post;

        internal KeptLook Looked { get; set; } = KeptLook.None;

        internal TimeSpan Lapse { get; set; }

        // The digest of what its own terminals are told of it, and what all others are.
        internal UInt128 Own { get; set; }

        internal InElsewhere[] ToOthers { get; set; } = [];

        // Whom the roster has at the post, and which version of it.
        internal string[] Rostered { get; set; } = [];

        internal long RosteredIn { get; set; }
    }

    // Somebody who is in at a post, as the others' terminals are told of him.
    private readonly record struct InElsewhere(string Staff, string Post, string Item);

    // A thousand messages of two kilobytes, each renewed with every tap at its post, are too much to be kept for comparing the next one with.
    private static UInt128 DigestOf(ReadOnlySpan<char> members)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(members), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    // What a terminal was told of who is in: the digests of what is said of its own post, null for nothing yet, and of the whole of it, of which state of the house it was made, and behind which of its
    // records and of all that came about its post.
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct ToldPresence(long Presents, UInt128? Own, UInt128 Digest, long AsksAt, long Stirs);
}
