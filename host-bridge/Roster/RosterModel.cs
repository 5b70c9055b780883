using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Store;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>A shift as it lies in time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Post">Its post.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The first moment after it.</param>
/// <param name="Entry">The people in it.</param>
public sealed record RosterShift(string Id, string Post, DateTimeOffset Start, DateTimeOffset End, ShiftEntry Entry)
{
    /// <summary>Its start as the roster has it, <c>yyyy-MM-dd HH:mm</c>, whatever was changed since.</summary>
    public string Planned { get; init; } = Entry.Start;

    /// <summary>Everybody who is on it.</summary>
    public IEnumerable<string> People => new[] { Entry.Leader }.Concat(Entry.Deputies).Concat(Entry.Crew).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal);
}

/// <summary>A checked roster: questions about people, shifts and parameters are asked here.</summary>
public sealed class RosterModel
{
    private static readonly LocalDateTimePattern Minutes = LocalDateTimePattern.CreateWithInvariantCulture("uuuu'-'MM'-'dd' 'HH':'mm");
    internal static readonly string[] Roles = ["operator", "leader", "supervisor", "manager", "auditor"];

    private static readonly TimeSpan SameShift = TimeSpan.FromDays(7);
    private static readonly TimeSpan NearShift = TimeSpan.FromDays(40);
    private static readonly TimeSpan CloseShift = TimeSpan.FromDays(2);
    private static readonly TimeSpan UsualWalk = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Straight = TimeSpan.FromHours(1);
    private static readonly TimeSpan AroundShift = TimeSpan.FromHours(36);

    // What is asked for at every step lies within some days; a span as long as this, and some more behind it, is made once and kept.
    private static readonly TimeSpan Stretch = TimeSpan.FromDays(2);
    private static readonly TimeSpan LongestKept = TimeSpan.FromDays(6);
    private static readonly long StretchesBeside = LongestKept.Ticks / Stretch.Ticks;
    private const int MostStretches = 4096;

    // Which ids there are in the weeks around is found once for eight days of such moments.
    private static readonly TimeSpan Eight = TimeSpan.FromDays(8);
    private const int MostAround = 1024;

