using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Access;

/// <summary>
/// The answer to somebody who may not, which names what he lacks. A program has it in the answer; before a browser that goes to a page the answer is left open, and the page that says it is
/// made by what shows pages.
/// </summary>
/// <param name="permission">What he lacks.</param>
public sealed class Forbidden(Permission permission) : IResult
{
    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext context)
    {
        if (PageRequest.Is(context.Request))
        {
            context.Features.Set(new Lack(permission));
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        string word = PermissionWords.Of(permission);
        return Results.Problem(
            $"This needs the permission {word}, which whoever asks has not.",
            statusCode: StatusCodes.Status403Forbidden,
            extensions: new Dictionary<string, object?>(StringComparer.Ordinal) { ["permission"] = word }).ExecuteAsync(context);
    }

    /// <summary>What whoever asked for a page lacks; null: it was refused for something else.</summary>
    public static Permission? LackOf(HttpContext context) => context.Features.Get<Lack>()?.Permission;

    private sealed record Lack(Permission Permission);
}
