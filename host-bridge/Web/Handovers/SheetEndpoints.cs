using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Handovers;

/// <summary>The pages of handover sheets, and what is done on them.</summary>
public static class SheetEndpoints
{
    // A script that keeps a page asks for the live part alone, and is told when what it sent was saved.
    private const string PartMark = "X-Part";
    private const string SavedMark = "X-Saved";

    /// <summary>Maps them.</summary>
    public static void MapSheets(this IEndpointRouteBuilder web, BridgeCore core, Pages pages)
    {
        var desk = new Desk(core, pages);
        web.MapGet("/sheets", desk.ShowAll).Needs(Permission.ReadSheets).ExcludeFromDescription();
        web.MapGet("/sheets/stream", desk.StreamAllAsync).Needs(Permission.ReadSheets).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/sheets/{post}", (HttpContext context, string post) => desk.Show(context, post, 0)).Needs(Permission.ReadSheets).ExcludeFromDescription();
        web.MapGet("/sheets/{post}/{number:int}", desk.Show).Needs(Permission.ReadSheets).ExcludeFromDescription();
        web.MapGet("/sheets/{post}/print", (HttpContext context, string post) => desk.Print(context, post, 0)).Needs(Permission.ReadSheets).ExcludeFromDescription();
        web.MapGet("/sheets/{post}/{number:int}/print", desk.Print).Needs(Permission.ReadSheets).ExcludeFromDescription();
        web.MapGet("/sheets/{post}/stream", (HttpContext context, string post) => desk.StreamAsync(context, post, 0)).Needs(Permission.ReadSheets).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/sheets/{post}/{number:int}/stream", desk.StreamAsync).Needs(Permission.ReadSheets).ByGetAlone().ExcludeFromDescription();
        web.MapPost("/sheets/{post}/{act}", (HttpContext context, string post, string act) => desk.DoAsync(context, post, 0, act)).Needs(Permission.Own).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/sheets/{post}/{number:int}/{act}", desk.DoAsync).Needs(Permission.Own).DisableAntiforgery().ExcludeFromDescription();
    }

    private sealed class Desk(BridgeCore core, Pages pages)
    {
        internal IResult ShowAll(HttpContext context, string? before)
        {
            var viewer = Viewer.Of(context);
            return Pages.Show<SheetsPage>(viewer, ("View", ViewOfAll(viewer.T, before ?? "")));
        }

        internal Task StreamAllAsync(HttpContext context)
        {
            var viewer = Viewer.Of(context);
            return new LiveStream(core).SendAsync(context, async () =>
            {
                SheetsView view = ViewOfAll(viewer.T, "");
                return new LiveMoment(view.Now, await pages.RenderAsync<SheetsParts>(("View", view), ("T", viewer.T)));
            });
        }

        internal IResult Show(HttpContext context, string post, int number)
        {
            var viewer = Viewer.Of(context);
            return ViewOf(viewer, post, number) is { } view ? Pages.Show<SheetPage>(viewer, ("View", view)) : Results.NotFound();
        }

        internal IResult Print(HttpContext context, string post, int number)
        {
            var viewer = Viewer.Of(context);
            return ViewOf(viewer, post, number) is { } view ? Pages.Show<PrintPage>(viewer, ("View", view)) : Results.NotFound();
        }

        internal async Task StreamAsync(HttpContext context, string post, int number)
        {
            var viewer = Viewer.Of(context);
            if (ViewOf(viewer, post, number) is not { } shown)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return;
            }

            await new LiveStream(core).SendAsync(context, async () =>
            {
                // A sheet that is removed with old entries while its page is open stays on that page as it was.
                shown = ViewOf(viewer, post, number) ?? shown;
                return new LiveMoment(shown.Now, await PartAsync(viewer, shown));
            });
        }

        internal async Task<IResult> DoAsync(HttpContext context, string post, int number, string act)
        {
            var viewer = Viewer.Of(context);
            if (ViewOf(viewer, post, number) == null)
            {
                return Results.NotFound();
            }

            IReadOnlyDictionary<string, string>? fields = await FieldsAsync(context);
            string refusal = fields == null ? "too-long" : viewer.Staff.Length == 0 ? "no-staff" : core.Ask(post, (room, now) => SheetForms.Decide(room, post, number, viewer.Staff, act, fields, now));
            bool wantsPart = context.Request.Headers.ContainsKey(PartMark);
            if (refusal.Length > 0)
            {
                string words = viewer.T.Of("refusal", refusal);
                return wantsPart
                    ? Results.Text(words, statusCode: StatusCodes.Status409Conflict)
                    : Pages.Show<SheetPage>(viewer, StatusCodes.Status409Conflict, ("View", ViewOf(viewer, post, number)), ("Fault", words), ("Kept", SheetForms.Kept(act, fields ?? new Dictionary<string, string>())));
            }

            SheetView view = ViewOf(viewer, post, number)!;
            if (!wantsPart)
            {
                return Results.LocalRedirect(Viewer.After(view.Path, "sheet.done-saved"));
            }

            context.Response.Headers[SavedMark] = view.Second;
            return Results.Text(await PartAsync(viewer, view), "text/html");
        }

        private Task<string> PartAsync(Viewer viewer, SheetView view) => pages.RenderAsync<SheetParts>(("View", view), ("T", viewer.T));

        private SheetsView ViewOfAll(Language t, string before)
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            return core.Read((room, _) => SheetsView.Of(t, room, before, now));
        }

        // A post is one that the house has: whatever else is asked for must not come to be because it was.
        private SheetView? ViewOf(Viewer viewer, string post, int number)
        {
            DateTimeOffset now = core.Time.GetUtcNow();
            return core.Read((room, _) =>
            {
                PostState? state = room.Posts.FirstOrDefault(known => string.Equals(known.Post, post, StringComparison.Ordinal));
                return state == null ? null : SheetView.Of(viewer.T, room, state, number, viewer.Staff, now, SignedOf(state, number));
            });
        }

        private LogEntry? SignedOf(PostState post, int number) => post.Book.Numbered(number)?.Signature is { } signature ? core.Log.Read(signature.Record - 1, 1).FirstOrDefault() : null;

        private static async Task<IReadOnlyDictionary<string, string>?> FieldsAsync(HttpContext context) =>
            (await BoundedForm.ReadAsync(context))?.ToDictionary(field => field.Key, field => field.Value.ToString().ReplaceLineEndings("\n"), StringComparer.Ordinal);
    }
}
