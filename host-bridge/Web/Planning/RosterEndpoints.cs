using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime.Text;

namespace DutyKiosk.HostBridge.Web.Planning;

/// <summary>The pages of the roster: what everybody reads, and what planners change.</summary>
public static class RosterEndpoints
{
    // What a planner has drawn of a month is sent as one.
    private const int FormBytes = 1 << 20;

    /// <summary>Maps them.</summary>
    public static void MapRoster(this IEndpointRouteBuilder web, BridgeCore core, RosterDesk desk)
    {
        web.MapGet("/roster", (HttpContext context, string? post, string? view, string? from) =>
        {
            var viewer = Viewer.Of(context);
            DateTimeOffset now = core.Time.GetUtcNow();
            (RosterModel roster, int waiting) = core.Read((room, _) => (room.Roster, viewer.May(Permission.ManageRoster) ? RequestsView.Waiting(room.Roster, room.Plan, now) : 0));
            return Pages.Show<RosterPage>(viewer, ("View", RosterView.Of(viewer.T, roster, now, post, view, from, waiting)));
        }).Needs(Permission.ReadBoard).ExcludeFromDescription();

        var plans = new PlanDesk(core);
        web.MapGet("/roster/edit", (HttpContext context, string? post, string? from) => plans.Show(context, post, from)).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/roster/edit", plans.SaveAsync).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();

        var wizard = new WizardDesk(core, desk);
        web.MapGet("/roster/new", (HttpContext context, string? post) => wizard.Show(context, post)).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/roster/new", wizard.TakeAsync).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();

        var requests = new RequestDesk(core);
        web.MapGet("/roster/requests", (HttpContext context) => requests.Show(context)).Needs(Permission.ManageRoster).ExcludeFromDescription();
        web.MapPost("/roster/requests", requests.DecideAsync).Needs(Permission.ManageRoster).DisableAntiforgery().ExcludeFromDescription();
        web.MapExchange(core);
    }

    /// <summary>As whom somebody plans: as who he is in the roster, or, where he is nobody there, by the name of his user.</summary>
    internal static string PlannerOf(HttpContext context) => Caller.Of(context) is { } caller && caller.Staff.Length > 0 ? caller.Staff : Caller.Of(context)!.Name;

    // What a planner saves of the editor.
    private sealed class PlanDesk(BridgeCore core)
    {
        internal IResult Show(HttpContext context, string? post, string? from, string draft = "", string fault = "", int status = StatusCodes.Status200OK)
        {
            var viewer = Viewer.Of(context);
            (string of, string name, string day) = core.Read((room, _) =>
            {
                string found = RosterView.PostOf(room.Roster, post);
                return (found, PostOrder.NameOf(room.Roster, found), LocalDatePattern.Iso.Format(RosterView.DayOf(room.Roster, core.Time.GetUtcNow(), from)));
            });
            Pages.AllowInteractive(context);
            return Pages.Show<EditPage>(viewer, status, ("Post", of), ("PostName", name), ("From", day), ("Draft", draft), ("Fault", fault));
        }

        internal async Task<IResult> SaveAsync(HttpContext context, AuditLog audit)
        {
            Language t = Language.Of(context);
            IFormCollection? form = await BoundedForm.ReadAsync(context, FormBytes);
            string text = form?["draft"].ToString() ?? "", post = form?["post"].ToString() ?? "", from = form?["from"].ToString() ?? "";
            if (EditDraft.Read(text) is not { } draft)
            {
                return Show(context, post, from, "", t["planning.fault-draft"], StatusCodes.Status400BadRequest);
            }

            if (core.Read((room, _) => room.Roster.Post(post)) == null || draft.Edits.Any(edit => edit.Post != post))
            {
                return Show(context, null, from, "", t.Of("refusal", "no-post"), StatusCodes.Status400BadRequest);
            }

            string by = PlannerOf(context);
            EditOutcome outcome = new([], null);
            core.Ask(post, (room, now) =>
            {
                outcome = ShiftEdits.Decide(room.Roster, now, by, draft.Edits);
                return outcome.Act != null ? Answer.Accept(LogKind.Plan, outcome.Act) : Answer.Refuse("");
            });
            if (outcome.Faults.Count > 0)
            {
                bool met = outcome.Faults.Any(fault => fault.Refusal is ShiftEdits.ChangedMeanwhile);
                return Show(context, post, from, text, met ? t["planning.fault-met"] : t["planning.fault-edits"], StatusCodes.Status409Conflict);
            }

            if (outcome.Act != null)
            {
                audit.Write(context, AuditActions.RosterPlanned, post, string.Join(' ', draft.Edits.Select(edit => edit.Shift)));
            }

            return Results.LocalRedirect(Viewer.After($"/roster/edit?post={Uri.EscapeDataString(post)}&from={Uri.EscapeDataString(from)}", "planning.done-planned"));
        }
    }

