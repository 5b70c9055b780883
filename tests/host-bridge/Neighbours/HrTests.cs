using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>A system for staff sends its people: all are taken or nobody is, each list once, and who has left is blocked.</summary>
public sealed class HrTests : IAsyncLifetime, IMessageOut
{
    private const string Path = "/api/v1/hr/staff";

    private readonly HttpClient _program = new();
    private AccessBench _bench = null!;
    private string _key = "";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _key = TestKeys.Of(_bench.Host, Permission.ManagePeople);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _program.Dispose();
        await _bench.DisposeAsync();
    }

    /// <inheritdoc/>
    void IMessageOut.Publish(string topic, byte[] payload, bool retain)
    {
        // Nobody listens.
    }

    /// <summary>People come, change and leave; the file that people edit says so and is in force, and the one before is kept.</summary>
    [Fact]
    public async Task PeopleAreTakenIntoTheRoster()
    {
        (HttpStatusCode status, JsonElement answer) = await SendAsync("k1", """[{"id":"S90","name":"新人","badges":["04AABBCC"],"mail":"new@house.example"},{"id":"S02","name":"李雷二","role":"supervisor"},{"id":"S01","name":"王芳","leftOn":"2020-01-01"},{"id":"S77","name":"早已离开","leftOn":"2020-01-01"}]""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((1, 1, 1, 1), (Count(answer, "added"), Count(answer, "changed"), Count(answer, "left"), Count(answer, "skipped")));
        Assert.Equal(["added", "changed", "left", "skipped"], answer.GetProperty("people").EnumerateArray().Select(person => person.GetProperty("outcome").GetString()));
        RosterDocument file = DataFolder.ReadRoster(System.IO.Path.Combine(_bench.Folder, "roster.yaml"));
        foreach (RosterDocument roster in new[] { file, _bench.Host.Core.Read((room, _) => room.Roster.Document) })
        {
            Assert.Equal(("新人", "operator", "04AABBCC", "new@house.example"), (Of(roster, "S90").Name, Of(roster, "S90").Role, Of(roster, "S90").Badges[0], Of(roster, "S90").Mail));
            Assert.Equal(("李雷二", "supervisor", 0), (Of(roster, "S02").Name, Of(roster, "S02").Role, Of(roster, "S02").Blocked.Count));
            Assert.NotEmpty(Of(roster, "S02").Badges);
            Assert.Equal(Of(roster, "S01").Badges, Of(roster, "S01").Blocked);
            Assert.NotEmpty(Of(roster, "S01").Blocked);
            Assert.False(Of(roster, "S01").Qualified);
            Assert.DoesNotContain(roster.Staff, person => person.Id is "S77");
        }

        Assert.True(File.Exists(System.IO.Path.Combine(_bench.Folder, "roster.yaml.before")));
        Assert.Contains(_bench.Audit(), line => line.Contains("staff.taken 4 people ok", StringComparison.Ordinal));
    }

    /// <summary>The same list under the same key is answered as before, without being taken again, for seven days; another list under it is refused.</summary>
    [Fact]
    public async Task AListIsTakenOnce()
    {
        const string List = """[{"id":"S90","name":"新人"}]""";
        (_, JsonElement first) = await SendAsync("k1", List);
        await SendAsync("k2", """[{"id":"S90","name":"改名"}]""");
        (HttpStatusCode status, JsonElement again) = await SendAsync("k1", List);
        Assert.Equal((HttpStatusCode.OK, first.GetRawText()), (status, again.GetRawText()));
        Assert.Equal("改名", Of(InForce(), "S90").Name);
        (status, JsonElement other) = await SendAsync("k1", """[{"id":"S91","name":"新人"}]""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("another list", other.GetProperty("detail").GetString(), StringComparison.Ordinal);
        await _bench.RestartAsync();
        Assert.Equal(first.GetRawText(), (await SendAsync("k1", List)).Json.GetRawText());
        _bench.Time.Advance(TimeSpan.FromDays(8));
        (_, JsonElement later) = await SendAsync("k1", List);
        Assert.Equal(1, Count(later, "changed"));
    }

    /// <summary>Everything that is wrong is named by its place, and with a fault nobody is taken.</summary>
    [Fact]
    public async Task WhatIsWrongIsNamedByItsPlace()
    {
        (HttpStatusCode status, JsonElement problem) = await SendAsync("k1", """
            [{"id":"S90","name":"新人"},
             {"id":"too long an id","name":"","role":"boss","badges":["04AABBCC","xyz",7],"mail":"nobody","leftOn":"tomorrow","wage/h":1},
             {"id":"S90","name":"又一个","badges":["04aabbcc"]},
             7,
             {"id":"S91","name":"新人","badges":"04AABBCD","mail":5,"role":null}]
            """);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Equal(
            ["/1/badges/1", "/1/badges/2", "/1/id", "/1/leftOn", "/1/mail", "/1/name", "/1/role", "/1/wage~1h", "/2/badges/0", "/2/id", "/3", "/4/badges", "/4/mail"],
            problem.GetProperty("errors").EnumerateObject().Select(error => error.Name).Order(StringComparer.Ordinal));
        Assert.DoesNotContain(InForce().Staff, person => person.Id is "S90");
        string own = Of(InForce(), "S02").Badges[0];
        (status, problem) = await SendAsync("k2", $$"""[{"id":"S90","name":"新人","badges":["{{own}}"]}]""");
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "/0/badges/0"), (status, problem.GetProperty("errors").EnumerateObject().Single().Name));

        // Whoever gives it up may pass it on in the same list.
        (status, _) = await SendAsync("k3", $$"""[{"id":"S90","name":"新人","badges":["{{own}}"]},{"id":"S02","name":"李雷","badges":[]}]""");
        Assert.Equal(HttpStatusCode.OK, status);
    }

    /// <summary>What is no list is refused in a sentence before anything is done.</summary>
    [Theory]
    [InlineData("k", "{", HttpStatusCode.BadRequest)]
    [InlineData("k", "[{\"id\":\"S90\",\"id\":\"S91\",\"name\":\"x\"}]", HttpStatusCode.BadRequest)]
    [InlineData("k", "[[[[[[[[[[1]]]]]]]]]]", HttpStatusCode.BadRequest)]
    [InlineData("k", "{}", HttpStatusCode.UnprocessableEntity)]
    [InlineData("k", "[]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("k", "many", HttpStatusCode.UnprocessableEntity)]
    [InlineData("k", "long", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("k", "[{\"id\":\"S90\",\"name\":\"\\ud800\"}]", HttpStatusCode.UnprocessableEntity)]
    [InlineData("", "[{\"id\":\"S90\",\"name\":\"x\"}]", HttpStatusCode.BadRequest)]
    [InlineData("two words", "[{\"id\":\"S90\",\"name\":\"x\"}]", HttpStatusCode.BadRequest)]
    public async Task WhatIsNoListIsRefused(string key, string body, HttpStatusCode expected)
    {
        string sent = body switch
        {
            "many" => "[" + string.Join(',', Enumerable.Repeat("0", HrPeople.Most + 1)) + "]",
            "long" => "[\"" + new string('x', 1_100_000) + "\"]",
            _ => body,
        };
        (HttpStatusCode status, JsonElement problem) = await SendAsync(key, sent);
        Assert.Equal(expected, status);
        Assert.True(problem.GetProperty("detail").GetString()!.Length > 10);
        Assert.DoesNotContain(InForce().Staff, person => person.Id is "S90");
    }

    /// <summary>Where a secret is set the list must be signed with it, now and not some day.</summary>
    [Fact]
    public async Task ASignatureIsChecked()
    {
        await using AccessBench bench = await AccessBench.StartAsync(options => new BridgeOptions { DataFolder = options.DataFolder, Port = 0, MqttPort = 0, TlsPort = -1, HrSecret = "sha-red" });
        string key = TestKeys.Of(bench.Host, Permission.ManagePeople);
        byte[] body = Encoding.UTF8.GetBytes("""[{"id":"S90","name":"新人"}]""");
        string good = WebhookMessage.Signature("sha-red", body, bench.Time.GetUtcNow());
        foreach (string signature in new[] { "", "t=1,v1=", good + "0", WebhookMessage.Signature("other", body, bench.Time.GetUtcNow()), WebhookMessage.Signature("sha-red", body, bench.Time.GetUtcNow().AddMinutes(-6)) })
        {
            Assert.Equal(HttpStatusCode.Unauthorized, (await SendAsync(bench.Host.WebAddress, key, "k", body, signature)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await SendAsync(bench.Host.WebAddress, key, "k", body, good)).Status);
    }

    /// <summary>Somebody who leaves some day is not blocked before, and the answer says that this is to be sent again; his calendars end with him.</summary>
    [Fact]
    public async Task WhoLeavesSomeDayIsHereUntilThen()
    {
        var links = new CalendarLinks(_bench.Host.Core.Log.Database, _bench.Time);
        string secret = links.Make("S01", "", "test")!.Value.Secret;
        string day = _bench.Time.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        string list = $$"""[{"id":"S01","name":"王芳","leftOn":"{{day}}"}]""";
        (_, JsonElement answer) = await SendAsync("k1", list);
        Assert.Equal(("unchanged", day), (answer.GetProperty("people")[0].GetProperty("outcome").GetString(), answer.GetProperty("people")[0].GetProperty("leaves").GetString()));
        Assert.Equal("S01", links.StaffOf(secret));
        _bench.Time.Advance(TimeSpan.FromDays(4));
        (_, answer) = await SendAsync("k2", list);
        Assert.Equal("left", answer.GetProperty("people")[0].GetProperty("outcome").GetString());
        Assert.Null(links.StaffOf(secret));

        // Who is sent without that day afterwards stays blocked: his badge may be lost.
        await SendAsync("k3", """[{"id":"S01","name":"王芳"}]""");
        Assert.NotEmpty(Of(InForce(), "S01").Blocked);
    }

    /// <summary>A roster that somebody has broken is not written over.</summary>
    [Fact]
    public async Task ABrokenFileIsNotWrittenOver()
    {
        string path = System.IO.Path.Combine(_bench.Folder, "roster.yaml");
        await File.WriteAllTextAsync(path, "posts: [", TestContext.Current.CancellationToken);
        (HttpStatusCode status, JsonElement problem) = await SendAsync("k1", """[{"id":"S90","name":"新人"}]""");
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("roster.yaml, line", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal("posts: [", await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    /// <summary>Of several bridges the roster in force is changed as it is, and nobody's file is touched.</summary>
    [Fact]
    public void OfSeveralBridgesTheRosterInForceIsChanged()
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-hr-").FullName;
        string file = System.IO.Path.Combine(folder, "roster.yaml");
        File.WriteAllText(file, "posts:\n- id: elsewhere\n");
        using (var core = new BridgeCore(Log.Open(folder).SealWith(new byte[32]), new TerminalRegister(new string('5', 64)), _bench.Time, this, isAlone: false))
        {
            core.SetRoster(SampleRosterOfTests.Hotline());
            HrStaff taken = new HrDesk(core, new RosterDesk(core, folder)).Take([new HrPerson("S90", "新人", null, null, null, null), new HrPerson("S01", "王芳", null, null, null, new NodaTime.LocalDate(2020, 1, 1))]);
            Assert.Equal(["added", "left"], taken.Outcomes.Select(outcome => outcome.Outcome));
            RosterDocument now = core.Read((room, _) => room.Roster.Document);
            Assert.Equal(["hotline"], now.Posts.Select(post => post.Id));
            Assert.Equal("新人", Of(now, "S90").Name);
            Assert.NotEmpty(Of(now, "S01").Blocked);
        }

        Assert.Equal("posts:\n- id: elsewhere\n", File.ReadAllText(file));
        Directory.Delete(folder, true);
    }

    private static StaffEntry Of(RosterDocument roster, string id) => roster.Staff.Single(person => string.Equals(person.Id, id, StringComparison.Ordinal));

    private static int Count(JsonElement answer, string member) => answer.GetProperty(member).GetInt32();

    private RosterDocument InForce() => _bench.Host.Core.Read((room, _) => room.Roster.Document);

    private Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(string key, string body) => SendAsync(_bench.Host.WebAddress, _key, key, Encoding.UTF8.GetBytes(body), "");

    private async Task<(HttpStatusCode Status, JsonElement Json)> SendAsync(string address, string apiKey, string key, byte[] body, string signature)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address + Path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        request.Headers.TryAddWithoutValidation("X-Api-Key", apiKey);
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        request.Headers.TryAddWithoutValidation("X-DutyKiosk-Signature", signature);
        using HttpResponseMessage answer = await _program.SendAsync(request, TestContext.Current.CancellationToken);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }
}
