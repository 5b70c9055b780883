using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.Simulation.World;

/// <summary>A post of the simulated house.</summary>
/// <param name="Id">Its id.</param>
/// <param name="First">The place of its first person; sixteen belong to it: four leaders, eight of the crew, four deputies.</param>
/// <param name="Terminals">The places of its terminals, the handover terminal first.</param>
public sealed record HousePost(string Id, int First, IReadOnlyList<int> Terminals);

/// <summary>
/// The house that a seed makes: three posts with five terminals, their people and rotations, and how large the journals are. A small journal runs full in an afternoon.
/// </summary>
public sealed class House
{
    /// <summary>How long a pair waits for its second badge.</summary>
    public const int PairingTimeS = 15;

    /// <summary>How long before the end of a shift it may be handed over.</summary>
    public const int WindowMin = 10;

    /// <summary>How many segments a journal has that is not a small one: it keeps all of a week.</summary>
    public const int UsualSegments = 29;

    private const int OfPost = 16;
    private const int UnknownCards = 100;

    /// <summary>The first moment of every simulation.</summary>
    public static readonly DateTimeOffset Begin = new(2026, 3, 1, 22, 0, 0, TimeSpan.Zero);

    private static readonly int[] SmallJournals = [5, 7, UsualSegments];

    private readonly List<string> _people = [];

