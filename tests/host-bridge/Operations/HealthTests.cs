using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Operations;

/// <summary>What the service says of its own health.</summary>
public sealed class HealthTests : IDisposable
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);
    private readonly StoreHealth _store;
    private readonly ServiceHealth _health;

    /// <summary>The service before its first step.</summary>
    public HealthTests()
    {
        _store = new StoreHealth(LineLog.To(_errors, _errors, _time, LogFormat.Text, LogLevel.Debug).CreateLogger(), _time);
        _health = new ServiceHealth(_store, new BrokerHealth(LineLog.Plain, _time, () => { }), _time);
    }

    /// <inheritdoc/>
    public void Dispose() => _errors.Dispose();

    /// <summary>It lives while its thread moves, up to 30 seconds after it has last.</summary>
    [Fact]
    public void AThreadThatStandsStillIsNotAlive()
    {
        _time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(_health.IsLive);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(_health.IsLive);
        _health.Turned();
        Assert.True(_health.IsLive);
    }

    /// <summary>A thread that moves and folds nothing lives, and is not ready.</summary>
    [Fact]
    public void AServiceThatFoldsNothingIsNotReady()
    {
        Assert.Equal(["it is starting"], _health.NotReady);
        _health.Stepped();
        Assert.Empty(_health.NotReady);
        _time.Advance(TimeSpan.FromSeconds(31));
        _health.Turned();
        Assert.Equal(["what is stored is not folded"], _health.NotReady);
        Assert.True(_health.IsLive);
    }

    /// <summary>It is not ready while storing fails, and while it stops.</summary>
    [Fact]
    public void AServiceThatCannotStoreIsNotReady()
    {
        _health.Stepped();
        Assert.True(_store.Failed("disk full"));
        Assert.Equal(["storing fails: disk full"], _health.NotReady);
        Assert.True(_store.Worked());
        Assert.Empty(_health.NotReady);
        _health.Stops();
        Assert.Equal(["it is stopping"], _health.NotReady);
    }

    /// <summary>A failure that goes on is logged at its beginning, once a minute, when its reason is another, and at its end.</summary>
    [Fact]
    public void AFailureIsLoggedAtItsBeginningAndEnd()
    {
        for (int second = 0; second < 90; second++)
        {
            Assert.Equal(second == 0, _store.Failed("disk full"));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(_store.Failed("read-only"));
        Assert.True(_store.Worked());
        Assert.False(_store.Worked());
        string[] lines = _errors.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.All(lines[..3], line => Assert.Contains(" error CommitFailed ", line, StringComparison.Ordinal));
        Assert.EndsWith("after 90 s in which it failed 91 times.", lines[3], StringComparison.Ordinal);
    }

    /// <summary>Storing is tried for its own sake when it has failed and nothing has come for a while.</summary>
    [Fact]
    public void ATrialIsDueAfterAWhile()
    {
        Assert.False(_store.IsTrialDue);
        _store.Failed("disk full");
        Assert.False(_store.IsTrialDue);
        _time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_store.IsTrialDue);
        _store.Failed("disk full");
        Assert.False(_store.IsTrialDue);
        _time.Advance(TimeSpan.FromSeconds(10));
        _store.Worked();
        Assert.False(_store.IsTrialDue);
    }

    /// <summary>Nobody has to sign in to ask, and what is not ready is told in the details of the problem.</summary>
    [Fact]
    public async Task TheAnswersAreOpen()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        await Until.HoldsAsync(async () => (await AskAsync(bridge, "/healthz/ready")).Status == HttpStatusCode.OK);
        foreach (string path in new[] { "/healthz", "/healthz/live", "/healthz/ready" })
        {
            Assert.Equal((HttpStatusCode.OK, "ok"), await AskAsync(bridge, path));
        }

        bridge.Host.Core.CouldNotStore("disk full");
        foreach (string path in new[] { "/healthz", "/healthz/ready" })
        {
            (HttpStatusCode status, string body) = await AskAsync(bridge, path);
            JsonElement problem = JsonElement.Parse(body);
            Assert.Equal((HttpStatusCode.ServiceUnavailable, 503, "Not ready"), (status, problem.GetProperty("status").GetInt32(), problem.GetProperty("title").GetString()));
            Assert.Equal("storing fails: disk full", problem.GetProperty("detail").GetString());
        }

        Assert.Equal((HttpStatusCode.OK, "ok"), await AskAsync(bridge, "/healthz/live"));
    }

    /// <summary>Systemd is told where it wants to know, in its own words; of its life once in ten seconds.</summary>
    [Fact]
    public async Task SystemdIsTold()
    {
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        using var systemd = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        try
        {
            var notice = new ServiceNotice(path, _time);
            notice.Ready();
            notice.Alive();
            _time.Advance(TimeSpan.FromSeconds(10));
            notice.Alive();
            notice.Alive();
            notice.Stopping();
            foreach (string words in new[] { "READY=1", "WATCHDOG=1", "STOPPING=1" })
            {
                var bytes = new byte[64];
                int length = await systemd.ReceiveAsync(bytes, TestContext.Current.CancellationToken);
                Assert.Equal(words, System.Text.Encoding.UTF8.GetString(bytes, 0, length));
            }

            new ServiceNotice("/nowhere/socket", _time).Ready();
            new ServiceNotice(null, _time).Ready();
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<(HttpStatusCode Status, string Body)> AskAsync(RunningBridge bridge, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, bridge.Host.WebAddress + path);
        using HttpResponseMessage answer = await bridge.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
