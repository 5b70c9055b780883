using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Ledger;

/// <summary>The ledger of a month, of everybody or of one person, and the figures of handovers.</summary>
public static class LedgerEndpoints
{
    // Nobody confirms more people at once than a house has.
    private const int MostFormBytes = 256 * 1024;
    private const int MostConfirmed = 1000;

    /// <summary>Maps it.</summary>
    public static void MapLedger(this IEndpointRouteBuilder web, BridgeCore core)
    {
        var audit = AuditLog.Of(core);
        web.MapGet("/ledger", (HttpContext context, string? month, string? person, string? post) =>
            string.IsNullOrEmpty(person) ? Month(context, core, month, post, "") : Person(context, core, month, person, new Draft()))
            .Needs(Permission.ReadLedger).ExcludeFromDescription();
        // The return type is written out, as without it these would be taken for delegates whose answer is thrown away.
        web.MapPost("/ledger/excuse", Task<IResult> (HttpContext context) => ExcuseAsync(context, core, audit)).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/ledger/confirm", Task<IResult> (HttpContext context) => ConfirmAsync(context, core, audit)).Needs(Permission.ReadLedger).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/ledger/export", (HttpContext context, string? month, string? post, string? format, string? part) => Export(context, core, audit, month, post, format, part))
            .Needs(Permission.Export).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/ledger/figures", (HttpContext context, string? post, string? from, string? to) => Figures(context, core, post, from, to)).Needs(Permission.ReadLedger).ExcludeFromDescription();
    }

    private static IResult Month(HttpContext context, BridgeCore core, string? month, string? post, string fault)
    {
        var viewer = Viewer.Of(context);
        (LedgerView view, bool known, ConfirmerView confirmer) = core.Read((room, _) =>
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            YearMonth? asked = MonthOf(month, room.Roster, now);
            return (LedgerView.Of(room, asked ?? Current(room.Roster, now), PostOf(room.Roster, post), now), asked != null, ConfirmerView.Of(viewer.T, room.Roster, viewer.Staff));
        });
        string told = fault.Length > 0 ? fault : known ? "" : viewer.T["ledger.fault-month", Shortened(month)];
        return Pages.Show<LedgerPage>(viewer, told.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", view), ("Fault", told), ("Confirmer", confirmer));
    }

    private static IResult Person(HttpContext context, BridgeCore core, string? month, string person, Draft draft)
    {
        var viewer = Viewer.Of(context);
        (PersonLedgerView? view, bool known, ConfirmerView confirmer) = core.Read((room, _) =>
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            YearMonth? asked = MonthOf(month, room.Roster, now);
            return (room.Roster.Person(person) == null ? null : PersonLedgerView.Of(room, person, asked ?? Current(room.Roster, now), now), asked != null, ConfirmerView.Of(viewer.T, room.Roster, viewer.Staff));
        });
        if (view == null)
        {
            return Month(context, core, month, "", viewer.T["ledger.fault-person", Shortened(person)]);
        }

        string told = draft.Fault.Length > 0 ? draft.Fault : known ? "" : viewer.T["ledger.fault-month", Shortened(month)];
        return Pages.Show<PersonLedgerPage>(
            viewer, told.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", view), ("Fault", told), ("Confirmer", confirmer), ("Kind", draft.Kind), ("Day", draft.Day));
    }

    private static async Task<IResult> ExcuseAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        IFormCollection form = await BoundedForm.ReadAsync(context, MostFormBytes) ?? FormCollection.Empty;
        string month = form["month"].ToString(), person = form["person"].ToString(), kind = form["kind"].ToString(), day = form["day"].ToString();
        var viewer = Viewer.Of(context);
        string refusal = viewer.Staff.Length == 0 ? "no-staff" : core.Ask("", (room, now) => new LedgerRequests(room, now).Excuse(viewer.Staff, person, kind, day));
        if (refusal.Length > 0)
        {
            return Person(context, core, month, person, new Draft(viewer.T.Of("refusal", refusal), kind, day));
        }

        audit.Write(context, AuditActions.LedgerExcused, person, $"{kind} {day}");
        return Results.LocalRedirect(Viewer.After(LedgerView.Address(day[..7], person), "ledger.done-excused"));
    }

    private static async Task<IResult> ConfirmAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        IFormCollection form = await BoundedForm.ReadAsync(context, MostFormBytes) ?? FormCollection.Empty;
        string month = form["month"].ToString(), person = form["person"].ToString(), post = form["post"].ToString();
        var viewer = Viewer.Of(context);
        string[] people = [.. form["staff"].OfType<string>().Distinct(StringComparer.Ordinal).Take(MostConfirmed)];
        var refused = new List<string>();
        foreach (string staff in people)
        {
            string refusal = viewer.Staff.Length == 0 ? "no-staff" : core.Ask("", (room, now) => new LedgerRequests(room, now).Confirm(viewer.Staff, staff, month));
            if (refusal.Length > 0)
            {
                refused.Add($"{core.Read((room, _) => room.Roster.NameOf(staff))}: {viewer.T.Of("refusal", refusal)}");
            }
            else
            {
                audit.Write(context, AuditActions.LedgerConfirmed, staff, month);
            }
        }

        string fault = people.Length == 0 ? viewer.T["ledger.fault-nobody"] : string.Join(" · ", refused);
        return fault.Length == 0 ? Results.LocalRedirect(Viewer.After(LedgerView.Address(month, person, post), "ledger.done-confirmed"))
            : person.Length > 0 ? Person(context, core, month, person, new Draft(fault))
            : Month(context, core, month, post, fault);
    }

    private static IResult Export(HttpContext context, BridgeCore core, AuditLog audit, string? month, string? post, string? format, string? part)
    {
        // A program's key may be to take out records alone, and what is told of a fault must not show it the ledger either.
        var viewer = Viewer.Of(context);
        if (format is not ("xlsx" or "csv"))
        {
            return Results.Problem(viewer.T["ledger.fault-format"], statusCode: StatusCodes.Status400BadRequest);
        }

        if (!viewer.May(Permission.ReadLedger))
        {
            return AccessGate.Forbid(Permission.ReadLedger);
        }

        bool asExcel = format is "xlsx";
        (LedgerTables? tables, string text) = core.Read((room, _) =>
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            return MonthOf(month, room.Roster, now) is { } asked ? (LedgerTables.Of(viewer.T, room, asked, PostOf(room.Roster, post), now), LedgerView.Text(asked)) : (null, "");
        });
        if (tables == null)
        {
            return Results.Problem(viewer.T["ledger.fault-month", Shortened(month)], statusCode: StatusCodes.Status400BadRequest);
        }

        audit.Write(context, AuditActions.LedgerExported, text, $"{format} {part} {post}".TrimEnd());
        return asExcel
            ? Results.File(tables.ToExcel(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"ledger-{text}.xlsx")
            : Results.File(LedgerTables.ToCsv(part is "entries" ? tables.Entries : tables.People), "text/csv; charset=utf-8", $"ledger-{text}-{(part is "entries" ? "entries" : "people")}.csv");
    }

    private static IResult Figures(HttpContext context, BridgeCore core, string? post, string? from, string? to)
    {
        var viewer = Viewer.Of(context);
        (FiguresView view, string fault) = core.Read((room, _) =>
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            LocalDate today = room.Roster.Civil(now).Date;
            LocalDate? last = DayOf(to, today), first = DayOf(from, (last ?? today).PlusDays(1 - FiguresView.UsualDays));
            bool sane = first != null && last != null && first <= last && Period.DaysBetween(first.Value, last.Value) <= FiguresView.MostDays;
            LocalDate begin = sane ? first!.Value : today.PlusDays(1 - FiguresView.UsualDays), end = sane ? last!.Value : today;
            return (FiguresView.Of(viewer.T, room, PostOf(room.Roster, post), begin, end, now), sane ? "" : viewer.T["figures.fault-days", FiguresView.MostDays]);
        });
        return Pages.Show<FiguresPage>(viewer, fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", view), ("Fault", fault));
    }

    private static LocalDate? DayOf(string? text, LocalDate absent)
    {
        return string.IsNullOrEmpty(text) ? absent : LocalDatePattern.Iso.Parse(text) is { Success: true, Value: { Year: > 1970 and < 9000 } day } ? day : null;
    }

    private static YearMonth? MonthOf(string? text, RosterModel roster, DateTimeOffset now)
    {
        return string.IsNullOrEmpty(text) ? Current(roster, now) : YearMonthPattern.Iso.Parse(text) is { Success: true, Value: { Year: > 1970 and < 9000 } month } ? month : null;
    }

    private static YearMonth Current(RosterModel roster, DateTimeOffset now) => roster.Civil(now).Date.ToYearMonth();

    // A post that there is no more has nobody; the whole house is shown then.
    private static string PostOf(RosterModel roster, string? post) => roster.Document.Posts.Exists(entry => string.Equals(entry.Id, post, StringComparison.Ordinal)) ? post! : "";

    private static string Shortened(string? text)
    {
        const int longest = 20;
        return text == null ? "" : text.Length <= longest ? text : text[..longest] + "…";
    }

    private sealed record Draft(string Fault = "", string Kind = "", string Day = "");
}
