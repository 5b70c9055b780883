using System;
using System.Globalization;
using System.Linq;
using System.Text;
using CsCheck;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web;
using DutyKiosk.HostBridge.Web.Board;
using DutyKiosk.HostBridge.Web.Frame;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ingest;

/// <summary>Whoever is let in may send anything; nothing of it stops the bridge, neither now nor at the next start.</summary>
public sealed class HostileInputTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Bytes in texts that nobody could show, and times that are none, make no record, wherever they stand.</summary>
    [Theory]
    [InlineData("\"detail\":\"\\ud800\"")]
    [InlineData("\"\\udfff\":1")]
    [InlineData("\"at\":5")]
    [InlineData("\"at\":{}")]
    [InlineData("\"deep\":{\"a\":{\"b\":{\"c\":{\"d\":1}}}}")]
    public void WhatCannotBeShownIsQuarantined(string members)
    {
        _bridge.Receive(_bridge.Terminal.Next("tap.refused", members), _bridge.Terminal.Next());
        Assert.Equal(Proof.Quarantined, _bridge.Proofs()[0]);
        Assert.NotEmpty(BoardView.Of(Language.Bilingual, _bridge.Core).Records);
    }

    /// <summary>Bytes that are no UTF-8 make no record, also where no reader looks.</summary>
    [Fact]
    public void BrokenTextInAnUnknownMemberIsQuarantined()
    {
        byte[] record = _bridge.Terminal.Next("tap.refused", "\"later\":\"~\"");
        record[Array.IndexOf(record, (byte)'~')] = 0xFF;
        _bridge.Receive(record);
        Assert.Equal([Proof.Quarantined], _bridge.Proofs());
        Assert.Null(RecordJson.Of(record));
    }

    /// <summary>Each word of a terminal's being there or gone is stored, so nobody may say it for ever without a pause; after a while it may be said again.</summary>
    [Fact]
    public void WhoSaysWithoutEndThatHeIsThereIsNotHeard()
    {
        for (int i = 0; i < StateBudget.Burst; i++)
        {
            Assert.Equal(Reception.Store, SayOnline(i));
        }

        Assert.Equal(Reception.Refuse, SayOnline(StateBudget.Burst));
        _bridge.Time.Advance(StateBudget.Refill);
        Assert.Equal(Reception.Store, SayOnline(StateBudget.Burst));
        Assert.Equal(Reception.Refuse, SayOnline(StateBudget.Burst + 1));

        Reception SayOnline(int session) => _bridge.Core.Receive("T1", "dutykiosk/v1/T1/state", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"state\":\"online\",\"session\":{session + 1}}}")), null);
    }

    /// <summary>A member of a later version does no harm.</summary>
    [Fact]
    public void UnknownMembersAreIgnored()
    {
        _bridge.Receive(_bridge.Terminal.Next("tap.refused", "\"later\":[{\"a\":1}],\"mood\":null"), _bridge.Terminal.Next("a-later.type", ""));
        Assert.Equal([Proof.Ok, Proof.Ok], _bridge.Proofs());
    }

    /// <summary>A signed record whose members are of another kind than they ought to be is kept, and bars nothing behind it.</summary>
    [Fact]
    public void MembersOfTheWrongKindBarNothing()
    {
        _bridge.Receive(_bridge.Terminal.Next("handover.late", "\"shift\":5,\"step\":\"x\",\"minutes\":1.5"), _bridge.Terminal.Next());
        Assert.Equal([Proof.Ok, Proof.Ok], _bridge.Proofs());
        _bridge.Restart();
        Assert.NotEmpty(BoardView.Of(Language.Bilingual, _bridge.Core).Records);
    }

    /// <summary>What is no state is not kept.</summary>
    [Theory]
    [InlineData("{\"state\":\"online\",\"session\":\"x\"}")]
    [InlineData("{\"state\":\"online\",\"session\":1e99}")]
    [InlineData("{\"state\":\"online\"}")]
    [InlineData("{\"state\":5,\"session\":1}")]
    [InlineData("{\"state\":\"\\ud800\",\"session\":1}")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("")]
    public void WhatIsNoStateIsNotKept(string payload)
    {
        Assert.Equal(Reception.Take, _bridge.Core.Receive("T1", "dutykiosk/v1/T1/state", Encoding.UTF8.GetBytes(payload), null));
        _bridge.Core.Commit();
        _bridge.Core.Step();
        Assert.DoesNotContain(_bridge.Core.Log.Read(0, 10), entry => entry.Kind == LogKind.Link);
    }

    /// <summary>The will of an old connection changes nothing; a bridge that starts knows nobody to be connected.</summary>
    [Fact]
    public void TheNewestSessionCounts()
    {
        Say("{\"state\":\"online\",\"session\":20001}");
        Say("{\"state\":\"online\",\"session\":20002}");
        Say("{\"state\":\"lost\",\"session\":20001}");
        Assert.Equal("online", State());
        _bridge.Restart();
        Assert.Equal("lost", State());
        Say("{\"state\":\"online\",\"session\":20003}");
        Assert.Equal("online", State());

        string State() => _bridge.Core.Read((room, _) => room.TerminalOf("T1")!.State);
    }

    /// <summary>Nothing is kept of a terminal that nobody enrolled, and its connection is closed: none of it could ever be proved or acknowledged.</summary>
    [Fact]
    public void AnUnknownTerminalIsRefused()
    {
        var stranger = new FakeTerminal("X9", new byte[32]);
        Assert.Equal(Reception.Close, _bridge.Core.Receive("X9", stranger.EventTopic, stranger.Next(), null));
        Assert.Equal(Reception.Close, _bridge.Core.Receive("X9", "dutykiosk/v1/X9/state", "{\"state\":\"online\",\"session\":1}"u8.ToArray(), null));
        _bridge.Core.Commit();
        _bridge.Core.Step();
        Assert.DoesNotContain(_bridge.Core.Log.Read(0, 100), entry => entry.Terminal is "X9");
        Assert.DoesNotContain(_bridge.Published, message => message.Topic.Contains("X9", StringComparison.Ordinal));
    }

    /// <summary>Any bytes at all are either a record or not, and reading them never fails.</summary>
    [Fact]
    public void AnyBytesCanBeRead()
    {
        byte[] record = _bridge.Terminal.Next();
        Gen.Select(Gen.Int[0, record.Length - 1], Gen.Byte, Gen.Int[0, record.Length - 1], Gen.Byte).Sample(
            change =>
            {
                byte[] changed = record.ToArray();
                changed[change.Item1] = change.Item2;
                changed[change.Item3] = change.Item4;
                _ = RecordBody.Read(changed);
                _ = LinkState.Is(changed);
                _ = HealthNumbers.Read(changed);
                _ = RecordJson.Of(changed);
            },
            iter: 20_000);
    }

    /// <summary>What says two things at once is no record: a name that stands twice in one object, or is written with an escape. The same name in objects of their own says one thing.</summary>
    [Theory]
    [InlineData(",\"a\":1,\"b\":2", true)]
    [InlineData(",\"a\":1,\"a\":1", false)]
    [InlineData(",\"seq\":7", false)]
    [InlineData(",\"\\u0061\":1", false)]
    [InlineData(",\"a\":{\"x\":1,\"x\":2}", false)]
    [InlineData(",\"a\":{\"x\":1},\"b\":{\"x\":{\"x\":1}},\"x\":[{\"x\":1},{\"x\":1}]", true)]
    [InlineData(",\"a\":{\"x\":1},\"b\":2,\"a\":3", false)]
    public void NoNameStandsTwice(string members, bool isRecord)
    {
        byte[] record = Encoding.UTF8.GetBytes("{\"v\":1,\"terminal\":\"T1\",\"epoch\":\"5f0c9a1e\",\"seq\":9,\"type\":\"x\"" + members + ",\"mac\":\"" + new string('0', 32) + "\"}");
        Assert.Equal(isRecord, RecordBody.Read(record) != null);
    }

    private void Say(string state)
    {
        _bridge.Core.Receive("T1", "dutykiosk/v1/T1/state", Encoding.UTF8.GetBytes(state), null);
        _bridge.Core.Commit();
        _bridge.Core.Step();
    }
}
