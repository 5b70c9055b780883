using System;
using System.Linq;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Rules;

/// <summary>A pack that cannot be used says where and why.</summary>
public sealed class PackReaderTests
{
    private const string Top = "name: test\ntitle: 试\nregulation: R20\n";
    private const string Head = Top + "clauses: { R20.3: { text: 三, mechanisms: [WINDOW] }, R20.5: { text: 五, mechanisms: [HOLD, SHEET] }, R20.7: { text: 七, mechanisms: [SHEET] }, R20.8: { text: 八, mechanisms: [SHEET] } }\n";

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
    [InlineData(Head + "colour: red\n", 5, "colour")]
    [InlineData(Head + "sections:\n  other: { title: 其它, clause: R20.7, requird: true }\n", 6, "requird")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7 }\n  a: { title: 甲, clause: R20.7 }\n", 6, "uplicate")]
    [InlineData(Head + "sections:\n  other:\n", 6, "nothing behind it")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7 }\n  Other: { title: 其它, clause: R20.7 }\n", 7, "lower-case")]
    [InlineData(Head + "sections:\n  other: { clause: R20.7 }\n", 6, "no title")]
    [InlineData(Head + "ticks:\n  log: { title: 日志, clause: R02.4 }\n", 6, "R02.4")]
    [InlineData(Head + "counts:\n  keys: { title: 钥匙 }\n", 6, "clause")]
    [InlineData(Head + "sections:\n  other: { title: 其它, clause: R20.7, needs: [who] }\n", 6, "'who' is none of")]
    [InlineData(Head + "sections:\n  other:\n    title: 其它\n    clause: R20.7\n    needs: [who]\n", 9, "'who' is none of")]
    [InlineData(Head + "holds:\n  much-too-long-a-name: { title: 长, clause: R20.5 }\n", 6, "no id like this")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, release: [operator] }\n", 6, "'operator' is none of")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, release: [] }\n", 6, "nobody could clear it")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5, report: b }\n", 6, "no section 'b'")]
    [InlineData(Head + "holds:\n  a: { title: 甲, clause: R20.5 }\n  b: { id: a, title: 乙, clause: R20.5 }\n", 6, "two kinds of hold")]
    [InlineData(Head + "parameters:\n  windowMin: { value: 999, clause: R20.3 }\n", 6, "'999'")]
    [InlineData(Head + "parameters:\n  windowMin: { value: 9, clause: R20.4 }\n", 6, "no clause 'R20.4'")]
    [InlineData(Head + "parameters:\n  windowMin:\n    value: 9\n", 6, "no clause ''")]
    [InlineData("name:\ntitle: 试\nregulation: R20\n", 1, "1 to 40 characters")]
    [InlineData(Top + "clauses:\n  R20.3: { text: 三, mechanisms: [WINDOW] }\n  R02.3: { text: 三, mechanisms: [WINDOW] }\n", 6, "numbered R20.1")]
    [InlineData(Top + "clauses:\n  R20.3: { text: 三, mechanisms: [WINDOW] }\n  R20.x: { text: 三, mechanisms: [WINDOW] }\n", 6, "numbered R20.1")]
    [InlineData(Top + "clauses:\n  R20.3.: { text: 三, mechanisms: [WINDOW] }\n", 5, "numbered R20.1")]
    [InlineData(Top + "clauses:\n  R20.3:\n", 5, "no text")]
    [InlineData(Top + "clauses:\n  R20.3: { text: ' ', mechanisms: [WINDOW] }\n", 5, "no text")]
    [InlineData(Top + "clauses:\n  R20.3: { text: 三 }\n", 5, "no mechanism")]
    [InlineData(Top + "clauses:\n  R20.3:\n    text: 三\n    mechanisms: [WINDOW, DOOR]\n", 7, "'DOOR' is none of ARRIVE")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7, dueMin: -1 }\n", 6, "dueMin: it must not be below 0")]
    [InlineData(Head + "sections:\n  a: { title: 甲, clause: R20.7, dueWorkdays: -1 }\n", 6, "dueWorkdays: it must not be below 0")]
    [InlineData(Head + "ticks:\n  a: { title: 甲, clause: R20.8, sides: nobody }\n", 6, "'nobody' is none of both")]
    [InlineData(Head + "ticks:\n  a: { title: 甲, clause: R20.8, everyDays: -7 }\n", 6, "everyDays: it must not be below 0")]
    [InlineData(Head + "ticks:\n  a: { title: 甲, clause: R20.8, everyDays: 7, sides: incoming }\n", 6, "by the outgoing side")]
    [InlineData(Head + "ticks:\n  a: { title: 甲, clause: R20.8, also: [b, ] }\n  c: { title: 丙, clause: R20.8, also: [B] }\n", 6, "one of 'c' too")]
    [InlineData(Head + "ticks:\n  a:\n    title: 甲\n    clause: R20.8\n    also:\n    -\n", 9, "other names is empty")]
    [InlineData(Head + "parameters:\n  windwMin: { value: 9, clause: R20.3 }\n", 6, "no such parameter")]
    public void AFaultIsToldWithItsLine(string text, int line, string reason)
    {
        RosterException fault = Assert.Throws<RosterException>(() => PackReader.Read("test.yaml", text));
        Assert.StartsWith($"test.yaml, line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(reason, fault.Message, StringComparison.Ordinal);
    }
}
