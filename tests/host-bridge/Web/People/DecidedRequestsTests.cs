using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.People;

/// <summary>Whoever decides what staff ask of the ledger is to answer for it.</summary>
public sealed class DecidedRequestsTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>A decided correction and an excuse stand in the audit log, with whom they are about and what was decided; what was refused does not.</summary>
    [Fact]
    public async Task DecisionsStandInTheAuditLog()
    {
        _bench.MakeUser("chief", "supervisor", "S09");
        _bench.MakeUser("qiang", "leader", "S02");
        using Browser chief = await _bench.SignInAsync("chief"), qiang = await _bench.SignInAsync("qiang");
        string at = _bench.Time.GetUtcNow().AddDays(-2).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(qiang, "/my", ("act", "correction"), ("what", "clock-in"), ("at", at), ("why", "forgotten")));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(qiang, "/my", ("act", "correction"), ("what", "clock-in"), ("at", at), ("why", "forgotten")));
        Correction asked = Assert.Single(_bench.Host.Core.Read((room, _) => room.Ledger.Corrections.ToArray()));

        (string, string)[] decision = [("about", "correction"), ("staff", "S02"), ("what", "clock-in"), ("at", asked.At.ToString("O", CultureInfo.InvariantCulture)), ("act", "yes"), ("answer", "seen")];
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(chief, "/people/requests", decision));
        Assert.Equal(HttpStatusCode.Conflict, await StatusAsync(chief, "/people/requests", decision));
        string day = _bench.Time.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(chief, "/people/requests", ("about", "excuse"), ("staff", "S02"), ("kind", "late"), ("day", day)));

        AuditAct[] acts = [.. _bench.Host.Core.Log.ReadKind(LogKind.Audit, 0, 1000).ConvertAll(AuditAct.Of).Where(act => act.Action.StartsWith("ledger.", StringComparison.Ordinal))];
        Assert.Equal(
            [$"chief ledger.correction-decided S02 clock-in {asked.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)} approved", $"chief ledger.excused S02 late {day}"],
            acts.Select(act => $"{act.By} {act.Action} {act.Target} {act.Detail}"));
    }

    private static async Task<HttpStatusCode> StatusAsync(Browser browser, string path, params (string Name, string Value)[] fields)
    {
        using HttpResponseMessage answer = await browser.PostAsync(path, fields);
        return answer.StatusCode;
    }
}
