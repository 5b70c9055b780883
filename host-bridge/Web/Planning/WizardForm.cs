using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Http;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>What somebody has written into the wizard for a rotation, as he has it before him.</summary>
/// <param name="Rotation">The rotation that it makes; what is no day or hour in it is told beside the form.</param>
/// <param name="Seen">The mark of the rotations of the post that he looked at.</param>
public sealed record WizardForm(RotationEntry Rotation, string Seen)
{
    /// <summary>The most teams.</summary>
    public const int MostTeams = 40;

    private const int UsualTeams = 4;
    private const int MarkLength = 16;

    /// <summary>For which days hours can be written.</summary>
    public static IReadOnlyList<string> HourKeys { get; } = ["workdays", "Sat", "Sun", "holiday"];

    /// <summary>Whether a pattern has hours, and not a time at which its first shift starts.</summary>
    public static bool HasHours(string pattern) => pattern is RotationPatterns.WeekdayHours or RotationPatterns.AfterHours;

    /// <summary>What the wizard begins with: the rotation that the post has, from the first day on which another can begin.</summary>
    public static WizardForm Begin(RosterModel roster, string post, DateTimeOffset now)
    {
        RotationEntry? has = Newest(roster, post);
        var rotation = new RotationEntry
        {
            Post = post,
            Pattern = has?.Pattern ?? RotationPatterns.TwoTwelve,
            From = LocalDatePattern.Iso.Format(RotationChange.Earliest(roster, post, now)),
            Start = has?.Start ?? "08:00",
            Hours = new Dictionary<string, string>(has?.Hours ?? [], StringComparer.Ordinal),
            Supervisor = has?.Supervisor ?? "",
            Teams = has?.Teams ?? [.. Enumerable.Range(0, UsualTeams).Select(_ => new TeamEntry())],
        };
        return new WizardForm(rotation, MarkOf(roster, post));
    }

    /// <summary>Reads it from a form, and does what its buttons for teams say.</summary>
    public static WizardForm Read(IFormCollection form)
    {
        var teams = new List<TeamEntry>();
        for (int i = 0; i < MostTeams && form.ContainsKey($"team-{i}-leader"); i++)
        {
            string leader = form[$"team-{i}-leader"].ToString();
            string[] deputies = [.. form[$"team-{i}-deputies"].OfType<string>().Where(id => id.Length > 0 && id != leader).Distinct(StringComparer.Ordinal)];
            teams.Add(new TeamEntry { Leader = leader, Deputies = [.. deputies], Crew = [.. form[$"team-{i}-crew"].OfType<string>().Where(id => id.Length > 0 && id != leader).Except(deputies, StringComparer.Ordinal)] });
        }

        Arrange(teams, form["do"].ToString());
        string pattern = form["pattern"].ToString();
        var hours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string key in HasHours(pattern) ? HourKeys : [])
        {
            if (form[$"hours-{key}"].ToString().Trim() is { Length: > 0 } text)
            {
                hours[key] = text;
            }
        }

        return new WizardForm(
            new RotationEntry { Post = form["post"].ToString(), Pattern = pattern, From = form["first"].ToString(), Start = form["start"].ToString() is { Length: > 0 } start ? start : "08:00", Hours = hours, Supervisor = form["supervisor"].ToString(), Teams = teams },
            form["seen"].ToString());
    }

    /// <summary>The mark of the rotations that a post has: another as soon as somebody changes them.</summary>
    public static string MarkOf(RosterModel roster, string post)
    {
        return Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(roster.Document.Rotations.Where(rotation => string.Equals(rotation.Post, post, StringComparison.Ordinal)))))[..MarkLength];
    }

    /// <summary>What is wrong with it, in somebody's language; empty: nothing that is known before it is tried.</summary>
    public string FaultOf(Language t, RosterModel roster, DateTimeOffset now)
    {
        if (!roster.Document.Posts.Exists(post => string.Equals(post.Id, Rotation.Post, StringComparison.Ordinal)) || !RotationPatterns.All.Contains(Rotation.Pattern, StringComparer.Ordinal))
        {
            return t["planning.fault-post"];
        }

        LocalDate earliest = RotationChange.Earliest(roster, Rotation.Post, now);
        string? badHours = Rotation.Hours.Values.FirstOrDefault(text => DayHours.Parse(text.Trim()) == null && text.Trim().ToLowerInvariant() is not ("off" or "none" or "closed"));
        return LocalDatePattern.Iso.Parse(Rotation.From) is not { Success: true } first || first.Value < earliest || first.Value > earliest.PlusYears(2) ? t["planning.fault-first", LocalDatePattern.Iso.Format(earliest)]
            : !LocalTimePattern.CreateWithInvariantCulture("HH':'mm").Parse(Rotation.Start).Success ? t["planning.fault-start", Rotation.Start]
            : badHours != null ? t["planning.fault-hours", badHours]
            : Rotation.Teams.Count == 0 || Rotation.Teams.Exists(team => team.Leader.Length == 0) ? t["planning.fault-teams"]
            : Rotation.Teams.SelectMany(team => team.Deputies.Concat(team.Crew).Append(team.Leader)).FirstOrDefault(id => roster.Person(id) == null) is { } nobody ? t["planning.fault-person", nobody]
            : "";
    }

    private static RotationEntry? Newest(RosterModel roster, string post)
    {
        return roster.Document.Rotations.Where(rotation => string.Equals(rotation.Post, post, StringComparison.Ordinal)).MaxBy(rotation => rotation.From, StringComparer.Ordinal);
    }

    private static void Arrange(List<TeamEntry> teams, string what)
    {
        string[] parts = what.Split('-');
        if (parts[0] is "add" && teams.Count < MostTeams)
        {
            teams.Add(new TeamEntry());
        }
        else if (parts.Length == 2 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int at) && at < teams.Count)
        {
            int other = parts[0] switch { "up" => at - 1, "down" => at + 1, _ => -1 };
            if (parts[0] is "remove")
            {
                teams.RemoveAt(at);
            }
            else if (other >= 0 && other < teams.Count)
            {
                (teams[at], teams[other]) = (teams[other], teams[at]);
            }
        }
    }
}

