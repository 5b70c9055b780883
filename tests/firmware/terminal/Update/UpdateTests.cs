using System;
using System.Linq;
using DutyKiosk.HostBridge.Firmware;
using DutyKiosk.HostBridge.Store;
using Xunit;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>A firmware that is offered is fetched, tried when nobody is there, and stays when it has proved itself.</summary>
public sealed class UpdateTests : IDisposable
{
    private readonly UpdateDay _day = new();

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    /// <summary>From the offer over the trial to a firmware that survives restarts; what it was fetched by is asked for no more.</summary>
    [Fact]
    public void AGoodOneIsFetchedTriedAndStays()
    {
        int starts = _day.Board.Starts;
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker);
        release.Offer(_day.Broker, 1);
        _day.Run(1.5);
        Assert.Equal(starts + 1, _day.Board.Starts);
        Assert.Equal(("0.2.0", "0.2.0:trial"), _day.Health);
        Assert.Equal("update 0.2.0", _day.Night.Last("terminal.started").GetProperty("detail").GetString());
        _day.AssertWorks();
        _day.Run(1);
        Assert.Equal(("0.2.0", ""), _day.Health);
        for (int i = 0; i < 7; i++)
        {
            _day.Night.Restart();
            _day.Run(3);
            Assert.Equal(("0.2.0", ""), _day.Health);
        }