    // What becomes of the wizard.
    private sealed class WizardDesk(BridgeCore core, RosterDesk desk)
    {
        internal IResult Show(HttpContext context, string? post)
        {
            var viewer = Viewer.Of(context);
            (WizardView view, _) = core.Read((room, _) => WizardView.Of(viewer.T, room.Roster, core.Time.GetUtcNow(), WizardForm.Begin(room.Roster, RosterView.PostOf(room.Roster, post), core.Time.GetUtcNow()), shows: false));
            return Pages.Show<WizardPage>(viewer, ("View", view));
        }

        internal async Task<IResult> TakeAsync(HttpContext context, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            if (await BoundedForm.ReadAsync(context, FormBytes) is not { } sent)
            {
                return Results.LocalRedirect("/roster/new");
            }

            var form = WizardForm.Read(sent);
            string what = sent["do"].ToString();
            (WizardView View, string Fault) shown = Look(viewer, form, what is "preview" or "apply");
            if (what is not "apply" || shown.Fault.Length > 0)
            {
                return Pages.Show<WizardPage>(viewer, shown.Fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK, ("View", shown.View), ("Fault", shown.Fault));
            }

            bool isSeen = true;
            string fault = "";
            try
            {
                desk.Change(document =>
                {
                    // What is put in the place of something else is put there by somebody who has seen that.
                    var roster = RosterModel.Of(document);
                    isSeen = WizardForm.MarkOf(roster, form.Rotation.Post) == form.Seen;
                    return isSeen ? RotationChange.Into(document, form.Rotation) : null;
                });
            }
            catch (Exception exception) when (exception is RosterException or IOException or UnauthorizedAccessException)
            {
                fault = viewer.T["planning.fault-other", exception.Message];
            }

            if (!isSeen || fault.Length > 0)
            {
                WizardForm again = form with { Seen = core.Read((room, _) => WizardForm.MarkOf(room.Roster, form.Rotation.Post)) };
                return Pages.Show<WizardPage>(viewer, StatusCodes.Status409Conflict, ("View", Look(viewer, again, shows: true).View), ("Fault", isSeen ? fault : viewer.T["planning.fault-rotated"]));
            }

            audit.Write(context, AuditActions.RosterRotated, form.Rotation.Post, $"{form.Rotation.Pattern} {form.Rotation.From}");
            return Results.LocalRedirect(Viewer.After($"/roster?post={Uri.EscapeDataString(form.Rotation.Post)}&from={form.Rotation.From}", "planning.done-rotated"));
        }

        private (WizardView View, string Fault) Look(Viewer viewer, WizardForm form, bool shows) => WizardView.Of(viewer.T, core.Read((room, _) => room.Roster), core.Time.GetUtcNow(), form, shows, viewer.Staff);
    }

    // What supervisors decide.
    private sealed class RequestDesk(BridgeCore core)
    {
        internal IResult Show(HttpContext context, string fault = "")
        {
            var viewer = Viewer.Of(context);
            RequestsView view = core.Read((room, _) => RequestsView.Of(viewer.T, room.Roster, room.Plan, core.Time.GetUtcNow()));
            return Pages.Show<RequestsPage>(viewer, fault.Length > 0 ? StatusCodes.Status409Conflict : StatusCodes.Status200OK, ("View", view), ("Fault", fault));
        }

        internal async Task<IResult> DecideAsync(HttpContext context, AuditLog audit)
        {
            IFormCollection? form = await BoundedForm.ReadAsync(context, FormBytes);
            string kind = Field("kind"), post = Field("post"), shift = Field("shift"), planned = Field("planned"), staff = Field("staff"), with = Field("with"), what = Field("do");
            string by = Caller.Of(context)!.Staff;
            string refusal = by.Length == 0 ? "no-staff" : core.Ask(post, (room, now) =>
            {
                var requests = new PlanRequests(room, now) { About = (post, planned), Meant = new SeenRequest(staff, with, Field("asked")) };
                return (kind, what) switch
                {
                    ("swap", "approve") => requests.ApproveSwap(by, shift),
                    ("swap", "reject") => requests.RejectSwap(by, shift),
                    ("leave", "approve") => requests.ApproveLeave(by, staff, shift),
                    ("leave", "reject") => requests.RejectLeave(by, staff, shift),
                    _ => Answer.Refuse("unknown-kind"),
                };
            });
            if (refusal.Length > 0)
            {
                Language t = Language.Of(context);
                return Show(context, t.Of("refusal", refusal));
            }

            audit.Write(context, AuditActions.RequestDecided, string.Create(CultureInfo.InvariantCulture, $"{post} {shift} {staff}"), $"{kind} {what}");
            return Results.LocalRedirect(Viewer.After("/roster/requests", what is "approve" ? "planning.done-approved" : "planning.done-rejected"));

            string Field(string name) => form?[name].ToString() ?? "";
        }
    }
}
