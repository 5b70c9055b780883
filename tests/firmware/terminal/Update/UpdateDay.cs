using System;
using System.Linq;
using System.Text.Json;
using DutyKiosk.VirtualBoard;
using Xunit;

namespace DutyKiosk.Terminal.Tests.Update;

/// <summary>A terminal that takes updates, on a board with a file system of 3 MB, at five to eight: the day shift has the duty, and nobody comes for eleven hours.</summary>
internal sealed class UpdateDay : IDisposable
{
    internal const string Factory = "0.1.0";

    internal UpdateDay()
    {
        Board.Flash.Blocks = 768;
        Night.Configure(("updates", true), ("journalSegments", 200));
        Run(1);
        Night.Tap(NightShift.Relief);
        Run(12);
        Night.Tap(NightShift.Leader);
        Night.Tap(NightShift.Relief);
        Assert.Equal(1, Night.Count("handover.confirmed"));
        Run(2);
    }

    internal NightShift Night { get; } = new();

    internal VirtualBoard.Board Board => Night.Board;

    internal MemoryBroker Broker => Night.Broker;

    /// <summary>The firmware that runs, and what it says of an update, as the bridge hears it.</summary>
    internal (string Firmware, string Update) Health => (Night.Health("firmware").GetString()!, Night.Health("update").GetString()!);

    /// <summary>The firmwares of the starts so far, oldest first.</summary>
    internal string[] Started => [.. Night.Records.Where(record => record.GetProperty("type").GetString() == "terminal.started").Select(record => record.GetProperty("firmware").GetString()!)];

    internal void Run(double minutes) => Night.Run(TimeSpan.FromMinutes(minutes));

    /// <summary>A release that works: it is this firmware under another name.</summary>
    internal FirmwareRelease Good(string firmware)
    {
        var release = new FirmwareRelease(firmware);
        release.BuiltFor(Board, slot => Program.Start(firmware, slot));
        return release;
    }

    /// <summary>Puts a release in force.</summary>
    internal FirmwareRelease PutInForce(string firmware, long version)
    {
        FirmwareRelease release = Good(firmware);
        release.PublishPages(Broker);
        release.Offer(Broker, version);
        Run(5);
        Assert.Equal((firmware, ""), Health);
        return release;
    }

    /// <summary>The terminal takes taps, and the bridge has and proves everything since the first one.</summary>
    internal void AssertWorks()
    {
        int before = Night.Records.Count;
        Night.Tap(NightShift.Crew);
        Assert.True(Night.Records.Count > before, "a tap is taken");
        Run(2);
        Assert.Equal(Night.Records.Count, Night.Stored);
        Assert.Empty(Night.Stage.Core!.VerifyHistory("T1"));
        Assert.Single(Night.Records.Select(record => record.GetProperty("epoch").GetString()).Distinct(StringComparer.Ordinal));
    }

    /// <inheritdoc/>
    public void Dispose() => Night.Dispose();
}
