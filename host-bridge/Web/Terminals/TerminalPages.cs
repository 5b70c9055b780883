using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>The pages about terminals: how they are and were, what they are told to do, and their credentials.</summary>
public static class TerminalPages
{
    /// <summary>Maps them.</summary>
    public static void MapTerminalPages(this IEndpointRouteBuilder web, BridgeParts parts, BridgeOptions options, Pages pages)
    {
        var desk = new Desk(parts, options, pages);
        web.MapGet("/terminals", desk.List).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/terminals/stream", desk.ListStream).Needs(Permission.ReadBoard).ByGetAlone().ExcludeFromDescription();
        web.MapGet("/terminals/new", desk.ShowEnrol).Needs(Permission.ManageTerminals).ExcludeFromDescription();
        web.MapPost("/terminals/new", (HttpContext context, CredentialDesk credentials, AuditLog audit) => desk.EnrolAsync(context, "", credentials, audit)).Needs(Permission.ManageTerminals).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/terminals/{id}", (HttpContext context, string id, string? span, string? before) => desk.Show(Viewer.Of(context), id, span, before)).Needs(Permission.ReadBoard).ExcludeFromDescription();
        web.MapGet("/terminals/{id}/stream", desk.OneStream).Needs(Permission.ReadBoard).ByGetAlone().ExcludeFromDescription();
        web.MapPost("/terminals/{id}/commands", desk.CommandAsync).Needs(Permission.CommandTerminals).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/terminals/{id}/renew", desk.ShowRenew).Needs(Permission.ManageTerminals).ExcludeFromDescription();
        web.MapPost("/terminals/{id}/renew", (HttpContext context, string id, CredentialDesk credentials, AuditLog audit) => desk.EnrolAsync(context, id, credentials, audit)).Needs(Permission.ManageTerminals).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/terminals/{id}/waiting", desk.WaitStream).Needs(Permission.ManageTerminals).ByGetAlone().ExcludeFromDescription();
        web.MapPost("/terminals/{id}/revoke", desk.RevokeAsync).Needs(Permission.ManageTerminals).DisableAntiforgery().ExcludeFromDescription();
    }

    private sealed class Desk(BridgeParts parts, BridgeOptions options, Pages pages)
    {
        private readonly BridgeCore _core = parts.Core;
        private readonly TerminalRegister _register = parts.Store.Terminals;
        private readonly HealthHistory _history = new(parts.Store.Database);

        private bool OwnAuthority => options.Broker.Length == 0;

        internal IResult List(HttpContext context)
        {
            var viewer = Viewer.Of(context);
            return Pages.Show<TerminalsPage>(viewer, ("View", TerminalsView.Of(viewer.T, _core, _register)));
        }

        internal Task ListStream(HttpContext context)
        {
            Language t = Language.Of(context);
            return new LiveStream(_core).SendAsync(context, async () =>
            {
                var view = TerminalsView.Of(t, _core, _register);
                return new LiveMoment(view.Now, await pages.RenderAsync<TerminalsParts>(("T", t), ("View", view)));
            });
        }

        internal IResult Show(Viewer viewer, string id, string? span, string? before, string fault = "", string seq = "", string epoch = "")
        {
            (long place, Refusal? refusal) = Query.Number("before", before, long.MaxValue, "the position of an entry");
            return refusal != null ? AccessGate.Answer(refusal)
                : TerminalView.Of(viewer.T, _core, _register, id, place) is not { } view ? Results.NotFound()
                : Pages.Show<TerminalPage>(
                    viewer,
                    fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
                    ("View", view),
                    ("Charts", ChartsOf(viewer.T, id, ChartSpan.Of(span))),
                    ("Fault", fault),
                    ("Seq", seq),
                    ("Epoch", epoch));
        }

