using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>The watchdog address hears of the bridge each minute, as long as the bridge is well.</summary>
public sealed class WatchdogTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new(Sample.Morning);
    private readonly List<string> _said = [];
    private Receiver _receiver = null!;
    private bool _isWell = true;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _receiver = await Receiver.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    /// <summary>Once a minute, by GET, and not at all while the bridge makes no progress.</summary>
    [Fact]
    public async Task APingAMinuteWhileAllIsWell()
    {
        Watchdog watchdog = Make();
        await MinutesAsync(watchdog, 3);
        Assert.Equal(3, _receiver.All.Count);
        Assert.Equal("GET", _receiver.All[0].Method);
        _isWell = false;
        await MinutesAsync(watchdog, 3);
        Assert.Equal(3, _receiver.All.Count);
        _isWell = true;
        await MinutesAsync(watchdog, 1);
        Assert.Equal((4, 4L, 2), (_receiver.All.Count, watchdog.Pings, _said.Count));
    }

    /// <summary>Failures are counted each time and told once, with their end; the path, which may be a secret, is not.</summary>
    [Fact]
    public async Task FailuresAreToldOnce()
    {
        _receiver.AnswerWith(500);
        Watchdog watchdog = Make();
        await MinutesAsync(watchdog, 5);
        Assert.Equal(5, watchdog.Failures);
        Assert.DoesNotContain("secret-ping", Assert.Single(_said), StringComparison.Ordinal);
        _receiver.AnswerWith(200);
        await MinutesAsync(watchdog, 2);
        Assert.Equal(2, _said.Count);
    }

    private Watchdog Make() => new(new Uri(_receiver.Address + "/secret-ping"), ["127.0.0.1"], () => _isWell, new HttpSender(_time), _time, _said.Add);

    private async Task MinutesAsync(Watchdog watchdog, int minutes)
    {
        for (int second = 0; second < minutes * 60; second++)
        {
            await watchdog.StepAsync(CancellationToken.None);
            _time.Advance(TimeSpan.FromSeconds(1));
        }
    }
}
