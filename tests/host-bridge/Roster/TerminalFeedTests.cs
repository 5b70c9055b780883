using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Keeping;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Who is told of what, and when, in a house that has many terminals.</summary>
public sealed class TerminalFeedTests : IDisposable
{
    private const int More = 59;
    private static readonly string Key = new('7', 64);

    private readonly TestBridge _bridge = new(Enumerable.Range(2, More).Select(i => new TerminalEntry { Id = Id(i), Post = Post(i), Key = Key }));

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>
    /// What somebody has done at one post is told there at once, and at all others as well, some at a look: each is told once, and the next look is due until all are.
    /// </summary>
    [Fact]
    public void TheOthersAreToldSomeAtALook()
    {
        Begin();
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        Assert.Equal(26, Told().Length);
        Assert.Contains("T1", Told());
        Assert.True(_bridge.Core.Step() <= _bridge.Time.GetUtcNow());
        Assert.Equal(51, Told().Length);
        _bridge.Core.Step();
        Assert.Equal(More + 1, Told().Length);
        Assert.Equal(More + 1, Told().Distinct(StringComparer.Ordinal).Count());
        _bridge.Core.Step();
        Assert.Equal(More + 1, Told().Length);
        Assert.All(_bridge.Published.Where(message => IsPresence(message.Topic)), message => Assert.Contains("S01", message.Payload, StringComparison.Ordinal));
    }

