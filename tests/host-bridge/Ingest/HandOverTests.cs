using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Records go from the thread that stores them to the one that folds, beside each other.</summary>
public sealed class HandOverTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>What was handed over is folded as if it had been read, whatever stands between.</summary>
    [Fact]
    public void WhatIsHandedOverIsFoldedAsItIsRead()
    {
        // The log keeps milliseconds, and clocks have more.
        _bridge.Time.Advance(TimeSpan.FromTicks(34567));
        _bridge.Core.SetRoster(SampleRosterOfTests.Hotline());
        _bridge.Receive(Come("S01"), [], _bridge.Terminal.Next());
        _bridge.Core.Append(LogKind.Link, "T1", "{\"state\":\"online\",\"session\":7}"u8.ToArray());
        _bridge.Receive(Come("S02"), Come("S05"));
        byte[] again = _bridge.Terminal.Next();
        _bridge.Receive(again, again, _bridge.Terminal.Next("duty.clock-out", "\"staff\":\"S05\""));
        string folded = State();
        _bridge.Core.Rebuild();
        Assert.Equal(folded, State());
        _bridge.Restart();
        Assert.Equal(folded, State());
        Assert.Contains("S02", folded, StringComparison.Ordinal);
    }

    /// <summary>Whoever looks at what is folded, for however long, keeps no terminal waiting for its PUBACK; and what he sees stays as it is meanwhile.</summary>
    [Fact]
    public async Task NobodyWhoLooksKeepsATerminalWaiting()
    {
        _bridge.Receive(_bridge.Terminal.Next());
        byte[] next = _bridge.Terminal.Next();
        var stored = new TaskCompletionSource<bool>();
        (long Before, long After) seen = await Task.Run(() => _bridge.Core.Read((_, chain) =>
        {
            long before = chain.StoredUpTo("T1", _bridge.Terminal.Epoch);
            Assert.True(Task.Run(() => _bridge.Core.Receive("T1", _bridge.Terminal.EventTopic, next, stored.SetResult) == Reception.Store && _bridge.Core.Commit()).Wait(Until.Limit));
            return (before, chain.StoredUpTo("T1", _bridge.Terminal.Epoch));
        }));
        Assert.True(await stored.Task);
        Assert.Equal((1, 1), seen);
        Assert.Equal(2, _bridge.Core.Read((_, chain) => chain.StoredUpTo("T1", _bridge.Terminal.Epoch)));
    }

    /// <summary>What was stored after a fold is acknowledged with the next one, and not forgotten between the two.</summary>
    [Fact]
    public void WhatIsStoredBetweenTwoFoldsIsAcknowledged()
    {
        _bridge.Receive(_bridge.Terminal.Next());
        _bridge.Time.Advance(TimeSpan.FromSeconds(2));
        _bridge.Core.Receive("T1", _bridge.Terminal.EventTopic, _bridge.Terminal.Next(), null);
        _bridge.Core.Commit();
        Assert.True(_bridge.Core.OwesAcknowledgement);
        _bridge.Core.Step();
        Assert.False(_bridge.Core.OwesAcknowledgement);
        Assert.Contains("\"seq\":2", _bridge.Told("ack")[^1], StringComparison.Ordinal);
    }

    private byte[] Come(string staff) => _bridge.Terminal.Next("duty.clock-in", $"\"staff\":\"{staff}\",\"holder\":true");

    private string State() => _bridge.Core.Read((room, chain) => string.Join(
        '\n',
        new List<string> { $"{room.TerminalOf("T1")!.HeardAt:O} {room.TerminalOf("T1")!.Session} {room.PostOf("hotline").Holder} {room.PostOf("hotline").Since:O} {chain.StoredUpTo("T1", _bridge.Terminal.Epoch)}" }
            .Concat(room.PostOf("hotline").In.Select(person => person.ToString()))));
}
