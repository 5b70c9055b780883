using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for who has done what.</summary>
public static class AuditApi
{
    private const int ItemsAPage = 200;
    private const int MostItemsAPage = 1000;

    /// <summary>Maps it.</summary>
    public static void MapAudit(this IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/audit", (BridgeCore core, string? after, string? before, string? limit) => Read(core, after, before, limit))
            .Needs(Permission.ReadAudit)
            .WithSummary("The audit log: with after, from a position on, oldest first; else the newest, or those before a position, newest first.")
            .WithTags("audit")
            .Produces<AuditPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static IResult Read(BridgeCore core, string? after, string? before, string? limit)
    {
        (long first, Refusal? fault) = Query.Number("after", after, 0, "the position of an entry, 0 or more");
        (long end, Refusal? other) = Query.Number("before", before, long.MaxValue, "the position of an entry");
        (long most, Refusal? third) = Query.Number("limit", limit, ItemsAPage, $"how many entries are wanted, 1 to {MostItemsAPage}");
        if ((fault ?? other ?? third) is { } refusal)
        {
            return AccessGate.Answer(refusal);
        }

        int count = (int)Math.Clamp(most, 1, MostItemsAPage);
        bool forward = !string.IsNullOrEmpty(after);
        List<LogEntry> entries = forward ? core.Log.ReadKind(LogKind.Audit, first, count) : core.Log.ReadKindBackwards(LogKind.Audit, end, count);
        AuditItem[] items = [.. entries.Where(entry => entry.Position < end).Select(Item)];
        return Results.Ok(new AuditPage(items, items.Length == 0 ? (forward ? first : 0) : items[^1].Position));
    }

    private static AuditItem Item(LogEntry entry)
    {
        AuditAct? act = null;
        try
        {
            act = AuditAct.Of(entry);
        }
        catch (JsonException)
        {
            // Another hand has written it: that it stands there is shown, and that it is not the bridge's.
        }

        return new AuditItem(entry.Position, entry.ReceivedAt.UtcDateTime, act?.By, act?.Role, act?.Action, act?.Target, act?.Detail, act?.Address, act?.Outcome, entry.IsAltered || act == null);
    }

    private sealed record AuditItem(long Position, DateTime At, string? By, string? Role, string? Action, string? Target, string? Detail, string? Address, string? Outcome, bool Altered);

    private sealed record AuditPage(AuditItem[] Items, long Next);
}