    /// <summary>However often there is news, nobody is passed over: the next look begins with the first that had to wait.</summary>
    [Fact]
    public void EachHasItsTurn()
    {
        Begin();
        foreach (string staff in new[] { "S02", "S03", "S04" })
        {
            _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{staff}\",\"shift\":\"N1\""));
        }

        Assert.Equal(More + 1, Told().Distinct(StringComparer.Ordinal).Count());
    }

    /// <summary>
    /// Where a message has no room for all who are elsewhere, a terminal is told of those who are on its post's roster: who taps there is one of them nearly always. A step at another's door is no news to it then.
    /// </summary>
    [Fact]
    public void InALargeHouseThoseOfTheOwnRosterAreNamed()
    {
        const int Posts = 60;
        FakeTerminal[] terminals = Occupy(Posts);
        Assert.Contains($"\"elsewhere\":[{{\"staff\":\"{Person(2)}\",\"post\":\"desk2\"}}]", LastTold("T1"), StringComparison.Ordinal);

        _bridge.Published.Clear();
        _bridge.ReceiveFrom(terminals[1], terminals[1].Next("duty.clock-out", $"\"staff\":\"{Person(3)}\",\"shift\":\"D1\""));
        _bridge.Time.Advance(TimeSpan.FromSeconds(10));
        StepUntilToldAll();
        Assert.Equal("T3", Assert.Single(Told().Distinct(StringComparer.Ordinal)));

        _bridge.Core.SetRoster(Large(Posts, Person(4)));
        StepUntilToldAll();
        Assert.Contains($"{{\"staff\":\"{Person(4)}\",\"post\":\"desk4\"}}", LastTold("T1"), StringComparison.Ordinal);
    }

    /// <summary>So it is where a terminal's own message has too little room for the others by a few bytes alone.</summary>
    [Fact]
    public void SoItIsWhereTheRoomIsNearlyEnough()
    {
        Occupy(51);
        Assert.Contains($"\"elsewhere\":[{{\"staff\":\"{Person(2)}\",\"post\":\"desk2\"}}]", LastTold("T1"), StringComparison.Ordinal);
    }

    /// <summary>A terminal that is enrolled anew has another key and perhaps an empty flash: what it was told before it cannot read, so all of it is told again, by higher versions.</summary>
    [Fact]
    public void WhoIsEnrolledAnewIsToldEverythingAgain()
    {
        using House house = new House().Open(SampleRosterOfTests.Hotline());
        house.Receive(house.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        house.Core.Step();
        Dictionary<string, long> before = Kept(house);
        Assert.Superset(new HashSet<string> { "policy", "presence", "roster", "roster/1" }, before.Keys.ToHashSet(StringComparer.Ordinal));
        house.Published.Clear();
        house.Core.Append(LogKind.Terminal, "T1", house.Store.Enrolment.Enrol("T1", "hotline", true, "test").Act.ToBody());
        house.Core.Step();
        Dictionary<string, long> after = Kept(house);
        Assert.Equal(before.Keys.Order(StringComparer.Ordinal), after.Keys.Order(StringComparer.Ordinal));
        Assert.All(after, kind => Assert.True(kind.Value > before[kind.Key], kind.Key));
    }

    /// <summary>To tell a large house everything takes seconds. The bridge rests behind that for many times as long, but nobody's coming waits longer than five seconds for it.</summary>
    [Fact]
    public void NobodyWaitsLongBehindALongLook()
    {
        _bridge.RestAfterDuties = 20;
        _bridge.Restart();
        _bridge.Fails = topic =>
        {
            _bridge.Time.Advance(topic.EndsWith("/policy", StringComparison.Ordinal) ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            return false;
        };
        Begin();
        _bridge.Receive(_bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        Assert.Empty(Told());
        _bridge.Time.Advance(TimeSpan.FromSeconds(5));
        _bridge.Core.Step();
        Assert.Contains("T1", Told());
    }

    // The version of each kind that the broker keeps for the terminal.
    private static Dictionary<string, long> Kept(House house)
    {
        const string Own = "dutykiosk/v1/T1/";
        var kept = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach ((string topic, string payload) in house.Published.Where(message => message.Topic.StartsWith(Own, StringComparison.Ordinal)))
        {
            using JsonDocument json = JsonDocument.Parse(payload);
            if (json.RootElement.TryGetProperty("version", out JsonElement version))
            {
                kept[topic[Own.Length..]] = version.GetInt64();
            }
        }

        return kept;
    }

    /// <summary>A broker that is slower than the bridge gets no more than it has room for; what has to be told is told when it has.</summary>
    [Fact]
    public void ABrokerWithoutRoomIsWaitedFor()
    {
        _bridge.HasRoom = false;
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        Assert.True(_bridge.Core.Step() <= _bridge.Time.GetUtcNow());
        Assert.Empty(Manifests());
        _bridge.HasRoom = true;
        StepUntilToldAll();
        Assert.Equal(More + 1, Manifests().Distinct(StringComparer.Ordinal).Count());

        string[] Manifests() => _bridge.Published.Select(message => message.Topic).Where(topic => topic.EndsWith("/roster", StringComparison.Ordinal)).ToArray();
    }

    // Somebody is in at every post but the first.
    private FakeTerminal[] Occupy(int posts)
    {
        _bridge.Core.SetRoster(Large(posts, Person(2)));
        FakeTerminal[] terminals = [.. Enumerable.Range(2, posts - 1).Select(i => new FakeTerminal(Id(i), Convert.FromHexString(Key)))];
        _bridge.Receive(_bridge.Terminal.Next());
        for (int i = 0; i < terminals.Length; i++)
        {
            _bridge.ReceiveFrom(terminals[i], terminals[i].Next("duty.clock-in", $"\"staff\":\"{Person(i + 2)}\",\"shift\":\"D1\""));
        }

        _bridge.Time.Advance(TimeSpan.FromSeconds(10));
        StepUntilToldAll();
        return terminals;
    }

    private void StepUntilToldAll()
    {
        for (int looks = 0; _bridge.Core.Step() <= _bridge.Time.GetUtcNow(); looks++)
        {
            Assert.True(looks < More, "There is always somebody left to be told.");
        }
    }

    private string LastTold(string terminal) => _bridge.Published.Last(message => IsPresence(message.Topic) && message.Topic.Contains($"/{terminal}/", StringComparison.Ordinal)).Payload;

    // Everybody leads the shifts of one post, and somebody is on those of the first one, too.
    private static RosterDocument Large(int posts, string also) => new()
    {
        Posts = [.. Enumerable.Range(1, posts).Select(i => new PostEntry { Id = Post(i), Name = Post(i) })],
        Staff = [.. Enumerable.Range(1, posts).Select(i => new StaffEntry { Id = Person(i), Name = Person(i), Role = "leader" })],
        Rotations = [.. Enumerable.Range(1, posts).Select(i => new RotationEntry
        {
            Post = Post(i),
            From = "2026-01-01",
            Teams = [new TeamEntry { Leader = Person(i), Crew = i == 1 ? [also] : [] }],
        })],
    };

    private static string Person(int number) => string.Create(CultureInfo.InvariantCulture, $"S-person-{number:00}");

    private static string Post(int number) => number == 1 ? "hotline" : string.Create(CultureInfo.InvariantCulture, $"desk{number}");

    // Every terminal has written something, and knows the house as it is.
    private void Begin()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        for (int i = 2; i <= More + 1; i++)
        {
            var terminal = new FakeTerminal(Id(i), Convert.FromHexString(Key));
            _bridge.ReceiveFrom(terminal, terminal.Next());
        }

        _bridge.Published.Clear();
    }

    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"T{number}");

    private static bool IsPresence(string topic) => topic.EndsWith("/presence", StringComparison.Ordinal);

    private string[] Told() => _bridge.Published.Select(message => message.Topic).Where(IsPresence).Select(topic => topic.Split('/')[2]).ToArray();
}
