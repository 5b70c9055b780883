using System;
using System.Linq;
using Xunit;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>Whoever owns the broker cannot make a terminal run anything: no byte of an image runs that the bridge has not signed for this terminal, now.</summary>
public sealed class RefusedUpdateTests : IDisposable
{
    private readonly UpdateDay _day = new();
    private readonly int _starts;

    /// <summary>It runs the factory's firmware.</summary>
    public RefusedUpdateTests()
    {
        _starts = _day.Board.Starts;
    }

    /// <inheritdoc/>
    public void Dispose() => _day.Dispose();

    /// <summary>A manifest under another key is counted and has no effect.</summary>
    [Fact]
    public void AForgedManifest()
    {
        int bad = Bad();
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker);
        release.Offer(_day.Broker, 1, new byte[32]);
        _day.Run(5);
        AssertRefused("", bad + 1);
    }

    /// <summary>A manifest that was kept and is shown again offers nothing, also after a restart.</summary>
    [Fact]
    public void AnOldManifest()
    {
        FirmwareRelease old = _day.Good("0.1.5");
        old.PublishPages(_day.Broker);
        FirmwareRelease.Withdraw(_day.Broker, 6);
        _day.Run(1);
        int bad = Bad();
        old.Offer(_day.Broker, 5);
        _day.Run(2);
        AssertRefused("", bad + 1);
        _day.Night.Restart();
        _day.Run(5);
        Assert.Equal((UpdateDay.Factory, ""), _day.Health);
        Assert.Equal(_starts + 1, _day.Board.Starts);
    }

    /// <summary>A page with one other bit, whichever it is of: the image is not started, and fetched three times at most.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void AForgedPage(int page)
    {
        int bad = Bad();
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker);
        byte[] other = (byte[])release.Pages[page - 1].Clone();
        other[10] ^= 1;
        _day.Broker.Publish(release.Topic(page), other, true);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        AssertRefused("0.2.0:waiting", bad + 1);
        _day.Run(25);
        AssertRefused("0.2.0:broken", bad + 3);
        Assert.DoesNotContain("image.a", _day.Board.Flash.List());
    }

    /// <summary>Pages of an image that the bridge has signed once, under the name of another firmware.</summary>
    [Fact]
    public void AnImageUnderAnotherName()
    {
        FirmwareRelease old = _day.PutInForce("0.1.5", 1);
        int starts = _day.Board.Starts;
        int bad = Bad();
        FirmwareRelease release = _day.Good("0.2.0");
        release.Offer(_day.Broker, 2);
        for (int page = 1; page <= old.Pages.Count; page++)
        {
            _day.Broker.Publish(release.Topic(page), old.Pages[page - 1], true);
        }

        _day.Run(1);
        Assert.Equal(("0.1.5", "0.2.0:waiting"), _day.Health);
        Assert.Equal(bad + 1, Bad());
        Assert.Equal(starts, _day.Board.Starts);
        _day.AssertWorks();
    }

    /// <summary>A page that is too short is not taken, and the download goes on once the right one is there.</summary>
    [Fact]
    public void ATruncatedPage()
    {
        int bad = Bad();
        FirmwareRelease release = _day.Good("0.2.0");
        release.PublishPages(_day.Broker);
        _day.Broker.Publish(release.Topic(4), release.Pages[3][..^1], true);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        Assert.Equal((UpdateDay.Factory, "0.2.0:3/4"), _day.Health);
        Assert.True(Bad() > bad, "it is counted");
        release.PublishPages(_day.Broker);
        _day.Run(5);
        Assert.Equal(("0.2.0", ""), _day.Health);
    }

    /// <summary>A file that was cut before the bridge signed it is no image, however well it is signed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(5001)]
    [InlineData(8000)]
    public void ATruncatedFile(int missing)
    {
        int bad = Bad();
        FirmwareRelease release = _day.Good("0.2.0");
        release.Image = release.Image[..^missing];
        release.PublishPages(_day.Broker);
        release.Offer(_day.Broker, 1);
        _day.Run(1);
        AssertRefused("0.2.0:waiting", bad + 1);
    }

    /// <summary>What no image can be is refused before anything is fetched.</summary>
    [Theory]
    [InlineData("\"firmware\":\"0.2.0\",\"size\":524289,\"pages\":257,\"digest\":\"00000000000000000000000000000000\"")]
    [InlineData("\"firmware\":\"0.2.0\",\"size\":0,\"pages\":0,\"digest\":\"00000000000000000000000000000000\"")]
    [InlineData("\"firmware\":\"0.2.0\",\"size\":4096,\"pages\":3,\"digest\":\"00000000000000000000000000000000\"")]
    [InlineData("\"firmware\":\"0.2.0\",\"size\":4096,\"pages\":2,\"digest\":\"0000\"")]
    [InlineData("\"firmware\":\"0.2.0\",\"size\":4096,\"pages\":2")]
    [InlineData("\"firmware\":\"0.2/0\",\"size\":4096,\"pages\":2,\"digest\":\"00000000000000000000000000000000\"")]
    [InlineData("\"firmware\":\"\",\"size\":4096,\"pages\":2,\"digest\":\"00000000000000000000000000000000\"")]
    public void AnImpossibleManifest(string members)
    {
        int bad = Bad();
        const string topic = "dutykiosk/v1/T1/firmware";
        _day.Broker.Publish(topic, HostBridge.Roster.SignedMessage.Sign(topic, "{\"version\":1," + members, Convert.FromHexString(new string('1', 64))), true);
        _day.Run(1);
        AssertRefused("", bad + 1);
    }

    private int Bad()
    {
        _day.Run(0.6);
        return _day.Night.Health("badMessages").GetInt32();
    }

    private void AssertRefused(string update, int bad)
    {
        _day.AssertWorks();
        Assert.Equal((UpdateDay.Factory, update), _day.Health);
        Assert.Equal(bad, _day.Night.Health("badMessages").GetInt32());
        Assert.Equal(_starts, _day.Board.Starts);
    }
}
