using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Settings;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.Frame;
using DutyKiosk.HostBridge.Web.Settings;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.Settings;

/// <summary>What the pages of the settings make of what is kept.</summary>
public sealed class SettingsViewTests : IDisposable
{
    private static readonly AuditFilter Everything = new("", "", DateTimeOffset.MinValue, DateTimeOffset.MaxValue);

    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Settings are shown with who says so; secrets, and passwords within addresses, are not.</summary>
    [Fact]
    public void SecretsAreNotShown()
    {
        var values = SettingValues.Read(
            [],
            new Dictionary<string, string>(StringComparer.Ordinal) { ["DUTYKIOSK_DATABASE"] = "Host=db;Password=hush", ["DUTYKIOSK_BROKER"] = "mqtt://me@broker.house:1883", ["DUTYKIOSK_RETENTION_DAYS"] = "500" });
        IReadOnlyList<SettingRow> rows = SettingRow.Of(Language.English, values);
        Assert.DoesNotContain(rows, row => row.Value.Contains("hush", StringComparison.Ordinal) || row.Value.Contains("me@", StringComparison.Ordinal));
        Assert.Equal("500", rows.Single(row => row.Name is "retentionDays").Value);
        Assert.Contains("DUTYKIOSK_RETENTION_DAYS", rows.Single(row => row.Name is "retentionDays").Place, StringComparison.Ordinal);
        Assert.Equal("by default", rows.Single(row => row.Name is "port").Place);
        Assert.Empty(SettingRow.Of(Language.English, null));
    }

    /// <summary>Every setting, every scope and every action has words in both languages.</summary>
    [Fact]
    public void EverythingHasWords()
    {
        Assert.All(SettingTable.All.Where(setting => setting.HoldsSecretOf == null && setting.Name is not "config"), setting => Assert.True(Language.English.Has("setting." + setting.Name), setting.Name));
        Assert.All(PermissionWords.All, scope => Assert.True(Language.English.Has("scope." + scope), scope));
        Assert.All(AuditActions.All, action => Assert.True(Language.English.Has("audit." + action), action));
        Assert.All(typeof(AuditActions).GetFields().Where(field => field.IsLiteral).Select(field => (string)field.GetRawConstantValue()!), action => Assert.Contains(action, AuditActions.All));
    }

    /// <summary>The audit log is read newest first, by action, person and day, page by page without losing or repeating one.</summary>
    [Fact]
    public void TheAuditLogIsSearched()
    {
        var audit = AuditLog.Of(_bridge.Core);
        for (int i = 0; i < 7; i++)
        {
            audit.Write(Caller.Console, i % 2 == 0 ? AuditActions.KeyMade : AuditActions.UserMade, $"target{i}");
            _bridge.Time.Advance(TimeSpan.FromHours(12));
        }

        Assert.Equal(["target6", "target4", "target2", "target0"], Targets(AuditView.Of(_bridge.Core.Log, Everything with { Action = AuditActions.KeyMade }, long.MaxValue, 100)));
        Assert.Equal(["target3"], Targets(AuditView.Of(_bridge.Core.Log, Everything with { Person = "TARGET3" }, long.MaxValue, 100)));
        DateTimeOffset day = _bridge.Time.GetUtcNow().AddHours(-24);
        Assert.Equal(["target6", "target5"], Targets(AuditView.Of(_bridge.Core.Log, Everything with { From = day }, long.MaxValue, 100)));
        var seen = new List<string>();
        for (long before = long.MaxValue; before > 0;)
        {
            var page = AuditView.Of(_bridge.Core.Log, Everything, before, 3);
            seen.AddRange(Targets(page));
            before = page.Older;
        }

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"target{i}"), seen);
    }

    /// <summary>What another hand has written is shown, whatever is searched for, and marked.</summary>
    [Fact]
    public void AnAlteredEntryIsAlwaysShown()
    {
        AuditLog.Of(_bridge.Core).Write(Caller.Console, AuditActions.KeyMade, "mine");
        _bridge.ByHand("UPDATE log SET body = x'7b7d' WHERE kind = 'Audit'");
        AuditLine line = Assert.Single(AuditView.Of(_bridge.Core.Log, Everything with { Action = AuditActions.UserMade }, long.MaxValue, 100).Lines);
        Assert.True(line.IsAltered);
    }

    /// <summary>English says the whole refusal; Chinese has words of its own for the cases that it knows, and the sentence for others.</summary>
    [Fact]
    public void RefusalsAreToldInTheReadersLanguage()
    {
        var taken = new Refusal(RefusalKind.Conflict, "name: there is a user 'wang' already: take another name.");
        Assert.Equal(taken.Sentence, RefusedWords.Of(Language.English, taken));
        Assert.Equal(Language.Chinese["settings.refused-conflict-name"], RefusedWords.Of(Language.Chinese, taken));
        var unknown = new Refusal(RefusalKind.Bad, "Nobody has thought of this.");
        Assert.Equal(unknown.Sentence, RefusedWords.Of(Language.Chinese, unknown));
    }

    private static IEnumerable<string> Targets(AuditView view) => view.Lines.Select(line => line.Act.Target);
}
