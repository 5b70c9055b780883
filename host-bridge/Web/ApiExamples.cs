using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net.Http;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace DutyKiosk.HostBridge.Web;

/// <summary>
/// What the description of the API shows beside its schemas: an example of everything that goes in and comes out, and of every refusal the problem details (RFC
/// 9457). Examples are by schema, so that a route whose schema has one needs nothing more; a schema without one is found by a test.
/// </summary>
public static class ApiExamples
{
    private const string Json = "application/json";
    private const string Problem = "application/problem+json";
    private const string ProblemSchema = "ProblemDetails";
    private const string FaultsSchema = "HttpValidationProblemDetails";

    private const string User = """{"id":"u4f1c2a9","name":"wang","displayName":"王芳","role":"leader","staff":"S01","mail":"wang@house.example","disabled":false,"locked":false,"hasPassword":true,"external":false,"made":"2026-03-01T02:00:00Z"}""";
    private const string Key = """{"id":"k3v9x2ab","name":"grafana","scopes":["read-metrics"],"madeBy":"wang","made":"2026-03-01T02:00:00Z","expires":null,"lastUsed":"2026-03-02T00:00:00Z","revoked":null}""";
    private const string CalendarLink = """{"id":"cal0f3a9b2c4d5e","staff":"S01","name":"手机","madeBy":"wang","made":"2026-03-01T02:00:00Z","revoked":null}""";
    private const string Record = """{"v":1,"terminal":"T1","epoch":"5f0c9a1e","seq":18204,"type":"handover.confirmed","at":"2026-03-02T00:01:07.250Z","clock":"set","boot":12,"ticks":3481220,"outgoing":"S01","incoming":"S02","mac":"00112233445566778899aabbccddeeff"}""";

    private static readonly Dictionary<string, string> BySchema = new(StringComparer.Ordinal)
    {
        ["PostItem"] = """{"post":"hotline","holder":"S02","since":"2026-03-02T00:01:07.25Z","until":"2026-03-02T12:00:00Z","in":["S02","S05"],"late":false,"terminals":[{"id":"T1","state":"online"}]}""",
        ["RecordPage"] = $$"""{"items":[{"position":40112,"proof":"ok","record":{{Record}}}],"next":40112}""",
        ["ChannelInput"] = """{"name":"值班群","kind":"dingtalk","address":"https://oapi.dingtalk.com/robot/send","token":"access-token","secret":"SEC0123","priority":"warning","quietFrom":"22:00","quietTo":"07:00","perMinute":20}""",
        ["ChannelView"] = """{"id":"c0a1b2c3d4e5","name":"值班群","kind":"dingtalk","enabled":true,"address":"https://oapi.dingtalk.com/robot/send","host":"","port":0,"security":"none","user":"","from":"","to":[],"topics":[],"posts":[],"priority":"warning","quietFrom":"22:00","quietTo":"07:00","perMinute":20,"hasToken":true,"hasSecret":true,"hasPassword":false,"secretsLost":false}""",
        ["TestView"] = """{"delivered":true,"status":200,"words":""}""",
        ["DeliveryPage"] = """{"items":[{"id":"821372d03513e4e2bce1708f159fec8d","channel":"c0a1b2c3d4e5","position":40113,"topic":"late-handover","post":"hotline","priority":"alarm","sentAt":"2026-03-02T12:10:00Z","state":"delivered","attempts":1,"due":null,"triedAt":"2026-03-02T12:10:01Z","status":200,"words":""}]}""",
        ["UserInput"] = """{"name":"wang","role":"leader","displayName":"王芳","staff":"S01","mail":"wang@house.example"}""",
        ["UserChange"] = """{"role":"supervisor"}""",
        ["UserItem"] = User,
        ["UserWithLink"] = $$"""{"user":{{User}},"link":"https://duty.house.example/password/choose?code=AAECAwQFBgcICQoLDA0ODw","linkUntil":"2026-03-02T02:00:00Z"}""",
        ["KeyInput"] = """{"name":"grafana","scopes":["read-metrics"],"expires":null}""",
        ["KeyChange"] = """{"name":"grafana","expires":"2027-03-01T00:00:00Z"}""",
        ["KeyItem"] = Key,
        ["KeyWithText"] = $$"""{"key":{{Key}},"text":"dk_k3v9x2ab_the-43-characters-of-the-secret"}""",
        ["TerminalItem"] = """{"id":"T1","post":"hotline","handover":true,"hasPassword":true,"state":"online","since":"2026-03-02T00:00:00Z","clock":"set","epoch":"5f0c9a1e","seq":18204}""",
        ["EnrolInput"] = """{"terminal":"T3","post":"hotline","handover":false}""",
        ["TerminalCredentials"] = """{"terminal":"T3","post":"hotline","handover":false,"key":"64 hex digits","siteKey":"64 hex digits","password":"32 characters"}""",
        ["CommandInput"] = """{"command":"release","staff":"S09"}""",
        ["CommandItem"] = """{"terminal":"T1","command":"release","number":40114,"state":"online"}""",
        ["AcknowledgeInput"] = """{"topic":"late-handover"}""",
        ["AuditPage"] = """{"items":[{"position":40115,"at":"2026-03-02T00:10:00Z","by":"wang","role":"leader","action":"notices.acknowledged","target":"late-handover","detail":"","address":"10.0.0.7","outcome":"ok","altered":false}],"next":40115}""",
        ["CalendarInput"] = """{"name":"手机"}""",
        ["CalendarItem"] = CalendarLink,
        ["CalendarWithLink"] = $$"""{"calendar":{{CalendarLink}},"link":"https://duty.house.example/ical/AAECAwQFBgcICQoLDA0ODxAREhMUFRYX.ics"}""",
        ["PersonInput"] = """{"id":"S21","name":"新人","role":"operator","badges":["04AABBCC"],"mail":"new@house.example","leftOn":null}""",
        ["TakenAnswer"] = """{"added":1,"changed":0,"left":0,"unchanged":0,"skipped":0,"people":[{"id":"S21","outcome":"added","leaves":null}]}""",
    };

