using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Ledger;

/// <summary>Who may take things out of the house takes out only what he may read there.</summary>
public sealed class LedgerExportTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>The right to take out alone opens neither the ledger nor the records, and each opens itself alone.</summary>
    [Theory]
    [InlineData("/ledger/export?format=csv", Permission.ReadBoard, HttpStatusCode.Forbidden)]
    [InlineData("/ledger/export?format=csv", Permission.ReadRecords, HttpStatusCode.Forbidden)]
    [InlineData("/ledger/export?format=csv", Permission.ReadLedger, HttpStatusCode.OK)]
    [InlineData("/ledger/export?format=zip", Permission.ReadLedger, HttpStatusCode.BadRequest)]
    [InlineData("/ledger/export?format=zip", Permission.ReadBoard, HttpStatusCode.BadRequest)]
    [InlineData("/ledger/export?format=csv&month=9998", Permission.ReadBoard, HttpStatusCode.Forbidden)]
    [InlineData("/ledger/export?format=csv&month=9998", Permission.ReadLedger, HttpStatusCode.BadRequest)]
    [InlineData("/records/export/csv", Permission.ReadLedger, HttpStatusCode.Forbidden)]
    [InlineData("/records/export/csv", Permission.ReadRecords, HttpStatusCode.OK)]
    public async Task WhatMayNotBeReadIsNotTakenOut(string path, Permission beside, HttpStatusCode status)
    {
        using var program = new HttpClient { BaseAddress = new Uri(_bench.Host.WebAddress) };
        program.DefaultRequestHeaders.Add("Authorization", "Bearer " + TestKeys.Of(_bench.Host, Permission.Export, beside));
        using HttpResponseMessage answer = await program.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal(status, answer.StatusCode);
        Assert.DoesNotContain("<table", status == HttpStatusCode.OK ? "" : await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
