using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Headers;
using System.Text;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Search;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Records;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>What browsers and programs ask a bridge: addresses, queries, forms, JSON.</summary>
internal static class WebTargets
{
    // What does not end by itself, asks other machines or lets others be asked, prints with a browser, or ends the session or the service that is being asked.
    private static readonly string[] LeftOut = ["stream", "pdf", "test", "_blazor", "_framework", "signout", "signin", "oidc", "demo", "backup", "door", "channels"];
    private static readonly Lazy<House> Running = new(() => new House());

    /// <summary>All of them.</summary>
    internal static IEnumerable<FuzzTarget> All { get; } =
    [
        new("query", "queries of records, numbers and moments", 1024, Query, QuerySeeds) { Words = ["post=", "person=", "type=", "from=", "to=", "day=", "before=", "after=", "2026-03-01", "2026-03-01T08:00:00%2B08:00", "9999-12-31", "0000-00-00", "-1", "&", "%", "=", "T24:00:00Z"] },
        new("web", "requests to every address of the web: path, query, form or JSON", 8 * 1024, Web, WebSeeds)
        {
            IsSteady = false,
            Words =
            [
                "{\"id\":\"T3\",\"post\":\"hotline\"}", "{\"name\":\"x\",\"role\":\"manager\"}", "{\"command\":\"locate\"}", "post=hotline&", "staff=S01&", "shift=N1&", "from=2026-03-01&", "to=2026-03-31&", "reason=x&", "text=x&", "section=", "number=", "planned=2026-03-02+08:00&", "start=2026-03-02T08:00&", "pack=workshop&",
                "windowMin=10&", "hotline", "boiler", "S01", "2026-03", "T1", "null", "[null]", "{}", "[]", "\"\"",
            ],
        },
    ];

    private static void Query(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        (long number, Refusal? refusal) = HostBridge.Web.Query.Number("after", text, 7, "a number");
        BrokenPromiseException.Unless(number >= 0 && refusal is not { Sentence.Length: > 400 }, "a number is none, or its fault is told at length");
        HostBridge.Web.Query.Moment("from", text, SampleHouse.Roster.Zone, isEnd: true);
        var context = new DefaultHttpContext();
        context.Request.QueryString = new QueryString("?" + text);
        var form = RecordForm.Of(context.Request);
        (RecordQuery query, string fault) = form.ToQuery(Language.Chinese, SampleHouse.Roster);
        BrokenPromiseException.Unless(fault.Length > 0 || query.LastDay == null || query.LastDay >= query.Day, "a span ends before it begins");
        context.Request.QueryString = new QueryString(form.Address("/records") is var address && address.Contains('?', StringComparison.Ordinal) ? address[address.IndexOf('?', StringComparison.Ordinal)..] : "");
        RecordForm again = RecordForm.Of(context.Request);
        BrokenPromiseException.Unless(again with { Before = form.Before, After = form.After } == form, "the address of a search is that of another one");
    }

    // Nothing that is asked makes the service fail.
    private static void Web(byte[] input)
    {
        HttpStatusCode status = Running.Value.Ask(new ByteSource(input), out string asked, out string answer);
        BrokenPromiseException.Unless(status != HttpStatusCode.InternalServerError, $"{asked} is answered with {(int)status}: {answer}");
    }

