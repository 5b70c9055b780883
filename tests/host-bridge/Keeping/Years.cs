using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text.Json;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Sheets;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>A house with a long history: a handover a day between two leaders, with what goes with it.</summary>
public static class Years
{
    /// <summary>The roster of such a house, with what people are called; most of its shifts are on no roster, as nothing here hangs on them.</summary>
    public static RosterDocument Roster(bool withS02 = true) => new()
    {
        Posts = [new PostEntry { Id = "hotline", Sheets = true }],
        Staff =
        [
            new StaffEntry { Id = "S01", Name = "王芳", Role = "leader", Badges = ["04A1B2C3"] },
            .. withS02 ? new[] { new StaffEntry { Id = "S02", Name = "李四光", Role = "leader", Badges = ["04A1B2C4"] } } : [],
            new StaffEntry { Id = "S021", Name = "赵六", Role = "leader", Badges = ["04A1B2C6"] },
            new StaffEntry { Id = "S09", Name = "周主任", Role = "supervisor", Badges = ["04A1B2C5"] },
        ],
        Shifts = [new ShiftEntry { Id = "D1", Post = "hotline", Start = "2026-03-02 08:00", End = "2026-03-02 20:00", Leader = "S01", Deputies = withS02 ? ["S02"] : [] }],
    };

    /// <summary>What is appended on one day.</summary>
    public static List<LogEntry> Day(FakeTerminal terminal, DateTimeOffset at, int day, string badgeOfS02)
    {
        (string outgoing, string incoming) = day % 2 == 0 ? ("S01", "S02") : ("S02", "S01");
        string moment = at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
        string shift = string.Create(CultureInfo.InvariantCulture, $"H{day}");
        var entries = new List<LogEntry>();
        if (day == 0)
        {
            Record("duty.clock-in", "\"staff\":\"S01\",\"badge\":\"0000000000000001\",\"shift\":\"H0\",\"arrival\":\"on-time\",\"holder\":true");
        }

        Record("duty.clock-in", $"\"staff\":\"{incoming}\",\"badge\":\"{(incoming is "S02" ? badgeOfS02 : "0000000000000001")}\",\"shift\":\"{shift}n\",\"arrival\":\"on-time\",\"minutes\":-3");
        Record("handover.confirmed", $"\"outgoing\":\"{outgoing}\",\"incoming\":\"{incoming}\",\"outgoingAt\":\"{moment}\",\"incomingAt\":\"{moment}\",\"from\":\"{shift}\",\"to\":\"{shift}n\",\"latenessSeconds\":0");
        Record("duty.clock-out", $"\"staff\":\"{outgoing}\",\"shift\":\"{shift}\",\"leaving\":\"on-time\"");
        Put(LogKind.Link, "T1", $"{{\"state\":\"{(day % 3 == 0 ? "lost" : "online")}\",\"session\":{day}}}");
        Put(LogKind.Sheet, "hotline", JsonSerializer.Serialize(new SheetAct("count", day + 2, shift + "n", incoming, "calls", Number: day, Text: $"{incoming} 与 {(incoming is "S02" ? "李四光" : "王芳")} 交代 S021")));
        Put(LogKind.Notice, "T1", JsonSerializer.Serialize(new Notice($"late-handover/hotline/{shift}/{incoming}/2", "late-handover", "hotline", "T1", incoming, at, ["S09"])));
        return entries;

        void Record(string type, string members)
        {
            byte[] body = terminal.Next(type, members, moment);
            entries.Add(new LogEntry(0, LogKind.Record, terminal.Id, terminal.Epoch, terminal.Seq, body, at));
        }

        void Put(LogKind kind, string about, string body) => entries.Add(new LogEntry(0, kind, about, "", 0, System.Text.Encoding.UTF8.GetBytes(body), at));
    }

    /// <summary>Lets so many days pass in a house whose bridge is stopped; its clock stands at their end afterwards.</summary>
    public static void Pass(House house, int days, string badgeOfS02 = "0000000000000002", int first = 0)
    {
        using BridgeStore store = BridgeStore.OpenBeside(house.Options, house.Time);
        var entries = new List<LogEntry>();
        for (int day = first; day < first + days; day++)
        {
            house.Time.Advance(TimeSpan.FromDays(1));
            entries.AddRange(Day(house.Terminal, house.Time.GetUtcNow(), day, badgeOfS02));
        }

        store.Log.Append(entries);
    }
}
