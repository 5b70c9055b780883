using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Every route that the web has, whoever has added it, asked as everybody.</summary>
public sealed class RouteTests : IAsyncLifetime
{
    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bench.DisposeAsync();
    }

    /// <summary>A route that does not say what it needs does not come into the house.</summary>
    [Fact]
    public void EveryRouteSaysWhatItNeeds()
    {
        RouteEndpoint[] routes = Routes();
        Assert.True(routes.Length > 25, $"Only {routes.Length} routes were found.");
        Assert.Empty(routes.Where(route => route.Metadata.GetMetadata<AccessMetadata>() == null).Select(route => route.RoutePattern.RawText));
    }

    /// <summary>
    /// Who is not known is told so, who may not is told what he lacks, and who may gets an answer; nobody gets an error of the server. Anonymous, each role, a key
    /// without scopes and a key with just the right one.
    /// </summary>
    [Fact]
    public async Task EveryRouteAnswersEverybodyAsItShould()
    {
        var callers = new List<(string Name, string Header, string Value, Func<Permission, bool>? May)>
        {
            ("anonymous", "", "", null),
            ("key without scopes", "X-Api-Key", _bench.Keys.Create("none", [], null, Caller.Console).Text, _ => false),
        };
        foreach (string role in Rights.Roles)
        {
            _bench.MakeUser(role, role);
            using Browser browser = await _bench.SignInAsync(role);
            callers.Add((role, "Cookie", browser.Cookies, Rights.Of(role).Contains));
        }

        Dictionary<Permission, string> keys = Enum.GetValues<Permission>().ToDictionary(permission => permission, permission => TestKeys.Of(_bench.Host, permission));
        var wrong = new List<string>();
        // Whoever has signed out is nobody any more.
        foreach (RouteEndpoint route in Routes().OrderBy(route => route.RoutePattern.RawText is "/signout"))
        {
            Permission? needs = route.Metadata.GetMetadata<AccessMetadata>()!.Permission;
            IEnumerable<(string Name, string Header, string Value, Func<Permission, bool>? May)> all = needs is { } needed ? callers.Append(("key with " + needed, "Authorization", "Bearer " + keys[needed], _ => true)) : callers;
            foreach (string method in route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET", "POST"])
            {
                foreach ((string name, string header, string value, Func<Permission, bool>? may) in all)
                {
                    string path = Parameter().Replace(route.RoutePattern.RawText!, place => place.Value.EndsWith(":int}", StringComparison.Ordinal) || place.Value.EndsWith(":long}", StringComparison.Ordinal) ? "1" : "nobody");
                    (HttpStatusCode status, string body) = await AskAsync(method, path, header, value);
                    bool right = needs is not { } permission ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                        : may == null ? status == HttpStatusCode.Unauthorized
                        : may(permission) ? status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
                        : status == HttpStatusCode.Forbidden && body.Contains($"\"permission\":\"{PermissionWords.Of(permission)}\"", StringComparison.Ordinal);
                    if (!right || (int)status >= 500)
                    {
                        wrong.Add($"{method} {path} as {name}: {(int)status} {body}");
                    }
                }
            }
        }

        Assert.Empty(wrong);
    }

    /// <summary>Whoever asks with HEAD opens no stream, which would run on for ever, and takes nothing out of the house, which would be written down.</summary>
    [Fact]
    public async Task HeadOpensNoStreamAndTakesNothingOut()
    {
        _bench.MakeUser("wang", "manager");
        using Browser browser = await _bench.SignInAsync("wang");
        int before = _bench.Audit().Length;
        var streams = new List<string>();
        foreach (RouteEndpoint route in Routes().Where(route => route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") is true))
        {
            string path = Parameter().Replace(route.RoutePattern.RawText!, place => place.Value is "{format}" ? "csv" : place.Value.Contains(":", StringComparison.Ordinal) ? "1" : "hotline");
            using var request = new HttpRequestMessage(HttpMethod.Head, _bench.Host.WebAddress + path) { Headers = { { "Cookie", browser.Cookies } } };
            using HttpResponseMessage answer = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            if (answer.Content.Headers.ContentType?.MediaType is "text/event-stream" || (path.EndsWith("/stream", StringComparison.Ordinal) && answer.StatusCode != HttpStatusCode.MethodNotAllowed))
            {
                streams.Add(path);
            }
        }

        Assert.Empty(streams);
        Assert.Equal(before, _bench.Audit().Length);
    }

    /// <summary>The description tells of every route that is guarded how one is known and how it refuses, with an example.</summary>
    [Fact]
    public async Task TheDescriptionTellsOfRefusals()
    {
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(await _client.GetStringAsync(new Uri(_bench.Host.WebAddress + "/openapi/v1.json"), TestContext.Current.CancellationToken));
        System.Text.Json.JsonElement schemes = json.RootElement.GetProperty("components").GetProperty("securitySchemes");
        Assert.Equal("http", schemes.GetProperty("bearer").GetProperty("type").GetString());
        Assert.Equal("X-Api-Key", schemes.GetProperty("apiKey").GetProperty("name").GetString());
        Assert.Equal("cookie", schemes.GetProperty("session").GetProperty("in").GetString());
        int guarded = 0;
        foreach (System.Text.Json.JsonProperty operation in json.RootElement.GetProperty("paths").EnumerateObject().Where(path => path.Name.StartsWith("/api/", StringComparison.Ordinal)).SelectMany(path => path.Value.EnumerateObject()))
        {
            guarded++;
            Assert.Equal(3, operation.Value.GetProperty("security").GetArrayLength());
            foreach ((string status, string member) in new[] { ("401", "detail"), ("403", "permission") })
            {
                Assert.True(operation.Value.GetProperty("responses").GetProperty(status).GetProperty("content").GetProperty("application/problem+json").GetProperty("example").TryGetProperty(member, out _));
            }
        }

        Assert.True(guarded >= 17, $"Only {guarded} were found.");
    }

    private RouteEndpoint[] Routes() => [.. _bench.Host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()];

    private async Task<(HttpStatusCode Status, string Body)> AskAsync(string method, string path, string header, string value)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), _bench.Host.WebAddress + path);
        if (method is not "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        }

        if (header.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(header, value);
        }

        // The stream of the board never ends: its beginning is answer enough.
        using HttpResponseMessage answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return (answer.StatusCode, answer.IsSuccessStatusCode ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Regex Parameter() => new("\\{[^}]*\\}", RegexOptions.NonBacktracking);
}