    /// <summary>The house of a seed.</summary>
    public House(int seed)
    {
        Seed = seed;
        var random = new Random(seed ^ 0x5EED);
        Posts = [new HousePost("hotline", 0, [0, 1]), new HousePost("boiler", OfPost, [2, 3]), new HousePost("gate", 2 * OfPost, [4])];
        foreach (HousePost post in Posts)
        {
            _people.AddRange(Enumerable.Range(0, OfPost).Select(i => string.Create(CultureInfo.InvariantCulture, $"{char.ToUpperInvariant(post.Id[0])}{i:00}")));
        }

        Supervisors = [_people.Count, _people.Count + 1];
        Blocked = _people.Count + 2;
        _people.AddRange(["V1", "V2", "X1"]);
        bool usual = random.Next(3) > 0;
        Segments = [.. Enumerable.Range(0, 5).Select(_ => usual ? UsualSegments : SmallJournals[random.Next(SmallJournals.Length)])];
        Document = MakeRoster(0);
        Model = RosterModel.Of(Document);
        Entries =
        [
            .. Enumerable.Range(0, 5).Select(i => new TerminalEntry
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"T{i + 1}"),
                Post = PostOf(i).Id,
                Handover = PostOf(i).Terminals[0] == i,
                Key = string.Concat(Enumerable.Repeat((0x10 + i).ToString("x2", CultureInfo.InvariantCulture), 32)),
            }),
        ];
    }

    /// <summary>What it was made of.</summary>
    public int Seed { get; }

    /// <summary>The posts.</summary>
    public IReadOnlyList<HousePost> Posts { get; }

    /// <summary>The ids of all who have a badge.</summary>
    public IReadOnlyList<string> People => _people;

    /// <summary>The places of the supervisors.</summary>
    public IReadOnlyList<int> Supervisors { get; }

    /// <summary>The place of somebody whose badge is blocked.</summary>
    public int Blocked { get; }

    /// <summary>The first unknown card.</summary>
    public int Unknown => _people.Count;

    /// <summary>The first telephone, whose number is another one each time.</summary>
    public int Telephone => _people.Count + UnknownCards;

    /// <summary>How many segments the journal of each terminal has.</summary>
    public IReadOnlyList<int> Segments { get; }

    /// <summary>Whether every journal keeps all of a week, so that a bridge that was put back can have everything again.</summary>
    public bool KeepsAll => Segments.All(segments => segments == UsualSegments);

    /// <summary>The roster.</summary>
    public RosterDocument Document { get; }

    /// <summary>The same, to be asked.</summary>
    public RosterModel Model { get; }

    /// <summary>The terminals.</summary>
    public IReadOnlyList<TerminalEntry> Entries { get; }

    /// <summary>The site key.</summary>
    public static string SiteKey { get; } = new('5', 64);

    /// <summary>The post of a terminal.</summary>
    public HousePost PostOf(int terminal) => Posts.First(post => post.Terminals.Contains(terminal));

    /// <summary>The place of a person.</summary>
    public int PlaceOf(string staff) => _people.IndexOf(staff);

    /// <summary>The card that somebody holds out.</summary>
    public byte[] UidOf(int person) => person < Telephone ? [0x04, 0x51, (byte)(person >> 8), (byte)person] : [0x08, (byte)(person >> 16), (byte)(person >> 8), (byte)person];

    /// <summary>The id of who holds a card out; empty: nobody that the roster knows.</summary>
    public string StaffOf(int person) => person < _people.Count ? _people[person] : "";

    /// <summary>The roster after so many changes: with each, another deputy stands in for the whole house.</summary>
    public RosterDocument MakeRoster(int changes)
    {
        var roster = new RosterDocument();
        roster.Staff.AddRange(_people.Select((id, i) => new StaffEntry
        {
            Id = id,
            Name = id,
            Role = Supervisors.Contains(i) ? "supervisor" : i < Blocked && i % OfPost < 4 ? "leader" : "operator",
            Badges = [Convert.ToHexString(UidOf(i))],
            Blocked = i == Blocked ? [Convert.ToHexString(UidOf(i))] : [],
        }));
        foreach (HousePost post in Posts)
        {
            var entry = new PostEntry { Id = post.Id, Name = post.Id };
            if (post.Id is "boiler")
            {
                entry.Parameters = new(StringComparer.Ordinal) { ["away"] = "true", ["awayLimitMin"] = "20", ["checks"] = "rep-1 11:10, rep-2 02:40" };
            }
            else if (post.Id is "gate")
            {
                entry.Parameters = new(StringComparer.Ordinal) { ["clockOutAtHandover"] = "true", ["graceMin"] = "3" };
            }

            roster.Posts.Add(entry);
            roster.Rotations.Add(new RotationEntry
            {
                Pattern = post.Id is "boiler" ? "three-8h" : "two-12h",
                Post = post.Id,
                From = "2026-02-20",
                Start = post.Id is "gate" ? "07:30" : "08:00",
                Teams =
                [
                    .. Enumerable.Range(0, 4).Select(team => new TeamEntry
                    {
                        Leader = _people[post.First + team],
                        Deputies = [_people[post.First + 12 + ((team + changes) % 4)]],
                        Crew = [_people[post.First + 4 + team], _people[post.First + 8 + team]],
                    }),
                ],
            });
        }

        return roster;
    }

    /// <summary>A step in words.</summary>
    public string Say(Step step)
    {
        int[] args = step.Args;
        string Who(int person) => person < 0 ? "nobody" : person < _people.Count ? _people[person] : person < Telephone ? "an unknown card" : "a telephone";
        string At(int terminal) => Entries[terminal].Id;
        string For(int ms) => TimeSpan.FromMilliseconds(ms).ToString("c", CultureInfo.InvariantCulture);
        return step.Kind switch
        {
            StepKind.Tap => $"{Who(args[1])} at {At(args[0])}",
            StepKind.Handover => $"{Who(args[1])} hands over to {Who(args[2])} at {At(args[0])}, {args[3]} ms apart{(args[4] == 1 ? ", the incoming first" : "")}{(args[5] < 0 ? "" : $", {Who(args[5])} is there")}{(args[6] == 1 ? ", the first taps twice" : "")}",
            StepKind.Released => $"{Who(args[1])} lets {Who(args[2])} and {Who(args[3])} hand over at {At(args[0])}, {args[4]} ms apart",
            StepKind.HoldOpen => $"{Who(args[1])} opens a hold at {Posts[args[0]].Id}",
            StepKind.HoldClear => $"{Who(args[1])} clears the hold at {Posts[args[0]].Id}",
            StepKind.Command => $"{At(args[0])} is told to {(args[1] switch { 0 => "show itself", 1 => "be silent", 2 => "restart", _ => $"let a handover happen, by {Who(args[2])}" })}",
            StepKind.Cut => $"no network at {At(args[0])} for {For(args[1])}",
            StepKind.Lossy => $"a bad network at {At(args[0])} for {For(args[1])}, {args[2]} of 100 lost",
            StepKind.Slow => $"a slow network at {At(args[0])} for {For(args[1])}",
            StepKind.PowerOff => $"no power at {At(args[0])} for {For(args[1])}",
            StepKind.PowerInWrite => $"no power at {At(args[0])} for {For(args[1])}, from the middle of a write on",
            StepKind.FlashRefuses => $"the flash of {At(args[0])} refuses a write",
            StepKind.ClockJump => $"the clock of {At(args[0])} jumps by {args[1]} s",
            StepKind.NoTime => $"no time server at {At(args[0])} for {For(args[1])}",
            StepKind.KillBridge => $"the bridge dies ({(KillPoint)args[1]}, time {args[2]}) for {For(args[0])}",
            StepKind.StoreFails => $"the store fails ({(StoreFault)args[1]}, {args[2]} of 100) for {For(args[0])}",
            StepKind.Restore => $"the copy of the store is put back, stopped for {For(args[0])}",
            StepKind.Forge => $"a forged record of {At(args[0])}",
            _ => "",
        };
    }
}
