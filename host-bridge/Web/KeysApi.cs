using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for the keys of programs.</summary>
public static class KeysApi
{
    private const string Tag = "keys";

    /// <summary>Maps it.</summary>
    public static void MapKeys(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/keys", (ApiKeys keys) => keys.All().Select(KeyItem.Of).ToArray())
            .Needs(Permission.ManageKeys)
            .WithSummary("Every API key, revoked ones too; never its secret.")
            .WithTags(Tag);
        web.MapPost("/api/v1/keys", CreateAsync)
            .Needs(Permission.ManageKeys)
            .WithSummary("Makes an API key; its text is shown in this answer alone. Nobody can give a key a scope that he has not himself, and it never may do more than he may at that moment.")
            .WithTags(Tag)
            .Accepts<KeyInput>("application/json")
            .Produces<KeyWithText>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
        web.MapPut("/api/v1/keys/{id}", ChangeAsync)
            .Needs(Permission.ManageKeys)
            .WithSummary("Gives an API key another name and another end; with other scopes it would be another key. One that has ended, or that may do more than whoever asks, is not changed.")
            .WithTags(Tag)
            .Accepts<KeyChange>("application/json")
            .Produces<KeyItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        web.MapDelete("/api/v1/keys/{id}", Revoke)
            .Needs(Permission.ManageKeys)
            .WithSummary("Revokes an API key, at once and for good.")
            .WithTags(Tag)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> CreateAsync(HttpContext context, ApiKeys keys, AuditLog audit)
    {
        (KeyInput? input, IResult? bad) = await JsonInput.ReadAsync<KeyInput>(context);
        if (input == null)
        {
            return bad!;
        }

        var caller = Caller.Of(context)!;
        (ApiKey? key, string text, Refusal? refusal) = keys.Create(input.Name ?? "", [.. (input.Scopes ?? []).Select(scope => scope ?? "")], input.Expires, caller);
        if (key == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(caller, AuditActions.KeyMade, $"{key.Id} {key.Name}", string.Join(' ', key.Scopes.Order().Select(PermissionWords.Of)));
        return Results.Created($"/api/v1/keys/{key.Id}", new KeyWithText(KeyItem.Of(key), text));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string id, ApiKeys keys, AuditLog audit)
    {
        (KeyChange? input, IResult? bad) = await JsonInput.ReadAsync<KeyChange>(context);
        if (input == null)
        {
            return bad!;
        }

        (ApiKey? key, Refusal? refusal) = keys.Change(id, input.Name ?? "", input.Expires, Caller.Of(context)!);
        if (key == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.KeyChanged, $"{key.Id} {key.Name}", key.Expires is { } end ? $"expires {end:O}" : "does not expire");
        return Results.Ok(KeyItem.Of(key));
    }

    private static IResult Revoke(HttpContext context, string id, ApiKeys keys, AuditLog audit)
    {
        (ApiKey? key, Refusal? refusal) = keys.Revoke(id);
        if (key == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.KeyRevoked, $"{key.Id} {key.Name}");
        return Results.NoContent();
    }

    private sealed record KeyInput(string? Name, string?[]? Scopes, DateTimeOffset? Expires = null);

    private sealed record KeyChange(string? Name, DateTimeOffset? Expires = null);

    internal sealed record KeyItem(string Id, string Name, string[] Scopes, string MadeBy, DateTime Made, DateTime? Expires, DateTime? LastUsed, DateTime? Revoked)
    {
        internal static KeyItem Of(ApiKey key) => new(
            key.Id, key.Name, [.. key.Scopes.Order().Select(PermissionWords.Of)], key.MadeBy, key.MadeAt.UtcDateTime, key.Expires?.UtcDateTime, key.LastUsed?.UtcDateTime, key.RevokedAt?.UtcDateTime);
    }

    private sealed record KeyWithText(KeyItem Key, string Text);
}