        internal Task OneStream(HttpContext context, string id)
        {
            Language t = Language.Of(context);
            if (_register.Find(id) == null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return new LiveStream(_core).SendAsync(context, async () =>
            {
                // It may be revoked while somebody looks.
                return TerminalView.Of(t, _core, _register, id, long.MaxValue) is { } view ? new LiveMoment(view.Now, await pages.RenderAsync<TerminalParts>(("T", t), ("View", view))) : null;
            });
        }

        internal async Task<IResult> CommandAsync(HttpContext context, string id, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            if (_register.Find(id) == null)
            {
                return Results.NotFound();
            }

            if (await BoundedForm.ReadAsync(context) is not { } form)
            {
                return Show(viewer, id, null, null, viewer.T["terminals.fault-form"]);
            }

            (TerminalCommand? command, string fault) = CommandOf(form);
            if (command == null)
            {
                return Show(viewer, id, null, null, viewer.T[fault], form["seq"].ToString(), form["epoch"].ToString());
            }

            _core.Send(id, command);
            audit.Write(context, AuditActions.TerminalCommanded, id, command.Members);
            return Results.LocalRedirect(Viewer.After($"/terminals/{id}", "terminals.done-sent"));
        }

        internal IResult ShowEnrol(HttpContext context) => ShowForm(Viewer.Of(context), EnrolForm.Usual(options, parts.Broker), renews: false, "", "");

        internal IResult ShowRenew(HttpContext context, string id)
        {
            return _register.Ever.FirstOrDefault(known => string.Equals(known.Id, id, StringComparison.Ordinal)) is { } terminal
                ? ShowForm(Viewer.Of(context), EnrolForm.Usual(options, parts.Broker) with { Terminal = id, Post = terminal.Post, Handover = terminal.Handover }, renews: true, "", "")
                : Results.NotFound();
        }

        internal async Task<IResult> EnrolAsync(HttpContext context, string renewed, CredentialDesk credentials, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            Language t = viewer.T;
            bool renews = renewed.Length > 0;
            if (renews && _register.Ever.All(known => !string.Equals(known.Id, renewed, StringComparison.Ordinal)))
            {
                return Results.NotFound();
            }

            if (await BoundedForm.ReadAsync(context) is not { } sent)
            {
                return ShowForm(viewer, EnrolForm.Usual(options, parts.Broker) with { Terminal = renewed }, renews, "", t["terminals.fault-form"]);
            }

            EnrolForm form = renews ? EnrolForm.Of(sent) with { Terminal = renewed } : EnrolForm.Of(sent);
            IReadOnlyList<PostChoice> posts = _core.Read((room, _) => EnrolForm.Posts(room, _register));
            string field = form.FaultyField(posts, _register, renews, OwnAuthority);
            if (field.Length > 0)
            {
                return ShowForm(viewer, form, renews, field, t[$"terminals.fault-{field}"]);
            }

            Caller caller = Caller.Of(context)!;
            DateTimeOffset now = _core.Time.GetUtcNow();
            try
            {
                EnrolmentPlace place = form.Place(AuthorityOf(form, now));
                TerminalCredentials drawn = await credentials.EnrolAsync(form.Terminal, form.Post, form.Handover, caller.Name, context.RequestAborted);
                audit.Write(caller, AuditActions.TerminalEnrolled, drawn.Terminal, drawn.Handover ? $"{drawn.Post}, handover" : drawn.Post);
                return Pages.Show<KitPage>(viewer, ("Terminal", drawn.Terminal), ("Zip", EnrolmentKit.Zip(drawn, place, now)), ("Place", place), ("Row", RowOf(t, drawn.Terminal)));
            }
            catch (Exception exception) when (exception is InvalidOperationException or ArgumentException or StartupException or IOException)
            {
                // The broker refuses or is away, or the CA's certificate cannot be read: nothing was changed, and what to do stands in the sentence.
                return ShowForm(viewer, form, renews, "", t["terminals.fault-not-enrolled", exception.Message]);
            }
        }

        internal Task WaitStream(HttpContext context, string id)
        {
            Language t = Language.Of(context);
            if (_register.Find(id) == null)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }

            return new LiveStream(_core).SendAsync(context, async () =>
            {
                string now = _core.Read((room, _) => new CivilTime(room.Roster, _core.Time.GetUtcNow()).Now);
                return RowOf(t, id) is { } row ? new LiveMoment(now, await pages.RenderAsync<WaitParts>(("T", t), ("Row", row))) : null;
            });
        }

        internal async Task<IResult> RevokeAsync(HttpContext context, string id, CredentialDesk credentials, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            if (_register.Find(id) == null)
            {
                return Results.NotFound();
            }

            if (await BoundedForm.ReadAsync(context) is not { } form || form["sure"].ToString() is not "yes")
            {
                return Show(viewer, id, null, null, viewer.T["terminals.fault-sure"]);
            }

            Caller caller = Caller.Of(context)!;
            credentials.Revoke(id, caller.Name);
            audit.Write(caller, AuditActions.TerminalRevoked, id);
            return Results.LocalRedirect(Viewer.After("/terminals", "terminals.done-revoked"));
        }

        private static (TerminalCommand? Command, string Fault) CommandOf(IFormCollection form)
        {
            switch (form["command"].ToString())
            {
                case "locate":
                    return (TerminalCommand.Locate, "");
                case "silence":
                    return (TerminalCommand.Silence, "");
                case "restart":
                    return (TerminalCommand.Restart, "");
                case "replay":
                    string epoch = form["epoch"].ToString().Trim();
                    return long.TryParse(form["seq"].ToString().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long seq) && seq is >= 1 and <= uint.MaxValue && RecordBody.IsEpoch(epoch)
                        ? (TerminalCommand.Replay(epoch, seq), "")
                        : (null, "terminals.fault-replay");
                default:
                    return (null, "terminals.fault-form");
            }
        }

        private IResult ShowForm(Viewer viewer, EnrolForm form, bool renews, string field, string fault)
        {
            return Pages.Show<EnrolPage>(
                viewer,
                fault.Length > 0 ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK,
                ("Form", form),
                ("Posts", _core.Read((room, _) => EnrolForm.Posts(room, _register))),
                ("Renews", renews),
                ("OwnAuthority", OwnAuthority),
                ("Field", field),
                ("Fault", fault));
        }

        private string AuthorityOf(EnrolForm form, DateTimeOffset now)
        {
            if (form.Security is EnrolForm.Plain)
            {
                return "";
            }

            if (!OwnAuthority)
            {
                return form.Authority;
            }

            using CertificateAuthority authority = CertificateAuthority.Open(options.DataFolder, now, mayMake: false);
            return File.ReadAllText(authority.CertificatePath);
        }

        // Nothing: it was revoked.
        private TerminalRow? RowOf(Language t, string id) => TerminalsView.Of(t, _core, _register).Rows.FirstOrDefault(row => string.Equals(row.Id, id, StringComparison.Ordinal));

        private HealthCharts ChartsOf(Language t, string id, ChartSpan span)
        {
            DateTimeOffset now = _core.Time.GetUtcNow(), end = ChartSpan.EndOf(now);
            IReadOnlyList<HealthSample> pieces = _history.Read(id, end - span.Length, end, span.PieceMinutes);
            IReadOnlyList<HealthSample> rows = _history.Read(id, end - span.Length, end, span.RowMinutes);
            return HealthCharts.Of(t, _core.Read((room, _) => new CivilTime(room.Roster, now)), span, end, pieces, rows);
        }
    }
}
