using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for who may sign in.</summary>
public static class UsersApi
{
    private const string Tag = "users";

    /// <summary>Maps it.</summary>
    public static void MapUsers(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/users", (UserAccounts accounts, TimeProvider time) => accounts.Users.All().Select(user => UserItem.Of(user, time.GetUtcNow())).ToArray())
            .Needs(Permission.ManageUsers)
            .WithSummary("Everybody who may sign in.")
            .WithTags(Tag);
        web.MapPost("/api/v1/users", AddAsync)
            .Needs(Permission.ManageUsers)
            .WithSummary("Makes a user, and a link that works once, for a day, by which he chooses his password; it is shown in this answer alone.")
            .WithTags(Tag)
            .Accepts<UserInput>("application/json")
            .Produces<UserWithLink>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict);
        web.MapPut("/api/v1/users/{id}", ChangeAsync)
            .Needs(Permission.ManageUsers)
            .WithSummary("Changes a user; what is left out stays. Another role, or being shut, ends his sessions within a minute.")
            .WithTags(Tag)
            .Accepts<UserChange>("application/json")
            .Produces<UserItem>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        web.MapDelete("/api/v1/users/{id}", Delete)
            .Needs(Permission.ManageUsers)
            .WithSummary("Takes a user away; his sessions end within a minute.")
            .WithTags(Tag)
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
        web.MapPost("/api/v1/users/{id}/reset", Reset)
            .Needs(Permission.ManageUsers)
            .WithSummary("Takes a user's password away, and makes a link that works once, for a day, by which he chooses another; it is shown in this answer alone.")
            .WithTags(Tag)
            .Produces<UserWithLink>()
            .ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> AddAsync(HttpContext context, UserAccounts accounts, AuditLog audit, BridgeOptions options, TimeProvider time)
    {
        (UserInput? input, IResult? bad) = await JsonInput.ReadAsync<UserInput>(context);
        if (input == null)
        {
            return bad!;
        }

        (AppUser? user, string code, Refusal? refusal) = accounts.Add(input.Name ?? "", input.Role ?? "", new UserChange(input.DisplayName, null, input.Staff, input.Mail), Caller.Of(context)!.Permissions);
        if (user == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.UserMade, user.Name, user.Role);
        return Results.Created($"/api/v1/users/{user.Id}", WithLink(context, user, code, options, time));
    }

    private static async Task<IResult> ChangeAsync(HttpContext context, string id, UserAccounts accounts, AuditLog audit, TimeProvider time)
    {
        (UserChange? input, IResult? bad) = await JsonInput.ReadAsync<UserChange>(context);
        if (input == null)
        {
            return bad!;
        }

        (AppUser? user, Refusal? refusal) = accounts.Change(id, input, Caller.Of(context)!.Permissions);
        if (user == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.UserChanged, user.Name, Words(input));
        return Results.Ok(UserItem.Of(user, time.GetUtcNow()));
    }

    private static IResult Delete(HttpContext context, string id, UserAccounts accounts, AuditLog audit)
    {
        (AppUser? user, Refusal? refusal) = accounts.Delete(id, Caller.Of(context)!.Permissions);
        if (user == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.UserDeleted, user.Name);
        return Results.NoContent();
    }

    private static IResult Reset(HttpContext context, string id, UserAccounts accounts, AuditLog audit, BridgeOptions options, TimeProvider time)
    {
        (AppUser? user, string code, Refusal? refusal) = accounts.Reset(id, Caller.Of(context)!.Permissions);
        if (user == null)
        {
            return AccessGate.Answer(refusal!);
        }

        audit.Write(context, AuditActions.UserReset, user.Name);
        return Results.Ok(WithLink(context, user, code, options, time));
    }

    private static UserWithLink WithLink(HttpContext context, AppUser user, string code, BridgeOptions options, TimeProvider time)
    {
        string address = options.PublicUrl.Length > 0 ? options.PublicUrl.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        DateTimeOffset now = time.GetUtcNow();
        return new UserWithLink(UserItem.Of(user, now), AccessPages.PasswordLink(address, code), (now + OneTimeLinks.PasswordSpan).UtcDateTime);
    }

    /// <summary>What is changed, for the audit log.</summary>
    internal static string Words(UserChange change)
    {
        (string Name, string? Value)[] members = [("display name", change.DisplayName), ("role", change.Role), ("staff", change.Staff), ("mail", change.Mail), ("disabled", change.Disabled?.ToString())];
        return string.Join(", ", members.Where(member => member.Value != null).Select(member => $"{member.Name} = {member.Value}"));
    }

    private sealed record UserInput(string? Name, string? Role, string? DisplayName = null, string? Staff = null, string? Mail = null);

    internal sealed record UserItem(string Id, string Name, string DisplayName, string Role, string Staff, string Mail, bool Disabled, bool Locked, bool HasPassword, bool External, DateTime Made)
    {
        internal static UserItem Of(AppUser user, DateTimeOffset now) => new(
            user.Id, user.Name, user.DisplayName, user.Role, user.Staff, user.Mail, user.Disabled, now < user.LockedUntil, user.PasswordHash.Length > 0, user.Subject.Length > 0, user.MadeAt.UtcDateTime);
    }

    private sealed record UserWithLink(UserItem User, string Link, DateTime LinkUntil);
}
