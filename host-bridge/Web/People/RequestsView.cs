using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.My;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>A correction or an objection, open or decided.</summary>
/// <param name="Key">What it is known by on the page.</param>
/// <param name="Kind"><c>correction</c> or <c>objection</c>.</param>
/// <param name="Who">Whose it is.</param>
/// <param name="What">What is asked for.</param>
/// <param name="Text">Why.</param>
/// <param name="At">When it was asked for.</param>
/// <param name="State">How far it has come.</param>
/// <param name="StateWords">The same in words.</param>
/// <param name="DecidedBy">Who decided; empty: nobody yet.</param>
/// <param name="Answer">What he said to it.</param>
/// <param name="MayDecide">Whether whoever looks may decide it.</param>
/// <param name="Fields">What names it in a form.</param>
public sealed record AskedLine(string Key, string Kind, string Who, string What, string Text, string At, RequestState State, string StateWords, string DecidedBy, string Answer, bool MayDecide, IReadOnlyList<(string Name, string Value)> Fields);

/// <summary>Somebody who was excused.</summary>
public sealed record ExcuseLine(string Who, string Day, string Words, string By, string At);

/// <summary>What staff ask of the ledger, and who was excused beforehand.</summary>
public sealed record RequestsView(IReadOnlyList<AskedLine> Open, IReadOnlyList<AskedLine> Decided, IReadOnlyList<ExcuseLine> Excuses, IReadOnlyList<(string Id, string Name)> People, bool Decides, string Today)
{
    private const int Newest = 20;

    /// <summary>Looks at what was asked for, as somebody who may decide it, or may not.</summary>
    public static RequestsView Of(Language t, DutyRoom room, string staff, DateTimeOffset now)
    {
        RosterModel roster = room.Roster;
        var time = new CivilTime(roster, now);
        bool decides = Sheets.Sides.Supervises(roster, staff);
        IEnumerable<(DateTimeOffset At, AskedLine Line)> all =
        [
            .. room.Ledger.Corrections.Select(one => (one.RequestedAt, OfCorrection(t, roster, one, decides, staff, time))),
            .. room.Ledger.Objections.Select(one => (one.RequestedAt, OfObjection(t, roster, one, decides, staff, time))),
        ];
        AskedLine[] newest = [.. all.OrderByDescending(one => one.At).Select(one => one.Line)];
        return new RequestsView(
            [.. newest.Where(one => one.State == RequestState.Asked).Reverse()],
            [.. newest.Where(one => one.State != RequestState.Asked).Take(Newest)],
            [.. room.Ledger.Excuses.AsEnumerable().Reverse().Take(Newest).Select(excuse => new ExcuseLine(roster.NameOf(excuse.Staff), excuse.Day, AskWords.OfKind(t, excuse.What), roster.NameOf(excuse.By), time.Dated(excuse.At)))],
            [.. roster.Document.Staff.Where(person => person.Qualified && !string.Equals(person.Id, staff, StringComparison.Ordinal)).Select(person => (person.Id, $"{person.Name} {person.Id}".Trim()))],
            decides,
            NodaTime.Text.LocalDatePattern.Iso.Format(roster.Civil(now).Date));
    }

    private static AskedLine OfCorrection(Language t, RosterModel roster, Correction one, bool decides, string staff, CivilTime time) => new(
        string.Create(CultureInfo.InvariantCulture, $"correction-{one.Staff}-{one.RequestedAt.UtcTicks}"), "correction", roster.NameOf(one.Staff), t["people.asks-correction", AskWords.OfCorrected(t, one.What), time.Dated(one.At)], one.Text, time.Dated(one.RequestedAt),
        one.State, AskWords.OfState(t, one.State), one.DecidedBy.Length > 0 ? roster.NameOf(one.DecidedBy) : "", one.Answer, decides && !string.Equals(one.Staff, staff, StringComparison.Ordinal),
        [("staff", one.Staff), ("what", one.What), ("at", one.At.ToString("O", CultureInfo.InvariantCulture))]);

    private static AskedLine OfObjection(Language t, RosterModel roster, Objection one, bool decides, string staff, CivilTime time) => new(
        string.Create(CultureInfo.InvariantCulture, $"objection-{one.Row.Staff}-{one.RequestedAt.UtcTicks}"), "objection", roster.NameOf(one.Row.Staff), t["people.asks-objection", one.Row.Day, AskWords.OfKind(t, one.Row.Kind), PostOrder.NameOf(roster, one.Row.Post)], one.Text, time.Dated(one.RequestedAt),
        one.State, AskWords.OfState(t, one.State), one.DecidedBy.Length > 0 ? roster.NameOf(one.DecidedBy) : "", one.Answer, decides && !string.Equals(one.Row.Staff, staff, StringComparison.Ordinal),
        [("staff", one.Row.Staff), ("kind", one.Row.Kind), ("day", one.Row.Day), ("post", one.Row.Post), ("shift", one.Row.Shift), ("at", one.Row.At.ToString("O", CultureInfo.InvariantCulture))]);
}
