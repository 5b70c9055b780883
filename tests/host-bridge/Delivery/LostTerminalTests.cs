using System;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Notices;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Delivery;

/// <summary>A terminal that falls silent is noticed within 75 seconds, and the supervisor's channel has it within 120; what nobody acknowledges goes further up.</summary>
public sealed class LostTerminalTests : IAsyncLifetime
{
    // A broker waits one and a half keep-alives of 30 s before it publishes the last will.
    private const int BrokerSeconds = 45;

    private DeskBench _bench = null!;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => _bench = await DeskBench.StartAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>From the last sign of life to the supervisor, also when the first attempt fails.</summary>
    [Theory]
    [InlineData(200)]
    [InlineData(500)]
    public async Task ALostTerminalReachesTheSupervisor(int firstAnswer)
    {
        _bench.Add(change: settings => settings with { LeastPriority = Priority.Alarm });
        _bench.Bridge.Say("state", "{\"state\":\"online\",\"session\":1000001}");
        await _bench.SecondsAsync(10);
        DateTimeOffset silent = _bench.Bridge.Time.GetUtcNow();
        DateTimeOffset? arrived = null;
        int answered = 0;
        _bench.Receiver.Answer = (received, _) =>
        {
            int status = received.Json.GetProperty("topic").GetString() is "terminal-lost" && answered++ == 0 ? firstAnswer : 200;
            arrived ??= status == 200 && answered > 0 ? _bench.Bridge.Time.GetUtcNow() : null;
            return Task.FromResult((status, ""));
        };
        await _bench.SecondsAsync(BrokerSeconds);
        _bench.Bridge.Say("state", "{\"state\":\"lost\",\"session\":1000001}");
        await _bench.SecondsAsync(120 - BrokerSeconds);
        SentNotice told = _bench.Bridge.Core.Read((room, _) => room.Notices.All.Single(sent => sent.Notice.Topic is "terminal-lost"));
        Assert.InRange((told.SentAt - silent).TotalSeconds, 0, 75);
        Assert.NotNull(arrived);
        Assert.InRange((arrived.Value - silent).TotalSeconds, 0, 120);
        JsonElement body = _bench.At("one")[^1].Json;
        Assert.Equal(("terminal-lost", "S09", "李强"), (body.GetProperty("topic").GetString(), body.GetProperty("to")[0].GetProperty("id").GetString(), body.GetProperty("to")[0].GetProperty("name").GetString()));
    }

    /// <summary>What nobody has taken note of is sent again at the next level, to the next role; what somebody has is not.</summary>
    [Theory]
    [InlineData(false, 2)]
    [InlineData(true, 1)]
    public async Task TheLadderReachesChannelsToo(bool acknowledged, int messages)
    {
        HostBridge.Roster.RosterDocument roster = Support.SampleRosterOfTests.Hotline();
        roster.Staff.Add(new HostBridge.Roster.StaffEntry { Id = "M01", Role = "manager" });
        roster.Posts[0].Parameters["escalateMin"] = "10";
        roster.Posts[0].Parameters["escalation"] = "supervisor,manager";
        _bench.Bridge.Core.SetRoster(roster);
        _bench.Add(change: settings => settings with { Topics = ["terminal-lost"] });
        _bench.Bridge.Say("state", "{\"state\":\"online\",\"session\":1000001}");
        _bench.Bridge.Say("state", "{\"state\":\"lost\",\"session\":1000001}");
        await _bench.SecondsAsync(60);
        if (acknowledged)
        {
            _bench.Bridge.Core.Acknowledge("terminal-lost", "S09");
        }

        await _bench.SecondsAsync(11 * 60);
        Assert.Equal(messages, _bench.At("one").Count);
        Assert.Equal(messages - 1, _bench.At("one")[^1].Json.GetProperty("level").GetInt32());
    }
}
