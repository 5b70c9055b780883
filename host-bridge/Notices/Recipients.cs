using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>Who is told, by the roster in force.</summary>
public sealed class Recipients(RosterModel roster)
{
    /// <summary>
    /// The notice with its recipients: those that it names, else who supervises the shift that runs at its moment, and on a rest day or holiday the
    /// managers too, where the pack wants that. Of a copied terminal or badge the managers are told always. What a person has still to do himself, to close an item or to correct a forgotten tap, he is told as well.
    /// </summary>
    public Notice Address(Notice notice)
    {
        if (notice.To.Count > 0)
        {
            return notice;
        }

        IReadOnlyList<string> to = notice.Post.Length == 0 ? Supervisors : OnDuty(notice.Post, notice.At);
        bool holiday = notice.Post.Length > 0 && roster.PolicyOf(notice.Post).Word("holidayNotices") is "manager" && !WorkCalendar.Of(roster, notice.Post).IsWorkday(roster.Civil(notice.At).Date);
        IReadOnlyList<string> concerned = notice.Topic is "item-overdue" or "clock-out-missing" ? [notice.Staff] : [];

        // Whoever has made a key or a badge twice may be on duty himself.
        bool copied = notice.Topic is "terminal-cloned" or "badge-cloned";
        return notice with { To = Together(to, holiday || copied ? Managers : [], concerned) };
    }

    /// <summary>The managers.</summary>
    public IReadOnlyList<string> Managers => roster.OfRole("manager");

    /// <summary>Every supervisor; where there is none, the managers.</summary>
    public IReadOnlyList<string> Supervisors => roster.OfRole("supervisor") is { Count: > 0 } supervisors ? supervisors : Managers;

    /// <summary>Who supervises the shift that runs at a post at a moment.</summary>
    public IReadOnlyList<string> OnDuty(string post, DateTimeOffset at) => Of(roster.Covering(post, at));

    /// <summary>Who supervises a shift: the supervisor on duty, or all where nobody in particular is.</summary>
    public IReadOnlyList<string> Of(RosterShift? shift) => shift?.Entry.Supervisor.Length > 0 ? [shift.Entry.Supervisor] : Supervisors;

    /// <summary>All of several, each once, and nobody whom no id stands for.</summary>
    public static IReadOnlyList<string> Together(params IReadOnlyList<string>[] groups) => groups.SelectMany(group => group).Where(staff => staff.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
}