        _day.AssertWorks();
        Assert.DoesNotContain(_day.Broker.FiltersOf("T1"), filter => filter.Contains("/bridge/firmware/", StringComparison.Ordinal));
        Assert.Equal(starts + 8, _day.Board.Starts);
    }

    /// <summary>The bridge itself offers it, and takes it back: what it publishes is what a terminal wants.</summary>
    [Fact]
    public void TheBridgeOffersIt()
    {
        FirmwareRelease release = _day.Good("0.2.0");
        HostBridge.BridgeCore bridge = _day.Night.Stage.Core!;
        Assert.True(new FirmwareStore(bridge.Log.Database).Keep("0.2.0", release.Image));
        bridge.Append(LogKind.Firmware, "T1", new FirmwareOffer("0.2.0", release.Image.Length, FirmwareStore.HashOf(release.Image), "console").ToBody());
        _day.Night.Stage.WakeBridge();
        _day.Run(5);
        Assert.Equal(("0.2.0", ""), _day.Health);
        bridge.Append(LogKind.Firmware, "T1", FirmwareOffer.None("console").ToBody());
        _day.Night.Stage.WakeBridge();
        _day.Run(1);
        Assert.Equal(("0.2.0", ""), _day.Health);
        Assert.Equal(bridge.Log.ReadKind(LogKind.Firmware, 0, 10)[^1].Position, _day.Night.Health("offer").GetInt64());
        _day.AssertWorks();
    }

    /// <summary>Each further one takes the slot that is not in force, and the one before it stays behind it.</summary>
    [Fact]
    public void OneFollowsTheOther()
    {
        _day.PutInForce("0.2.0", 1);
        _day.PutInForce("0.3.0", 2);
        _day.PutInForce("0.4.0", 3);
        _day.PutInForce("0.2.9", 4);
        Assert.Equal([UpdateDay.Factory, "0.2.0", "0.3.0", "0.4.0", "0.2.9"], _day.Started.Distinct());
        _day.AssertWorks();
    }

    /// <summary>Health tells how far the download is; one that is broken off goes on from its page, also when the broker has only the rest by then.</summary>
    [Fact]
    public void ABrokenOffDownloadGoesOn()
    {
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker, 1, 2);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        Assert.Equal((UpdateDay.Factory, "0.2.0:2/4"), _day.Health);
        _day.Board.Network.Up = false;
        _day.Run(3);
        _day.Broker.Publish(release.Topic(1), [], true);
        _day.Broker.Publish(release.Topic(2), [], true);
        _day.Board.Network.Up = true;
        _day.Run(1);
        Assert.Equal((UpdateDay.Factory, "0.2.0:2/4"), _day.Health);
        release.PublishPages(_day.Broker, 3);
        _day.Run(5);
        Assert.Equal(("0.2.0", ""), _day.Health);
    }

    /// <summary>An offer that is taken back before it was started is none; taken back afterwards it leaves the firmware where it is.</summary>
    [Fact]
    public void AWithdrawnOneIsNotStarted()
    {
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker, 1, 3);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        FirmwareRelease.Withdraw(_day.Broker, 2);
        release.PublishPages(_day.Broker);
        _day.Run(5);
        Assert.Equal((UpdateDay.Factory, ""), _day.Health);
        Assert.Equal(2, _day.Night.Health("offer").GetInt32());
        release.Offer(_day.Broker, 3);
        _day.Run(5);
        FirmwareRelease.Withdraw(_day.Broker, 4);
        _day.Night.Restart();
        _day.Run(3);
        Assert.Equal(("0.2.0", ""), _day.Health);
    }

    /// <summary>While a handover is due nothing restarts; half a minute after it is done the new firmware starts.</summary>
    [Fact]
    public void NothingRestartsWhilePeopleAreThere()
    {
        using var night = new NightShift();
        night.Board.Flash.Blocks = 512;
        night.Configure(("updates", true), ("journalSegments", 200));
        night.Run(TimeSpan.FromMinutes(1));
        night.Tap(NightShift.Relief);
        night.Run(TimeSpan.FromMinutes(10));
        int starts = night.Board.Starts;
        var release = new FirmwareRelease("0.2.0");
        release.BuiltFor(night.Board, slot => Program.Start("0.2.0", slot));
        release.PublishPages(night.Broker);
        release.Offer(night.Broker, 1);
        night.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("0.2.0:ready", night.Health("update").GetString());
        night.Tap(NightShift.Leader);
        night.Run(TimeSpan.FromSeconds(5));
        night.Tap(NightShift.Relief);
        Assert.Equal(1, night.Count("handover.confirmed"));
        night.Run(TimeSpan.FromSeconds(25));
        Assert.Equal(starts, night.Board.Starts);
        night.Run(TimeSpan.FromSeconds(10));
        Assert.Equal(starts + 1, night.Board.Starts);
        night.Run(TimeSpan.FromMinutes(3));
        Assert.Equal("0.2.0", night.Health("firmware").GetString());
    }

    /// <summary>While the bridge lives nowhere a new firmware could not prove itself, so none is begun.</summary>
    [Fact]
    public void NoneIsBegunWithoutTheBridge()
    {
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker, 1, 3);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        int starts = _day.Board.Starts;
        _day.Broker.Publish("dutykiosk/v1/bridge/state", "{\"state\":\"lost\"}"u8.ToArray(), false);
        release.PublishPages(_day.Broker);
        _day.Run(15);
        Assert.Equal(starts, _day.Board.Starts);
        _day.Broker.Publish("dutykiosk/v1/bridge/state", "{\"state\":\"online\"}"u8.ToArray(), false);
        _day.Run(1);
        Assert.Equal(starts + 1, _day.Board.Starts);
    }

    /// <summary>A board of 4 MB has no room for an image: it says so, keeps nothing of it, and works.</summary>
    [Fact]
    public void ASmallBoardRefuses()
    {
        using var night = new NightShift();
        string[] files = night.Board.Flash.List();
        var release = new FirmwareRelease("0.2.0");
        release.PublishPages(night.Broker);
        release.Offer(night.Broker, 1);
        night.Run(TimeSpan.FromMinutes(1));
        Assert.Equal("0.2.0:no-room", night.Health("update").GetString());
        Assert.DoesNotContain(night.Board.Flash.List().Except(files), file => !file.StartsWith("journal.", StringComparison.Ordinal));
        night.Tap(NightShift.Relief);
        Assert.Equal("duty.clock-in", night.Newest);
    }

    /// <summary>Where the journal may take what an image needs, the journal goes first.</summary>
    [Fact]
    public void TheJournalGoesFirst()
    {
        _day.Night.Configure(("journalSegments", 512));
        var release = new FirmwareRelease("0.2.0", 3000, 450000);
        release.PublishPages(_day.Broker);
        release.Offer(_day.Broker, 1);
        _day.Run(2);
        Assert.Equal((UpdateDay.Factory, "0.2.0:no-room"), _day.Health);
    }

    /// <summary>A small board that was told to take images gives the room back when its flash is full, and the journal goes on.</summary>
    [Fact]
    public void AFullFlashGivesTheRoomBack()
    {
        _day.Board.Flash.Blocks = 64;
        var release = new FirmwareRelease("0.2.0", 3000, 300000);
        release.PublishPages(_day.Broker);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        Assert.Equal((UpdateDay.Factory, "0.2.0:no-room"), _day.Health);
        Assert.DoesNotContain("image.a", _day.Board.Flash.List());
        _day.AssertWorks();
    }
}
