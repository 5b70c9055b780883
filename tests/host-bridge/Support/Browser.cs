using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>As much of a browser as forms and sessions need: it keeps cookies, says where a request comes from, and follows nothing by itself.</summary>
public sealed partial class Browser(string address) : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private HttpClient? _client;

    private HttpClient Client => _client ??= new HttpClient(_handler, disposeHandler: false) { BaseAddress = new Uri(address) };

    /// <summary>The cookies that it would send.</summary>
    public string Cookies => _handler.CookieContainer.GetCookieHeader(new Uri(address));

    /// <summary>Opens a page.</summary>
    public Task<HttpResponseMessage> GetAsync(string path)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Accept", "text/html");
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "none");
        return Client.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Opens the page of a form, fills the form in and sends it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage opened = await GetAsync(page);
        Match token = Token().Match(await opened.Content.ReadAsStringAsync(CancellationToken.None));
        return await PostAsync(action, [.. fields, ("token", token.Groups["token"].Value)]);
    }

    /// <summary>Sends a form as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        var form = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string name, string value) in fields)
        {
            form[name] = value;
        }

        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(form) };
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
        return Client.SendAsync(request, CancellationToken.None);
    }

    /// <summary>Signs in.</summary>
    public Task<HttpResponseMessage> SignInAsync(string name, string password, string then = "/") => SubmitAsync("/signin", "/signin", ("name", name), ("password", password), ("then", then));

    /// <summary>A script of one of the bridge's pages asks for something.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, object? body = null, string? site = "same-origin", string? origin = null)
    {
        var request = new HttpRequestMessage(method, path) { Content = body == null ? null : JsonContent.Create(body) };
        if (site != null)
        {
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        }

        if (origin != null)
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        return Client.SendAsync(request, CancellationToken.None);
    }

    /// <summary>What the API answers to whoever is signed in.</summary>
    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using HttpResponseMessage answer = await AskAsync(HttpMethod.Get, path);
        return answer.StatusCode;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _client?.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"token\" value=\"(?<token>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Token();
}
