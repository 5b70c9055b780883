using System;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;
using MQTTnet;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Operations;

/// <summary>A stop leaves nobody without an answer.</summary>
public sealed class DrainTests
{
    /// <summary>What was received before the stop is stored and acknowledged, although its commit ends after the stop has begun; meanwhile the bridge is not ready and lets nobody in.</summary>
    [Fact]
    public async Task WhatWasReceivedIsAcknowledged()
    {
        RunningBridge bridge = await RunningBridge.StartAsync();
        using var http = new HttpClient();
        string ready = bridge.Host.WebAddress + "/healthz/ready";
        using IMqttClient client = await bridge.ConnectAsync("T1");
        using var held = new SemaphoreSlim(0);
        using var free = new SemaphoreSlim(0);
        Task hold = Task.Run(() => bridge.Host.Core.Log.Hold(() =>
        {
            // A commit that takes as long as the disk likes.
            held.Release();
            free.Wait(TestContext.Current.CancellationToken);
            return 0;
        }), TestContext.Current.CancellationToken);
        await held.WaitAsync(TestContext.Current.CancellationToken);
        Task<bool> publish = RunningBridge.PublishAsync(client, "dutykiosk/v1/T1/event", bridge.Terminal.Take(1)[0]);
        await Until.HoldsAsync(() => bridge.Host.Broker.IsAcknowledging);
        Task stop = Task.Run(() => bridge.DisposeAsync().AsTask(), CancellationToken.None);
        await Until.HoldsAsync(async () =>
        {
            using HttpResponseMessage answer = await http.GetAsync(ready, CancellationToken.None);
            return answer.StatusCode == HttpStatusCode.ServiceUnavailable;
        });
        Assert.False(stop.IsCompleted);
        free.Release();
        Assert.True(await publish);
        await stop;
        await hold;
    }
}
