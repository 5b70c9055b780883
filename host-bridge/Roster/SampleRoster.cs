using System;
using System.Collections.Generic;
using System.Linq;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>What a first start finds: two posts, four teams each in two shifts of twelve hours, running from today.</summary>
public static class SampleRoster
{
    private static readonly (string Id, string Name, string Role, string Badge)[] People =
    [
        ("S01", "王芳", "leader", "04A1B2C3"),
        ("S02", "李强", "leader", "04A1B2C4"),
        ("S03", "张敏", "leader", "04A1B2C5"),
        ("S04", "刘洋", "leader", "04A1B2C6"),
        ("S05", "陈静", "operator", "04D0E0F001"),
        ("S06", "杨磊", "operator", "04D0E0F002"),
        ("S09", "周主任", "supervisor", "04FFEE09"),
        ("S11", "赵军", "leader", "04B1B2C1"),
        ("S12", "孙丽", "leader", "04B1B2C2"),
    ];

    /// <summary>The terminals of the sample: each post's handover terminal.</summary>
    public static IReadOnlyList<(string Terminal, string Post)> Terminals { get; } = [("T1", "hotline"), ("T2", "boiler")];

    /// <summary>The roster of the sample; the team of S01 has the shift that runs at <paramref name="now"/>, so that his first tap counts.</summary>
    public static RosterDocument Roster(DateTimeOffset now)
    {
        var document = new RosterDocument
        {
            Posts = [new PostEntry { Id = "hotline", Name = "值班热线" }, new PostEntry { Id = "boiler", Name = "锅炉房" }],
            Staff = People.Select(person => new StaffEntry { Id = person.Id, Name = person.Name, Role = person.Role, Badges = [Padded(person.Badge)] }).ToList(),
        };
        LocalDateTime civil = Instant.FromDateTimeOffset(now).InZone(DateTimeZoneProviders.Tzdb[document.Zone]).LocalDateTime;
        bool night = civil.Hour is < 8 or >= 20;
        LocalDate first = civil.Hour < 8 ? civil.Date.PlusDays(-1) : civil.Date;
        document.Rotations =
        [
            Rotation("hotline", first, night, [Team("S01", "S05"), Team("S02", "S06"), Team("S03", "S05"), Team("S04", "S06")]),
            Rotation("boiler", first, night, [Team("S11"), Team("S12")]),
        ];
        return document;
    }

    // The shortest UID has four bytes; two of the sample's cards are longer, as real ones are.
    private static string Padded(string badge) => badge.Length == 10 ? badge + "A0B1" : badge;

    private static TeamEntry Team(string leader, params string[] crew) => new() { Leader = leader, Crew = [.. crew] };

    private static RotationEntry Rotation(string post, LocalDate first, bool night, List<TeamEntry> teams)
    {
        if (night)
        {
            teams = [teams[^1], .. teams[..^1]];
        }

        return new RotationEntry { Pattern = "two-12h", Post = post, From = NodaTime.Text.LocalDatePattern.Iso.Format(first), Teams = teams, Supervisor = "S09" };
    }
}
