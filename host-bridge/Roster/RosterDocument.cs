using System.Collections.Generic;
using System.ComponentModel;
using System.Text.Json;
using YamlDotNet.Serialization;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>
/// The roster as people write it (<c>roster.yaml</c>) and as the log keeps it. Times are civil times in <see cref="Zone"/>. A key without a value says
/// the same as no key.
/// </summary>
public sealed class RosterDocument
{
    /// <summary>An IANA zone.</summary>
    public string Zone { get; set => field = value ?? "Asia/Shanghai"; } = "Asia/Shanghai";

    /// <summary>The posts.</summary>
    public List<PostEntry> Posts { get; set => field = value ?? []; } = [];

    /// <summary>Everybody who has a badge.</summary>
    public List<StaffEntry> Staff { get; set => field = value ?? []; } = [];

    /// <summary>Shifts written one by one.</summary>
    public List<ShiftEntry> Shifts { get; set => field = value ?? []; } = [];

    /// <summary>Shifts made by a pattern.</summary>
    public List<RotationEntry> Rotations { get; set => field = value ?? []; } = [];

    /// <summary>Days that are not what their weekday says.</summary>
    public List<CalendarEntry> Calendar { get; set => field = value ?? []; } = [];

    /// <summary>How long one walks from post to post, where that is not a minute.</summary>
    public List<WalkEntry> Walking { get; set => field = value ?? []; } = [];

    /// <summary>
    /// The house's own packs: their texts by name. They stand in files of their own and not in <c>roster.yaml</c>; the log has them with the roster, so that
    /// folding it again gives the same whatever stands in the files by then.
    /// </summary>
    [YamlIgnore]
    public Dictionary<string, string> Packs { get; set => field = value ?? []; } = [];

    /// <summary>The same roster once more: whoever changes it leaves this one as it is.</summary>
    public RosterDocument Copy() => JsonSerializer.Deserialize<RosterDocument>(JsonSerializer.SerializeToUtf8Bytes(this))!;
}

/// <summary>One post.</summary>
public sealed class PostEntry
{
    /// <summary>The pack of a post that names none, and of one that the roster does not know.</summary>
    public const string UsualPack = "hotline-handover";

    /// <summary>Its id.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary>The name of its policy pack.</summary>
    public string Pack { get; set => field = value ?? UsualPack; } = UsualPack;

    /// <summary>
    /// Whether its handover sheets bind: then an incomplete one refuses the first tap, where the pack wants that, and an unread one makes the handover
    /// hasty. Without it sheets can be kept and nothing depends on them, so that a house that does not fill them in is not locked out of its own
    /// handover. Holds bind always.
    /// </summary>
    public bool Sheets { get; set; }

    /// <summary>Parameters that differ from the pack's.</summary>
    public Dictionary<string, string> Parameters { get; set => field = value ?? []; } = [];

    /// <summary>Why they do, by the parameter's name, and why the pack is this one, under <c>pack</c>; who writes the file by hand may leave them out.</summary>
    public Dictionary<string, ReasonEntry> Reasons { get; set => field = value ?? []; } = [];
}

/// <summary>Why a rule was changed.</summary>
public sealed class ReasonEntry
{
    /// <summary>The reason.</summary>
    public string Why { get; set => field = value ?? ""; } = "";

    /// <summary>Who changed it.</summary>
    public string By { get; set => field = value ?? ""; } = "";

    /// <summary>When, <c>yyyy-MM-dd HH:mm</c>.</summary>
    public string At { get; set => field = value ?? ""; } = "";
}

/// <summary>One person.</summary>
public sealed class StaffEntry
{
    /// <summary>The id, which is all that a terminal knows.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>The name.</summary>
    public string Name { get; set => field = value ?? ""; } = "";

    /// <summary><c>operator</c>, <c>leader</c>, <c>supervisor</c>, <c>manager</c> or <c>auditor</c>.</summary>
    public string Role { get; set => field = value ?? "operator"; } = "operator";

    /// <summary>UIDs in hex, 4, 7 or 10 bytes each; or, of badges that were enrolled by tapping, <c>tap:</c> and 16 hex digits (<see cref="Badge"/>).</summary>
    public List<string> Badges { get; set => field = value ?? []; } = [];

    /// <summary>Those of the badges that are blocked.</summary>
    public List<string> Blocked { get; set => field = value ?? []; } = [];

    /// <summary>Those that are lent: until when each opens, <c>yyyy-MM-dd HH:mm</c>. From then on it is blocked, without anybody's doing anything.</summary>
    public Dictionary<string, string> Until { get; set => field = value ?? []; } = [];

    /// <summary>The mail address; empty: it is not known.</summary>
    public string Mail { get; set => field = value ?? ""; } = "";

