using System;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Planning;

/// <summary>What the pages of the roster take, and what of it they refuse.</summary>
public sealed class RosterEndpointTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _bench = await AccessBench.StartAsync();
        _bench.MakeUser("zhou", "supervisor", "S09");
        _bench.MakeUser("wang", "supervisor", "S01");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>What is planned is of a post of the roster, and all of it of that one: nothing else comes into the log.</summary>
    [Fact]
    public async Task WhatIsPlannedIsOfAPost()
    {
        using Browser planner = await _bench.SignInAsync("zhou");
        string draft = Draft("hotline", "S01");
        foreach ((string post, string sent) in new[] { (new string('x', 300_000), draft), ("", draft), ("boiler", draft), ("nowhere", Draft("nowhere", "S01")) })
        {
            using HttpResponseMessage refused = await planner.PostAsync("/roster/edit", ("post", post), ("from", ""), ("draft", sent));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using HttpResponseMessage imported = await planner.PostAsync("/roster/import/apply", ("post", new string('x', 300_000)), ("table", "id,post,start,end,leader\r\n"), ("seen", ""));
        Assert.Equal(HttpStatusCode.BadRequest, imported.StatusCode);
        Assert.Empty(_bench.Host.Core.Log.ReadKind(LogKind.Plan, 0, 10));
        using HttpResponseMessage done = await planner.PostAsync("/roster/edit", ("post", "hotline"), ("from", ""), ("draft", draft));
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.Equal("hotline", Assert.Single(_bench.Host.Core.Log.ReadKind(LogKind.Plan, 0, 10)).Terminal);
    }

    /// <summary>A planner who is on a shift cannot take himself off it, and is told whom to ask; another one can.</summary>
    [Fact]
    public async Task APlannerDoesNotSendHimselfHome()
    {
        using Browser own = await _bench.SignInAsync("wang"), other = await _bench.SignInAsync("zhou");
        using HttpResponseMessage added = await other.PostAsync("/roster/edit", ("post", "hotline"), ("from", ""), ("draft", Draft("hotline", "S01")));
        Assert.Equal(HttpStatusCode.Found, added.StatusCode);
        RosterShift shift = _bench.Host.Core.Read((room, _) => room.Roster.PlannedShift("hotline", "Z1", Start))!;
        string off = JsonSerializer.Serialize(new[] { new ShiftEdit("hotline", "Z1", Start, ShiftPlan.Of(shift.Entry), null) });
        using HttpResponseMessage refused = await own.PostAsync("/roster/edit", ("post", "hotline"), ("from", ""), ("draft", off));
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        Assert.Contains("请另一位值班领导来改", WebUtility.HtmlDecode(await refused.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        using HttpResponseMessage done = await other.PostAsync("/roster/edit", ("post", "hotline"), ("from", ""), ("draft", off));
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
    }

    /// <summary>A table that was looked at is taken as it was shown; by then nobody needs the lock of the house for it, and what another one has changed meanwhile is shown anew.</summary>
    [Fact]
    public async Task ATableIsTakenAsItWasShown()
    {
        using Browser planner = await _bench.SignInAsync("zhou");
        var shifts = new Imported<ShiftEntry>([new ShiftEntry { Id = "Z1", Post = "hotline", Start = Start, End = End, Leader = "S01" }], []);
        RosterModel roster = _bench.Host.Core.Read((room, _) => room.Roster);
        var view = HostBridge.Web.Planning.ImportView.Of(HostBridge.Web.Frame.Language.Chinese, roster, _bench.Time.GetUtcNow(), "S09", "a.csv", shifts, false);
        Task<HttpResponseMessage> ApplyAsync() => planner.PostAsync("/roster/import/apply", ("post", "hotline"), ("name", "a.csv"), ("table", view.Table), ("seen", view.Seen));
        using HttpResponseMessage done = await ApplyAsync();
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.NotNull(_bench.Host.Core.Read((room, _) => room.Roster.PlannedShift("hotline", "Z1", Start)));
        using HttpResponseMessage again = await ApplyAsync();
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
    }

    private string Start => Day() + " 08:00";

    private string End => Day() + " 20:00";

    // Far behind what the sample roster has.
    private string Day() => _bench.Time.GetUtcNow().AddDays(300).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private string Draft(string post, string leader)
    {
        return JsonSerializer.Serialize(new[] { new ShiftEdit(post, "Z1", Start, null, new ShiftPlan(Start, End, leader, [], [], [], "")) });
    }
}
