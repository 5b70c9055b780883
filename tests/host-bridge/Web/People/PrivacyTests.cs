using System;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using DutyKiosk.HostBridge.Access;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using DutyKiosk.HostBridge.Web.People;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Web.People;

/// <summary>What is stored about a person is what names him, and of what names others beside him only what is his goes out.</summary>
public sealed class PrivacyTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>A login that is called like a member of what is stored, or like a word in it, pulls nothing of others in; what its user did is his.</summary>
    [Theory]
    [InlineData("Kind")]
    [InlineData("leader")]
    [InlineData("D1")]
    public void ALoginIsNoMember(string login)
    {
        Append(LogKind.Plan, new PlanAct(PlanActKind.SwapAsked, "hotline", "D1", "2026-03-02 08:00", "S01", "S01", "S02", "", []));
        Append(LogKind.Audit, new AuditAct("boss", "leader", "user.made", "other", "leader", "", "ok"), JsonSerializerOptions.Web);
        Append(LogKind.Audit, new AuditAct(login, "leader", "signed-in", "", "", "", "ok"), JsonSerializerOptions.Web);
        var about = new StoredAbout(_bridge.Core.Log.Database, "S06", [login]);
        Assert.Equal(["Audit 1"], about.Count().Select(count => $"{count.Kind} {count.Count}"));
        Assert.Contains($"\"by\":\"{login}\"", System.Text.Encoding.UTF8.GetString(about.All().Single().Body), StringComparison.Ordinal);
    }

    /// <summary>His id is found wherever it is a value; of a plan for many, of a notice to many, and of whoever has read a sheet with him, what is his goes out alone.</summary>
    [Fact]
    public void OfOthersNothingGoesOut()
    {
        Append(LogKind.Plan, new PlanAct(PlanActKind.ShiftsPlanned, "", "", "", "S09", "", "", "", [Change("N1", "S06"), Change("N2", "S02"), Change("N3", "S03")]));
        Append(LogKind.Notice, new Notice("k", "plan-changed", "hotline", "", "", _bridge.Time.GetUtcNow(), ["S02", "S06"]));
        Append(LogKind.Gate, new { Shift = "N1", ReadBy = new[] { "S02", "S06" } });
        Append(LogKind.Plan, new PlanAct(PlanActKind.ShiftsPlanned, "", "", "", "S09", "", "", "", [Change("N2", "S02")]));
        var about = new StoredAbout(_bridge.Core.Log.Database, "S06", []);
        Assert.Equal(["Gate 1", "Notice 1", "Plan 1"], about.Count().Select(count => $"{count.Kind} {count.Count}"));
        JsonObject export = PrivacyView.Export(new StaffEntry { Id = "S06" }, about.All(), [], [], [], _bridge.Time.GetUtcNow());
        JsonNode[] bodies = [.. export["entries"]!.AsArray().Select(entry => entry!["body"]!)];
        Assert.Equal("N1", Assert.Single(bodies[0]["Changes"]!.AsArray())!["Shift"]!.GetValue<string>());
        Assert.Equal("""["S06"]""", bodies[1]["To"]!.ToJsonString());
        Assert.Equal("""["S06"]""", bodies[2]["ReadBy"]!.ToJsonString());
        Assert.DoesNotContain("S02", export.ToJsonString(), StringComparison.Ordinal);
    }

    private static ShiftChange Change(string shift, string staff) => new("hotline", shift, "2026-03-02 08:00", ShiftChangeKind.Deputy, staff);

    private void Append<T>(LogKind kind, T body, JsonSerializerOptions? options = null) => _bridge.Core.Log.Append([new LogEntry(0, kind, "", "", 0, JsonSerializer.SerializeToUtf8Bytes(body, options), _bridge.Time.GetUtcNow())]);
}
