using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.People;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.People;

/// <summary>Who has left the house comes in no more: not by a badge, a session, a password or a key.</summary>
public sealed class LeavingTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>The session of a person ends with his leaving, and so do his password and the key that he has made; the page names the user, and the audit log has it.</summary>
    [Fact]
    public async Task TheUsersOfWhoeverLeavesAreShut()
    {
        _bench.MakeUser("boss", "manager");
        AppUser leaver = _bench.MakeUser("qiang", "leader", "S02");
        using Browser boss = await _bench.SignInAsync("boss"), his = await _bench.SignInAsync("qiang");
        Caller maker = new("qiang", "qiang", "leader", "S02", leaver.Id, "", Rights.Of("leader"));
        string key = _bench.Keys.Create("his", [PermissionWords.Of(Permission.ReadBoard)], null, maker).Text;
        Assert.Equal(HttpStatusCode.OK, (await his.GetAsync("/my")).StatusCode);
        Assert.NotNull(_bench.Keys.Find(key));

        using HttpResponseMessage answer = await boss.PostAsync("/people/S02", ("act", "leave"));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        using HttpResponseMessage told = await boss.GetAsync(answer.Headers.Location!.ToString());
        Assert.Contains("data-user=\"qiang\" data-shut=\"yes\"", await told.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("boss user.changed qiang ok", _bench.Audit());
        _bench.Time.Advance(SessionWatch.Pause + TimeSpan.FromSeconds(1));
        Assert.NotEqual(HttpStatusCode.OK, (await his.GetAsync("/my")).StatusCode);
        Assert.NotEqual(HttpStatusCode.OK, (await his.GetAsync("/sheets")).StatusCode);
        using Browser again = await _bench.SignInAsync("qiang");
        Assert.NotEqual(HttpStatusCode.OK, (await again.GetAsync("/my")).StatusCode);
        Assert.Null(_bench.Keys.Find(key));
    }

    /// <summary>The last manager stays, as nobody could look after the bridge without one, and the page says so.</summary>
    [Fact]
    public async Task TheLastManagerStays()
    {
        _bench.MakeUser("boss", "manager", "S09");
        using Browser boss = await _bench.SignInAsync("boss");
        using HttpResponseMessage answer = await boss.PostAsync("/people/S09", ("act", "leave"));
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("data-user=\"boss\" data-shut=\"no\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.False(_bench.Accounts.Users.FindByName("boss")!.Disabled);
        Assert.False(_bench.Host.Core.Read((room, _) => room.Roster.Person("S09"))!.Qualified);
    }

    /// <summary>A list of another system's, too, shuts whom it says to have left, though the key by which it comes may change no users; he need not stand in the roster any more.</summary>
    [Fact]
    public async Task AListShutsThemToo()
    {
        _bench.MakeUser("boss", "manager");
        _bench.MakeUser("fang", "supervisor", "S01");
        _bench.MakeUser("old", "staff", "S77");
        _bench.MakeUser("stays", "staff", "S02");
        using var program = new HttpClient { BaseAddress = new Uri(_bench.Host.WebAddress) };
        program.DefaultRequestHeaders.Add("Authorization", "Bearer " + TestKeys.Of(_bench.Host, Permission.ManagePeople));
        program.DefaultRequestHeaders.Add("Idempotency-Key", "k1");
        using var list = new StringContent("""[{"id":"S01","name":"Fang","leftOn":"2020-01-01"},{"id":"S77","name":"Old","leftOn":"2020-01-01"},{"id":"S02","name":"Two","leftOn":"2199-01-01"}]""", Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await program.PostAsync("/api/v1/hr/staff", list, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(["fang", "old"], _bench.Accounts.Users.All().Where(user => user.Disabled).Select(user => user.Name));
    }

    /// <summary>A person of whom the roster knows nothing is not there, whichever page about him is asked for.</summary>
    [Theory]
    [InlineData("/people/S99")]
    [InlineData("/people/S99/privacy")]
    public async Task WhomNobodyKnowsIsNotFound(string path)
    {
        _bench.MakeUser("boss", "manager");
        using Browser boss = await _bench.SignInAsync("boss");
        Assert.Equal(HttpStatusCode.NotFound, (await boss.GetAsync(path)).StatusCode);
    }

    /// <summary>What was looked at before another hand changed the staff is not applied; looked at anew, it is.</summary>
    [Fact]
    public async Task AnImportGoesByTheStaffThatItWasComparedWith()
    {
        _bench.MakeUser("boss", "manager");
        using Browser boss = await _bench.SignInAsync("boss");
        string basis = ImportView.BasisOf(_bench.Host.Core.Read((room, _) => room.Roster.Document)), table = "id,name\r\nS90,New\r\n";
        Assert.Equal(HttpStatusCode.Redirect, (await boss.PostAsync("/people/import/apply", ("basis", basis), ("table", table))).StatusCode);
        Assert.Equal(HttpStatusCode.Conflict, (await boss.PostAsync("/people/import/apply", ("basis", basis), ("table", "id,name\r\nS91,Newer\r\n"))).StatusCode);
        Assert.Null(_bench.Host.Core.Read((room, _) => room.Roster.Person("S91")));
    }
}