    private static readonly Dictionary<string, string> ByContent = new(StringComparer.Ordinal)
    {
        ["text/plain"] = "ok",
        ["text/csv"] = "position,received,terminal,epoch,seq,proof,type\r\n",
        ["application/x-ndjson"] = Record + "\n",
        ["text/calendar"] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        ["application/zip"] = "the bytes of the file",
        ["application/octet-stream"] = "the bytes of the file",
    };

    private static readonly Dictionary<string, JsonNode> ByParameter = new(StringComparer.Ordinal)
    {
        ["after"] = 40000,
        ["before"] = 41000,
        ["limit"] = 100,
        ["terminal"] = "T1",
        ["channel"] = "c0a1b2c3d4e5",
        ["state"] = "failed",
        ["from"] = "2026-03-01",
        ["to"] = "2026-03-31",
        ["format"] = "csv",
        ["staff"] = "S01",
        ["secret"] = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
        ["Idempotency-Key"] = "7f9c2e1a-5b64-4c1e-9c1d-2f0a6b1d3e55",
        ["X-DutyKiosk-Signature"] = "t=1772409600,v1=64 hex digits",
    };

    private static readonly Dictionary<int, string> Sentences = new()
    {
        [400] = "limit is 'many', but must be a whole number: how many records are wanted, 1 to 1000.",
        [404] = "There is none of this id: look in the list.",
        [409] = "There is one of this name already: choose another name.",
        [413] = "The body is longer than what is taken.",
        [422] = "Nobody was taken over; errors says by JSON pointer what is wrong.",
        [429] = "That was too often: ask again in a minute.",
        [503] = "The database cannot be used at this moment: make room on the disk, or see that the server runs; then look whether it was done, and ask again.",
    };

