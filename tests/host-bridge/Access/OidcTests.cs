using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Access;

/// <summary>Signing in through an OpenID Connect provider.</summary>
public sealed class OidcTests : IAsyncLifetime
{
    private readonly HttpClient _elsewhere = new(new HttpClientHandler { AllowAutoRedirect = false });
    private FakeProvider _provider = null!;
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _provider = await FakeProvider.StartAsync();
        _bench = await AccessBench.StartAsync(options => new BridgeOptions
        {
            DataFolder = options.DataFolder, Port = 0, MqttPort = 0, TlsPort = -1, OidcAuthority = _provider.Address, OidcClientId = FakeProvider.ClientId, OidcClientSecret = FakeProvider.ClientSecret,
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _elsewhere.Dispose();
        await _bench.DisposeAsync();
        await _provider.DisposeAsync();
    }

    /// <summary>Who has one of the bridge's roles at the provider is in as that, and is led to the page that he wanted; a role that he loses there he loses here.</summary>
    [Fact]
    public async Task WhoHasARoleIsIn()
    {
        _provider.Roles = ["guest", "leader", "staff"];
        using Browser browser = _bench.Open();
        using (HttpResponseMessage page = await browser.GetAsync("/signin"))
        {
            Assert.Contains("/signin/oidc", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        Assert.Equal("/rules", await SignInAsync(browser));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/records"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync("/api/v1/users"));
        AppUser user = Assert.Single(_bench.Accounts.Users.All());
        Assert.Equal(("li", "leader", "李强", ""), (user.Name, user.Role, user.Shown, user.PasswordHash));
        Assert.Equal(["li signed-in li ok"], _bench.Audit());

        _provider.Roles = ["staff"];
        using Browser again = _bench.Open();
        Assert.Equal("/rules", await SignInAsync(again));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/records"));
        Assert.Equal(HttpStatusCode.Forbidden, await again.StatusAsync("/api/v1/records"));
        Assert.Single(_bench.Accounts.Users.All());
    }

    /// <summary>Who has none of them is not, and is told; nor is whom a manager has shut, nor whoever comes with a token that the provider has not signed.</summary>
    [Fact]
    public async Task WhoHasNoneIsNot()
    {
        _provider.Roles = ["guest"];
        using Browser browser = _bench.Open();
        Assert.Equal("/signin?fault=no-role", await SignInAsync(browser));
        Assert.Empty(_bench.Accounts.Users.All());
        Assert.Equal(["li signed-in no-role"], _bench.Audit());

        _provider.Roles = ["manager"];
        _provider.Forges = true;
        Assert.Equal("/signin?fault=oidc", await SignInAsync(browser));
        _provider.Forges = false;
        _bench.MakeUser("zhou", "manager");
        Assert.Equal("/rules", await SignInAsync(browser));
        _bench.Accounts.Change(_bench.Accounts.Users.FindByName("li")!.Id, new UserChange(Disabled: true), UserAccounts.Console);
        using Browser shut = _bench.Open();
        Assert.Equal("/signin?fault=oidc", await SignInAsync(shut));
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
        Assert.Equal(HttpStatusCode.Unauthorized, await shut.StatusAsync("/api/v1/posts"));
    }

    /// <summary>Who comes back without any role has lost the one that he had, and every session, at once.</summary>
    [Fact]
    public async Task WhoHasLostHisRoleIsOut()
    {
        using Browser browser = _bench.Open();
        Assert.Equal("/rules", await SignInAsync(browser));
        _provider.Roles = ["guest"];
        using Browser again = _bench.Open();
        Assert.Equal("/signin?fault=no-role", await SignInAsync(again));
        Assert.Equal("", Assert.Single(_bench.Accounts.Users.All()).Role);
        _bench.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
        Assert.Equal(["li signed-in li ok", "li user.changed li ok", "li signed-in no-role"], _bench.Audit());
        _provider.Roles = ["staff"];
        Assert.Equal("/rules", await SignInAsync(again));
    }

    /// <summary>A session of the provider's people ends after twelve hours, however much it is used; one of this bridge's own does not.</summary>
    [Fact]
    public async Task TheProviderIsAskedAgain()
    {
        using Browser browser = _bench.Open();
        Assert.Equal("/rules", await SignInAsync(browser));
        _bench.MakeUser("wang", "leader");
        using Browser own = await _bench.SignInAsync("wang");
        for (TimeSpan used = TimeSpan.Zero; used < OidcSignIn.LongestSession - TimeSpan.FromHours(1); used += TimeSpan.FromHours(1))
        {
            _bench.Time.Advance(TimeSpan.FromHours(1));
            Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/api/v1/posts"));
            Assert.Equal(HttpStatusCode.OK, await own.StatusAsync("/api/v1/posts"));
        }

        _bench.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(HttpStatusCode.Unauthorized, await browser.StatusAsync("/api/v1/posts"));
        Assert.Equal(HttpStatusCode.OK, await own.StatusAsync("/api/v1/posts"));
    }

    /// <summary>Nobody whom the provider vouches for is given a password beside it.</summary>
    [Fact]
    public async Task TheProvidersPeopleHaveNoPassword()
    {
        using Browser browser = _bench.Open();
        Assert.Equal("/rules", await SignInAsync(browser));
        Assert.Equal(RefusalKind.Conflict, _bench.Accounts.Reset(_bench.Accounts.Users.FindByName("li")!.Id, UserAccounts.Console).Refusal!.Kind);
    }

    /// <summary>A provider that cannot be is refused at the start, by the name of what is wrong.</summary>
    [Theory]
    [InlineData("login.house", "dutykiosk", "OidcAuthority")]
    [InlineData("http://login.house", "dutykiosk", "OidcAuthority")]
    [InlineData("https://login.house", "", "OidcClientId")]
    public void AWrongProviderIsRefused(string authority, string client, string member)
    {
        var options = new BridgeOptions { OidcAuthority = authority, OidcClientId = client };
        Assert.StartsWith(member, Assert.Throws<StartupException>(() => OidcSignIn.Check(options)).Message, StringComparison.Ordinal);
    }

    // As the browser goes: to the bridge, to the provider, and back; returns where it is led to in the end.
    private async Task<string> SignInAsync(Browser browser)
    {
        using HttpResponseMessage away = await browser.GetAsync("/signin/oidc?then=/rules");
        Assert.Equal(HttpStatusCode.Redirect, away.StatusCode);
        using HttpResponseMessage back = await _elsewhere.GetAsync(away.Headers.Location, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, back.StatusCode);
        using HttpResponseMessage home = await browser.GetAsync(back.Headers.Location!.PathAndQuery);
        return home.Headers.Location?.OriginalString ?? $"{home.StatusCode}: {await home.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}";
    }
}
