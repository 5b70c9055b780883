using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>One message to a terminal, to be kept by the broker.</summary>
/// <param name="Topic">Its topic.</param>
/// <param name="Payload">Its bytes.</param>
public sealed record TerminalMessage(string Topic, byte[] Payload);

/// <summary>Writes what a terminal is told, as WIRE.md says. A terminal learns no names and no UIDs.</summary>
public static class TerminalMessages
{
    private const int TailBytes = 48;

    // What stands around a shift that has a page for itself: version, page, the name of the array.
    private const int PageHeadBytes = 64;

    // A terminal counts them in one byte.
    private const int MostShiftPeople = 255;

    // Room is left for the longest head, so that what fits does not change with the digits of a version.
    private static readonly int LongestPresenceHead = PresenceHead(long.MaxValue, new string('0', 8), long.MaxValue).Length;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(14);

    /// <summary>The pages of a roster and then their manifest.</summary>
    public static IReadOnlyList<TerminalMessage> Roster(RosterModel roster, TerminalEntry terminal, byte[] siteKey, long version, DateTimeOffset from)
    {
        IReadOnlyList<RosterShift> shifts = ShiftsFor(roster, terminal.Post, from);
        List<string> staff = StaffItems(roster, siteKey, from);
        List<string> shiftItems = shifts.Select(shift => ShiftItem(shift, Entitlement.Of(roster, shift))).ToList();
        List<string> checks = PresenceChecks.Of(roster, terminal.Post, from, from + Ahead).Select(CheckItem).ToList();
        byte[] key = terminal.KeyBytes();
        var messages = new List<TerminalMessage>();
        var macs = new List<byte>();
        int nextStaff = 0, nextShift = 0, nextCheck = 0;
        do
        {
            int page = messages.Count + 1;
            var open = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"page\":{page}"));
            nextStaff = Fill(open, "staff", staff, nextStaff);
            nextShift = Fill(open, "shifts", shiftItems, nextShift);
            nextCheck = Fill(open, "checks", checks, nextCheck);
            string topic = SignedMessage.Topic(terminal.Id, string.Create(CultureInfo.InvariantCulture, $"roster/{page}"));
            macs.AddRange(SignedMessage.MacOf(topic, open.ToString(), key));
            messages.Add(new TerminalMessage(topic, SignedMessage.Sign(topic, open.ToString(), key)));
        }
        while (nextStaff < staff.Count || nextShift < shiftItems.Count || nextCheck < checks.Count);

        string hash = Convert.ToHexStringLower(HMACSHA256.HashData(key, macs.ToArray())[..16]);
        string manifest = SignedMessage.Topic(terminal.Id, "roster");
        string checkCount = checks.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $",\"checkCount\":{checks.Count}");
        messages.Add(new TerminalMessage(manifest, SignedMessage.Sign(manifest, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"pages\":{messages.Count},\"staffCount\":{staff.Count},\"shiftCount\":{shiftItems.Count}{checkCount},\"hash\":\"{hash}\""), key)));
        return messages;
    }

    /// <summary>Whom the shifts name that a post's terminals are told of, in the order of their ids.</summary>
    public static string[] PeopleOf(RosterModel roster, string post, DateTimeOffset from)
    {
        return [.. ShiftsFor(roster, post, from).SelectMany(shift => shift.People).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }

    /// <summary>The parameters of a terminal's post.</summary>
    public static TerminalMessage Policy(PolicyParameters policy, TerminalEntry terminal, long version)
    {
        string topic = SignedMessage.Topic(terminal.Id, "policy");
        return new TerminalMessage(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},{PolicyMembers(policy)}"), terminal.KeyBytes()));
    }

    /// <summary>What a terminal is told of a policy, behind its version: policies that say the same here are one to it.</summary>
    public static string PolicyMembers(PolicyParameters policy)
    {
        var open = new StringBuilder($"\"pack\":\"{policy.Pack}\"");
        foreach (Parameter parameter in ParameterList.All.Where(parameter => parameter.OnTerminal))
        {
            string value = OnTerminal(policy, parameter.Name);
            bool word = parameter.Words.Length > 0 && value is not ("true" or "false");
            open.Append(CultureInfo.InvariantCulture, $",\"{parameter.Name}\":{(word ? $"\"{value}\"" : value)}");
        }

        return open.ToString();
    }

    /// <summary>Who is in and who holds, as known up to a record of this terminal; <paramref name="members"/> are <see cref="PresenceMembers"/>.</summary>
    public static TerminalMessage Presence(TerminalEntry terminal, long version, string epoch, long seq, ReadOnlySpan<char> members)
    {
        string topic = SignedMessage.Topic(terminal.Id, "presence");
        return new TerminalMessage(topic, SignedMessage.Sign(topic, PresenceHead(version, epoch, seq), members, terminal.KeyBytes()));
    }

    /// <summary>
    /// Writes what a terminal is told of who is in and who holds, behind version, epoch and number: what says the same here is one to it. Of those who are <paramref name="present"/> and of
    /// <paramref name="elsewhere"/>, which are <see cref="ElsewhereItem"/>s, as many are taken as the message has room for. False: of the latter those were not all.
    /// </summary>
    public static bool PresenceMembers(StringBuilder members, string holder, string shift, DateTimeOffset since, IEnumerable<KeyValuePair<string, PresentPerson>> present, List<string> elsewhere)
    {
        if (holder.Length > 0)
        {
            members.Append(CultureInfo.InvariantCulture, $",\"holder\":\"{holder}\",\"shift\":\"{shift}\",\"since\":{since.ToUnixTimeSeconds()}");
        }

        FillPresent(members, present);
        return Fill(members, "elsewhere", elsewhere, 0, LongestPresenceHead) == elsewhere.Count;
    }

    /// <summary>Somebody who is in at another post.</summary>
    public static string ElsewhereItem(string staff, string post) => $"{{\"staff\":\"{staff}\",\"post\":\"{post}\"}}";

    /// <summary>What stands before the handover out of a shift.</summary>
    public static TerminalMessage Gate(TerminalEntry terminal, long version, Gate gate, DateTimeOffset asOf)
    {
        var open = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"shift\":\"{gate.Shift}\",\"sheet\":{gate.Sheet}"));
        open.Append(gate.Complete ? ",\"complete\":true" : "");

        // The holds have their room first: who is told of a reader too few is marked as hasty, who is told of a hold too few hands over what he must not.
        var holds = new StringBuilder();
        string time = string.Create(CultureInfo.InvariantCulture, $",\"asOf\":{asOf.ToUnixTimeSeconds()}");
        Fill(holds, "holds", gate.Holds.Select(id => $"{{\"id\":\"{id}\"}}").ToList(), 0, open.Length + time.Length);
        var head = new StringBuilder(open.ToString()).Append(time).Append(holds);
        int before = head.Length;
        Fill(head, "readBy", gate.ReadBy.Select(id => $"\"{id}\"").ToList(), 0);
        open.Append(head, before, head.Length - before).Append(time).Append(holds);
        string topic = SignedMessage.Topic(terminal.Id, "gate");
        return new TerminalMessage(topic, SignedMessage.Sign(topic, open.ToString(), terminal.KeyBytes()));
    }

    /// <summary>The badge as the terminal knows it: the first 16 hex digits of HMAC-SHA256(site key, UID).</summary>
    public static string BadgeHash(byte[] siteKey, string uid) => Convert.ToHexStringLower(HMACSHA256.HashData(siteKey, Convert.FromHexString(uid))[..8]);

    // No step of a ladder is taken before the one that it stands behind. A house may write one that would be, and is warned; a terminal takes no policy with such a one at all.
    private static string OnTerminal(PolicyParameters policy, string name)
    {
        return name switch
        {
            "lateMin" => Highest("dueMin", "lateMin"),
            "supervisorMin" => Highest("dueMin", "lateMin", "supervisorMin"),
            _ => policy.Word(name),
        };

        string Highest(params IEnumerable<string> steps) => steps.Max(policy.Number).ToString(CultureInfo.InvariantCulture);
    }

    private static string PresenceHead(long version, string epoch, long seq) => string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},\"epoch\":\"{epoch}\",\"seq\":{seq}");

    private static IReadOnlyList<RosterShift> ShiftsFor(RosterModel roster, string post, DateTimeOffset from)
    {
        IReadOnlyList<RosterShift> all = roster.Shifts(post, from.AddDays(-2), from + Ahead);
        DateTimeOffset last = all.Where(shift => shift.End <= from).Select(shift => shift.End).DefaultIfEmpty(from).Max();
        return all.Where(shift => shift.End >= last).ToArray();
    }

    // A badge that is named by its UID and by its tap is one, and blocked where either is. One that two people claim, as only another site key can bring about, lets neither in.
    private static List<string> StaffItems(RosterModel roster, byte[] siteKey, DateTimeOffset from)
    {
        var badges = new Dictionary<string, (StaffEntry Person, bool IsBlocked)>(StringComparer.Ordinal);
        foreach ((StaffEntry person, string badge) in roster.Document.Staff.SelectMany(person => person.Badges.Select(badge => (person, badge))))
        {
            string hash = Badge.HashOf(siteKey, badge);
            bool blocked = roster.IsBlocked(person, badge, from);
            badges[hash] = badges.TryGetValue(hash, out (StaffEntry Person, bool IsBlocked) known) ? (known.Person, known.IsBlocked || blocked || known.Person != person) : (person, blocked);
        }

        // By badge, as the terminal looks them up: it need not sort them then.
        return badges.Select(badge => $"{{\"badge\":\"{badge.Key}\",\"staff\":\"{badge.Value.Person.Id}\",\"role\":\"{badge.Value.Person.Role}\"{(badge.Value.IsBlocked ? ",\"blocked\":true" : "")}}}")
            .Order(StringComparer.Ordinal).ToList();
    }

    private static string CheckItem(PresenceCheck check) => string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{check.Id}\",\"due\":{check.Due.ToUnixTimeSeconds()}}}");

    private static string ShiftItem(RosterShift shift, Entitlement people)
    {
        var item = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{shift.Id}\",\"start\":{shift.Start.ToUnixTimeSeconds()},\"end\":{shift.End.ToUnixTimeSeconds()}"));
        if (people.Leader.Length > 0)
        {
            item.Append(CultureInfo.InvariantCulture, $",\"leader\":\"{people.Leader}\"");
        }

        // Who is entitled has his place first. A shift goes to a page of its own at most, and a terminal takes so many people of it: who has none there taps in as somebody from outside.
        int room = MostShiftPeople - (people.Leader.Length > 0 ? 1 : 0);
        room -= Fill(item, "deputies", people.Deputies.Take(room).Select(id => $"\"{id}\"").ToList(), 0, PageHeadBytes);
        room -= Fill(item, "crew", people.Crew.Take(room).Select(id => $"\"{id}\"").ToList(), 0, PageHeadBytes);
        Fill(item, "doubles", shift.Entry.Doubles.Take(room).Select(id => $"\"{id}\"").ToList(), 0, PageHeadBytes);
        return item.Append('}').ToString();
    }

    // The same as of items, without a text for each of them: this is written at every tap, for the terminals of its post and again with what else they are told.
    private static void FillPresent(StringBuilder open, IEnumerable<KeyValuePair<string, PresentPerson>> people)
    {
        const string Head = ",\"in\":[";
        int begin = open.Length, first = begin + Head.Length, end = begin + RoomFor("in", open.Length, LongestPresenceHead) + Head.Length;
        open.Append(Head);
        foreach ((string staff, PresentPerson person) in people)
        {
            int before = open.Length;
            open.Append(before == first ? "" : ",");
            AppendPresent(open, staff, person);

            // A place is kept for the comma behind it, whether or not one comes.
            if (open.Length + (before == first ? 1 : 0) > end)
            {
                open.Length = before;
                break;
            }
        }

        if (open.Length == first)
        {
            open.Length = begin;
            return;
        }

        open.Append(']');
    }

    private static void AppendPresent(StringBuilder open, string staff, PresentPerson person)
    {
        open.Append("{\"staff\":\"").Append(staff).Append('"');
        if (person.Shift.Length > 0)
        {
            open.Append(",\"shift\":\"").Append(person.Shift).Append('"');
        }

        open.Append(CultureInfo.InvariantCulture, $",\"since\":{person.Since.ToUnixTimeSeconds()}");
        open.Append(person.Relieved ? ",\"relieved\":true" : "").Append(person.Relieved && person.RelievedLate ? ",\"late\":true" : "").Append('}');
    }

    private static int RoomFor(string name, int taken, int keptBytes) => SignedMessage.MaxBytes - TailBytes - keptBytes - taken - name.Length - 6;

    // Adds items to an array as far as the message has room; returns the first one that is left. Empty arrays are left out.
    private static int Fill(StringBuilder open, string name, List<string> items, int next, int keptBytes = 0)
    {
        int room = RoomFor(name, open.Length, keptBytes);
        int first = next, length = 0;
        while (next < items.Count && length + items[next].Length + 1 <= room)
        {
            length += items[next].Length + (next > first ? 1 : 0);
            next++;
        }

        if (next > first)
        {
            open.Append(",\"").Append(name).Append("\":[").AppendJoin(',', CollectionsMarshal.AsSpan(items)[first..next]).Append(']');
        }

        return next;
    }
}
