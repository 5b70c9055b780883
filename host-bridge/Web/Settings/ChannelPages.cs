using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>The pages about the channels by which notices go out.</summary>
public static class ChannelPages
{
    /// <summary>Maps them.</summary>
    public static void MapChannelPages(this IEndpointRouteBuilder web, BridgeCore core, DeliveryDesk deliveries, BridgeOptions options)
    {
        var desk = new Desk(core, deliveries, options);
        web.MapGet("/settings/channels", (HttpContext context) => desk.List(Viewer.Of(context))).Needs(Permission.ManageChannels).ExcludeFromDescription();
        web.MapGet("/settings/channels/new", (HttpContext context, string? kind) => desk.Show(Viewer.Of(context), new ChannelFields { Kind = ChannelInput.Kinds.Contains(kind, StringComparer.Ordinal) ? kind! : ChannelInput.Kinds[0] }))
            .Needs(Permission.ManageChannels).ExcludeFromDescription();
        web.MapPost("/settings/channels", (HttpContext context, AuditLog audit) => desk.KeepAsync(context, "", audit)).Needs(Permission.ManageChannels).DisableAntiforgery().ExcludeFromDescription();
        web.MapGet("/settings/channels/{id}", (HttpContext context, string id) => desk.Find(id) is { } channel ? desk.Show(Viewer.Of(context), ChannelFields.Of(channel)) : Results.NotFound()).Needs(Permission.ManageChannels).ExcludeFromDescription();
        web.MapPost("/settings/channels/{id}", (HttpContext context, string id, AuditLog audit) => desk.KeepAsync(context, id, audit)).Needs(Permission.ManageChannels).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/channels/{id}/test", desk.TestAsync).Needs(Permission.ManageChannels).DisableAntiforgery().ExcludeFromDescription();
        web.MapPost("/settings/channels/{id}/delete", desk.Delete).Needs(Permission.ManageChannels).DisableAntiforgery().ExcludeFromDescription();
    }

    private sealed class Desk(BridgeCore core, DeliveryDesk deliveries, BridgeOptions options)
    {
        private const int MostDeliveries = 50;

        internal Channel? Find(string id) => deliveries.Store.Find(id);

        internal IResult List(Viewer viewer)
        {
            IReadOnlyList<Channel> channels = deliveries.Store.Channels();
            Dictionary<string, string> names = channels.ToDictionary(channel => channel.Id, channel => channel.Settings.Name, StringComparer.Ordinal);
            IReadOnlyList<DeliveryLine> lines = deliveries.Store.Read(null, null, long.MaxValue, MostDeliveries);
            DeliveryRow[] rows = core.Read((room, _) =>
            {
                var civil = new CivilTime(room.Roster, core.Time.GetUtcNow());
                return lines.Select(line => new DeliveryRow(
                    civil.Exact(line.SentAt),
                    names.GetValueOrDefault(line.Channel, line.Channel),
                    room.Notices.At(line.Position) is { } sent ? BoardWords.Of(viewer.T, sent.Notice.Topic) : "",
                    line.State,
                    line.Attempts,
                    line.Status == 0 ? line.Words : $"{line.Status} {line.Words}".Trim())).ToArray();
            });
            return Pages.Show<ChannelsPage>(viewer, ("Channels", channels.Select(ChannelFields.Of).ToArray()), ("Deliveries", rows));
        }

        internal IResult Show(Viewer viewer, ChannelFields channel, IReadOnlyList<(string Member, string Words)>? faults = null, Outcome? tested = null, int status = StatusCodes.Status200OK)
        {
            (string, string)[] posts = core.Read((room, _) => room.Roster.Document.Posts.Select(post => (post.Id, PostOrder.NameOf(room.Roster, post.Id))).ToArray());
            return Pages.Show<ChannelPage>(viewer, status, ("Channel", channel), ("Posts", posts), ("Faults", faults ?? []), ("Tested", tested));
        }

        internal async Task<IResult> KeepAsync(HttpContext context, string id, AuditLog audit)
        {
            var viewer = Viewer.Of(context);
            Channel? old = id.Length > 0 ? Find(id) : null;
            if (id.Length > 0 && old == null)
            {
                return Results.NotFound();
            }

            if (await BoundedForm.ReadAsync(context) is not { } form)
            {
                return Show(viewer, old == null ? new ChannelFields() : ChannelFields.Of(old), [("name", viewer.T["settings.fault-form"])], status: StatusCodes.Status400BadRequest);
            }

            ChannelFields fields = ChannelFields.Of(form, old);
            if (!ChannelInput.Kinds.Contains(fields.Kind, StringComparer.Ordinal))
            {
                return Show(viewer, fields with { Kind = ChannelInput.Kinds[0] }, [("name", viewer.T["settings.fault-form"])], status: StatusCodes.Status400BadRequest);
            }

            (Channel channel, IReadOnlyList<(string Member, string Words)> faults) = ChannelInput.Read(fields.ToInput(), old, options);
            if (faults.Count > 0)
            {
                return Show(viewer, fields, faults, status: StatusCodes.Status400BadRequest);
            }

            if (!deliveries.Store.Keep(channel))
            {
                return Show(viewer, fields, [("name", viewer.T["settings.fault-name-taken"])], status: StatusCodes.Status409Conflict);
            }

            audit.Write(context, old == null ? AuditActions.ChannelMade : AuditActions.ChannelChanged, channel.Id, channel.Settings.Name);
            return Results.LocalRedirect(Viewer.After($"/settings/channels/{channel.Id}", "settings.done-saved"));
        }

        internal async Task<IResult> TestAsync(HttpContext context, string id, AuditLog audit, CancellationToken cancel)
        {
            if (Find(id) is not { } channel || await deliveries.TestAsync(id, cancel) is not { } outcome)
            {
                return Results.NotFound();
            }

            audit.Write(context, AuditActions.ChannelTested, id, channel.Settings.Name);
            return Show(Viewer.Of(context), ChannelFields.Of(channel), tested: outcome);
        }

        internal IResult Delete(HttpContext context, string id, AuditLog audit)
        {
            if (Find(id) is not { } channel || !deliveries.Store.Remove(id))
            {
                return Results.NotFound();
            }

            audit.Write(context, AuditActions.ChannelDeleted, id, channel.Settings.Name);
            return Results.LocalRedirect(Viewer.After("/settings/channels", "settings.done-deleted"));
        }
    }
}
