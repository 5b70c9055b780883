using System;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Settings;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Settings;

/// <summary>A backup or a proof of the log comes to an end, whatever happens to it.</summary>
public sealed class StoreWorkTests : IAsyncLifetime
{
    private AccessBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await AccessBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>What nobody has thought of ends it as failed and is told, and another may be begun.</summary>
    [Fact]
    public async Task WhatNobodyHasThoughtOfEndsIt()
    {
        Exception? told = null;
        var work = new StoreWork(_bench.Options, new FailingOnce(), exception => told = exception);
        Assert.True(work.TryBegin(StoreTask.Verify, out Task<StoreTask>? ended));
        StoreTask failed = await ended;
        Assert.Contains(FailingOnce.Words, failed.Failure, StringComparison.Ordinal);
        Assert.NotNull(failed.Ended);
        Assert.IsType<NotSupportedException>(told);
        Assert.True(work.TryBegin(StoreTask.Verify, out Task<StoreTask>? again));
        Assert.Equal("", (await again).Failure);
    }

    // The first look at the clock is when the work begins.
    private sealed class FailingOnce : TimeProvider
    {
        internal const string Words = "Nobody has thought of this.";
        private int _looks;

        public override DateTimeOffset GetUtcNow() => ++_looks == 2 ? throw new NotSupportedException(Words) : base.GetUtcNow();
    }
}
