using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Settings;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Settings;

/// <summary>What the audit log says in words of the program is read in the reader's language; what people have written stays as it is.</summary>
public sealed class AuditWordsTests
{
    /// <summary>Roles, rights, counts, decisions and commands have words.</summary>
    [Theory]
    [InlineData(AuditActions.UserMade, "manager", "主管")]
    [InlineData(AuditActions.PersonChanged, "operator", "话务员")]
    [InlineData(AuditActions.UserChanged, "role = staff, disabled = True, staff = S06", "角色 = 值班员、停用、排班人员 = S06")]
    [InlineData(AuditActions.StoreVerified, "0 faults", "0 处问题")]
    [InlineData(AuditActions.StoreBackedUp, "105 entries", "105 条")]
    [InlineData(AuditActions.StaffTaken, "1 added, 2 changed, 3 left", "新增 1, 更改 2, 离职 3")]
    [InlineData(AuditActions.RequestDecided, "swap approve", "换班 同意")]
    [InlineData(AuditActions.CorrectionDecided, "clock-in 2026-03-02T00:10Z rejected", "漏签到 2026-03-02T00:10Z 驳回")]
    [InlineData(AuditActions.LedgerExcused, "late 2026-03-02", "迟到 2026-03-02")]
    [InlineData(AuditActions.TerminalCommanded, "\"command\":\"silence\"", "静音")]
    [InlineData(AuditActions.ChannelMade, "0 faults", "0 faults")]
    [InlineData(AuditActions.UserMade, "nobody knows", "nobody knows")]
    public void DetailsHaveWords(string action, string detail, string words)
    {
        Assert.Equal(words, AuditWords.Detail(Language.Chinese, new AuditAct("boss", "manager", action, "", detail, "", AuditAct.Ok)));
    }

    /// <summary>The scopes of a key are told as the page of keys tells them.</summary>
    [Fact]
    public void ScopesHaveWords()
    {
        Assert.Equal(Language.Chinese["scope.read-board"], AuditWords.Detail(Language.Chinese, new AuditAct("boss", "manager", AuditActions.KeyMade, "", "read-board", "", AuditAct.Ok)));
    }

    /// <summary>Whoever sits at the machine, and a program, are told from users, and keep their names.</summary>
    [Theory]
    [InlineData("console", "本机命令行")]
    [InlineData("console root", "本机命令行 root")]
    [InlineData("key abcd1234 hr", "密钥 abcd1234 hr")]
    [InlineData("consoles", "consoles")]
    public void WhoHasDoneItHasWords(string by, string words) => Assert.Equal(words, AuditWords.By(Language.Chinese, by));
}
