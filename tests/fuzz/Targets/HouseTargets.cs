using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using System.Threading;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Neighbours;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Settings;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.Fuzz.Targets;

/// <summary>What the bridge reads of people and of other programs: rosters, packs, tables, calendars, lists of staff, settings.</summary>
internal static class HouseTargets
{
    private const int MostText = 16 * 1024;
    private const int LadderVersion = 77;

    // Every run has a file of its own name in a folder of this process.
    private static readonly Lazy<string> Folder = new(() =>
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-fuzz-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    });

    /// <summary>All of them.</summary>
    internal static IEnumerable<FuzzTarget> All { get; } =
    [
        new("roster", "roster.yaml, and what terminals are told of it", MostText, Roster, RosterSeeds)
        {
            Words =
            [
                "zone: ", "posts:\n", "- id: ", "staff:\n", "shifts:\n", "rotations:\n", "pattern: three-8h\n", "pattern: weekday-hours\n", "pattern: after-hours\n", "pattern: four-day\n", "pattern: even-days\n", "hours: {daily: '08:00-17:00'}\n", "calendar:\n- {day: 2026-03-03, kind: holiday}\n",
                "walking:\n- {from: hotline, to: boiler, minutes: 5}\n", "parameters: {windowMin: '5'}\n", "until: {04A1B2C3: 2026-03-03 08:00}\n", "blocked: [04A1B2C3]\n", "&a ", "*a", "{", "}", "null", "~", "2026-03-02 08:00", "2400-01-01 08:00", "'", "\"", "leader: S01\n", "crew: [S01, S02]\n", "supervisor: S09\n", "to: 2026-04-01\n",
            ],
        },
        new("policy", "parameters of a post, as terminals are told of them", 2048, Policy, PolicySeeds) { Words = [.. ParameterList.All.Select(parameter => parameter.Name + ": "), .. ParameterList.All.Where(parameter => parameter.Words.Length > 0).SelectMany(parameter => parameter.Words.Split('|')), "ladder: 0/3/5/10\n", "cover: 8:00-17:00\n", "08:30", "report-110 08:30"] },
        new("pack", "policy packs of a house", MostText, Pack, PackSeeds)
        {
            Words = ["name: ", "title: ", "regulation: ", "clauses:\n", "parameters:\n", "sections:\n", "ticks:\n", "counts:\n", "holds:\n", "clause: ", "mechanisms: [PAIR]", "value: ", "release: [supervisor]", "report: ", "needs: [due]", "dueMin: ", "also: [x]", "&a ", "*a", "~", "{", "}", "<<: "],
        },
        new("shifts-csv", "tables of shifts", MostText, bytes => Shifts(bytes, given => ShiftCsv.Read(given), shifts => Encoding.UTF8.GetBytes(ShiftCsv.Write(shifts))), () => [("sample", Encoding.UTF8.GetBytes(ShiftCsv.Write(SampleShifts()))), ("quotes", "\uFEFFid,post,start,end,leader\r\n\"N1\",hotline,2026/3/2 8:00,2026-03-02T20:00,\"S0\"\"1\"\r\n"u8.ToArray())])
        {
            Words = ["id,post,start,end,leader", ",deputies", ",crew", ",doubles", ",supervisor", "\"\"", "\r\n", "2026/3/2 8:00:00", "2026-03-02 08:00", "9999-12-31 23:59", "'=", "S01 S02"],
        },
        new("staff-csv", "tables of staff", MostText, Staff, () => [("sample", Encoding.UTF8.GetBytes(StaffCsv.Write(SampleHouse.Roster.Document.Staff)))]) { Words = ["id,name", ",role", ",badges", ",qualified", "tap:0123456789abcdef", "04A1B2C3", "yes", "否", "'-", "\"\"", "\r\n"] },
        new("shifts-workbook", "workbooks of shifts", 32 * 1024, bytes => Shifts(bytes, given => ShiftSheet.Read(given, CancellationToken.None), ShiftSheet.Write), () => [("sample", ShiftSheet.Write(SampleShifts())), ("empty", ShiftSheet.Write([]))]) { Words = ["xl/worksheets/sheet1.xml", "<c r=\"XFD1048576\"/>", "t=\"s\""] },
        new("calendar", "calendars of shifts", MostText, bytes => Shifts(bytes, given => RosterCalendar.Read(given, SampleHouse.Roster.Zone), WrittenCalendar), CalendarSeeds)
        {
            Words =
            [
                "BEGIN:VEVENT\r\n", "END:VEVENT\r\n", "DTSTART:20260302T000000Z\r\n", "DTSTART;TZID=Europe/Berlin:20260329T023000\r\n", "DTEND;VALUE=DATE:20260302\r\n", "DURATION:PT12H\r\n", "DURATION:-P9999999W\r\n", "RRULE:FREQ=SECONDLY\r\n", "RDATE:20260302T000000Z\r\n", "EXDATE:", "STATUS:CANCELLED\r\n",
                "ATTENDEE;ROLE=CHAIR;CN=S01:mailto:S01@x\r\n", "SUMMARY:N1\r\n", "LOCATION:hotline\r\n", "X-DUTYKIOSK-LEADER:S01\r\n", "X-DUTYKIOSK-POST:", "BEGIN:VTIMEZONE\r\n", "BEGIN:VALARM\r\n", "\r\n ", "TZID=",
            ],
        },
        new("people", "lists of a system for staff", MostText, People, PeopleSeeds) { Words = ["\"id\":\"S01\"", "\"name\":\"王芳\"", "\"role\":\"leader\"", "\"badges\":[\"04A1B2C3\"]", "\"mail\":\"a@b\"", "\"leftOn\":\"2026-03-02\"", "null", "[{}]", "\\ud800"] },
        new("settings", "bridge.yaml and terminals.yaml", 4096, Settings, SettingsSeeds) { Words = [.. SettingTable.All.Select(setting => setting.Name + ": "), "terminals:\n- ", "siteKey: ", "handover: true", "- a\n", "? ", "|\n ", "!!int ", "&a ", "*a"] },
    ];

    // A roster that is taken makes messages that its terminals take.
    private static void Roster(byte[] input)
    {
        RosterModel roster;
        try
        {
            roster = RosterModel.Of(DataFolder.ReadRoster(FileOf(input, DataFolder.RosterName)));
        }
        catch (RosterException)
        {
            return;
        }

        foreach (string post in roster.Document.Posts.Select(post => post.Id).Take(3))
        {
            foreach (RosterShift shift in roster.Shifts(post, SampleHouse.Now.AddDays(-2), SampleHouse.Now.AddDays(20)).Take(50))
            {
                BrokenPromiseException.Unless(shift.End > shift.Start && roster.Shift(post, shift.Id, shift.Start) != null, "a shift ends before it starts, or cannot be found");
            }

            var terminal = new TerminalEntry { Id = KioskUnderFuzz.Id, Post = post, Handover = true, Key = KioskUnderFuzz.Entry.Key };
            IReadOnlyList<TerminalMessage> messages = [.. TerminalMessages.Roster(roster, terminal, KioskUnderFuzz.SiteKey, LadderVersion, SampleHouse.Now), TerminalMessages.Policy(roster.PolicyOf(post), terminal, LadderVersion)];
            CheckTaken(messages, "roster", "policy");
        }

        RosterWarnings.Of(roster, SampleHouse.Now, SampleHouse.Now.AddDays(14));
    }

    private static void Policy(byte[] input)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string line in Encoding.UTF8.GetString(input).Split('\n'))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon > 0)
            {
                given[line[..colon]] = line[(colon + 1)..];
            }
        }

        PolicyParameters policy;
        try
        {
            policy = PackShelf.Carried.Resolve(PostEntry.UsualPack, given, "posts: hotline");
        }
        catch (RosterException)
        {
            return;
        }

        foreach (Parameter parameter in ParameterList.All)
        {
            BrokenPromiseException.Unless(ParameterList.Fault(parameter, policy.Word(parameter.Name)) == null, $"{parameter.Name} was taken and is wrong");
        }

        _ = RuleEdit.ConflictsOf(policy).ToArray();
        CheckTaken([TerminalMessages.Policy(policy, KioskUnderFuzz.Entry, LadderVersion)], "policy");
    }

    private static void Pack(byte[] input)
    {
        string text = Encoding.UTF8.GetString(input);
        try
        {
            Pack pack = PackReader.Read("packs/house.yaml", text);
            PolicyParameters policy = PackShelf.Of(new Dictionary<string, string>(StringComparer.Ordinal) { [pack.Name] = text }).Resolve(pack.Name, new Dictionary<string, string>(StringComparer.Ordinal), "posts: hotline");
            CheckTaken([TerminalMessages.Policy(policy, KioskUnderFuzz.Entry, LadderVersion)], "policy");
        }
        catch (RosterException)
        {
            // It says where and why.
        }
    }

    // What was read is read the same when it is written.
    private static void Shifts(byte[] input, Func<byte[], Imported<ShiftEntry>> read, Func<IReadOnlyList<ShiftEntry>, byte[]> write)
    {
        Imported<ShiftEntry> shifts = read(input);
        BrokenPromiseException.Unless(shifts.Faults.Count <= ImportBounds.Faults + 1 && shifts.Entries.Count <= ImportBounds.Rows, "more was read than is allowed");
        if (shifts.Faults.Count > 0 || shifts.Entries.Count == 0)
        {
            return;
        }

        byte[] written = write(shifts.Entries);
        Imported<ShiftEntry> again = read(written);
        BrokenPromiseException.Unless(
            again.Faults.Count == 0 && string.Equals(JsonSerializer.Serialize(Sorted(again.Entries)), JsonSerializer.Serialize(Sorted(shifts.Entries)), StringComparison.Ordinal),
            $"what was written is read as something else: {string.Join("; ", again.Faults)}");

        // A calendar may have them in another order.
        static ShiftEntry[] Sorted(IReadOnlyList<ShiftEntry> entries) => [.. entries.OrderBy(entry => entry.Post, StringComparer.Ordinal).ThenBy(entry => entry.Start, StringComparer.Ordinal).ThenBy(entry => entry.Id, StringComparer.Ordinal)];
    }

    private static void Staff(byte[] input)
    {
        Imported<StaffEntry> staff = StaffCsv.Read(input);
        if (staff.Faults.Count > 0)
        {
            return;
        }

        Imported<StaffEntry> again = StaffCsv.Read(Encoding.UTF8.GetBytes(StaffCsv.Write(staff.Entries)));
        BrokenPromiseException.Unless(again.Faults.Count == 0 && string.Equals(JsonSerializer.Serialize(again.Entries), JsonSerializer.Serialize(staff.Entries), StringComparison.Ordinal), $"what was written is read as something else: {string.Join("; ", again.Faults)}");
        RosterImport.Staff(SampleHouse.Roster, staff.Entries);
    }

    private static void People(byte[] input)
    {
        try
        {
            (IReadOnlyList<HrPerson> people, IReadOnlyList<HrFault> faults) = HrPeople.Read(input);
            if (faults.Count == 0)
            {
                HrStaff taken = HrStaff.Take(SampleHouse.Roster.Document.Copy(), people, NodaTime.LocalDate.FromDateTime(SampleHouse.Now.UtcDateTime));
                if (taken is { Faults.Count: 0, Document: { } document })
                {
                    RosterModel.Of(document);
                }
            }
        }
        catch (Exception exception) when (exception is JsonException or RosterException)
        {
            // It is no JSON, or a roster with these people cannot be used.
        }
    }

    private static void Settings(byte[] input)
    {
        try
        {
            SettingValues.Read([], new Dictionary<string, string>(StringComparer.Ordinal) { [SettingTable.Get("config").Variable] = FileOf(input, SettingsFile.Name) });
        }
        catch (StartupException)
        {
            // It says where and why.
        }

        try
        {
            TerminalsFile.Read(FileOf(input, TerminalsFile.Name));
        }
        catch (RosterException)
        {
            // It says where and why.
        }
    }

    private static void CheckTaken(IReadOnlyList<TerminalMessage> messages, params string[] kinds)
    {
        BrokenPromiseException.Unless(messages.All(message => message.Payload.Length <= SignedMessage.MaxBytes), "a message is longer than a terminal takes");
        var kiosk = new KioskUnderFuzz(new MemoryFiles());
        SampleHouse.Tell(kiosk, messages);
        foreach (string kind in kinds)
        {
            BrokenPromiseException.Unless(kiosk.Said(kind) == LadderVersion, $"the bridge takes a {kind} that its terminal refuses");
        }
    }

    private static string FileOf(byte[] input, string name)
    {
        string path = Path.Combine(Folder.Value, name);
        File.WriteAllBytes(path, input);
        return path;
    }

    private static List<ShiftEntry> SampleShifts() => [.. SampleHouse.Roster.Shifts("hotline", SampleHouse.Now, SampleHouse.Now.AddDays(2)).Select(shift => shift.Entry)];

    private static byte[] WrittenCalendar(IReadOnlyList<ShiftEntry> shifts)
    {
        return Encoding.UTF8.GetBytes(RosterCalendar.Write(shifts.Select(shift => new RosterShift(shift.Id, shift.Post, Moment(shift.Start), Moment(shift.End), shift))));

        static DateTimeOffset Moment(string civil) => SampleHouse.Roster.Moment(RosterModel.ParseCivil(civil)!.Value);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> RosterSeeds()
    {
        string folder = Directory.CreateTempSubdirectory("dutykiosk-fuzz-seed-").FullName;
        using (DataFolder data = DataFolder.Open(folder, SampleHouse.Now))
        {
            yield return ("sample", File.ReadAllBytes(data.RosterPath));
        }

        Directory.Delete(folder, recursive: true);
        yield return ("full", Encoding.UTF8.GetBytes("""
            zone: Europe/Berlin
            posts:
            - id: desk
              name: Desk
              pack: service-desk
              sheets: true
              parameters: {windowMin: '20', checks: 'round 09:30, report 17:00', doubleShift: refuse}
              reasons: {windowMin: {why: long sheet, by: S09, at: 2026-03-01 08:00}}
            - {id: gate}
            staff:
            - {id: A, name: Ann, role: leader, badges: [04A1B2C3, 'tap:0123456789abcdef'], blocked: [04A1B2C3], until: {'tap:0123456789abcdef': 2026-03-09 12:00}}
            - {id: B, name: Ben, mail: ben@house.example, badges: [04A1B2C3D4E5F6]}
            - {id: C, role: supervisor, qualified: false}
            shifts:
            - {id: N1, post: desk, start: 2026-03-01 20:00, end: 2026-03-02 08:00, leader: A, deputies: [B], crew: [C], doubles: [A], supervisor: C}
            rotations:
            - {pattern: weekday-hours, post: gate, from: 2026-02-01, to: 2026-12-31, hours: {Mon-Fri: 08:30-17:30, holiday: 10:00-12:00}, teams: [{leader: B}]}
            - {pattern: after-hours, post: gate, from: 2026-02-01, teams: [{leader: A, deputies: [B], crew: [C]}]}
            - {pattern: three-8h, post: desk, from: 2026-03-02, start: '06:00', teams: [{leader: A}, {leader: B}, {leader: C}, {leader: A}]}
            calendar:
            - {day: 2026-03-06, kind: holiday}
            - {day: 2026-03-07, kind: make-up}
            walking:
            - {from: desk, to: gate, minutes: 7}
            """));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> PolicySeeds()
    {
        yield return ("all", Encoding.UTF8.GetBytes(string.Concat(ParameterList.All.Select(parameter => $"{parameter.Name}: {parameter.Default}\n"))));
        yield return ("ladder", "ladder: 0/3/5/10\nwindow (min): 15\naway: on\ncover: 8:30-17:30\n"u8.ToArray());
        yield return ("bounds", Encoding.UTF8.GetBytes(string.Concat(ParameterList.All.Where(parameter => parameter.OnTerminal && parameter.Words.Length == 0).Select(parameter => $"{parameter.Name}: {parameter.Most}\n"))));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> PackSeeds()
    {
        string folder = Path.Combine(Repository.Root, "host-bridge", "Rules", "packs");
        return new[] { "hotline-template", "four-day-cycle", "workshop" }.Select(name => (name, File.ReadAllBytes(Path.Combine(folder, name + ".yaml")))).Where(pack => pack.Item2.Length <= MostText);
    }

    private static IEnumerable<(string Name, byte[] Bytes)> CalendarSeeds()
    {
        yield return ("sample", WrittenCalendar(SampleShifts()));
        yield return ("foreign", Encoding.UTF8.GetBytes(string.Join("\r\n",
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20260301T000000Z", "DTSTART;TZID=Asia/Shanghai:20260302T080000", "DURATION:PT12H", "SUMMARY:D1", "LOCATION:hotline",
            "ATTENDEE;ROLE=CHAIR;CN=S01:mailto:S01@house.example", "ATTENDEE;ROLE=OPT-PARTICIPANT:mailto:S05@house.example", "END:VEVENT", "END:VCALENDAR", "")));
    }

    private static IEnumerable<(string Name, byte[] Bytes)> PeopleSeeds()
    {
        yield return ("two", "[{\"id\":\"S01\",\"name\":\"王芳\",\"role\":\"leader\",\"badges\":[\"04A1B2C3\"],\"mail\":\"wang@house.example\"},{\"id\":\"S77\",\"name\":\"New\",\"leftOn\":\"2026-04-01\"}]"u8.ToArray());
        yield return ("nulls", "[{\"id\":\"S05\",\"name\":\"陈静\",\"role\":null,\"badges\":null,\"mail\":\"\",\"leftOn\":null}]"u8.ToArray());
    }

    private static IEnumerable<(string Name, byte[] Bytes)> SettingsSeeds()
    {
        yield return ("settings", "port: 8080\nlisten: 127.0.0.1\nnames: [bridge.house, 10.0.0.1]\nretention-days: 400\nlog-level: warning\n"u8.ToArray());
        yield return ("terminals", Encoding.UTF8.GetBytes($"siteKey: '{new string('5', 64)}'\nterminals:\n- {{id: T1, post: hotline, handover: true, key: '{new string('1', 64)}', password: x}}\n- {{id: T2, post: boiler, key: '{new string('2', 64)}'}}\n"));
    }
}
