using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>A pack that cannot be used says where and why.</summary>
public sealed class PackReaderTests
{
    private const string Head = "name: test\ntitle: 试\nregulation: R20\n";

    /// <summary>What a whole pack says.</summary>
    [Fact]
    public void AWholePackIsRead()
    {
        Pack pack = PackReader.Read("test.yaml", Head + "sections:\n  other: { title: 其它, clause: R20.7, required: true, needs: [how] }\nticks:\n  log checked: { title: 日志, clause: R20.8 }\nholds:\n  big-and-long-name: { id: big, title: 大, clause: R20.5, release: [manager], report: other }\n");
        Assert.True(pack.Sections["other"].Required);
        Assert.Equal(["how"], pack.Sections["other"].Needs);
        Assert.Equal("日志", pack.Ticks["log checked"].Title);
        Assert.Equal(("big", "other"), (pack.Holds["big-and-long-name"].Id, pack.Holds["big-and-long-name"].Report));
        Assert.Equal(["incident"], PackReader.Read("test.yaml", Head).Holds.Keys);
    }

    /// <summary>Every fault is told with its line and its reason.</summary>
    [Theory]
    [InlineData("", 1, "nothing in it")]
    [InlineData(Head + "colour: red\n", 4, "colour")]
    [InlineData(Head + "sections:\n  other: { title: 其它, clause: R20.7, requird: true }\n", 5, "requird")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7 }\n  a: { title: 甲, clause: R20.7 }\n", 5, "uplicate")]
    [InlineData(Head + "sections:\n  other:\n", 5, "nothing behind it")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7 }\n  Other: { title: 其它, clause: R20.7 }\n", 6, "lower-case")]
    [InlineData(Head + "sections:\n  other: { clause: R20.7 }\n", 5, "no title")]
    [InlineData(Head + "ticks:\n  log: { title: 日志, clause: R02.4 }\n", 5, "R02.4")]
    [InlineData(Head + "counts:\n  keys: { title: 钥匙 }\n", 5, "clause")]
    [InlineData(Head + "sections:\n  other: { title: 其它, clause: R20.7, needs: [who] }\n", 5, "'who' is none of")]
    [InlineData(Head + "sections:\n  other:\n    title: 其它\n    clause: R20.7\n    needs: [who]\n", 8, "'who' is none of")]
    [InlineData(Head + "holds:\n  much-too-long-a-name: { title: 长, clause: R20.5 }\n", 5, "no id like this")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, release: [operator] }\n", 5, "'operator' is none of")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, release: [] }\n", 5, "nobody could clear it")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, report: b }\n", 5, "no section 'b'")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5 }\n  b: { id: a, title: 乙, clause: R20.5 }\n", 5, "two kinds of hold")]
    [InlineData(Head + "parameters:\n  windowMin: { value: 999, clause: R20.3 }\n", 5, "'999'")]
    [InlineData(Head + "parameters:\n  windwMin: { value: 9, clause: R20.3 }\n", 5, "no such parameter")]
    public void AFaultIsToldWithItsLine(string text, int line, string reason)
    {
        RosterException fault = Assert.Throws<RosterException>(() => PackReader.Read("test.yaml", text));
        Assert.StartsWith($"test.yaml, line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }
}
