using System;
using System.Linq;
using DutyKiosk.HostBridge.Ledger;
using DutyKiosk.HostBridge.Roster;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Ledger;

/// <summary>Somebody objects to a row of his ledger, and a supervisor decides with a sentence.</summary>
public sealed class ObjectionTests : IDisposable
{
    private readonly LedgerBench _bench = new("lateFineYuan=100", "fineStepMin=10", "grades=警告", "gradeEvery=1");

    /// <summary>S02 came 40 minutes late.</summary>
    public ObjectionTests() => _bench.ComesLate(40);

    private RowName Late => RowName.Of("S02", _bench.Rows("S02").First(row => row.Kind is "late"));

    /// <inheritdoc/>
    public void Dispose() => _bench.Dispose();

    /// <summary>A row whose objection is upheld counts for nothing: no fine, no grade; after a restart, too.</summary>
    [Fact]
    public void AnUpheldObjectionTakesTheRowAway()
    {
        Assert.Equal(["late 40 400", "grade 0 0"], _bench.Words("S02"));
        Assert.Equal("", _bench.Ask(ledger => ledger.Object(Late, " 读卡器坏了 ")));
        Assert.Equal(["late 40 400", "grade 0 0"], _bench.Words("S02"));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideObjection("S09", Late, true, "已核实")));
        Assert.Equal(["late 40 0 excused"], _bench.Words("S02"));
        _bench.Bridge.Restart();
        Assert.Equal(["late 40 0 excused"], _bench.Words("S02"));
        Objection objection = Assert.Single(_bench.Bridge.Core.Read((room, _) => room.Ledger.Objections));
        Assert.Equal(("读卡器坏了", RequestState.Approved, "S09", "已核实"), (objection.Text, objection.State, objection.DecidedBy, objection.Answer));
    }

    /// <summary>A rejected one leaves the row, and may be made once more, with another reason.</summary>
    [Fact]
    public void ARejectedObjectionLeavesTheRow()
    {
        Assert.Equal("", _bench.Ask(ledger => ledger.Object(Late, "一")));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideObjection("S09", Late, false, "录像显示 08:40 才到")));
        Assert.Equal(["late 40 400", "grade 0 0"], _bench.Words("S02"));
        Assert.Equal("no-objection", _bench.Ask(ledger => ledger.DecideObjection("S09", Late, true, "改主意")));
        Assert.Equal("", _bench.Ask(ledger => ledger.Object(Late, "二")));
        Assert.Equal(2, _bench.Bridge.Core.Read((room, _) => room.Ledger.Objections.Count));
    }

    /// <summary>What is refused, and by which word.</summary>
    [Fact]
    public void WhatIsRefused()
    {
        Assert.Equal("no-text", _bench.Ask(ledger => ledger.Object(Late, "  ")));
        Assert.Equal("too-long", _bench.Ask(ledger => ledger.Object(Late, new string('长', 501))));
        Assert.Equal("no-row", _bench.Ask(ledger => ledger.Object(Late with { Staff = "S03" }, "不是我的")));
        Assert.Equal("no-row", _bench.Ask(ledger => ledger.Object(Late with { At = Late.At.AddMinutes(1) }, "别的时间")));
        Assert.Equal("no-row", _bench.Ask(ledger => ledger.Object(Late with { Day = "9999-99-99" }, "没有这一天")));
        Assert.Equal("unknown-staff", _bench.Ask(ledger => ledger.Object(Late with { Staff = "S77" }, "没有这个人")));
        Assert.Equal("no-objection", _bench.Ask(ledger => ledger.DecideObjection("S09", Late, true, "没有申诉")));
        Assert.Equal("", _bench.Ask(ledger => ledger.Object(Late, "读卡器坏了")));
        Assert.Equal("already-asked", _bench.Ask(ledger => ledger.Object(Late, "再来一次")));
        Assert.Equal("not-entitled", _bench.Ask(ledger => ledger.DecideObjection("S01", Late, true, "班长不能")));
        Assert.Equal("not-entitled", _bench.Ask(ledger => ledger.DecideObjection("S02", Late, true, "自己不能")));
        Assert.Equal("no-text", _bench.Ask(ledger => ledger.DecideObjection("S09", Late, true, " ")));
    }

    /// <summary>What was asked for waits once, and may be asked for again when it was rejected; who asks for ever more is told to wait.</summary>
    [Fact]
    public void ACorrectionIsAskedForOnce()
    {
        DateTimeOffset at = _bench.Bridge.Time.GetUtcNow().AddHours(-2);
        Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at, "忘记")));
        Assert.Equal("already-asked", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at, "又忘记")));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", false)));
        Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at, "真的忘记")));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", true)));
        Assert.Equal("already-asked", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at, "第三次")));
        for (int i = 1; i <= LedgerRequests.MostOpen; i++)
        {
            Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at.AddMinutes(-i), "忘记")));
        }

        Assert.Equal("many-open", _bench.Ask(ledger => ledger.RequestCorrection("S02", "sheet", at.AddHours(-1), "忘记")));
        Assert.Equal("many-open", _bench.Ask(ledger => ledger.Object(Late, "读卡器坏了")));
        Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S03", "sheet", at, "忘记")));
    }

    /// <summary>Of two corrections of one person the one is decided that was meant, with the word that was given on it.</summary>
    [Fact]
    public void TheCorrectionThatIsMeantIsDecided()
    {
        DateTimeOffset first = _bench.Bridge.Time.GetUtcNow().AddHours(-2), second = first.AddHours(1);
        Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S02", "clock-in", first, "忘记")));
        Assert.Equal("", _bench.Ask(ledger => ledger.RequestCorrection("S02", "clock-out", second, "停电")));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", "clock-out", second, false, "那天有电")));
        Correction[] all = _bench.Bridge.Core.Read((room, _) => room.Ledger.Corrections.ToArray());
        Assert.Equal([RequestState.Asked, RequestState.Rejected], all.Select(correction => correction.State));
        Assert.Equal("那天有电", all[1].Answer);
        Assert.Equal("no-correction", _bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", "clock-out", second, true, "")));
        Assert.Equal("", _bench.Ask(ledger => ledger.DecideCorrection("S09", "S02", true)));
        Assert.Equal(RequestState.Approved, _bench.Bridge.Core.Read((room, _) => room.Ledger.Corrections[0].State));
    }
}
