using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Support;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>A badge is known by its UID or by its tap, opens as long as it is lent, and is one however it is named.</summary>
public sealed class BadgeTests : IDisposable
{
    private static readonly byte[] Key = Convert.FromHexString(new string('5', 64));
    private static readonly LocalDateTime Now = new(2026, 3, 2, 8, 0);

    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A badge that was enrolled by its tap is told to terminals as one that was enrolled by its UID is, byte for byte.</summary>
    [Fact]
    public void ABadgeByItsTapIsToldAsOneByItsUid()
    {
        string byUid = StaffTold(With(("S01", ["04A1B2C3"]))), byTap = StaffTold(With(("S01", [TapOf("04A1B2C3")])));
        Assert.Contains($"{{\"badge\":\"{Badge.HashOf(Key, "04A1B2C3")}\",\"staff\":\"S01\",\"role\":\"leader\"}}", byUid, StringComparison.Ordinal);
        Assert.Equal(byUid, byTap);
    }

    /// <summary>The same piece of plastic under both of its names is told once, and is blocked where one of them is.</summary>
    [Fact]
    public void BothNamesAreOneBadge()
    {
        RosterDocument roster = With(("S01", ["04A1B2C3", TapOf("04A1B2C3")]));
        Assert.Equal(StaffTold(With(("S01", ["04A1B2C3"]))), StaffTold(roster));
        Of(roster, "S01").Blocked = ["04A1B2C3"];
        Assert.Contains("\"blocked\":true", StaffTold(roster), StringComparison.Ordinal);
    }

    /// <summary>A roster that gives one person a badge by its UID and another one the same by its tap is refused, and the old one stays in force.</summary>
    [Fact]
    public void ABadgeOfTwoPeopleIsRefused()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        var exception = Assert.Throws<RosterException>(() => _bridge.Core.ChangeRoster(document =>
        {
            RosterDocument copy = document.Copy();
            Of(copy, "S05").Badges = [TapOf("04A1B2C3")];
            return copy;
        }));
        Assert.Contains("S01", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("04A1B2C3", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_bridge.Core.Read((room, _) => room.Roster.Person("S05")!.Badges));
    }

    /// <summary>A lent badge opens until its time, and at that moment terminals are told a newer roster in which it is blocked; a bridge that was stopped meanwhile tells it at its start.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ALentBadgeEndsByItself(bool restarts)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        Of(roster, "S05").Badges = ["04D0E0F1"];
        Of(roster, "S05").Until["04D0E0F1"] = "2026-03-02 12:00";
        _bridge.Core.SetRoster(roster);
        _bridge.Core.Step();
        Assert.DoesNotContain("blocked", _bridge.Told("roster/1").Last(), StringComparison.Ordinal);
        int told = _bridge.Told("roster").Length;

        _bridge.Time.Advance(TimeSpan.FromHours(4) - TimeSpan.FromSeconds(1));
        DateTimeOffset next = _bridge.Core.Step();
        Assert.Equal(told, _bridge.Told("roster").Length);
        Assert.True(next <= _bridge.Time.GetUtcNow().AddSeconds(1), "The next step comes when the badge ends.");

        _bridge.Time.Advance(TimeSpan.FromSeconds(1));
        if (restarts)
        {
            _bridge.Restart();
        }

