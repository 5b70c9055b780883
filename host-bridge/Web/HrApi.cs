using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Web.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The API by which a system for staff keeps the roster's people up to date.</summary>
public static class HrApi
{
    /// <summary>The header that names a request, so that it can be sent again.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private const int MostBytes = 1024 * 1024;
    private const int LongestKey = 200;
    private const string ReplayedHeader = "Idempotency-Replayed";
    private const string JsonType = "application/json; charset=utf-8";
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Maps it.</summary>
    public static void MapHr(this IEndpointRouteBuilder web, BridgeCore core, RosterDesk roster, Database database, BridgeOptions options)
    {
        var desk = new HrDesk(core, roster);
        var answers = new KeptAnswers(database, core.Time);
        var links = new CalendarLinks(database, core.Time);
        web.MapPost("/api/v1/hr/staff", (HttpContext context, UserAccounts accounts, AuditLog audit) => TakeAsync(context, core, desk, answers, accounts, links, audit, options.HrSecret))
            .Needs(Permission.ManagePeople)
            .WithSummary("Takes a list of people into the roster, all of it or nothing. Who is not in it stays; who has left is blocked and not removed, as past records name him. It may be sent again under the same Idempotency-Key for seven days, and is answered the same.")
            .WithTags("staff")
            .Accepts<PersonInput[]>("application/json")
            .Produces<TakenAnswer>()
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesValidationProblem(StatusCodes.Status422UnprocessableEntity)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .AddOpenApiOperationTransformer((operation, _, _) =>
            {
                operation.Parameters ??= [];
                operation.Parameters.Add(Header(KeyHeader, true, $"1 to {LongestKey} printable ASCII characters that name this list and no other."));
                operation.Parameters.Add(Header(WebhookMessage.SignatureHeader, false, "Where a secret is set: t=SECONDS,v1=HEX, HMAC-SHA256 under it over t, a full stop and the body."));
                return Task.CompletedTask;
            });
    }

    private static OpenApiParameter Header(string name, bool required, string words)
    {
        return new OpenApiParameter { Name = name, In = ParameterLocation.Header, Required = required, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
    }

    private static async Task<IResult> TakeAsync(HttpContext context, BridgeCore core, HrDesk desk, KeptAnswers answers, UserAccounts accounts, CalendarLinks links, AuditLog audit, string secret)
    {
        string key = context.Request.Headers[KeyHeader].ToString();
        if (key.Length is 0 or > LongestKey || !key.All(sign => sign is > ' ' and <= '~'))
        {
            return Problem(StatusCodes.Status400BadRequest, $"{KeyHeader} is missing or no key: send 1 to {LongestKey} printable ASCII characters that no other list has, a UUID for instance.");
        }

        (byte[]? body, IResult? bad) = await ReadAsync(context);
        if (body == null)
        {
            return bad!;
        }

        if (secret.Length > 0 && !WebhookMessage.IsSignature(context.Request.Headers[WebhookMessage.SignatureHeader].ToString(), secret, body, core.Time.GetUtcNow()))
        {
            return Problem(StatusCodes.Status401Unauthorized, $"{WebhookMessage.SignatureHeader} is not the signature of this body: send t=SECONDS,v1=HEX, HMAC-SHA256 under the secret over t, a full stop and the body, with t at most five minutes away.");
        }

        var caller = Caller.Of(context)!;
        byte[] hash = SHA256.HashData(body);
        if (answers.Find(caller.Name, key) is { } kept)
        {
            return Again(context, kept.Hash.AsSpan().SequenceEqual(hash), kept.Answer);
        }

        HrStaff taken;
        try
        {
            (var people, var faults) = HrPeople.Read(body);
            taken = faults.Count > 0 ? new HrStaff(null, [], faults) : desk.Take(people);
        }
        catch (JsonException exception)
        {
            return Problem(StatusCodes.Status400BadRequest, $"The body is no JSON, a text in it is none, or a member stands in it twice{(exception.LineNumber is { } line ? $" (line {line + 1})" : "")}: send a list of people as /openapi/v1.json describes it.");
        }
        catch (RosterException exception)
        {
            return Problem(StatusCodes.Status409Conflict, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Problem(StatusCodes.Status503ServiceUnavailable, $"The roster cannot be written ({exception.Message.ReplaceLineEndings(" ")}): make room on the disk or let the bridge's user write there, then send it again.");
        }

        if (taken.Faults.Count > 0)
        {
            return Results.ValidationProblem(
                taken.Faults.GroupBy(fault => fault.Pointer, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.Select(fault => fault.Words).ToArray(), StringComparer.Ordinal),
                "Nobody was taken over; errors says by JSON pointer what is wrong.",
                statusCode: StatusCodes.Status422UnprocessableEntity);
        }

        // Sent again, a list shuts, too, whom somebody has let in again meanwhile, or had made a user since.
        var departures = new Departures(accounts, links, audit);
        string[] open = [.. taken.Left.SelectMany(staff => departures.Of(caller, staff).Open)];
        var answer = TakenAnswer.Of(taken);
        audit.Write(caller, AuditActions.StaffTaken, $"{taken.Outcomes.Count} people", $"{answer.Added} added, {answer.Changed} changed, {answer.Left} left{(open.Length > 0 ? $"; last manager still open: {string.Join(' ', open)}" : "")}");
        (byte[] counts, string text) = answers.Keep(caller.Name, key, hash, JsonSerializer.Serialize(answer, Json));
        return counts.AsSpan().SequenceEqual(hash) ? Results.Text(text, JsonType) : Again(context, false, text);
    }

    private static IResult Again(HttpContext context, bool same, string answer)
    {
        if (!same)
        {
            return Problem(StatusCodes.Status422UnprocessableEntity, $"{KeyHeader} was used for another list: give every list a key of its own.");
        }

        context.Response.Headers[ReplayedHeader] = "true";
        return Results.Text(answer, JsonType);
    }

    private static async Task<(byte[]? Body, IResult? Refusal)> ReadAsync(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
        {
            bound.MaxRequestBodySize = MostBytes;
        }

        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            return (body.ToArray(), null);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problem(StatusCodes.Status413PayloadTooLarge, $"The body is longer than {MostBytes} bytes: send at most {HrPeople.Most} people at a time."));
        }
        catch (Exception exception) when (exception is IOException or BadHttpRequestException)
        {
            return (null, Problem(StatusCodes.Status400BadRequest, "The body ended before its time."));
        }
    }

    private static IResult Problem(int status, string sentence) => Results.Problem(sentence, statusCode: status);

    internal sealed record PersonInput(string Id, string Name, string? Role = null, string[]? Badges = null, string? Mail = null, string? LeftOn = null);

    internal sealed record TakenAnswer(int Added, int Changed, int Left, int Unchanged, int Skipped, HrOutcome[] People)
    {
        internal static TakenAnswer Of(HrStaff taken)
        {
            return new TakenAnswer(Count("added"), Count("changed"), Count("left"), Count("unchanged"), Count("skipped"), [.. taken.Outcomes]);

            int Count(string outcome) => taken.Outcomes.Count(one => string.Equals(one.Outcome, outcome, StringComparison.Ordinal));
        }
    }
}
