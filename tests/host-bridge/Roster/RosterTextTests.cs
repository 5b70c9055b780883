using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using CsCheck;
using DutyKiosk.HostBridge.Roster;
using NodaTime;
using Xunit;
using static DutyKiosk.HostBridge.Tests.Roster.RosterOfTests;

namespace DutyKiosk.HostBridge.Tests.Roster;

/// <summary>Rosters as tables and calendars.</summary>
public sealed class RosterTextTests
{
    private const string Head = "id,post,start,end,leader,deputies,crew,doubles,supervisor\r\n";
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    private static readonly Gen<string> Id = Gen.Char["ABCabc019._-"].Array[1, 12].Select(characters => new string(characters));

    // Each with an id of its own, as the same one would have to be a month away, and at a civil time that the zone has.
    private static readonly Gen<ShiftEntry[]> Shifts = Gen.Select(Gen.Int[0, 500], Gen.Int[1, 90], Id.Array[0, 2], Id.Array[0, 4], Id.Array[0, 2], Id.Array[0, 1])
        .Select((day, hours, deputies, crew, doubles, leaders) => new ShiftEntry
        {
            Start = Minutes(new LocalDateTime(2026, 1, 1, 8, 0).PlusDays(day)),
            End = Minutes(new LocalDateTime(2026, 1, 1, 8, 0).PlusDays(day).PlusHours(hours)),
            Post = "hotline",
            Deputies = [.. deputies],
            Crew = [.. crew],
            Doubles = [.. doubles],
            Supervisor = string.Concat(doubles.Take(1)),
            Leader = string.Concat(leaders),
        }).Where(shift => !shift.Deputies.Contains(shift.Leader) && Berlin.MapLocal(RosterModel.ParseCivil(shift.End)!.Value).Count == 1).Array[1, 8]
        .Select(shifts => shifts.Select((shift, i) => With(shift, "-N" + i.ToString(CultureInfo.InvariantCulture))).ToArray());

    /// <summary>What is written as a table is read as the same, and a spreadsheet finds no formula in it.</summary>
    [Fact]
    public void ATableRoundTrips()
    {
        Shifts.Sample(shifts =>
        {
            string text = ShiftCsv.Write(shifts);
            Imported<ShiftEntry> read = ShiftCsv.Read(Encoding.UTF8.GetBytes(text));
            return read.Faults.Count == 0 && Texts(read.Entries).SequenceEqual(Texts(shifts)) && !text.Split(',', '\n').Any(cell => cell is ['=' or '+' or '-' or '@', ..]);
        });
    }

    /// <summary>Any name at all comes through a table unchanged, formulas, quotes, line ends and apostrophes included.</summary>
    [Fact]
    public void AnyNameRoundTrips()
    {
        Gen.Char["=+-@＝＋－＠'\",;\r\n\t a王\uFEFF"].Array[0, 12].Select(characters => new string(characters)).Array[1, 6].Sample(names =>
        {
            StaffEntry[] staff = [.. names.Select((name, i) => new StaffEntry { Id = $"S{i}", Name = name, Role = "leader", Badges = [i.ToString("X8", CultureInfo.InvariantCulture)], Qualified = i % 2 == 0 })];
            foreach (string mark in new[] { "", "\uFEFF" })
            {
                Imported<StaffEntry> read = StaffCsv.Read(Encoding.UTF8.GetBytes(mark + StaffCsv.Write(staff)));
                Assert.Empty(read.Faults);
                Assert.Equal(staff.Select(person => (person.Id, person.Name, person.Role, person.Badges[0], person.Qualified)), read.Entries.Select(person => (person.Id, person.Name, person.Role, person.Badges[0], person.Qualified)));
            }
        });
    }

    /// <summary>Nothing that a spreadsheet takes for the beginning of a formula begins a cell, the wide signs of East Asia included.</summary>
    [Theory]
    [InlineData("=1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@a")]
    [InlineData("\uFF1D1")]
    [InlineData("\uFF0B1")]
    [InlineData("\uFF0D1")]
    [InlineData("\uFF20a")]
    public void NoCellBeginsAFormula(string name) => Assert.Contains(",'" + name + ",", StaffCsv.Write([new StaffEntry { Id = "S1", Name = name }]), StringComparison.Ordinal);