        _bridge.Core.Step();
        string page = _bridge.Told("roster/1").Last();
        Assert.Contains($"\"badge\":\"{Badge.HashOf(Key, "04D0E0F1")}\",\"staff\":\"S05\",\"role\":\"operator\",\"blocked\":true", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\"staff\":\"S01\",\"role\":\"leader\",\"blocked\"", page, StringComparison.Ordinal);
        _bridge.Core.Step();
        Assert.Equal(page, _bridge.Told("roster/1").Last());
    }

    /// <summary>What a terminal holds is known from its record, so that a lost badge can be told where it is blocked already.</summary>
    [Fact]
    public void WhatTerminalsHoldIsKnown()
    {
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Core.Step();
        (long held, long told) = _bridge.Core.RosterAt("T1");
        Assert.True(held < told);
        _bridge.Receive(_bridge.Terminal.Next("roster.applied", $"\"roster\":{told},\"staffCount\":6,\"shiftCount\":4", "2026-03-02T00:00:00.000Z"));
        Assert.Equal((told, told), _bridge.Core.RosterAt("T1"));

        // A change that no terminal was told yet is none that they hold.
        RosterDocument changed = SampleRosterOfTests.Hotline();
        Of(changed, "S01").Blocked = ["04A1B2C3"];
        _bridge.Core.SetRoster(changed);
        (held, long current) = _bridge.Core.RosterAt("T1");
        Assert.True(held < current);
    }

    /// <summary>What cannot be a badge, or an end of one, is refused with what is wrong.</summary>
    [Theory]
    [InlineData("tap:0123456789abcde", "", "no UID")]
    [InlineData("#0123456789abcdef", "", "no UID")]
    [InlineData("04A1B2C3", "tomorrow", "no time")]
    [InlineData("04A1B2C3", "9999-01-01 00:00", "no time")]
    public void WhatIsNoBadgeIsRefused(string badge, string until, string why)
    {
        RosterDocument roster = With(("S01", [badge]));
        if (until.Length > 0)
        {
            Of(roster, "S01").Until[badge] = until;
        }

        Assert.Contains(why, Assert.Throws<RosterException>(() => RosterModel.Of(roster)).Message, StringComparison.Ordinal);
    }

    /// <summary>Each refusal of what managers do to the staff, in a table.</summary>
    [Theory]
    [InlineData("S05", "04D0E0F1", "", "")]
    [InlineData("S05", "04D0E0F1", "2026-03-02T20:00", "")]
    [InlineData("S77", "04D0E0F1", "", "unknown-staff")]
    [InlineData("S05", "04D0E0", "", "no-badge")]
    [InlineData("S05", "08D0E0F1", "", "random-badge")]
    [InlineData("S05", "08D0E0F1AABBCC", "", "")]
    [InlineData("S01", "04a1b2c3", "", "own-badge")]
    [InlineData("S05", "04A1B2C3", "", "taken-badge")]
    [InlineData("S05", "04D0E0F1", "2026-03-02 08:00", "no-until")]
    public void ABadgeIsGivenOrWhyNot(string staff, string badge, string until, string refusal)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        Assert.Equal(refusal, new StaffEdits(roster, [Key], Now).AddBadge(staff, badge, until)?.Word ?? "");
        Assert.Equal(refusal.Length == 0, staff is "S05" && Of(roster, staff).Badges.Contains(badge));
        RosterModel.Of(roster);
    }

    /// <summary>A tap of a badge that somebody has by its UID is recognised as that badge.</summary>
    [Fact]
    public void ATapOfAKnownBadgeIsRecognised()
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        var edits = new StaffEdits(roster, [Key], Now);
        Assert.Equal("own-badge", edits.AddBadge("S01", TapOf("04A1B2C3"), "")?.Word);
        Assert.Equal(new StaffRefusal("taken-badge", "S01"), edits.AddBadge("S05", TapOf("04A1B2C3"), ""));
    }

    /// <summary>Blocking, letting in again, lending and taking away go by the digits that records have, and mean the badge under all of its names.</summary>
    [Fact]
    public void ABadgeIsBlockedUnderAllItsNames()
    {
        RosterDocument roster = With(("S01", ["04A1B2C3", TapOf("04A1B2C3"), "04AABBCC"]));
        var edits = new StaffEdits(roster, [Key], Now);
        StaffEntry person = Of(roster, "S01");
        string code = Badge.HashOf(Key, "04A1B2C3");
        Assert.Null(edits.Block("S01", code));
        Assert.Null(edits.Block("S01", code));
        Assert.Equal(["04A1B2C3", TapOf("04A1B2C3")], person.Blocked);
        Assert.Null(edits.Unblock("S01", code));
        Assert.Empty(person.Blocked);
        Assert.Null(edits.Lend("S01", code, "2026-03-02T20:00"));
        Assert.Equal("2026-03-02 20:00", person.Until["04A1B2C3"]);
        RosterModel.Of(roster);
        Assert.Null(edits.Remove("S01", code));
        Assert.Equal(["04AABBCC"], person.Badges);
        Assert.Empty(person.Until);
        Assert.Equal("no-such-badge", edits.Block("S01", code)?.Word);
    }

    /// <summary>Who has left stays in the roster with every badge blocked, and may not be rostered.</summary>
    [Fact]
    public void WhoHasLeftStaysAndIsBlocked()
    {
        RosterDocument roster = With(("S01", ["04A1B2C3", "04AABBCC"]));
        Assert.Null(new StaffEdits(roster, [Key], Now).Leave("S01"));
        Assert.Equal(Of(roster, "S01").Badges, Of(roster, "S01").Blocked);
        Assert.False(Of(roster, "S01").Qualified);
    }

    /// <summary>People are added and changed by what they have to be, and nothing else.</summary>
    [Theory]
    [InlineData("S90", "新人", "operator", "", "")]
    [InlineData("S 90", "新人", "operator", "", "no-id")]
    [InlineData("S01", "新人", "operator", "", "taken-id")]
    [InlineData("S90", "  ", "operator", "", "no-name")]
    [InlineData("S90", "新人", "boss", "", "unknown-role")]
    [InlineData("S90", "新人", "operator", "nobody", "no-mail")]
    public void APersonIsAddedOrWhyNot(string id, string name, string role, string mail, string refusal)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        int before = roster.Staff.Count;
        Assert.Equal(refusal, new StaffEdits(roster, [Key], Now).Add(id, name, role, mail)?.Word ?? "");
        Assert.Equal(before + (refusal.Length == 0 ? 1 : 0), roster.Staff.Count);
    }

    /// <summary>A list of another system, and a table, replace the UIDs that they know; what was enrolled at a terminal stays with the one and is in the other.</summary>
    [Fact]
    public void OtherListsLeaveWhatWasEnrolledByTapping()
    {
        RosterDocument roster = With(("S01", ["04A1B2C3", TapOf("04AABBCC")]));
        Of(roster, "S01").Until[TapOf("04AABBCC")] = "2026-03-02 20:00";
        var taken = HrStaff.Take(roster, [new HrPerson("S01", "王芳", null, ["04112233"], null, null)], new LocalDate(2026, 3, 2));
        Assert.Equal(["04112233", TapOf("04AABBCC")], taken.Document!.Staff.Single(person => person.Id is "S01").Badges);
        Assert.Single(taken.Document.Staff.Single(person => person.Id is "S01").Until);

        Imported<StaffEntry> table = StaffCsv.Read(Encoding.UTF8.GetBytes(StaffCsv.Write(roster.Staff)));
        Assert.Empty(table.Faults);
        RosterImport import = RosterImport.Staff(RosterModel.Of(roster), table.Entries);
        Assert.All(import.Changes, change => Assert.Equal("unchanged", change.Kind));
        Assert.Single(Of(import.Document, "S01").Until);
    }

    /// <summary>A random UID is refused wherever UIDs come in from outside.</summary>
    [Fact]
    public void RandomUidsAreRefused()
    {
        Assert.Contains("random", Assert.Single(StaffCsv.Read("id,name,badges\r\nS90,x,08A1B2C3\r\n"u8).Faults).What, StringComparison.Ordinal);
        Assert.Contains("random", Assert.Single(HrPeople.Read("""[{"id":"S90","name":"x","badges":["08A1B2C3"]}]"""u8.ToArray()).Faults).Words, StringComparison.Ordinal);
        Assert.Empty(HrPeople.Read(Encoding.UTF8.GetBytes($$"""[{"id":"S90","name":"x","badges":["{{TapOf("04A1B2C3")}}"]}]""")).Faults);
    }

    private static string TapOf(string uid) => Badge.TapMark + Badge.HashOf(Key, uid);

    private static StaffEntry Of(RosterDocument roster, string id) => roster.Staff.Single(person => string.Equals(person.Id, id, StringComparison.Ordinal));

    private static RosterDocument With(params (string Id, List<string> Badges)[] badges)
    {
        RosterDocument roster = SampleRosterOfTests.Hotline();
        roster.Staff.ForEach(person => person.Badges = Array.Find(badges, one => string.Equals(one.Id, person.Id, StringComparison.Ordinal)).Badges ?? []);
        return roster;
    }

    private string StaffTold(RosterDocument roster)
    {
        DateTimeOffset now = _bridge.Time.GetUtcNow();
        TerminalMessage page = TerminalMessages.Roster(RosterModel.Of(roster), _bridge.Terminals.Terminals[0], Key, 1, now)[0];
        return Encoding.ASCII.GetString(page.Payload);
    }
}