    private readonly Dictionary<string, StaffEntry> _staff;
    // A house has many people and few roles, and every notice asks for those of one.
    private readonly Dictionary<string, string[]> _ofRole;
    private readonly Dictionary<string, PostEntry> _posts;
    private readonly ILookup<string, RotationEntry> _rotationsOf;
    private readonly Dictionary<string, PolicyParameters> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string From, string To), TimeSpan> _walks = [];
    private readonly List<DateTimeOffset> _badgeEnds = [];
    private IReadOnlyList<ShiftChange> _changes = [];
    private PastShifts _past = PastShifts.None;
    private Rotations? _rotations;

    // Shared with every copy that has changes over it: each swap of five years makes one, and to read the times of all shifts takes long.
    private readonly Lazy<ILookup<string, RosterShift>> _asWritten;
    private ILookup<(string Post, string Shift, string Planned), ShiftChange>? _changesOf;
    private ILookup<string, RosterShift>? _placedAt;
    private ILookup<(string Post, string Shift), RosterShift>? _placedAs;

    // Records name shifts that the roster does not know any more: to have rotations make all the shifts around each of them is most of what a start would take.
    private ConcurrentDictionary<(string Post, long Eight), HashSet<string>> _idsAround = new();
    private ConcurrentDictionary<(string Post, long Stretch), IReadOnlyList<RosterShift>> _stretches = new();

    private RosterModel(RosterDocument document, DateTimeZone zone, PackShelf packs)
    {
        Document = document;
        Zone = zone;
        Packs = packs;
        _staff = document.Staff.ToDictionary(staff => staff.Id, StringComparer.Ordinal);
        _ofRole = document.Staff.GroupBy(staff => staff.Role, staff => staff.Id, StringComparer.Ordinal).ToDictionary(role => role.Key, role => role.ToArray(), StringComparer.Ordinal);
        _posts = document.Posts.ToDictionary(post => post.Id, StringComparer.Ordinal);
        _rotationsOf = document.Rotations.ToLookup(rotation => rotation.Post, StringComparer.Ordinal);
        _asWritten = new(() => document.Shifts.Select(Place).ToLookup(shift => shift.Post, StringComparer.Ordinal));
    }

    /// <summary>What it was made of.</summary>
    public RosterDocument Document { get; }

    /// <summary>The zone of all civil times.</summary>
    public DateTimeZone Zone { get; }

    /// <summary>The shifts that its rotations make.</summary>
    public Rotations Rotations => _rotations ??= new Rotations(this);

    /// <summary>The packs that its posts can name.</summary>
    public PackShelf Packs { get; }

    /// <summary>Checks a document and makes a model of it.</summary>
    /// <exception cref="RosterException">Something in it is impossible.</exception>
    public static RosterModel Of(RosterDocument document)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(document.Zone)
            ?? throw new RosterException($"zone: '{document.Zone}' is no time zone: use an IANA name such as Asia/Shanghai.");
        CheckWhole(document);
        CheckIds("posts", document.Posts.Select(post => post.Id));
        CheckIds("staff", document.Staff.Select(staff => staff.Id));
        var model = new RosterModel(document, zone, PackShelf.Of(document.Packs));
        var ofPack = new Dictionary<(string Pack, bool Sheets), PolicyParameters>();
        foreach (PostEntry post in document.Posts)
        {
            // A large house has a thousand posts that go by a pack as it is: those share one.
            bool isPlain = post.Parameters.Count == 0;
            if (!isPlain || !ofPack.TryGetValue((post.Pack, post.Sheets), out PolicyParameters? policy))
            {
                policy = model.Packs.Resolve(post.Pack, post.Parameters, $"posts: {post.Id}");
                policy = post.Sheets && policy.Sheet.Sections.Count > 0 ? policy : policy.WithoutSheets();
            }

            model._policies[post.Id] = policy;
            if (isPlain)
            {
                ofPack[(post.Pack, post.Sheets)] = policy;
            }
        }

        var badges = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (StaffEntry staff in document.Staff)
        {
            if (!Roles.Contains(staff.Role, StringComparer.Ordinal))
            {
                throw new RosterException($"staff: {staff.Id}: role '{staff.Role}' is none of {string.Join(", ", Roles)}.");
            }

            foreach (string badge in staff.Badges)
            {
                if (!Badge.Is(badge))
                {
                    throw new RosterException($"staff: {staff.Id}: badge '{badge}' is no UID: {Badge.Wanted}.");
                }

                if (!badges.Add(badge))
                {
                    throw new RosterException($"staff: {staff.Id}: badge {badge} is given twice: a badge belongs to one person.");
                }
            }

            foreach ((string badge, string until) in staff.Until)
            {
                model._badgeEnds.Add(model.CheckedEnd(staff, badge, until));
            }
        }

        model._badgeEnds.Sort();
        WorkCalendar.Check(document.Calendar);
        foreach (WalkEntry walk in document.Walking)
        {
            model.TakeWalk(walk);
        }

        foreach (ShiftEntry shift in document.Shifts)
        {
            model.CheckShift(shift);
        }

        foreach (RotationEntry rotation in document.Rotations)
        {
            model.CheckRotation(rotation);
        }

        return model;
    }

    /// <summary>The same roster with the changes that lie over it, behind the shifts that are over for good.</summary>
    public RosterModel With(IReadOnlyList<ShiftChange> changes, PastShifts past)
    {
        var copy = (RosterModel)MemberwiseClone();
        copy._changes = [.. changes];
        copy._past = past;
        copy._rotations = null;
        copy._changesOf = null;
        copy._placedAt = null;
        copy._placedAs = null;
        copy._idsAround = new();
        copy._stretches = new();
        return copy;
    }

    /// <summary>The same roster with more changes over those that lie over it already: what it would be.</summary>
    public RosterModel Over(IReadOnlyList<ShiftChange> changes) => With([.. _changes, .. changes], _past);

    /// <summary>Another roster under the changes and behind the past of this one: what it would be, were it put in force.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public RosterModel Anew(RosterDocument document) => Of(document).With(_changes, _past);

    /// <summary>The parameters of a post.</summary>
    public PolicyParameters PolicyOf(string post) => _policies.TryGetValue(post, out PolicyParameters? policy) ? policy : Packs.Resolve(PostEntry.UsualPack, new Dictionary<string, string>(StringComparer.Ordinal), post).WithoutSheets();

    /// <summary>Whether the handover sheets of a post bind.</summary>
    public bool KeepsSheets(string post) => Post(post)?.Sheets == true;

    /// <summary>A post, or null where the roster does not know it.</summary>
    public PostEntry? Post(string id) => _posts.GetValueOrDefault(id);

    /// <summary>A person, or null.</summary>
    public StaffEntry? Person(string id) => _staff.GetValueOrDefault(id);

    /// <summary>Everybody of a role, in the order of the roster.</summary>
    public IReadOnlyList<string> OfRole(string role) => _ofRole.GetValueOrDefault(role, []);

    /// <summary>The first moment behind another at which a lent badge ends; null: none does.</summary>
    public DateTimeOffset? BadgeEndAfter(DateTimeOffset at) => _badgeEnds.FindIndex(end => end > at) is var index and >= 0 ? _badgeEnds[index] : null;

    /// <summary>Until when a badge of somebody is lent; null: it is his for good.</summary>
    public DateTimeOffset? EndOf(StaffEntry person, string badge)
    {
        foreach ((string lent, string until) in person.Until)
        {
            if (string.Equals(lent, badge, StringComparison.OrdinalIgnoreCase))
            {
                return Moment(ParseCivil(until)!.Value);
            }
        }

        return null;
    }

    /// <summary>Whether a badge of somebody opens nothing at a moment: it was blocked, or was lent until then.</summary>
    public bool IsBlocked(StaffEntry person, string badge, DateTimeOffset at) => person.Blocked.Contains(badge, StringComparer.OrdinalIgnoreCase) || EndOf(person, badge) <= at;

    /// <summary>A person's name, or the id where there is none.</summary>
    public string NameOf(string id) => _staff.TryGetValue(id, out StaffEntry? staff) && staff.Name.Length > 0 ? staff.Name : id;

    /// <summary>The shifts of a post that touch a span of time, by start.</summary>
    public IReadOnlyList<RosterShift> Shifts(string post, DateTimeOffset from, DateTimeOffset to)
    {
        return to - from > LongestKept ? Made(post, from, to) : Near(post, from).Where(shift => shift.End > from && shift.Start < to).ToArray();
    }

    // Boards and reminders ask for every post's shifts of these days at every change, and to have patterns make them each time is most of what that would take.
    private IReadOnlyList<RosterShift> Near(string post, DateTimeOffset from)
    {
        long stretch = from.UtcTicks / Stretch.Ticks;
        if (!_stretches.TryGetValue((post, stretch), out IReadOnlyList<RosterShift>? near))
        {
            if (_stretches.Count >= MostStretches)
            {
                // Folding years of records passes by very many, and comes back to none.
                _stretches.Clear();
            }

            var begin = new DateTimeOffset(stretch * Stretch.Ticks, TimeSpan.Zero);
            near = Shared(post, stretch, Made(post, begin, begin + Stretch + LongestKept));
            _stretches[(post, stretch)] = near;
        }

        return near;
    }

    // Stretches lap over one another, and most shifts of one stand in those beside it already: they are kept once.
    private RosterShift[] Shared(string post, long stretch, RosterShift[] made)
    {
        for (long beside = stretch - StretchesBeside; beside <= stretch + StretchesBeside; beside++)
        {
            if (_stretches.TryGetValue((post, beside), out IReadOnlyList<RosterShift>? kept))
            {
                made = Array.ConvertAll(made, one => kept.FirstOrDefault(shift => shift.Start == one.Start && shift.End == one.End && string.Equals(shift.Id, one.Id, StringComparison.Ordinal)) ?? one);
            }
        }

        return made;
    }

    private RosterShift[] Made(string post, DateTimeOffset from, DateTimeOffset to)
    {
        IEnumerable<RosterShift> written = PlacedAt[post];
        IEnumerable<RosterShift> made = _rotationsOf[post].SelectMany(rotation => Expand(rotation, from, to)).Where(shift => !IsCancelled(shift));

        // A shift that is written out replaces the one of the same name that a pattern makes; ids of patterns come again every year.
        return written.Concat(made.Where(shift => !PlacedAs[(post, shift.Id)].Any(other => (other.Start - shift.Start).Duration() < SameShift))).Where(shift => shift.End > _past.Until)
            .Concat(_past.Of(post, from))
            .Where(shift => shift.End > from && shift.Start < to)
            .OrderBy(shift => shift.Start).ThenBy(shift => shift.Id, StringComparer.Ordinal)
            .ToArray();
    }

    /// <summary>A shift of a post by its id, near a time; null: none.</summary>
    public RosterShift? Shift(string post, string id, DateTimeOffset near)
    {
        // Nearly always it is one of these days, whose shifts are at hand anyway; whatever starts farther away is farther away.
        RosterShift? close = Nearest(Shifts(post, near - CloseShift, near + CloseShift), id, near);
        return close != null && (close.Start - near).Duration() < CloseShift ? close : Nearest(Near(post, id, near), id, near);
    }

    private static RosterShift? Nearest(IEnumerable<RosterShift> shifts, string id, DateTimeOffset near)
    {
        RosterShift? nearest = null;
        foreach (RosterShift shift in shifts)
        {
            if (string.Equals(shift.Id, id, StringComparison.Ordinal) && (nearest == null || (shift.Start - near).Duration() < (nearest.Start - near).Duration()))
            {
                nearest = shift;
            }
        }

        return nearest;
    }

    /// <summary>A shift of a post by its id and by its start as the roster has it; null: none.</summary>
    public RosterShift? PlannedShift(string post, string id, string planned)
    {
        if (ParseCivil(planned) is not { } start)
        {
            return null;
        }

        // One that was put off to another week is looked for farther away.
        string plain = planned.Replace('T', ' ');
        DateTimeOffset near = Moment(start);
        return Planned(Shifts(post, near - CloseShift, near + CloseShift)) ?? Planned(Near(post, id, near));

        RosterShift? Planned(IEnumerable<RosterShift> shifts)
        {
            return shifts.FirstOrDefault(shift => string.Equals(shift.Id, id, StringComparison.Ordinal) && string.Equals(shift.Planned.Replace('T', ' '), plain, StringComparison.Ordinal));
        }
    }

    /// <summary>The shift of a post that runs at a time; null: none.</summary>
    public RosterShift? Covering(string post, DateTimeOffset at) => Shifts(post, at.AddDays(-3), at.AddDays(1)).FirstOrDefault(shift => shift.Start <= at && at < shift.End);

    /// <summary>The shifts of a person, at whatever post, that a shift follows or precedes without a rest between.</summary>
    public IEnumerable<RosterShift> Adjacent(RosterShift shift, string staff)
    {
        return Document.Posts.SelectMany(post => Shifts(post.Id, shift.Start - AroundShift, shift.End + AroundShift))
            .Where(other => IsAdjacent(shift, other) && other.People.Contains(staff, StringComparer.Ordinal));
    }

    /// <summary>Whether another shift follows or precedes one without a rest between.</summary>
    internal static bool IsAdjacent(RosterShift shift, RosterShift other)
    {
        return (!string.Equals(other.Post, shift.Post, StringComparison.Ordinal) || !string.Equals(other.Id, shift.Id, StringComparison.Ordinal) || other.Start != shift.Start)
            && other.Start < shift.End + Straight && other.End > shift.Start - Straight;
    }

    /// <summary>The shortest time in which one walks from one post to another: a minute, unless the roster says otherwise.</summary>
    public TimeSpan Walk(string from, string to) => _walks.GetValueOrDefault((from, to), UsualWalk);

    /// <summary>Civil time of a moment.</summary>
    public LocalDateTime Civil(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(Zone).LocalDateTime;

    /// <summary>The moment of a civil time; a time that is skipped or doubled by summer time is taken leniently.</summary>
    public DateTimeOffset Moment(LocalDateTime civil) => civil.InZoneLeniently(Zone).ToDateTimeOffset();

    /// <summary>Reads <c>yyyy-MM-dd HH:mm</c>; null: it is none.</summary>
    public static LocalDateTime? ParseCivil(string text)
    {
        ParseResult<LocalDateTime> result = Minutes.Parse(text.Replace('T', ' '));
        return result.Success ? result.Value : null;
    }

    // A dash with nothing behind it says that there is something, and not what.
    private static void CheckWhole(RosterDocument document)
    {
        Check("posts", document.Posts);
        Check("staff", document.Staff);
        Check("shifts", document.Shifts);
        Check("rotations", document.Rotations);
        Check("calendar", document.Calendar);
        Check("walking", document.Walking);
        Check("packs", document.Packs.Values);
        document.Staff.ForEach(staff => Check($"staff: {staff.Id}: badges", [.. staff.Badges, .. staff.Blocked]));
        document.Shifts.ForEach(shift => Check($"shifts: {shift.Id}: people", [.. shift.Deputies, .. shift.Crew, .. shift.Doubles]));
        document.Rotations.ForEach(rotation => Check($"rotations: {rotation.Pattern} of {rotation.Post}: teams", rotation.Teams));
        document.Rotations.ForEach(rotation => rotation.Teams.ForEach(team => Check($"rotations: {rotation.Pattern} of {rotation.Post}: people", [.. team.Deputies, .. team.Crew])));
        document.Posts.ForEach(post => Check($"posts: {post.Id}: parameters", post.Parameters.Values));
        document.Posts.ForEach(post => Check($"posts: {post.Id}: reasons", post.Reasons.Values));

        static void Check(string where, IEnumerable<object?> items)
        {
            int empty = items.TakeWhile(item => item != null).Count() + 1;
            if (empty <= items.Count())
            {
                throw new RosterException($"{where}: number {empty} is empty: fill it in or take it away.");
            }
        }
    }

    private static void CheckIds(string where, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string id in ids)
        {
            if (!RecordBody.IsId(id))
            {
                throw new RosterException($"{where}: '{id}' is no id: use 1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }

            if (!seen.Add(id))
            {
                throw new RosterException($"{where}: {id} stands there twice: ids are unique.");
            }
        }
    }

    private DateTimeOffset CheckedEnd(StaffEntry staff, string badge, string until)
    {
        if (!staff.Badges.Contains(badge, StringComparer.OrdinalIgnoreCase))
        {
            throw new RosterException($"staff: {staff.Id}: until names badge '{badge}', which is not among the badges: add it there or take it away here.");
        }

        return ParseCivil(until ?? "") is { } civil && SaneTime.HoldsYear(civil.Year) ? Moment(civil) : throw new RosterException($"staff: {staff.Id}: until '{until}' is no time: write yyyy-MM-dd HH:mm.");
    }

    private void TakeWalk(WalkEntry walk)
    {
        string where = $"walking: {walk.From} to {walk.To}";
        if (new[] { walk.From, walk.To }.FirstOrDefault(id => Document.Posts.TrueForAll(post => !string.Equals(post.Id, id, StringComparison.Ordinal))) is { } nowhere)
        {
            throw new RosterException($"{where}: post '{nowhere}' is not among the posts.");
        }

        if (walk.Minutes is < 0 or > WalkEntry.MostMinutes)
        {
            throw new RosterException($"{where}: minutes {walk.Minutes} cannot be: write 0 to {WalkEntry.MostMinutes}.");
        }

        // There and back is one way.
        var minutes = TimeSpan.FromMinutes(walk.Minutes);
        if (string.Equals(walk.From, walk.To, StringComparison.Ordinal) || !_walks.TryAdd((walk.From, walk.To), minutes) || !_walks.TryAdd((walk.To, walk.From), minutes))
        {
            throw new RosterException($"{where}: it stands there twice, or leads nowhere: name two posts, each pair once.");
        }
    }

    private void CheckShift(ShiftEntry shift)
    {
        string where = $"shifts: {shift.Id}";
        CheckIds("shifts", [shift.Id]);
        if (Document.Posts.TrueForAll(post => !string.Equals(post.Id, shift.Post, StringComparison.Ordinal)))
        {
            throw new RosterException($"{where}: post '{shift.Post}' is not among the posts.");
        }

        LocalDateTime start = ParseCivil(shift.Start) ?? throw new RosterException($"{where}: start '{shift.Start}' is no time: write yyyy-MM-dd HH:mm.");
        LocalDateTime end = ParseCivil(shift.End) ?? throw new RosterException($"{where}: end '{shift.End}' is no time: write yyyy-MM-dd HH:mm.");
        if (!SaneTime.HoldsYear(start.Year) || !SaneTime.HoldsYear(end.Year))
        {
            throw new RosterException($"{where}: it runs from {shift.Start} to {shift.End}, where no terminal is yet or any more: correct the year.");
        }

        if (end <= start)
        {
            throw new RosterException($"{where}: it ends at {shift.End}, which is not after its start at {shift.Start}.");
        }

        CheckPeople(where, [shift.Leader, .. shift.Deputies, .. shift.Crew, .. shift.Doubles, shift.Supervisor]);
    }

    private void CheckRotation(RotationEntry rotation)
    {
        Rotations.Check(rotation);
        CheckPeople($"rotations: {rotation.Pattern} of {rotation.Post}", rotation.Teams.SelectMany(team => team.Deputies.Concat(team.Crew).Append(team.Leader)).Append(rotation.Supervisor));
    }

    private void CheckPeople(string where, IEnumerable<string> people)
    {
        foreach (string id in people)
        {
            if (id.Length > 0 && !_staff.ContainsKey(id))
            {
                throw new RosterException($"{where}: '{id}' is not among the staff: add the person or correct the id.");
            }
        }
    }

    // Neither the document nor what lies over it changes any more, and a step asks for shifts dozens of times: what is written out is placed once, and a
    // change is looked up by its shift. Two threads at most do so twice.
    private ILookup<string, RosterShift> PlacedAt => _placedAt ??= _changes.Count == 0 ? _asWritten.Value
        : Placed().Where(shift => !IsCancelled(shift)).ToLookup(shift => shift.Post, StringComparer.Ordinal);

    // One that takes place no more still stands before the one of its name that a pattern makes.
    private ILookup<(string Post, string Shift), RosterShift> PlacedAs => _placedAs ??= Placed().ToLookup(shift => (shift.Post, shift.Id));

    private ILookup<(string Post, string Shift, string Planned), ShiftChange> ChangesOf => _changesOf ??= _changes.ToLookup(change => (change.Post, change.Shift, change.Planned));

    private IEnumerable<RosterShift> Placed()
    {
        IEnumerable<RosterShift> written = _asWritten.Value.SelectMany(shifts => shifts);
        if (_changes.Count == 0)
        {
            return written;
        }

        // What was added and was written into the roster since is one shift, and not two.
        HashSet<(string Post, string Shift, string Planned)> known = [.. _changes.Where(change => change.Kind == ShiftChangeKind.Added).Select(change => (change.Post, change.Shift, change.Planned))];
        known.IntersectWith(written.Select(shift => (shift.Post, shift.Id, shift.Planned)));
        IEnumerable<RosterShift> added = _changes.Where(change => change.Kind == ShiftChangeKind.Added && known.Add((change.Post, change.Shift, change.Planned)))
            .Select(change => Place(change.Plan!.ToEntry(change.Shift, change.Post)));
        return written.Select(shift => ChangesOf.Contains((shift.Post, shift.Id, shift.Planned)) ? Place(shift.Entry) : shift).Concat(added.ToArray());
    }

    private bool IsCancelled(RosterShift shift)
    {
        return _changes.Count > 0 && ChangesOf[(shift.Post, shift.Id, shift.Planned)].LastOrDefault(change => change.DecidesWhetherItIs)?.Kind == ShiftChangeKind.Cancelled;
    }

    private RosterShift Place(ShiftEntry written)
    {
        ShiftEntry shift = _changes.Count == 0 ? written : ShiftChange.Changed(written, ChangesOf[(written.Post, written.Id, written.Start)]);
        return new RosterShift(shift.Id, shift.Post, Moment(ParseCivil(shift.Start)!.Value), Moment(ParseCivil(shift.End)!.Value), shift) { Planned = written.Start };
    }

    private IEnumerable<RosterShift> Expand(RotationEntry rotation, DateTimeOffset from, DateTimeOffset to) => Rotations.Expand(rotation, from, to).Select(Place);

    // Farther away lies only what was put off, which is rare; that there is no such shift at all is known at once.
    private IEnumerable<RosterShift> Near(string post, string id, DateTimeOffset at)
    {
        long eight = at.UtcTicks / Eight.Ticks;
        if (!_idsAround.TryGetValue((post, eight), out HashSet<string>? ids))
        {
            if (_idsAround.Count >= MostAround)
            {
                _idsAround.Clear();
            }

            var begin = new DateTimeOffset(eight * Eight.Ticks, TimeSpan.Zero);
            ids = Shifts(post, begin - NearShift, begin + Eight + NearShift).Select(shift => shift.Id).ToHashSet(StringComparer.Ordinal);
            _idsAround[(post, eight)] = ids;
        }

        return ids.Contains(id) ? Shifts(post, at - NearShift, at + NearShift).Where(shift => string.Equals(shift.Id, id, StringComparison.Ordinal)) : [];
    }
}