    /// <summary>What is written as a calendar is read as the same.</summary>
    [Fact]
    public void ACalendarRoundTrips()
    {
        RosterModel model = RosterModel.Of(Document("Europe/Berlin"));
        Shifts.Sample(shifts =>
        {
            RosterShift[] placed = [.. shifts.Select(shift => new RosterShift(shift.Id, shift.Post, model.At(shift.Start), model.At(shift.End), shift))];
            string text = RosterCalendar.Write(placed);
            Imported<ShiftEntry> read = RosterCalendar.Read(Encoding.UTF8.GetBytes(text), Berlin);
            Assert.Empty(read.Faults);
            Assert.Equal(Texts(shifts), Texts(read.Entries));
            Assert.Equal(text, RosterCalendar.Write(placed));
        }, iter: 50);
    }

    /// <summary>A calendar whose shifts have names that people read is read back as the same shifts.</summary>
    [Fact]
    public void ACalendarWithNamesRoundTrips()
    {
        RosterModel model = RosterModel.Of(Document("Europe/Berlin"));
        Shifts.Sample(shifts =>
        {
            RosterShift[] placed = [.. shifts.Select(shift => new RosterShift(shift.Id, shift.Post, model.At(shift.Start), model.At(shift.End), shift))];
            string text = RosterCalendar.Write(placed, shift => new ShiftName("Night, " + shift.Entry.Leader, "The desk"));
            Imported<ShiftEntry> read = RosterCalendar.Read(Encoding.UTF8.GetBytes(text), Berlin);
            Assert.Empty(read.Faults);
            Assert.Equal(Texts(shifts), Texts(read.Entries));
        }, iter: 20);
    }

    /// <summary>A calendar of another program: times with a zone, without one and with a duration; people by address.</summary>
    [Fact]
    public void AnotherProgramsCalendarIsRead()
    {
        Imported<ShiftEntry> read = Calendar(
            "SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART;TZID=Asia/Shanghai:20260302T150000\r\nDTEND:20260302T190000Z\r\nATTENDEE;CN=Wang Fang:mailto:S01@house.example\r\nATTENDEE;ROLE=OPT-PARTICIPANT:mailto:S05@house.example\r\nATTENDEE;ROLE=OPT-PARTICIPANT;CN=S06:mailto:someone.with.a.long.address@house.example",
            "SUMMARY:N1\r\nLOCATION:hotline\r\nDTSTART:20260302T200000\r\nDURATION:PT12H\r\nX-DUTYKIOSK-LEADER:S02\r\nATTENDEE:mailto:S03@house.example");
        Assert.Empty(read.Faults);
        Assert.Equal(["D1|hotline|2026-03-02 08:00|2026-03-02 20:00|S01||S05 S06||", "N1|hotline|2026-03-02 20:00|2026-03-03 08:00|S02|S03|||"], Texts(read.Entries));
    }

    /// <summary>What is no shift is named by its event.</summary>
    [Theory]
    [InlineData("SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART;VALUE=DATE:20260302", "event 1 (D1): it has no start and end with times of day")]
    [InlineData("SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART:20260302T080000\r\nDTEND:20260302T200000\r\nRRULE:FREQ=DAILY", "event 1 (D1): it repeats itself")]
    [InlineData("SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART:20260302T080000\r\nDTEND:20260302T200000\r\nSTATUS:CANCELLED", "event 1 (D1): it is cancelled")]
    [InlineData("SUMMARY:day shift\r\nLOCATION:hotline\r\nDTSTART:20260302T080000\r\nDTEND:20260302T200000", "event 1 (day shift): 'day shift' is no id of a shift")]
    [InlineData("SUMMARY:D1\r\nDTSTART:20260302T080000\r\nDTEND:20260302T200000", "event 1 (D1): '' is no id of a post")]
    [InlineData("SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART;TZID=Nowhere/Land:20260302T080000\r\nDTEND:20260302T200000", "event 1 (D1): it cannot be read")]
    [InlineData("SUMMARY:D1\r\nLOCATION:hotline\r\nDTSTART:tomorrow\r\nDTEND:20260302T200000", "")]
    public void FaultsNameTheEvent(string lines, string expected)
    {
        Imported<ShiftEntry> read = Calendar(lines);
        Assert.Empty(read.Entries);
        Assert.StartsWith(expected, Assert.Single(read.Faults).ToString(), StringComparison.Ordinal);
    }

