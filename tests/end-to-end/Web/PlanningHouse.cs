using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.EndToEnd.Web;

/// <summary>
/// A house with a post for each test of planning, every one with four teams of its own in two shifts of twelve hours; the post hall has forty people. Some of hotline have asked for something before it starts.
/// </summary>
public sealed class PlanningHouse : House
{
    private static readonly string[] Posts = ["hotline", "boiler", "desk", "gate", "lab", "mill", "press", "store", "yard", "hall"];
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.CreateCustomTimeZone("house", TimeSpan.FromHours(8), "house", "house");

    /// <summary>Today, as the house has it.</summary>
    public static DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), Shanghai).DateTime);

    /// <summary>The Monday of next week.</summary>
    public static DateOnly NextMonday => Today.AddDays(7 - (((int)Today.DayOfWeek + 6) % 7));

    /// <summary>A day as addresses have it.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The id of a shift that begins on a day.</summary>
    public static string IdOf(string letter, DateOnly day) => letter + day.ToString("MMdd", CultureInfo.InvariantCulture);

    /// <summary>The id of a leader of a post, 1 to 4.</summary>
    public static string Leader(string post, int number) => string.Create(CultureInfo.InvariantCulture, $"{post}{number}");

    /// <inheritdoc/>
    protected override void Prepare()
    {
        var text = new StringBuilder("zone: Asia/Shanghai\nposts:\n");
        foreach (string post in Posts)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: {post}, name: 岗位{post} }}\n");
        }

        text.Append("staff:\n- { id: S09, name: 周主任, role: supervisor, badges: [04FFEE09] }\n- { id: S10, name: 钱主任, role: supervisor }\n- { id: S98, name: 新人, qualified: false }\n");
        foreach (string post in Posts)
        {
            foreach (int i in Enumerable.Range(1, 4))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {{ id: {post}{i}, name: {"王李张刘"[i - 1]}{post}, role: leader }}\n");
            }

            foreach (int i in Enumerable.Range(1, CrewOf(post) * 4))
            {
                text.Append(CultureInfo.InvariantCulture, $"- {{ id: {post}C{i}, name: 陈{post}{i} }}\n");
            }
        }

        text.Append("rotations:\n");
        foreach (string post in Posts)
        {
            text.Append(CultureInfo.InvariantCulture, $"- pattern: two-12h\n  post: {post}\n  from: {Iso(Today.AddDays(-10))}\n  supervisor: S09\n  teams:\n");
            foreach (int i in Enumerable.Range(1, 4))
            {
                text.Append(CultureInfo.InvariantCulture, $"  - {{ leader: {post}{i}, crew: [{string.Join(", ", Enumerable.Range(((i - 1) * CrewOf(post)) + 1, CrewOf(post)).Select(number => $"{post}C{number}"))}] }}\n");
            }
        }

        File.WriteAllText(Path.Combine(Data, "roster.yaml"), text.ToString());
        DateOnly day = Today.AddDays(3);
        using BridgeStore store = BridgeStore.Open(new BridgeOptions { DataFolder = Data }, TimeProvider.System);
        store.Log.Append(
        [
            .. Asked(day, PlanActKind.SwapAsked, PlanActKind.SwapAccepted),
            .. Asked(day.AddDays(1), PlanActKind.SwapAsked, PlanActKind.SwapAccepted),
            .. Asked(day.AddDays(2), PlanActKind.LeaveRequested),
            .. Asked(day.AddDays(4), PlanActKind.LeaveRequested),
            .. Asked(day.AddDays(6), PlanActKind.SwapAsked),
        ]);
    }

    // The teams take turns from ten days ago on: who has the day shift of a day.
    private static int TeamOf(DateOnly day) => ((day.DayNumber - Today.AddDays(-10).DayNumber) * 2 % 4) + 1;

    private static int CrewOf(string post) => post is "hall" ? 9 : 1;

    private static IEnumerable<LogEntry> Asked(DateOnly day, params PlanActKind[] kinds)
    {
        string staff = Leader("hotline", TeamOf(day));
        return kinds.Select(kind => new LogEntry(
            0,
            LogKind.Plan,
            "hotline",
            "",
            0,
            JsonSerializer.SerializeToUtf8Bytes(new PlanAct(kind, "hotline", IdOf("D", day), Iso(day) + " 08:00", staff, staff, kind is PlanActKind.LeaveRequested ? "" : "hotlineC1", kind is PlanActKind.LeaveRequested ? "孩子发烧" : "", [])),
            TimeProvider.System.GetUtcNow()));
    }
}
