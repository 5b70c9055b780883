using System;
using System.Globalization;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;

namespace DutyKiosk.HostBridge.Web.My;

/// <summary>The page of everybody's own.</summary>
public static class MyEndpoints
{
    private const int LongestName = 40;

    /// <summary>Maps it.</summary>
    public static void MapMy(this IEndpointRouteBuilder web, BridgeCore core, Database database, RecordSearch search)
    {
        web.MapGet("/my", (HttpContext context, string? week, string? month) => Show(context, core, database, search, week, month)).Needs(Permission.Own).ExcludeFromDescription();
        web.MapPost("/my", Task<IResult> (HttpContext context) => AskAsync(context, core, database, search)).Needs(Permission.Own).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/my/calendar", (HttpContext context, AuditLog audit, BridgeOptions options) => CalendarAsync(context, core, database, search, audit, options)).Needs(Permission.Own).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, BridgeCore core, Database database, RecordSearch search, string? week, string? month, string fault = "", Draft? draft = null, string link = "")
    {
        var viewer = Viewer.Of(context);
        DateTimeOffset now = core.Time.GetUtcNow();
        MySpan span = core.Read((room, _) => MySpan.Of(week, month, room.Roster.Civil(now).Date));
        bool isSomebody = viewer.Staff.Length > 0;
        MyView? view = !isSomebody ? null : core.Read((room, _) => room.Roster.Person(viewer.Staff)) == null ? null : ViewOf();
        return Pages.Show<MyPage>(viewer, fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, ("View", view), ("Fault", fault), ("Draft", draft ?? Draft.None), ("Link", link));

        MyView? ViewOf()
        {
            var records = PersonalRecords.Of(viewer.T, core, search, viewer.Staff, span.Week, span.Week.PlusDays(6));
            var links = new CalendarLinks(database, core.Time).Of(viewer.Staff);
            return core.Read((room, _) => MyView.Of(viewer.T, room, viewer.Staff, span, records, links, now));
        }
    }

    private static async Task<IResult> AskAsync(HttpContext context, BridgeCore core, Database database, RecordSearch search)
    {
        var t = Language.Of(context);
        string staff = Caller.Of(context)!.Staff;
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return Show(context, core, database, search, null, null, t["people.bad-form"]);
        }

        var draft = Draft.Of(form);
        string why = draft["why"].Trim();
        string refusal = staff.Length == 0 ? "no-staff" : core.Ask("", (room, now) =>
        {
            var plan = new PlanRequests(room, now);
            var ledger = new LedgerRequests(room, now);
            return draft["act"] switch
            {
                "swap" => plan.AskSwap(staff, draft["other"], draft["shift"]),
                "leave" => plan.RequestLeave(staff, draft["shift"], why),
                "accept" => plan.AcceptSwap(staff, draft["shift"], draft["other"]),
                "decline" => plan.DeclineSwap(staff, draft["shift"], draft["other"]),
                "correction" => RosterModel.ParseCivil(draft["at"]) is { } at ? ledger.RequestCorrection(staff, draft["what"], room.Roster.Moment(at), why) : Answer.Refuse("no-time"),
                "object" => RowOf(draft, staff) is { } row ? ledger.Object(row, why) : Answer.Refuse("no-row"),
                _ => Answer.Refuse("unknown-kind"),
            };
        });
        (string week, string month) = (draft["week"], draft["month"]);
        if (refusal.Length > 0)
        {
            return Show(context, core, database, search, week, month, t.Of("refusal", refusal), draft);
        }

        LocalDate today = core.Read((room, _) => room.Roster.Civil(core.Time.GetUtcNow()).Date);
        return Results.LocalRedirect(Viewer.After(MySpan.Of(week, month, today).Address, draft["act"] is "accept" or "decline" ? "my.done-answered" : "my.done-asked"));
    }

    /// <summary>The row of the ledger that a form names; null: it names none.</summary>
    internal static RowName? RowOf(Draft draft, string staff)
    {
        return DateTimeOffset.TryParse(draft["at"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset at) && SaneTime.Holds(at) ? new RowName(staff, draft["kind"], draft["day"], draft["post"], draft["shift"], at) : null;
    }

    private static async Task<IResult> CalendarAsync(HttpContext context, BridgeCore core, Database database, RecordSearch search, AuditLog audit, BridgeOptions options)
    {
        var t = Language.Of(context);
        var caller = Caller.Of(context)!;
        var links = new CalendarLinks(database, core.Time);
        var draft = await BoundedForm.ReadAsync(context) is { } form ? Draft.Of(form) : Draft.None;
        string name = draft["name"].Trim(), id = draft["id"];
        if (caller.Staff.Length == 0 || core.Read((room, _) => room.Roster.Person(caller.Staff)) == null)
        {
            return Show(context, core, database, search, null, null, t.Of("refusal", "no-staff"));
        }

        if (draft["act"] is "revoke")
        {
            bool own = links.Find(id) is { } known && string.Equals(known.Staff, caller.Staff, StringComparison.Ordinal);
            if (!own || !links.Revoke(id))
            {
                return Show(context, core, database, search, null, null, t["my.no-link"]);
            }

            audit.Write(caller, AuditActions.CalendarRevoked, $"{id} {caller.Staff}");
            return Results.LocalRedirect(Viewer.After("/my", "my.done-revoked"));
        }

        if (name.Length > LongestName || name.Any(char.IsControl))
        {
            return Show(context, core, database, search, null, null, t["my.bad-link-name", LongestName], draft);
        }

        if (links.Make(caller.Staff, name, caller.Name) is not { } made)
        {
            return Show(context, core, database, search, null, null, t["my.many-links", CalendarLinks.MostAPerson], draft);
        }

        // The link is shown in this answer alone, as only its hash is kept.
        audit.Write(caller, AuditActions.CalendarMade, $"{made.Link.Id} {caller.Staff}", name);
        string address = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        return Show(context, core, database, search, null, null, link: $"{address}/ical/{made.Secret}.ics{(ReferenceEquals(t, Language.Chinese) ? "" : $"?lang={t.Code}")}");
    }
}