    /// <summary>Whether the person may be rostered.</summary>
    [DefaultValue(true)]
    public bool Qualified { get; set; } = true;
}

/// <summary>One shift.</summary>
public sealed class ShiftEntry
{
    /// <summary>Its id.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>Its post.</summary>
    public string Post { get; set => field = value ?? ""; } = "";

    /// <summary>First moment, <c>yyyy-MM-dd HH:mm</c>.</summary>
    public string Start { get; set => field = value ?? ""; } = "";

    /// <summary>First moment after it, <c>yyyy-MM-dd HH:mm</c>.</summary>
    public string End { get; set => field = value ?? ""; } = "";

    /// <summary>Who leads it.</summary>
    public string Leader { get; set => field = value ?? ""; } = "";

    /// <summary>Deputies named for it, and approved substitutes.</summary>
    public List<string> Deputies { get; set => field = value ?? []; } = [];

    /// <summary>The crew.</summary>
    public List<string> Crew { get; set => field = value ?? []; } = [];

    /// <summary>Those whose double shift is approved.</summary>
    public List<string> Doubles { get; set => field = value ?? []; } = [];

    /// <summary>The supervisor on duty, who gets the notices first; empty: every supervisor.</summary>
    public string Supervisor { get; set => field = value ?? ""; } = "";
}

/// <summary>A pattern that makes shifts.</summary>
public sealed class RotationEntry
{
    /// <summary>
    /// <c>two-12h</c>, <c>three-8h</c>, <c>even-days</c>, <c>four-day</c>, <c>weekday-hours</c> or <c>after-hours</c>. Other names that people use for these are
    /// taken and kept as these.
    /// </summary>
    public string Pattern { get; set => field = RotationPatterns.Canonical(value ?? RotationPatterns.TwoTwelve); } = RotationPatterns.TwoTwelve;

    /// <summary>The post.</summary>
    public string Post { get; set => field = value ?? ""; } = "";

    /// <summary>The first day, <c>yyyy-MM-dd</c>.</summary>
    public string From { get; set => field = value ?? ""; } = "";

    /// <summary>The last day on which a shift of it begins, <c>yyyy-MM-dd</c>; empty: it goes on.</summary>
    public string To { get; set => field = value ?? ""; } = "";

    /// <summary>When the first shift of a day starts, <c>HH:mm</c>; the patterns that have hours do not ask.</summary>
    public string Start { get; set => field = value ?? "08:00"; } = "08:00";

    /// <summary>
    /// Of <c>weekday-hours</c> the hours of the shift, of <c>after-hours</c> those of work, such as <c>Mon-Fri: 08:30-17:30</c>. Keys are weekdays, ranges of
    /// them, <c>workdays</c>, <c>weekend</c>, <c>daily</c> and <c>holiday</c>. Without any: the post's cover hours, or workdays from 08:30 to 17:30.
    /// </summary>
    public Dictionary<string, string> Hours { get; set => field = value ?? []; } = [];

    /// <summary>The teams in the order in which they take the shifts.</summary>
    public List<TeamEntry> Teams { get; set => field = value ?? []; } = [];

    /// <summary>The supervisor on duty; empty: every supervisor.</summary>
    public string Supervisor { get; set => field = value ?? ""; } = "";
}

/// <summary>One team of a rotation.</summary>
public sealed class TeamEntry
{
    /// <summary>Who leads it.</summary>
    public string Leader { get; set => field = value ?? ""; } = "";

    /// <summary>The deputies.</summary>
    public List<string> Deputies { get; set => field = value ?? []; } = [];

    /// <summary>The crew.</summary>
    public List<string> Crew { get; set => field = value ?? []; } = [];
}

/// <summary>One day.</summary>
public sealed class CalendarEntry
{
    /// <summary><c>yyyy-MM-dd</c>.</summary>
    public string Day { get; set => field = value ?? ""; } = "";

    /// <summary><c>workday</c>, <c>rest-day</c>, <c>holiday</c> or <c>make-up</c>.</summary>
    public string Kind { get; set => field = value ?? ""; } = "";
}

/// <summary>How long one walks between two posts, there or back: a badge that is at both sooner exists twice.</summary>
public sealed class WalkEntry
{
    /// <summary>The longest walk, in minutes.</summary>
    public const int MostMinutes = 240;

    /// <summary>One post.</summary>
    public string From { get; set => field = value ?? ""; } = "";

    /// <summary>The other post.</summary>
    public string To { get; set => field = value ?? ""; } = "";

    /// <summary>The fewest minutes that anybody needs, 0 to 240; 0: their terminals hang side by side, and nothing can be said.</summary>
    public int Minutes { get; set; }
}