/// <summary>The wizard with what it would make of the next weeks.</summary>
/// <param name="Posts">All posts with their names.</param>
/// <param name="People">Who can be on a team: id and name.</param>
/// <param name="Supervisors">Who can be the supervisor on duty.</param>
/// <param name="Earliest">The first day on which it can begin.</param>
/// <param name="Form">What was written.</param>
/// <param name="Preview">The next weeks; null: nothing to show yet.</param>
public sealed record WizardView(IReadOnlyList<(string Id, string Name)> Posts, IReadOnlyList<(string Id, string Name)> People, IReadOnlyList<(string Id, string Name)> Supervisors, string Earliest, WizardForm Form, RosterGrid? Preview)
{
    private const int PreviewDays = 42;
    private static readonly TimeSpan Around = TimeSpan.FromDays(28);

    /// <summary>Looks at it; with a preview unless something is wrong, which is then the fault. Whoever plans is not to take himself off a shift so.</summary>
    public static (WizardView View, string Fault) Of(Language t, RosterModel roster, DateTimeOffset now, WizardForm form, bool shows, string by = "")
    {
        string fault = shows ? form.FaultOf(t, roster, now) : "";
        RosterGrid? preview = null;
        if (shows && fault.Length == 0)
        {
            try
            {
                RosterModel after = roster.Anew(RotationChange.Into(roster.Document.Copy(), form.Rotation));
                if (OwnPresence.FirstLost(roster, after, form.Rotation.Post, by, now) is { } lost)
                {
                    fault = t["planning.fault-own", RosterGrid.MomentOf(roster, lost.Start), t.Of("refusal", OwnPresence.Refusal)];
                }

                preview = RosterGrid.Of(t, after, now, form.Rotation.Post, LocalDatePattern.Iso.Parse(form.Rotation.From).Value, PreviewDays, byPerson: true);
            }
            catch (RosterException exception)
            {
                fault = t["planning.fault-other", exception.Message];
            }
        }

        string post = RosterView.PostOf(roster, form.Rotation.Post);

        // Who is on a team or at the post already stands first; in a large house nobody would find him otherwise.
        HashSet<string> own = [.. form.Rotation.Teams.SelectMany(team => team.Deputies.Concat(team.Crew).Append(team.Leader)), .. roster.Shifts(post, now - Around, now + Around).SelectMany(shift => shift.People)];
        return (new WizardView(
            [.. roster.Document.Posts.Select(entry => (entry.Id, PostOrder.NameOf(roster, entry.Id)))],
            [.. roster.Document.Staff.Where(person => person.Qualified && person.Role is "leader" or "operator" or "supervisor").OrderByDescending(person => own.Contains(person.Id)).Select(person => (person.Id, roster.NameOf(person.Id)))],
            [.. roster.Document.Staff.Where(person => person.Role is "supervisor" or "manager").Select(person => (person.Id, roster.NameOf(person.Id)))],
            LocalDatePattern.Iso.Format(RotationChange.Earliest(roster, post, now)),
            form,
            preview), fault);
    }
}