    private static IEnumerable<(string Name, byte[] Bytes)> QuerySeeds()
    {
        yield return ("number", "4711"u8.ToArray());
        yield return ("day", "2026-03-01"u8.ToArray());
        yield return ("moment", "2026-03-01T08:00:00+08:00"u8.ToArray());
        yield return ("form", "post=hotline&person=S01&type=duty.clock-in&from=2026-03-01&to=2026-03-08&before=900"u8.ToArray());
        yield return ("half-span", "person=%E7%8E%8B%E8%8A%B3&to=2026-03-08"u8.ToArray());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> WebSeeds()
    {
        // Every address once, with what most of them could mean.
        for (int i = 0; i < House.MostAddresses; i += 8)
        {
            yield return (string.Create(CultureInfo.InvariantCulture, $"from-{i:000}"), new ByteSink().Byte(i >> 8).Byte(i).Byte(i / 8).Name("hotline/1/write").Name("post=hotline&from=2026-03-01&to=2026-03-08&before=5").Raw("staff=S01&post=hotline&shift=N1&text=x&reason=x"u8.ToArray()).ToArray());
        }
    }

    private sealed class House
    {
        internal const int MostAddresses = 256;
        private const int LongestAnswer = 300;

        private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk-fuzz-web-").FullName;
        private readonly HttpClient[] _browsers;
        private readonly string _key;
        private readonly (string Method, string Pattern)[] _addresses;

        internal House()
        {
            var options = new BridgeOptions { DataFolder = _folder, Port = 0, MqttPort = 0, TlsPort = -1, IsDemo = true, LogLevel = LogLevel.Critical };
            BridgeHost host = BridgeHost.StartAsync(options, TimeProvider.System).GetAwaiter().GetResult();
            _browsers = [Open(host.WebAddress, ""), Open(host.WebAddress, "S01")];
            _key = host.DemoKey!;
            _addresses =
            [
                .. host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                    .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (method, endpoint.RoutePattern.RawText ?? "")))
                    .Where(address => !LeftOut.Any(word => address.Item2.Contains(word, StringComparison.OrdinalIgnoreCase))).Distinct()
                    .OrderBy(address => address.Item2, StringComparer.Ordinal).ThenBy(address => address.Item1, StringComparer.Ordinal),
            ];
            AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            {
                host.DisposeAsync().AsTask().GetAwaiter().GetResult();
                Directory.Delete(_folder, recursive: true);
            };
        }

        // A browser in which the demo is looked at as a manager, or as somebody of the roster.
        private static HttpClient Open(string address, string staff)
        {
            var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(address) };
            http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
            using var page = new HttpRequestMessage(HttpMethod.Get, "/");
            page.Headers.Add("Accept", "text/html");
            http.Send(page).Dispose();
            using var form = new HttpRequestMessage(HttpMethod.Post, "/demo/as") { Content = new FormUrlEncodedContent([new("staff", staff), new("then", "/")]) };
            http.Send(form).Dispose();
            return http;
        }

        internal HttpStatusCode Ask(ByteSource source, out string asked, out string answer)
        {
            (string method, string pattern) = _addresses[source.UInt16() % _addresses.Length];
            int flags = source.Byte();
            string[] parts = source.Name().Split('/');
            string query = source.Name();
            byte[] body = source.Rest();
            int next = 0;
            string path = string.Join('/', pattern.Split('/').Select(part => part.Contains('{', StringComparison.Ordinal) ? Uri.EscapeDataString(parts[next++ % parts.Length]) : part));
            asked = $"{method} {path}?{query}";
            answer = "";
            if (!Uri.TryCreate("/" + path.TrimStart('/') + (query.Length > 0 ? "?" + Escaped(query) : ""), UriKind.Relative, out Uri? address))
            {
                return HttpStatusCode.BadRequest;
            }

            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            if (method is not ("GET" or "HEAD"))
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = (flags & 3) switch
                {
                    0 => new MediaTypeHeaderValue("application/json"),
                    1 => new MediaTypeHeaderValue("application/x-www-form-urlencoded"),
                    2 => MediaTypeHeaderValue.Parse("multipart/form-data; boundary=x"),
                    _ => null,
                };
            }

            if ((flags & 4) != 0)
            {
                request.Headers.Add("X-Api-Key", _key);
            }

            if ((flags & 8) != 0)
            {
                request.Headers.Add("Accept", "text/html");
            }

            request.Headers.Add(HrApi.KeyHeader, string.Create(CultureInfo.InvariantCulture, $"k{flags}"));
            using HttpResponseMessage response = _browsers[(flags >> 4) & 1].Send(request, HttpCompletionOption.ResponseHeadersRead);
            if (response.StatusCode == HttpStatusCode.InternalServerError)
            {
                using var reader = new StreamReader(response.Content.ReadAsStream());
                answer = reader.ReadToEnd();
                answer = answer.Length > LongestAnswer ? answer[..LongestAnswer] : answer;
            }

            return response.StatusCode;
        }

        // What a client may not send at all says nothing of the bridge.
        private static string Escaped(string query) => string.Concat(query.Select(sign => sign is > ' ' and <= '~' and not '#' ? sign.ToString() : Uri.HexEscape((char)(sign & 0xFF))));
    }
}
