using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using CsCheck;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Terminals;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Shifts as they lie in time.</summary>
public sealed class RosterModelTests
{
    /// <summary>A two-shift rotation covers every moment exactly once, whoever asks for whatever span, in a zone with summer time too.</summary>
    [Fact]
    public void ARotationCoversEveryMomentOnce()
    {
        RosterModel model = RosterModel.Of(Document("Europe/Berlin", "two-12h"));
        DateTimeOffset first = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
        Gen.Int[0, 360 * 24 * 60].Sample(minute =>
        {
            DateTimeOffset at = first.AddMinutes(minute);
            return model.Shifts("hotline", at.AddDays(-2), at.AddDays(2)).Count(shift => shift.Start <= at && at < shift.End) == 1;
        });
    }

    /// <summary>The teams take turns, and the sample's S01 has the shift that runs at the first start, at any hour.</summary>
    [Fact]
    public void TheSampleBeginsWithItsFirstLeader()
    {
        for (int hour = 0; hour < 24; hour++)
        {
            DateTimeOffset now = new(2026, 11, 24, hour, 30, 0, TimeSpan.Zero);
            RosterModel model = RosterModel.Of(SampleRoster.Roster(now));
            Assert.Equal("S01", model.Covering("hotline", now)!.Entry.Leader);
            Assert.Equal("S02", model.Covering("hotline", now.AddHours(12))!.Entry.Leader);
            Assert.Contains(model.Person("S01")!.Badges, badge => badge is "04A1B2C3");
        }
    }

    /// <summary>Pages stay within what a terminal takes, name their version, and hold everybody once.</summary>
    [Fact]
    public void PagesFit()
    {
        RosterDocument document = Document("Asia/Shanghai", "three-8h");
        document.Staff.AddRange(Enumerable.Range(0, 400).Select(i => new StaffEntry { Id = string.Create(CultureInfo.InvariantCulture, $"P{i}"), Badges = [i.ToString("X8", CultureInfo.InvariantCulture)] }));
        var terminal = new TerminalEntry { Id = "T1", Post = "hotline", Key = new string('7', 64) };
        IReadOnlyList<TerminalMessage> messages = TerminalMessages.Roster(RosterModel.Of(document), terminal, new byte[32], 7, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.All(messages, message => Assert.InRange(message.Payload.Length, 1, SignedMessage.MaxBytes));
        Assert.All(messages, message => Assert.All(message.Payload, value => Assert.InRange(value, (byte)0x20, (byte)0x7E)));
        string all = string.Concat(messages.Select(message => System.Text.Encoding.ASCII.GetString(message.Payload)));
        Assert.All(Enumerable.Range(0, 400), i => Assert.Contains($"\"staff\":\"P{i}\"", all, StringComparison.Ordinal));
        Assert.EndsWith("/roster", messages[^1].Topic, StringComparison.Ordinal);
        Assert.Contains($"\"pages\":{messages.Count - 1},\"staffCount\":403", System.Text.Encoding.ASCII.GetString(messages[^1].Payload), StringComparison.Ordinal);
    }

    /// <summary>A shift with more people than a page has room for, or than a terminal counts, is told all the same: those who lead it first.</summary>
    [Theory]
    [InlineData("Person-{0:0000}", 200)]
    [InlineData("{0}", 400)]
    public void AShiftOfVeryManyPeopleIsTold(string id, int people)
    {
        RosterDocument document = Document("Asia/Shanghai", "two-12h");
        string[] ids = [.. Enumerable.Range(0, people).Select(i => string.Format(CultureInfo.InvariantCulture, id, i))];
        document.Staff.AddRange(ids.Select(one => new StaffEntry { Id = one }));
        document.Shifts.Add(new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01", Deputies = [ids[0]], Crew = [.. ids], Doubles = [ids[0]] });
        var terminal = new TerminalEntry { Id = "T1", Post = "hotline", Key = new string('7', 64) };
        IReadOnlyList<TerminalMessage> messages = TerminalMessages.Roster(RosterModel.Of(document), terminal, new byte[32], uint.MaxValue, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));
        Assert.All(messages, message => Assert.InRange(message.Payload.Length, 1, SignedMessage.MaxBytes));
        JsonElement shift = messages.SkipLast(1).Select(message => JsonDocument.Parse(message.Payload).RootElement).Where(page => page.TryGetProperty("shifts", out _))
            .SelectMany(page => page.GetProperty("shifts").EnumerateArray()).First(one => one.GetProperty("id").GetString() is "D1");
        Assert.Equal(("S01", ids[0]), (shift.GetProperty("leader").GetString(), shift.GetProperty("deputies")[0].GetString()));
        int told = 1 + new[] { "deputies", "crew", "doubles" }.Sum(name => shift.TryGetProperty(name, out JsonElement people) ? people.GetArrayLength() : 0);
        Assert.InRange(told, 100, 255);
    }

    /// <summary>A ladder whose later steps come sooner is told as one that a terminal takes: none of them before the one that it stands behind.</summary>
    [Fact]
    public void AStepOfTheLadderIsNeverToldBeforeTheOneBeforeIt()
    {
        RosterDocument document = Document("Asia/Shanghai", "two-12h");
        document.Posts[0].Parameters = new Dictionary<string, string>(StringComparer.Ordinal) { ["dueMin"] = "10", ["lateMin"] = "3", ["supervisorMin"] = "5" };
        string members = TerminalMessages.PolicyMembers(RosterModel.Of(document).PolicyOf("hotline"));
        Assert.Contains("\"dueMin\":10,\"lateMin\":10,\"supervisorMin\":10,", members, StringComparison.Ordinal);
    }

    /// <summary>Two shifts in a row, gaps and the unqualified are warned of.</summary>
    [Fact]
    public void WarnsOfWhatIsWrong()
    {
        RosterDocument document = Document("Asia/Shanghai", "two-12h");
        document.Rotations.Clear();
        document.Staff[1].Qualified = false;
        document.Shifts.Add(new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01" });
        document.Shifts.Add(new ShiftEntry { Id = "N1", Post = "hotline", Start = "2026-03-02 20:00", End = "2026-03-03 08:00", Leader = "S01", Crew = ["S02"] });
        document.Shifts.Add(new ShiftEntry { Id = "D2", Post = "hotline", Start = "2026-03-03 09:00", End = "2026-03-03 20:00", Leader = "S03" });
        IReadOnlyList<RosterWarning> warnings = RosterWarnings.Of(RosterModel.Of(document), new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), new(2026, 3, 5, 0, 0, 0, TimeSpan.Zero));
        Assert.Equal(["coverage-gap", "double-shift", "unqualified"], warnings.Select(warning => warning.Topic).Order(StringComparer.Ordinal));
    }

    private static RosterDocument Document(string zone, string pattern) => new()
    {
        Zone = zone,
        Posts = [new PostEntry { Id = "hotline" }],
        Staff = [new StaffEntry { Id = "S01", Badges = ["04A1B2C3"] }, new StaffEntry { Id = "S02", Badges = ["04A1B2C4"] }, new StaffEntry { Id = "S03", Badges = ["04A1B2C5"] }],
        Rotations = [new RotationEntry { Pattern = pattern, Post = "hotline", From = "2026-01-01", Teams = [new TeamEntry { Leader = "S01" }, new TeamEntry { Leader = "S02" }, new TeamEntry { Leader = "S03" }] }],
    };
}
