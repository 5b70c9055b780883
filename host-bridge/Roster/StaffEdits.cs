using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Neighbours;
using NodaTime;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>Why something is not done to the staff.</summary>
/// <param name="Word">The reason in a word: <c>unknown-staff</c>, <c>no-id</c>, <c>taken-id</c>, <c>no-name</c>, <c>unknown-role</c>, <c>no-mail</c>, <c>no-badge</c>, <c>random-badge</c>,
/// <c>own-badge</c>, <c>taken-badge</c>, <c>many-badges</c>, <c>no-until</c>, <c>no-such-badge</c>.</param>
/// <param name="Detail">Whom or what it is about; empty: that is plain.</param>
public sealed record StaffRefusal(string Word, string Detail = "");

/// <summary>
/// What managers do to the staff of a roster: each changes the document that it is given, or says why not and leaves it as it is. Nobody is ever taken out, as past
/// records and shifts name him.
/// </summary>
/// <param name="document">The roster.</param>
/// <param name="siteKeys">The keys under which terminals hash badges: one piece of plastic may be named by its UID and by its tap.</param>
/// <param name="now">Now, in the house's time.</param>
public sealed class StaffEdits(RosterDocument document, IReadOnlyList<byte[]> siteKeys, LocalDateTime now)
{
    /// <summary>Adds a person without badges.</summary>
    public StaffRefusal? Add(string id, string name, string role, string mail)
    {
        return !RecordBody.IsId(id) ? new StaffRefusal("no-id")
            : Find(id) != null ? new StaffRefusal("taken-id", id)
            : FaultOf(name, role, mail) ?? Done(() => document.Staff.Add(new StaffEntry { Id = id, Name = name.Trim(), Role = role, Mail = mail.Trim() }));
    }

    /// <summary>Changes what the roster says of a person.</summary>
    public StaffRefusal? Change(string id, string name, string role, string mail, bool qualified)
    {
        return Find(id) is not { } person ? new StaffRefusal("unknown-staff")
            : FaultOf(name, role, mail) ?? Done(() =>
            {
                person.Name = name.Trim();
                person.Role = role;
                person.Mail = mail.Trim();
                person.Qualified = qualified;
            });
    }

    /// <summary>A person has left: every badge is blocked, and he may not be rostered any more.</summary>
    public StaffRefusal? Leave(string id)
    {
        return Find(id) is not { } person ? new StaffRefusal("unknown-staff") : Done(() =>
        {
            person.Blocked = [.. person.Badges];
            person.Qualified = false;
        });
    }

    /// <summary>Gives a person a badge, for good or until a time (<c>yyyy-MM-dd HH:mm</c>).</summary>
    public StaffRefusal? AddBadge(string id, string badge, string until)
    {
        badge = badge.Trim();
        if (Find(id) is not { } person)
        {
            return new StaffRefusal("unknown-staff");
        }

        if (!Badge.Is(badge) || Badge.IsRandom(badge))
        {
            return new StaffRefusal(Badge.Is(badge) ? "random-badge" : "no-badge");
        }

        HashSet<string> hashes = HashesOf(badge);
        StaffEntry? owner = document.Staff.Find(other => other.Badges.Exists(known => hashes.Overlaps(HashesOf(known))));
        return owner == person ? new StaffRefusal("own-badge")
            : owner != null ? new StaffRefusal("taken-badge", $"{owner.Name} {owner.Id}".Trim())
            : person.Badges.Count >= Badge.MostAPerson ? new StaffRefusal("many-badges")
            : FaultOfEnd(until) ?? Done(() =>
            {
                person.Badges.Add(badge);
                if (until.Length > 0)
                {
                    person.Until[badge] = Plain(until);
                }
            });
    }

    /// <summary>Blocks a badge that was lost.</summary>
    public StaffRefusal? Block(string id, string code) => With(id, code, (person, badge) =>
    {
        if (!person.Blocked.Contains(badge, StringComparer.OrdinalIgnoreCase))
        {
            person.Blocked.Add(badge);
        }
    });

    /// <summary>Lets a badge in again that was found; one whose time is over is his for good then.</summary>
    public StaffRefusal? Unblock(string id, string code) => With(id, code, (person, badge) =>
    {
        person.Blocked.RemoveAll(other => string.Equals(other, badge, StringComparison.OrdinalIgnoreCase));
        if (person.Until.TryGetValue(badge, out string? until) && RosterModel.ParseCivil(until) <= now)
        {
            person.Until.Remove(badge);
        }
    });

    /// <summary>Lends a badge until a time, or, with an empty one, gives it for good.</summary>
    public StaffRefusal? Lend(string id, string code, string until) => FaultOfEnd(until) ?? With(id, code, (person, badge) =>
    {
        person.Until.Remove(badge);
        if (until.Length > 0)
        {
            person.Until[badge] = Plain(until);
        }
    });

    /// <summary>Takes a badge from a person: it is nobody's then, and may become another's.</summary>
    public StaffRefusal? Remove(string id, string code) => With(id, code, (person, badge) =>
    {
        person.Badges.Remove(badge);
        person.Blocked.RemoveAll(other => string.Equals(other, badge, StringComparison.OrdinalIgnoreCase));
        person.Until.Remove(badge);
    });

    private static StaffRefusal? Done(Action change)
    {
        change();
        return null;
    }

    private static string Plain(string until) => until.Replace('T', ' ');

    private static StaffRefusal? FaultOf(string name, string role, string mail)
    {
        string plain = name.Trim();
        return plain.Length is 0 or > HrPeople.LongestName || plain.Any(char.IsControl) ? new StaffRefusal("no-name")
            : !RosterModel.Roles.Contains(role, StringComparer.Ordinal) ? new StaffRefusal("unknown-role")
            : mail.Trim().Length > 0 && !HrPeople.IsMail(mail.Trim()) ? new StaffRefusal("no-mail")
            : null;
    }

    // A badge that is lent until a time that has passed opens nothing: whoever writes that has mistaken the day.
    private StaffRefusal? FaultOfEnd(string until) => until.Length > 0 && !(RosterModel.ParseCivil(until) > now) ? new StaffRefusal("no-until") : null;

    private StaffEntry? Find(string id) => document.Staff.Find(person => string.Equals(person.Id, id, StringComparison.Ordinal));

    private HashSet<string> HashesOf(string badge) => [.. siteKeys.Select(key => Badge.HashOf(key, badge))];

    // All that name the same piece of plastic: a lost one must not go on opening by its other name.
    private StaffRefusal? With(string id, string code, Action<StaffEntry, string> change)
    {
        if (Find(id) is not { } person)
        {
            return new StaffRefusal("unknown-staff");
        }

        string[] badges = [.. person.Badges.Where(badge => HashesOf(badge).Contains(code))];
        foreach (string badge in badges)
        {
            change(person, badge);
        }

        return badges.Length > 0 ? null : new StaffRefusal("no-such-badge");
    }
}