    /// <summary>Adds examples, and to every route of the API the refusals that any of them may give.</summary>
    public static void AddExamples(this OpenApiOptions openApi)
    {
        openApi.AddSchemaTransformer((schema, context, _) =>
        {
            // What may be null in what somebody sends may as well be left out.
            if (context.JsonPropertyInfo == null && (context.JsonTypeInfo.Type.Name.EndsWith("Input", StringComparison.Ordinal) || context.JsonTypeInfo.Type.Name.EndsWith("Change", StringComparison.Ordinal)) && schema.Required is { } required)
            {
                required.ExceptWith((schema.Properties ?? new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)).Where(property => property.Value.Type?.HasFlag(JsonSchemaType.Null) == true).Select(property => property.Key));
            }

            return Task.CompletedTask;
        });
        openApi.AddDocumentTransformer((document, _, _) =>
        {
            foreach ((string path, IOpenApiPathItem item) in document.Paths)
            {
                foreach ((HttpMethod _, OpenApiOperation operation) in item.Operations ?? [])
                {
                    Complete(document, path, operation);
                }
            }

            return Task.CompletedTask;
        });
    }

    private static void Complete(OpenApiDocument document, string path, OpenApiOperation operation)
    {
        operation.Responses ??= [];
        if (path.StartsWith("/api/", StringComparison.Ordinal))
        {
            AddProblem(StatusCodes.Status503ServiceUnavailable);
            if (operation.RequestBody != null)
            {
                AddProblem(StatusCodes.Status413PayloadTooLarge);
            }

            operation.Responses.TryAdd("default", Refusal(document, "Anything else that goes wrong."));
        }

        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
        {
            parameter.Example ??= ByParameter.GetValueOrDefault(parameter.Name ?? "")?.DeepClone() ?? (parameter.In == ParameterLocation.Path ? "the id" : null);
        }

        Fill(operation.RequestBody?.Content, 0);
        foreach ((string status, IOpenApiResponse response) in operation.Responses)
        {
            Fill(response.Content, int.TryParse(status, NumberStyles.None, CultureInfo.InvariantCulture, out int code) ? code : StatusCodes.Status500InternalServerError);
        }

        void AddProblem(int status) => operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), Refusal(document, ReasonPhrases.GetReasonPhrase(status)));
    }

    private static OpenApiResponse Refusal(OpenApiDocument document, string words) => new()
    {
        Description = words,
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemSchema, document) } },
    };

    private static void Fill(IDictionary<string, OpenApiMediaType>? contents, int status)
    {
        foreach ((string type, OpenApiMediaType content) in contents ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
        {
            content.Example ??= type is Problem ? ProblemOf(status, NameOf(content.Schema) is FaultsSchema) : type is Json ? ExampleOf(content.Schema) : ByContent.GetValueOrDefault(type) is { } text ? JsonValue.Create(text) : null;
        }
    }

    private static JsonNode? ExampleOf(IOpenApiSchema? schema)
    {
        return NameOf(schema) is { } name ? BySchema.GetValueOrDefault(name) is { } text ? JsonNode.Parse(text) : null
            : NameOf(schema?.Items) is { } item && BySchema.GetValueOrDefault(item) is { } one ? new JsonArray(JsonNode.Parse(one))
            : null;
    }

    private static string? NameOf(IOpenApiSchema? schema) => (schema as OpenApiSchemaReference)?.Reference.Id;

    private static JsonObject ProblemOf(int status, bool hasFaults)
    {
        var problem = new JsonObject { ["title"] = ReasonPhrases.GetReasonPhrase(status), ["status"] = status, ["detail"] = Sentences.GetValueOrDefault(status, "An error occurred while processing your request.") };
        if (hasFaults)
        {
            problem["errors"] = status == StatusCodes.Status422UnprocessableEntity
                ? new JsonObject { ["/0/badges/1"] = new JsonArray("It is no UID: write 8, 14 or 20 hex digits as a text.") }
                : new JsonObject { ["priority"] = new JsonArray("It must be one of information, warning, alarm.") };
        }

        return problem;
    }
}
