using System;
using System.Globalization;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.My;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.People;

/// <summary>Where supervisors decide what staff ask of the ledger.</summary>
public static class RequestsEndpoints
{
    /// <summary>Maps it.</summary>
    public static void MapLedgerRequests(this IEndpointRouteBuilder web, BridgeCore core)
    {
        var audit = AuditLog.Of(core);
        web.MapGet("/people/requests", (HttpContext context) => Show(context, core)).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/people/requests", Task<IResult> (HttpContext context) => DecideAsync(context, core, audit)).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
    }

    private static IResult Show(HttpContext context, BridgeCore core, string fault = "", Draft? draft = null)
    {
        var viewer = Viewer.Of(context);
        DateTimeOffset now = core.Time.GetUtcNow();
        RequestsView view = core.Read((room, _) => RequestsView.Of(viewer.T, room, viewer.Staff, now));
        return Pages.Show<RequestsPage>(viewer, fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, ("View", view), ("Fault", fault), ("Draft", draft ?? Draft.None));
    }

    private static async Task<IResult> DecideAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        var t = Language.Of(context);
        string by = Caller.Of(context)!.Staff;
        if (await BoundedForm.ReadAsync(context) is not { } form)
        {
            return Show(context, core, t["people.bad-form"]);
        }

        var draft = Draft.Of(form);
        bool yes = draft["act"] is "yes";
        string refusal = by.Length == 0 ? "no-staff" : core.Ask("", (room, now) =>
        {
            var ledger = new LedgerRequests(room, now);
            return draft["about"] switch
            {
                "correction" => DateTimeOffset.TryParse(draft["at"], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset at) ? ledger.DecideCorrection(by, draft["staff"], draft["what"], at, yes, draft["answer"]) : Answer.Refuse("no-correction"),
                "objection" => MyEndpoints.RowOf(draft, draft["staff"]) is { } row ? ledger.DecideObjection(by, row, yes, draft["answer"]) : Answer.Refuse("no-objection"),
                "excuse" => ledger.Excuse(by, draft["staff"], draft["kind"], draft["day"]),
                _ => Answer.Refuse("unknown-kind"),
            };
        });
        if (refusal.Length > 0)
        {
            return Show(context, core, t.Of("refusal", refusal), draft);
        }

        (string action, string detail) = draft["about"] switch
        {
            "correction" => (AuditActions.CorrectionDecided, $"{draft["what"]} {Minute(draft["at"])} {(yes ? "approved" : "rejected")}"),
            "objection" => (AuditActions.ObjectionDecided, $"{draft["kind"]} {draft["day"]} {(yes ? "upheld" : "rejected")}"),
            _ => (AuditActions.LedgerExcused, $"{draft["kind"]} {draft["day"]}"),
        };
        audit.Write(context, action, draft["staff"], detail);
        return Results.LocalRedirect(Viewer.After("/people/requests", draft["about"] is "excuse" ? "people.done-excused" : "people.done-decided"));
    }

    // A moment of the form, as the log has moments.
    private static string Minute(string at) => DateTimeOffset.TryParse(at, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset moment) ? moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture) : "";
}
