using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>The calendar of a person behind a secret link: made, asked for as calendar programs do, and revoked.</summary>
public sealed class CalendarTests : IAsyncLifetime
{
    private readonly HttpClient _program = new();
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _bench.DisposeAsync();
    }

    /// <summary>Somebody makes a link to his own shifts, a program that knows nothing but the link reads them, and after the link is revoked nobody does.</summary>
    [Fact]
    public async Task ALinkOpensOnesOwnShifts()
    {
        using Browser wang = await MemberAsync("wang", "S01");
        (string id, string link) = await MakeAsync(wang, new { name = "手机" });
        using HttpResponseMessage answer = await AskAsync(link);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("private, max-age=900", answer.Headers.CacheControl!.ToString().Replace("max-age=900, private", "private, max-age=900", StringComparison.Ordinal));
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.StartsWith("BEGIN:VCALENDAR", text, StringComparison.Ordinal);
        Assert.True(text.Split("BEGIN:VEVENT").Length > 20, text);
        Assert.DoesNotContain("ATTENDEE", text, StringComparison.Ordinal);

        // What a telephone shows is what people say, in the language of the link.
        Assert.Matches("SUMMARY:\\S+ (白班|夜班) (班长|代理班长|组员)\r?\n", text);
        Assert.Contains("X-DUTYKIOSK-POST:hotline", text, StringComparison.Ordinal);
        using HttpResponseMessage english = await AskAsync(link + "?lang=en");
        Assert.Matches("SUMMARY:.+: (day|night) shift", (await english.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace("\\,", ",", StringComparison.Ordinal));

        JsonElement listed = Assert.Single((await JsonAsync(wang, HttpMethod.Get, "/api/v1/calendars", null, HttpStatusCode.OK)).EnumerateArray());
        Assert.Equal((id, "S01", "手机", JsonValueKind.Null), (listed.GetProperty("id").GetString(), listed.GetProperty("staff").GetString(), listed.GetProperty("name").GetString(), listed.GetProperty("revoked").ValueKind));
        Assert.DoesNotContain(SecretOf(link), listed.GetRawText(), StringComparison.Ordinal);
        await JsonAsync(wang, HttpMethod.Delete, $"/api/v1/calendars/{id}", null, HttpStatusCode.NoContent);
        await JsonAsync(wang, HttpMethod.Delete, $"/api/v1/calendars/{id}", null, HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(link)).StatusCode);
        Assert.Contains(_bench.Audit(), line => line.Contains($"calendar.made {id} S01", StringComparison.Ordinal));
        Assert.Contains(_bench.Audit(), line => line.Contains($"calendar.revoked {id} S01", StringComparison.Ordinal));
    }

    /// <summary>What has not changed is not sent again, the whole day long; the next day it is another text.</summary>
    [Fact]
    public async Task WhatHasNotChangedIsNotSentAgain()
    {
        using Browser wang = await MemberAsync("wang", "S01");
        (_, string link) = await MakeAsync(wang, new { });
        using HttpResponseMessage first = await AskAsync(link);
        using HttpResponseMessage again = await AskAsync(link, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Equal(first.Headers.ETag, again.Headers.ETag);
        _bench.Time.Advance(TimeSpan.FromDays(2));
        using HttpResponseMessage later = await AskAsync(link, first.Headers.ETag!.ToString());
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, link);
        using HttpResponseMessage told = await _program.SendAsync(head, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, later.Headers.ETag), (told.StatusCode, told.Headers.ETag));
    }

    /// <summary>Nobody makes, sees or revokes another's link but who manages people, and who is nobody of the roster has no calendar.</summary>
    [Fact]
    public async Task AnothersCalendarIsNobodysBusiness()
    {
        using Browser wang = await MemberAsync("wang", "S01"), li = await MemberAsync("li", "S02"), guest = await MemberAsync("guest", ""), chief = await MemberAsync("chief", "", "manager");
        (string id, _) = await MakeAsync(wang, new { });
        JsonElement refused = await JsonAsync(li, HttpMethod.Post, "/api/v1/calendars", new { staff = "S01" }, HttpStatusCode.Forbidden);
        Assert.Equal("manage-people", refused.GetProperty("permission").GetString());
        await JsonAsync(li, HttpMethod.Get, "/api/v1/calendars?staff=S01", null, HttpStatusCode.Forbidden);
        await JsonAsync(li, HttpMethod.Delete, $"/api/v1/calendars/{id}", null, HttpStatusCode.NotFound);
        Assert.Empty((await JsonAsync(li, HttpMethod.Get, "/api/v1/calendars", null, HttpStatusCode.OK)).EnumerateArray());
        await JsonAsync(guest, HttpMethod.Get, "/api/v1/calendars", null, HttpStatusCode.BadRequest);
        await JsonAsync(guest, HttpMethod.Post, "/api/v1/calendars", new { }, HttpStatusCode.BadRequest);
        await JsonAsync(chief, HttpMethod.Post, "/api/v1/calendars", new { staff = "S99" }, HttpStatusCode.NotFound);
        await MakeAsync(chief, new { staff = "S02" });
        Assert.Equal(["S01", "S02"], (await JsonAsync(chief, HttpMethod.Get, "/api/v1/calendars", null, HttpStatusCode.OK)).EnumerateArray().Select(link => link.GetProperty("staff").GetString()).Order(StringComparer.Ordinal));
        Assert.Single((await JsonAsync(chief, HttpMethod.Get, "/api/v1/calendars?staff=S02", null, HttpStatusCode.OK)).EnumerateArray());
        await JsonAsync(chief, HttpMethod.Delete, $"/api/v1/calendars/{id}", null, HttpStatusCode.NoContent);
    }

    /// <summary>A person has ten links at a time, and one who is not in the roster any more has no calendar.</summary>
    [Fact]
    public async Task TenLinksAreEnough()
    {
        using Browser wang = await MemberAsync("wang", "S01");
        (string id, string link) = await MakeAsync(wang, new { });
        for (int i = 1; i < CalendarLinks.MostAPerson; i++)
        {
            await MakeAsync(wang, new { });
        }

        await JsonAsync(wang, HttpMethod.Post, "/api/v1/calendars", new { }, HttpStatusCode.Conflict);
        await JsonAsync(wang, HttpMethod.Post, "/api/v1/calendars", new { name = new string('x', 41) }, HttpStatusCode.BadRequest);
        _bench.Host.Core.ChangeRoster(roster => new() { Zone = roster.Zone, Posts = roster.Posts, Staff = [.. roster.Staff.Where(person => person.Id is not "S01")], Packs = roster.Packs });
        Assert.Equal(HttpStatusCode.NotFound, (await AskAsync(link)).StatusCode);
        await JsonAsync(wang, HttpMethod.Delete, $"/api/v1/calendars/{id}", null, HttpStatusCode.NoContent);
    }

    /// <summary>A link that never was is none, whatever it looks like, and who asks without end is told to wait.</summary>
    [Fact]
    public async Task GuessingLeadsNowhere()
    {
        foreach (string secret in new[] { "x", new string('A', 32), new string('A', 4000), "%27%3B--" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await AskAsync($"{_bench.Host.WebAddress}/ical/{secret}.ics")).StatusCode);
        }

        HttpStatusCode last = HttpStatusCode.NotFound;
        for (int i = 0; i < 4 * FeedLimits.AMinute && last == HttpStatusCode.NotFound; i++)
        {
            last = (await AskAsync($"{_bench.Host.WebAddress}/ical/{new string('A', 32)}.ics")).StatusCode;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    /// <summary>The database holds nothing that opens a calendar.</summary>
    [Fact]
    public async Task TheSecretIsNotKept()
    {
        using Browser wang = await MemberAsync("wang", "S01");
        (_, string link) = await MakeAsync(wang, new { });
        foreach (string file in System.IO.Directory.GetFiles(_bench.Folder, "bridge.db*"))
        {
            using var stream = new System.IO.FileStream(file, System.IO.FileMode.Open, System.IO.FileAccess.Read, System.IO.FileShare.ReadWrite);
            using var text = new System.IO.StreamReader(stream, System.Text.Encoding.Latin1);
            Assert.DoesNotContain(SecretOf(link), await text.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    private static string SecretOf(string link) => link.Split('/')[^1].Split('.')[0];

    private async Task<Browser> MemberAsync(string name, string staff, string role = "staff")
    {
        _bench.MakeUser(name, role, staff);
        return await _bench.SignInAsync(name);
    }

    private static async Task<(string Id, string Link)> MakeAsync(Browser browser, object body)
    {
        JsonElement made = await JsonAsync(browser, HttpMethod.Post, "/api/v1/calendars", body, HttpStatusCode.Created);
        return (made.GetProperty("calendar").GetProperty("id").GetString()!, made.GetProperty("link").GetString()!);
    }

    private static async Task<JsonElement> JsonAsync(Browser browser, HttpMethod method, string path, object? body, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await browser.AskAsync(method, path, body);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text);
    }

    private async Task<HttpResponseMessage> AskAsync(string link, string tag = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, link);
        if (tag.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
        }

        return await _program.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
