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
    private static readonly string[] Kinds = ["webhook", "dingtalk", "wecom", "feishu", "mail"];
    private static readonly string[] Securities = ["none", "starttls", "tls"];
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

        var faults = new List<(string Member, string Words)>();
        Channel channel = Read(input, old, faults);
        faults.AddRange(ChannelCheck.Faults(channel.Settings, channel.Secrets, PrivateTargets.AllowedBy(options.AllowPrivate)).Where(fault => !faults.Exists(known => known.Member == fault.Member)));
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

    private static Channel Read(ChannelInput input, Channel? old, List<(string Member, string Words)> faults)
    {
        int kind = Array.IndexOf(Kinds, input.Kind ?? (old == null ? "" : Kinds[(int)old.Settings.Kind]));
        int security = Array.IndexOf(Securities, input.Security ?? "starttls");
        int priority = Array.IndexOf(Priorities.Words, input.Priority ?? "information");
        Fault(kind < 0, "kind", $"Write one of {string.Join(", ", Kinds)}.");
        Fault(security < 0, "security", $"Write one of {string.Join(", ", Securities)}.");
        Fault(priority < 0, "priority", $"Write one of {string.Join(", ", Priorities.Words)}.");
        var channelKind = (ChannelKind)Math.Max(0, kind);
        string copied = string.IsNullOrWhiteSpace(input.Address) ? ChannelAddress.Usual(channelKind) : input.Address.Trim();
        (string address, string token) = ChannelAddress.Split(channelKind, copied);
        var settings = new ChannelSettings
        {
            Name = (input.Name ?? "").Trim(),
            Kind = channelKind,
            Enabled = input.Enabled ?? true,
            Address = channelKind == ChannelKind.Mail ? "" : address,
            Host = (input.Host ?? "").Trim(),
            Port = input.Port ?? 0,
            Security = (MailSecurity)Math.Max(0, security),
            User = input.User ?? "",
            From = (input.From ?? "").Trim(),
            To = Words("to", input.To),
            Topics = Words("topics", input.Topics),
            Posts = Words("posts", input.Posts),
            LeastPriority = (Priority)Math.Max(0, priority),
            Quiet = Quiet(),
            PerMinute = input.PerMinute ?? (channelKind == ChannelKind.Webhook ? 60 : 20),
        };
        ChannelSecrets secrets = Secrets(settings);
        return new Channel(old?.Id ?? DeliveryStore.NewId(), settings, secrets);

        ChannelSecrets Secrets(ChannelSettings settings)
        {
            ChannelSecrets kept = old?.Secrets ?? new ChannelSecrets();
            string? given = token.Length > 0 ? token : input.Token;

            // Whoever could point a channel elsewhere and leave its secrets in it would read them there.
            if (old != null && !IsSameReceiver(old.Settings, settings))
            {
                Fault(given == null && kept.Token.Length > 0, "token", "The receiver changes: write the token anew.");
                Fault(input.Secret == null && kept.Signing.Length > 0, "secret", "The receiver changes: write the secret anew.");
                Fault(input.Password == null && kept.Password.Length > 0, "password", "The receiver changes: write the password anew.");
                kept = new ChannelSecrets();
            }

            return new ChannelSecrets(given ?? kept.Token, input.Secret ?? kept.Signing, input.Password ?? kept.Password);
        }

        QuietHours? Quiet()
        {
            if (string.IsNullOrEmpty(input.QuietFrom) && string.IsNullOrEmpty(input.QuietTo))
            {
                return null;
            }

            (int? from, int? to) = (CivilClock.MinuteOf(input.QuietFrom ?? ""), CivilClock.MinuteOf(input.QuietTo ?? ""));
            Fault(from is null or 1440, "quietFrom", "Write a time of day as HH:mm, and quietTo with it.");
            Fault(to is null or 1440, "quietTo", "Write a time of day as HH:mm, and quietFrom with it.");
            Fault(from != null && from == to, "quietTo", "Quiet hours that begin and end at the same time are a whole day: choose the priority alarm instead.");
            return new QuietHours(from ?? 0, to ?? 0);
        }

        IReadOnlyList<string> Words(string member, string?[]? words)
        {
            Fault(words?.Any(string.IsNullOrWhiteSpace) == true, member, "An entry is empty: fill it in or take it away.");
            return [.. (words ?? []).Where(word => !string.IsNullOrWhiteSpace(word)).Select(word => word!.Trim())];
        }

        void Fault(bool wrong, string member, string words)
        {
            if (wrong)
            {
                faults.Add((member, words));
            }
        }
    }

    private static bool IsSameReceiver(ChannelSettings one, ChannelSettings other)
    {
        return one.Kind == other.Kind && one.Port == other.Port && one.Security == other.Security
            && string.Equals(one.Address, other.Address, StringComparison.Ordinal)
            && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);
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
            Kinds[(int)settings.Kind],
            settings.Enabled,
            settings.Address,
            settings.Host,
            settings.Port,
            Securities[(int)settings.Security],
            settings.User,
            settings.From,
            settings.To,
            settings.Topics,
            settings.Posts,
            settings.LeastPriority.Word(),
            Time(settings.Quiet?.From),
            Time(settings.Quiet?.To),
            settings.PerMinute,
            secrets.Token.Length > 0,
            secrets.Signing.Length > 0,
            secrets.Password.Length > 0,
            secrets.IsLost);
    }

    private static string Time(int? minute) => minute is { } of ? string.Create(CultureInfo.InvariantCulture, $"{of / 60:00}:{of % 60:00}") : "";

    /// <summary>A channel as it is written. Token, secret and password are never read back.</summary>
    internal sealed record ChannelInput(
        string? Name, string? Kind, bool? Enabled, string? Address, string? Token, string? Secret, string? Host, int? Port, string? Security, string? User, string? Password, string? From, string?[]? To,
        string?[]? Topics, string?[]? Posts, string? Priority, string? QuietFrom, string? QuietTo, int? PerMinute);

    private sealed record ChannelView(
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
