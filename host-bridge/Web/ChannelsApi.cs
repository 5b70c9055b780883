using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>
/// The API of the channels by which notices go out, and of the delivery log. Secrets go in and never come out: a change that leaves one out keeps it, unless
/// it would be sent to another place than the one that it was given for.
/// </summary>
public static class ChannelsApi
{
    private const int DeliveriesAPage = 100;
    private const int MostDeliveriesAPage = 1000;
    private static readonly string[] States = ["waiting", "delivered", "failed", "dropped"];

    /// <summary>Maps it.</summary>
    public static void MapChannels(this IEndpointRouteBuilder web, BridgeCore core, DeliveryDesk desk)
    {
        DeliveryStore store = desk.Store;
        web.MapGet("/api/v1/channels", () => store.Channels().Select(View))
            .WithSummary("Every channel by which notices go out, by name, without its secrets.")
            .WithTags("channels")
            .Needs(Permission.ManageChannels);
        web.MapGet("/api/v1/channels/{id}", (string id) => store.Find(id) is { } channel ? Results.Ok(View(channel)) : Missing(id))
            .WithSummary("A channel without its secrets.")
            .WithTags("channels")
            .Produces<ChannelView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permission.ManageChannels);
        web.MapPost("/api/v1/channels", async (HttpContext context, AuditLog audit, BridgeOptions options) => await KeepAsync(context, audit, store, null, options))
            .WithSummary("Sets up a channel.")
            .WithTags("channels")
            .Accepts<ChannelInput>("application/json")
            .Produces<ChannelView>(StatusCodes.Status201Created)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permission.ManageChannels);
        web.MapPut("/api/v1/channels/{id}", async (HttpContext context, AuditLog audit, string id, BridgeOptions options) => store.Find(id) is { } old ? await KeepAsync(context, audit, store, old, options) : Missing(id))
            .WithSummary("Sets a channel anew; secrets that are left out are kept, unless its receiver changes.")
            .WithTags("channels")
            .Accepts<ChannelInput>("application/json")
            .Produces<ChannelView>()
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .Needs(Permission.ManageChannels);
        web.MapDelete("/api/v1/channels/{id}", (HttpContext context, AuditLog audit, string id) => Remove(context, audit, store, id))
            .WithSummary("Removes a channel; what waits for it is dropped.")
            .WithTags("channels")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permission.ManageChannels);
        web.MapPost("/api/v1/channels/{id}/test", async (HttpContext context, AuditLog audit, string id, CancellationToken cancel) => await TestAsync(context, audit, desk, id, cancel))
            .WithSummary("Sends a test message to a channel at once, and says what became of it.")
            .WithTags("channels")
            .Produces<TestView>()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .Needs(Permission.ManageChannels);
        web.MapGet("/api/v1/deliveries", (string? channel, string? state, string? before, string? limit) => Deliveries(core, store, channel, state, before, limit))
            .WithSummary("The delivery log, newest notice first, of those before a position.")
            .WithTags("channels")
            .Produces<DeliveryPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .Needs(Permission.ManageChannels);
    }

    private static IResult Remove(HttpContext context, AuditLog audit, DeliveryStore store, string id)
    {
        if (store.Find(id) is not { } channel || !store.Remove(id))
        {
            return Missing(id);
        }

        audit.Write(context, AuditActions.ChannelDeleted, id, channel.Settings.Name);
        return Results.NoContent();
    }

    private static async Task<IResult> TestAsync(HttpContext context, AuditLog audit, DeliveryDesk desk, string id, CancellationToken cancel)
    {
        if (await desk.TestAsync(id, cancel) is not { } outcome)
        {
            return Missing(id);
        }

        audit.Write(context, AuditActions.ChannelTested, id);
        return Results.Ok(TestView.Of(outcome));
    }

    private static async Task<IResult> KeepAsync(HttpContext context, AuditLog audit, DeliveryStore store, Channel? old, BridgeOptions options)
    {
        (ChannelInput? input, IResult? bad) = await JsonInput.ReadAsync<ChannelInput>(context);
        if (input == null)
        {
            return bad!;
        }

        (Channel channel, IReadOnlyList<(string Member, string Words)> faults) = ChannelInput.Read(input, old, options);
        if (faults.Count > 0)
        {
            return Results.ValidationProblem(faults.GroupBy(fault => fault.Member, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.Words).ToArray(), StringComparer.Ordinal));
        }

        if (!store.Keep(channel))
        {
            return Results.Problem($"There is a channel of the name '{channel.Settings.Name}' already: choose another name.", statusCode: StatusCodes.Status409Conflict);
        }

        audit.Write(context, old == null ? AuditActions.ChannelMade : AuditActions.ChannelChanged, channel.Id, channel.Settings.Name);
        return old == null ? Results.Created($"/api/v1/channels/{channel.Id}", View(channel)) : Results.Ok(View(channel));
    }

    private static IResult Deliveries(BridgeCore core, DeliveryStore store, string? channel, string? state, string? before, string? limit)
    {
        if (!string.IsNullOrEmpty(state) && !States.Contains(state, StringComparer.Ordinal))
        {
            return Results.Problem($"state must be one of {string.Join(", ", States)}.", statusCode: StatusCodes.Status400BadRequest);
        }

        long position = long.MaxValue, most = DeliveriesAPage;
        if ((!string.IsNullOrEmpty(before) && !long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out position)) || (!string.IsNullOrEmpty(limit) && !long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out most)))
        {
            return Results.Problem("before must be the position of a notice, and limit how many deliveries are wanted: whole numbers.", statusCode: StatusCodes.Status400BadRequest);
        }

        IReadOnlyList<DeliveryLine> lines = store.Read(channel, state, position, (int)Math.Clamp(most, 1, MostDeliveriesAPage));
        DeliveryView[] items = core.Read((room, _) => lines.Select(line => DeliveryView.Of(line, room.Notices.At(line.Position))).ToArray());
        return Results.Ok(new DeliveryPage(items));
    }

    private static IResult Missing(string id) => Results.Problem($"There is no channel '{(id.Length <= 40 ? id : id[..40] + "…")}'.", statusCode: StatusCodes.Status404NotFound);

    private static ChannelView View(Channel channel)
    {
        ChannelSettings settings = channel.Settings;
        ChannelSecrets secrets = channel.Secrets;
        return new ChannelView(
            channel.Id,
            settings.Name,
            ChannelInput.Kinds[(int)settings.Kind],
            settings.Enabled,
            settings.Address,
            settings.Host,
            settings.Port,
            ChannelInput.Securities[(int)settings.Security],
            settings.User,
            settings.From,
            settings.To,
            settings.Topics,
            settings.Posts,
            settings.LeastPriority.Word(),
            ChannelInput.Time(settings.Quiet?.From),
            ChannelInput.Time(settings.Quiet?.To),
            settings.PerMinute,
            secrets.Token.Length > 0,
            secrets.Signing.Length > 0,
            secrets.Password.Length > 0,
            secrets.IsLost);
    }

    internal sealed record ChannelView(
        string Id, string Name, string Kind, bool Enabled, string Address, string Host, int Port, string Security, string User, string From, IReadOnlyList<string> To,
        IReadOnlyList<string> Topics, IReadOnlyList<string> Posts, string Priority, string QuietFrom, string QuietTo, int PerMinute,
        bool HasToken, bool HasSecret, bool HasPassword, bool SecretsLost);

    private sealed record TestView(bool Delivered, long Status, string Words)
    {
        internal static TestView Of(Outcome outcome) => new(outcome.Kind == OutcomeKind.Delivered, outcome.Status, outcome.Words);
    }

    private sealed record DeliveryPage(DeliveryView[] Items);

    private sealed record DeliveryView(string Id, string Channel, long Position, string? Topic, string? Post, string Priority, DateTime SentAt, string State, int Attempts, DateTime? Due, DateTime? TriedAt, long Status, string Words)
    {
        internal static DeliveryView Of(DeliveryLine line, SentNotice? sent) => new(
            line.Id,
            line.Channel,
            line.Position,
            sent?.Notice.Topic,
            sent?.Notice.Post,
            line.Priority.Word(),
            line.SentAt.UtcDateTime,
            line.State,
            line.Attempts,
            line.State is "waiting" ? line.Due.UtcDateTime : null,
            line.TriedAt?.UtcDateTime,
            line.Status,
            line.Words);
    }
}
