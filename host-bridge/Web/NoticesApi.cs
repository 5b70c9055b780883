using System;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Notices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for taking note of notices.</summary>
public static class NoticesApi
{
    /// <summary>Maps it.</summary>
    public static void MapNotices(this IEndpointRouteBuilder web)
    {
        web.MapPost("/api/v1/notices/acknowledge", AcknowledgeAsync)
            .Needs(Permission.Acknowledge)
            .WithSummary("Takes note of everything of a topic that was sent until now.")
            .WithTags("notices")
            .Accepts<AcknowledgeInput>("application/json")
            .Produces(StatusCodes.Status204NoContent)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> AcknowledgeAsync(HttpContext context, BridgeCore core, AuditLog audit)
    {
        (AcknowledgeInput? input, IResult? bad) = await JsonInput.ReadAsync<AcknowledgeInput>(context);
        if (input == null)
        {
            return bad!;
        }

        return Acknowledge(core, audit, Caller.Of(context)!, input.Topic ?? "")
            ? Results.NoContent()
            : AccessGate.Answer(new Refusal(RefusalKind.Bad, $"topic: it must be one of {string.Join(", ", NoticeTopics.All)}."));
    }

    /// <summary>Somebody takes note of everything of a topic that was sent until now; false: there is no such topic.</summary>
    internal static bool Acknowledge(BridgeCore core, AuditLog audit, Caller caller, string topic)
    {
        // A topic that this version does not send may have been sent by an older one.
        bool known = NoticeTopics.All.Contains(topic, StringComparer.Ordinal) || core.Read((room, _) => room.Notices.All.Any(sent => string.Equals(sent.Notice.Topic, topic, StringComparison.Ordinal)));
        if (known)
        {
            core.Acknowledge(topic, caller.Staff.Length > 0 ? caller.Staff : caller.Name);
            audit.Write(caller, AuditActions.Acknowledged, topic);
        }

        return known;
    }

    private sealed record AcknowledgeInput(string? Topic);
}
