using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web;

/// <summary>The description of the API tells everything that others rely on, with examples that are true, and does not change without anybody's noticing.</summary>
public sealed class OpenApiTests : IAsyncLifetime
{
    // With it set to 1 the file in the repository is written anew.
    private const string Renew = "DUTYKIOSK_RENEW_OPENAPI";

    private static readonly string[] Bodyless = ["204", "304"];

    private RunningBridge _bridge = null!;
    private JsonElement _document;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bridge = await RunningBridge.StartAsync();
        _document = JsonSerializer.Deserialize<JsonElement>(await _bridge.GetAsync("/openapi/v1.json"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bridge.DisposeAsync();

    /// <summary>Every operation says what it does, whom it is for, and how it refuses whom.</summary>
    [Fact]
    public void EveryOperationIsDescribed()
    {
        var wrong = new List<string>();
        foreach ((string name, JsonElement operation) in Operations())
        {
            Must(operation.TryGetProperty("summary", out JsonElement summary) && summary.GetString()!.Length > 5, "has no summary");
            Must(operation.TryGetProperty("tags", out JsonElement tags) && tags.GetArrayLength() == 1, "has no tag");
            bool isGuarded = operation.TryGetProperty("security", out JsonElement security) && security.GetArrayLength() > 0;
            JsonElement responses = operation.GetProperty("responses");
            Must(!name.Contains(" /api/", StringComparison.Ordinal) || isGuarded, "is part of the API and open");
            Must(isGuarded == responses.TryGetProperty("401", out _) && isGuarded == responses.TryGetProperty("403", out _), "does not tell of 401 and 403 as it should");
            Must(!operation.TryGetProperty("requestBody", out _) || (responses.TryGetProperty("400", out _) && responses.TryGetProperty("413", out _)), "takes a body and does not tell of 400 and 413");
            Must(!isGuarded || responses.TryGetProperty("503", out _), "does not tell of 503");

            void Must(bool holds, string words)
            {
                if (!holds)
                {
                    wrong.Add($"{name} {words}");
                }
            }
        }

        Assert.Empty(wrong);
        Assert.True(Operations().Count() > 25);
    }

    /// <summary>Whatever goes in or comes out has an example that fits its schema, and every refusal is problem details of its status.</summary>
    [Fact]
    public void EverythingHasAnExampleThatIsTrue()
    {
        var wrong = new List<string>();
        int examples = 0;
        foreach ((string name, JsonElement operation) in Operations())
        {
            if (operation.TryGetProperty("requestBody", out JsonElement body))
            {
                Check(name + " request", body.GetProperty("content"), "");
            }

            foreach (JsonProperty response in operation.GetProperty("responses").EnumerateObject().Where(response => !Bodyless.Contains(response.Name, StringComparer.Ordinal)))
            {
                if (response.Value.TryGetProperty("content", out JsonElement content))
                {
                    Check($"{name} {response.Name}", content, response.Name);
                }
                else
                {
                    wrong.Add($"{name} {response.Name} does not say what it answers");
                }
            }

            foreach (JsonElement parameter in operation.TryGetProperty("parameters", out JsonElement parameters) ? parameters.EnumerateArray() : default)
            {
                Must(parameter.TryGetProperty("example", out _), $"{name} parameter {parameter.GetProperty("name").GetString()} has no example");
            }
        }

        Assert.Empty(wrong);
        Assert.True(examples > 100, $"{examples} examples were found.");

        void Check(string place, JsonElement contents, string status)
        {
            foreach (JsonProperty content in contents.EnumerateObject())
            {
                examples++;
                bool isError = status is "default" || status.StartsWith('4') || status.StartsWith('5');
                Must(isError == content.Name is "application/problem+json", $"{place} is {content.Name}");
                if (!content.Value.TryGetProperty("example", out JsonElement example))
                {
                    wrong.Add($"{place} ({content.Name}) has no example: add one to Web/ApiExamples.cs");
                    continue;
                }

                if (Fault(content.Value.GetProperty("schema"), example, "$") is { } fault)
                {
                    wrong.Add($"{place}: {fault}");
                }

                Must(!isError || status is "default" || example.GetProperty("status").GetRawText() == status, $"{place} shows another status");
            }
        }

        void Must(bool holds, string words)
        {
            if (!holds)
            {
                wrong.Add(words);
            }
        }
    }

    /// <summary>The API is what <c>host-bridge/Web/openapi-v1.json</c> says. Whoever changes it on purpose renews the file and shows the difference to whoever reads the change.</summary>
    [Fact]
    public void TheApiDoesNotChangeUnnoticed()
    {
        string path = Path.Combine(Repository(), "host-bridge", "Web", "openapi-v1.json");
        string now = JsonSerializer.Serialize(_document, new JsonSerializerOptions { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        if (Environment.GetEnvironmentVariable(Renew) is "1")
        {
            File.WriteAllText(path, now);
        }

        string[] was = File.Exists(path) ? File.ReadAllText(path).Split('\n') : [];
        int first = now.Split('\n').Zip(was).TakeWhile(pair => string.Equals(pair.First, pair.Second, StringComparison.Ordinal)).Count();
        Assert.True(
            string.Equals(now, string.Join('\n', was), StringComparison.Ordinal),
            $"The API is not what {path} says, from line {first + 1} on. If that is meant, renew the file: {Renew}=1 dotnet test --project tests/host-bridge -- --filter-class \"*OpenApiTests\"");
    }

    /// <summary>The page of the description comes from the bridge alone: what it loads is there, and it may ask nobody else.</summary>
    [Fact]
    public async Task TheDocsPageNeedsNobodyElse()
    {
        using var request = new System.Net.Http.HttpRequestMessage(System.Net.Http.HttpMethod.Get, _bridge.Host.WebAddress + "/docs/");
        using System.Net.Http.HttpResponseMessage answer = await _bridge.SendAsync(request);
        string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        string policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("openapi/v1.json", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("https?://(?!127\\.0\\.0\\.1)", page);
        Assert.DoesNotMatch("https?:|\\*|script-src[^;]*'unsafe", policy);
        string nonce = Regex.Match(policy, "'nonce-(?<nonce>[0-9a-f]{32})'", RegexOptions.NonBacktracking).Groups["nonce"].Value;
        string[] scripts = [.. Regex.Matches(page, "<script[^>]*>", RegexOptions.NonBacktracking).Select(script => script.Value)];
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Contains(nonce, script, StringComparison.Ordinal));
        foreach (string source in scripts.Select(script => Regex.Match(script, "src=\"(?<source>[^\"]+)\"", RegexOptions.NonBacktracking).Groups["source"].Value).Where(source => source.Length > 0))
        {
            Assert.NotEmpty(await _bridge.GetAsync(new Uri(new Uri(_bridge.Host.WebAddress + "/docs/"), source).AbsolutePath));
        }
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "DutyKiosk.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run outside the repository.");
    }

    private static bool IsOfType(string type, JsonElement value) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private IEnumerable<(string Name, JsonElement Operation)> Operations()
    {
        return _document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => ($"{method.Name.ToUpperInvariant()} {path.Name}", method.Value)));
    }

    // As much of JSON Schema as the description uses. Null: it fits.
    private string? Fault(JsonElement schema, JsonElement value, string place)
    {
        if (schema.TryGetProperty("$ref", out JsonElement reference))
        {
            return Fault(_document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), value, place);
        }

        if (schema.TryGetProperty("oneOf", out JsonElement choices))
        {
            return choices.EnumerateArray().Any(choice => Fault(choice, value, place) == null) ? null : $"{place} fits none of its kinds";
        }

        if (schema.TryGetProperty("type", out JsonElement type) && !(type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : new[] { type }.AsEnumerable()).Any(one => IsOfType(one.GetString()!, value)))
        {
            return $"{place} is no {type}";
        }

        if (schema.TryGetProperty("enum", out JsonElement words) && !words.EnumerateArray().Any(word => word.GetRawText() == value.GetRawText()))
        {
            return $"{place} is none of {words}";
        }

        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out JsonElement items))
        {
            return value.EnumerateArray().Select((item, index) => Fault(items, item, $"{place}[{index}]")).FirstOrDefault(fault => fault != null);
        }

        if (value.ValueKind != JsonValueKind.Object || !schema.TryGetProperty("properties", out JsonElement properties))
        {
            return null;
        }

        foreach (JsonElement required in schema.TryGetProperty("required", out JsonElement all) ? all.EnumerateArray() : default)
        {
            if (!value.TryGetProperty(required.GetString()!, out _))
            {
                return $"{place}.{required} is missing";
            }
        }

        foreach (JsonProperty member in value.EnumerateObject())
        {
            if (!properties.TryGetProperty(member.Name, out JsonElement property))
            {
                return $"{place}.{member.Name} is no member";
            }

            if (Fault(property, member.Value, $"{place}.{member.Name}") is { } fault)
            {
                return fault;
            }
        }

        return null;
    }
}