    /// <summary>Whatever stands in a file, it is read or refused in a moment: it may come from anybody.</summary>
    [Fact]
    public void NoTextBreaksTheReaders()
    {
        string nested = string.Concat(Enumerable.Repeat("BEGIN:VEVENT\r\n", 70_000));
        string quotes = string.Concat(Enumerable.Repeat("\"\"", 500_000));
        foreach (string text in new[] { nested, quotes, Head + quotes, Head + new string(',', 1_000_000), Head + new string('\n', 1_000_000), "", "\0", "BEGIN:VCALENDAR" })
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.NotEmpty(RosterCalendar.Read(bytes, Berlin).Faults);
            Assert.Empty(ShiftCsv.Read(bytes).Entries);
        }

        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            _ = ShiftCsv.Read(bytes);
            _ = StaffCsv.Read(bytes);
            _ = RosterCalendar.Read(bytes, Berlin);
        });
    }

    /// <summary>Columns may stand in any order and be left out, lists have any sign between them, and a spreadsheet's own times are read.</summary>
    [Fact]
    public void ATableMayBeWrittenByHand()
    {
        Imported<ShiftEntry> read = Table("\uFEFFPost, ID ,leader,start,end,crew\nhotline,D1,S01,2026/3/2 8:00,2026-03-02T20:00,\"S05, S06;S07\"\n\n,,,,,\nhotline,N1,,2026-3-2 20:00:00,2026-03-03 08:00,S05 S06");
        Assert.Empty(read.Faults);
        Assert.Equal(["D1|hotline|2026-03-02 08:00|2026-03-02 20:00|S01||S05 S06 S07||", "N1|hotline|2026-03-02 20:00|2026-03-03 08:00|||S05 S06||"], Texts(read.Entries));
    }

    /// <summary>Every fault is told with its line.</summary>
    [Theory]
    [InlineData("", "line 1: it is empty")]
    [InlineData("id;post;start;end;leader\n", "line 1: there is no column 'id'")]
    [InlineData("id,post,start,end,leader,salary\n", "line 1: column 'salary' is not known")]
    [InlineData("id,post,start,end,leader,id\n", "line 1: column 'id' stands there twice")]
    [InlineData(Head + "D1,hotline,2026-03-02 08:00\n", "line 2: it has 3 cells where the first row has 9")]
    [InlineData(Head + "\n\"D\n1\",hotline,2026-03-02 08:00,2026-03-02 20:00,S01,,,,\n", "line 3: 'D\n1' is no id of a shift")]
    [InlineData(Head + "D1,hotline,\"2026\n,,\n", "line 2: a quote is opened and not closed")]
    [InlineData(Head + "D1,hotline,\"2026\"x,,\n", "line 2: something stands behind a closing quote")]
    [InlineData(Head + "D1,hot\"line,,,,,,,\n", "line 2: a quote stands in the midst of a cell")]
    [InlineData(Head + "D1,hotline,2026-02-29 08:00,2026-03-02 20:00,S01,,,,\n", "line 2: start '2026-02-29 08:00' is no time")]
    [InlineData(Head + "D1,hotline,2026-03-02 20:00,2026-03-02 08:00,S01,,,,\n", "line 2: it ends at 2026-03-02 08:00, which is not after")]
    [InlineData(Head + "D1,hotline,1926-03-02 08:00,1926-03-02 20:00,S01,,,,\n", "line 2: it runs from 1926-03-02 08:00")]
    [InlineData(Head + "D1,hotline,2026-03-02 08:00,2026-03-02 20:00,S01,,=1+1,,\n", "line 2: '=1+1' is no id of a person")]
    [InlineData(Head + "D1,hotline,2026-03-02 08:00,2026-03-02 20:00,S01,,,,\nD1,hotline,2026-03-03 08:00,2026-03-03 20:00,S01,,,,\n", "line 3: shift D1 of hotline stands there twice")]
    public void FaultsNameTheLine(string text, string expected) => Assert.StartsWith(expected, Assert.Single(Table(text).Faults).ToString(), StringComparison.Ordinal);

    /// <summary>The faults of all lines are told at once, up to a bound.</summary>
    [Fact]
    public void AllFaultsAreTold()
    {
        Assert.Equal(["line 2", "line 4"], Table(Head + "D 1,,,,,,,,\r\nD2,hotline,2026-03-02 08:00,2026-03-02 20:00,,,,,\r\nD3,hotline,,,,,,,\r\n").Faults.Select(fault => fault.Where));
        Assert.Equal(ImportBounds.Faults, Table(Head + string.Concat(Enumerable.Repeat("D 1,,,,,,,,\r\n", 1000))).Faults.Count);
    }

    /// <summary>What is too long or in another encoding is refused with the remedy.</summary>
    [Fact]
    public void BoundsHold()
    {
        Assert.Equal("file: it is longer than 1024 KiB: split it by month.", Assert.Single(Table(new string('x', ImportBounds.Bytes + 1)).Faults).ToString());
        Assert.StartsWith("line 20002: there are more than 20000 rows", Assert.Single(Table(Head + string.Concat(Enumerable.Repeat("a,b,,,,,,,\n", ImportBounds.Rows + 1))).Faults).ToString(), StringComparison.Ordinal);
        byte[] gbk = [.. Encoding.UTF8.GetBytes("id,name\r\nS01,"), 0xCD, 0xF5, (byte)'\n'];
        Assert.Equal("line 2: it is not UTF-8: save the table as 'CSV UTF-8'.", Assert.Single(StaffCsv.Read(gbk).Faults).ToString());
    }

    /// <summary>People with impossible badges, roles or ids are named by their line.</summary>
    [Theory]
    [InlineData("S01,Wang,leader,4A1B2C3,yes", "line 2: badge '4A1B2C3' is no UID")]
    [InlineData("S01,Wang,boss,,yes", "line 2: role 'boss' is none of operator")]
    [InlineData("S01,Wang,,,perhaps", "line 2: qualified 'perhaps' is neither yes nor no")]
    [InlineData("王芳,Wang,,,", "line 2: '王芳' is no id")]
    [InlineData("S01,a,,04A1B2C3,\nS01,b,,,", "line 3: S01 stands there twice")]
    [InlineData("S01,a,,04A1B2C3,\nS02,b,,04a1b2c3,", "line 3: badge 04a1b2c3 is given twice")]
    public void FaultsOfPeopleNameTheLine(string rows, string expected)
    {
        Assert.StartsWith(expected, Assert.Single(StaffCsv.Read(Encoding.UTF8.GetBytes("id,name,role,badges,qualified\n" + rows)).Faults).ToString(), StringComparison.Ordinal);
    }

    private static Imported<ShiftEntry> Table(string text) => ShiftCsv.Read(Encoding.UTF8.GetBytes(text));

    private static Imported<ShiftEntry> Calendar(params string[] events)
    {
        string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Another//EN\r\n" + string.Concat(events.Select((lines, i) => $"BEGIN:VEVENT\r\nUID:{i}\r\nDTSTAMP:20260301T000000Z\r\n{lines}\r\nEND:VEVENT\r\n")) + "END:VCALENDAR\r\n";
        return RosterCalendar.Read(Encoding.UTF8.GetBytes(text), Berlin);
    }

    private static IEnumerable<string> Texts(IEnumerable<ShiftEntry> shifts)
    {
        return shifts.Select(shift => $"{shift.Id}|{shift.Post}|{shift.Start}|{shift.End}|{shift.Leader}|{string.Join(' ', shift.Deputies)}|{string.Join(' ', shift.Crew)}|{string.Join(' ', shift.Doubles)}|{shift.Supervisor}");
    }

    private static ShiftEntry With(ShiftEntry shift, string id) => new() { Id = id, Post = shift.Post, Start = shift.Start, End = shift.End, Leader = shift.Leader, Deputies = shift.Deputies, Crew = shift.Crew, Doubles = shift.Doubles, Supervisor = shift.Supervisor };

    private static string Minutes(LocalDateTime time) => time.ToString("uuuu'-'MM'-'dd' 'HH':'mm", CultureInfo.InvariantCulture);
}
