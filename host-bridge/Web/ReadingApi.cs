using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API for reading: who holds the duty, and the records with their proofs.</summary>
public static class ReadingApi
{
    private const int RecordsAPage = 200;
    private const int MostRecordsAPage = 1000;

    /// <summary>Maps it.</summary>
    public static void MapReading(this IEndpointRouteBuilder web, BridgeCore core)
    {
        web.MapGet("/api/v1/posts", () => core.Read((room, _) => Posts(room, core.Time.GetUtcNow())))
            .Needs(Permission.ReadBoard)
            .WithSummary("Every post in the order of the roster: who holds the duty, who is in, what is late, and its terminals.")
            .WithTags("duty");
        web.MapGet("/api/v1/records", (string? terminal, string? after, string? limit) => Records(core, terminal, after, limit))
            .Needs(Permission.ReadRecords)
            .WithSummary("Records behind a position, oldest first, each with its proof.")
            .WithTags("records")
            .Produces<RecordPage>()
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    private static PostItem[] Posts(DutyRoom room, DateTimeOffset now)
    {
        return PostOrder.InRosterOrder(room).Select(post => new PostItem(
            post.Post,
            post.Holder.Length == 0 ? null : post.Holder,
            post.Holder.Length == 0 ? null : post.Since.UtcDateTime,
            post.Holder.Length == 0 ? null : post.Until?.UtcDateTime,
            post.PresentAt(now, room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).Select(present => present.Key).ToArray(),
            post.LadderStep > 0,
            room.TerminalsOf(post).Select(terminal => new PostTerminal(terminal.Id, terminal.State)).ToArray())).ToArray();
    }

    private static IResult Records(BridgeCore core, string? terminal, string? after, string? limit)
    {
        (long position, Refusal? fault) = Query.Number("after", after, 0, "the position of a record, 0 or more");
        (long most, Refusal? other) = Query.Number("limit", limit, RecordsAPage, $"how many records are wanted, 1 to {MostRecordsAPage}");
        if ((fault ?? other) is { } refusal)
        {
            return AccessGate.Answer(refusal);
        }

        // Read while nothing is stored. What is stored but not judged yet comes with the next page: nobody knows its proof.
        RecordItem[] items = core.Read((_, chain) => core.Log.ReadRecords(terminal, position, (int)Math.Clamp(most, 1, MostRecordsAPage))
            .Select(entry => (Entry: entry, Proof: chain.ProofOf(entry.Position)))
            .TakeWhile(judged => judged.Proof != null)
            .Select(judged => Item(judged.Entry, judged.Proof!.Value)).ToArray());
        return Results.Ok(new RecordPage(items, items.Length == 0 ? position : items[^1].Position));
    }

    private static RecordItem Item(LogEntry entry, Proof proof)
    {
        RecordJson? record = RecordJson.Of(entry.Body);
        bool whole = record != null && proof != Proof.Quarantined;
        return new RecordItem(entry.Position, proof, record, whole ? null : Convert.ToBase64String(entry.Body));
    }

    internal sealed record PostItem(string Post, string? Holder, DateTime? Since, DateTime? Until, string[] In, bool Late, PostTerminal[] Terminals);

    internal sealed record PostTerminal(string Id, string State);

    private sealed record RecordPage(RecordItem[] Items, long Next);

    private sealed record RecordItem(
        long Position,
        [property: JsonConverter(typeof(ProofWords))] Proof Proof,
        RecordJson? Record,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Raw = null);

    // The words of DESIGN: ok, bad-mac, gap, fork, quarantined.
    private sealed class ProofWords() : JsonStringEnumConverter<Proof>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false);
}
