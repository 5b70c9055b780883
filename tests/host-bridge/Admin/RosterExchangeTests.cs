using System;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Tests.Roster;
using NodaTime;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Admin;

/// <summary>The roster of a data folder as a file, out and in.</summary>
public sealed class RosterExchangeTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 4, 0, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("dutykiosk").FullName;
    private readonly StringWriter _output = new(), _errors = new();

    /// <summary>A folder with a rotation and a written shift.</summary>
    public RosterExchangeTests()
    {
        File.WriteAllText(Roster, "posts:\n- id: hotline\nstaff:\n- id: S01\n  name: 王芳\n  badges: [04A1B2C3, 04A1B2C4]\n  blocked: [04A1B2C4]\n- id: S02\n  qualified: false\nshifts:\n- id: X1\n  post: hotline\n  start: 2026-03-02 00:00\n  end: 2026-03-02 08:00\n  leader: S01\nrotations:\n- post: hotline\n  from: 2026-03-02\n  teams:\n  - leader: S01\n  - leader: S02\n");
    }

    private string Roster => Path.Combine(_folder, "roster.yaml");

    private RosterExchange Exchange => new(_folder, _output, _errors);

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
        Directory.Delete(_folder, true);
    }

    /// <summary>What was exported changes nothing when it comes back, in either format, past shifts included.</summary>
    [Theory]
    [InlineData("csv", false)]
    [InlineData("ics", false)]
    [InlineData("csv", true)]
    public void AnExportComesBackUnchanged(string format, bool staff)
    {
        string before = File.ReadAllText(Roster);
        Assert.Equal(0, Exchange.Export(format, InFolder("out"), staff, new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 9), Now));
        Assert.Equal(0, Exchange.Import(format, InFolder("out"), staff, true, Now));
        Assert.Contains($"0 added, 0 changed, {(staff ? 2 : 17)} unchanged, 0 refused.", _output.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Roster));
    }

    /// <summary>A post that keeps a regulation of the house's own is one like the others.</summary>
    [Fact]
    public void AHousePackIsKnownToAnImport()
    {
        Directory.CreateDirectory(InFolder("packs"));
        File.WriteAllText(InFolder("packs/own.yaml"), "name: own\ntitle: 本单位制度\nregulation: H01\n");
        File.WriteAllText(Roster, File.ReadAllText(Roster).Replace("- id: hotline\n", "- id: hotline\n  pack: own\n", StringComparison.Ordinal));
        File.WriteAllText(InFolder("in"), "id,post,start,end,leader\nX2,hotline,2026-03-05 08:00,2026-03-05 09:00,S01\n");
        Assert.Equal(0, Exchange.Import("csv", InFolder("in"), false, true, Now));
        Assert.Empty(_errors.ToString());
        Assert.Contains("X2", File.ReadAllText(Roster), StringComparison.Ordinal);
    }

    /// <summary>What would change is told, and done only when it is wanted; a past shift is refused by name and the others are taken.</summary>
    [Fact]
    public void AnImportTellsAndThenApplies()
    {
        string before = File.ReadAllText(Roster);
        File.WriteAllText(InFolder("in"), "id,post,start,end,leader,crew\nX1,hotline,2026-03-02 00:00,2026-03-02 08:00,S02,\nX0,hotline,2026-03-01 00:00,2026-03-01 08:00,S02,\nN0303,hotline,2026-03-03 20:00,2026-03-04 09:00,S01,S02\nX2,hotline,2026-03-05 08:00,2026-03-05 09:00,S01,\nX1,hotline,2026-05-02 00:00,2026-05-02 08:00,S02,\n");
        Assert.Equal(ProgramEnd.Refused, Exchange.Import("csv", InFolder("in"), false, false, Now));
        Assert.Contains("2 added, 1 changed, 0 unchanged, 2 refused.", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("changed   hotline N0303 2026-03-03 20:00 - 2026-03-04 09:00: end '2026-03-04 08:00' becomes '2026-03-04 09:00'; leader 'S02' becomes 'S01'; crew '' becomes 'S02'", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("repeat it with --apply", _output.ToString(), StringComparison.Ordinal);
        Assert.Contains("refused   hotline X1 2026-03-02 00:00 - 2026-03-02 08:00: it is over", _errors.ToString(), StringComparison.Ordinal);
        Assert.Contains("refused   hotline X0 ", _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Roster));

        Assert.Equal(ProgramEnd.Refused, Exchange.Import("csv", InFolder("in"), false, true, Now));
        RosterDocument after = DataFolder.ReadRoster(Roster);
        Assert.Equal(["X1 S01", "N0303 S01", "X2 S01", "X1 S02"], after.Shifts.Select(shift => $"{shift.Id} {shift.Leader}"));
        Assert.Equal([true, false], after.Staff.Select(staff => staff.Qualified));
        Assert.Equal(before, File.ReadAllText(Roster + ".before"));
        Assert.Single(RosterModel.Of(after).Begun("2026-03-03", "2026-03-03"), shift => shift.StartsWith("N0303", StringComparison.Ordinal));
    }

    /// <summary>A past shift is not moved into the future, either.</summary>
    [Fact]
    public void APastShiftIsNotMoved()
    {
        File.WriteAllText(InFolder("in"), "id,post,start,end,leader\nX1,hotline,2026-03-08 00:00,2026-03-08 08:00,S01\n");
        Assert.Equal(ProgramEnd.Refused, Exchange.Import("csv", InFolder("in"), false, true, Now));
        Assert.Contains("refused   hotline X1 ", _errors.ToString(), StringComparison.Ordinal);
    }

    /// <summary>With a fault nothing is taken, and everything that is wrong is told.</summary>
    [Theory]
    [InlineData("id,post,start,end,leader\nX 2,hotline,,,\nX3,hotline,2026-03-08 00:00,2026-03-08 08:00,S01\n", "in, line 2: 'X 2' is no id of a shift")]
    [InlineData("id,post,start,end,leader\nX3,hotline,2026-03-08 00:00,2026-03-08 08:00,S77\n", "shifts: X3: 'S77' is not among the staff: add the person or correct the id.")]
    [InlineData("id,post,start,end,leader\nX3,boiler,2026-03-08 00:00,2026-03-08 08:00,S01\n", "shifts: X3: post 'boiler' is not among the posts.")]
    public void AFaultTakesNothing(string text, string expected)
    {
        string before = File.ReadAllText(Roster);
        File.WriteAllText(InFolder("in"), text);
        Assert.Equal(ProgramEnd.Refused, Exchange.Import("csv", InFolder("in"), false, true, Now));
        Assert.Contains(expected, _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllText(Roster));
    }

    /// <summary>A person keeps his blocked badges blocked, and nobody is taken away.</summary>
    [Fact]
    public void StaffAreTakenIn()
    {
        File.WriteAllText(InFolder("in"), "id,name,role,badges,qualified\nS01,王芳芳,leader,04A1B2C4 04A1B2C9,yes\nS03,李强,operator,04A1B2CA,no\n");
        Assert.Equal(0, Exchange.Import("csv", InFolder("in"), true, true, Now));
        RosterDocument after = DataFolder.ReadRoster(Roster);
        Assert.Equal(["S01 王芳芳 04A1B2C4 True", "S02   False", "S03 李强  False"], after.Staff.Select(staff => $"{staff.Id} {staff.Name} {string.Join(' ', staff.Blocked)} {staff.Qualified}"));
    }

    /// <summary>A file or a folder that is not there is told of in one sentence.</summary>
    [Fact]
    public void MissingFilesAreTold()
    {
        Assert.Equal(ProgramEnd.Refused, Exchange.Import("csv", InFolder("missing"), false, false, Now));
        Assert.Equal(ProgramEnd.Refused, new RosterExchange(InFolder("nowhere"), _output, _errors).Export("csv", InFolder("out"), false, null, null, Now));
        Assert.Equal(ProgramEnd.Refused, Exchange.Export("csv", InFolder("out"), false, new LocalDate(2026, 3, 9), new LocalDate(2026, 3, 1), Now));
        Assert.Equal(3, _errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
    }

    private string InFolder(string name) => Path.Combine(_folder, name);

    /// <summary>A house whose posts go by packs of its own can import, too, and what stands at the place of the new file is not written through.</summary>
    [Fact]
    public void HousePacksAreKnownToAnImport()
    {
        Directory.CreateDirectory(InFolder("packs"));
        File.WriteAllText(InFolder("packs/our-own.yaml"), "name: our-own\ntitle: 本单位\nregulation: H1\nclauses: { H1.1: { text: t, mechanisms: [ARRIVE] } }\n");
        File.WriteAllText(Roster, File.ReadAllText(Roster).Replace("- id: hotline\n", "- id: hotline\n  pack: our-own\n", StringComparison.Ordinal));
        File.WriteAllText(InFolder("victim"), "untouched");
        File.CreateSymbolicLink(Roster + ".new", InFolder("victim"));
        File.CreateSymbolicLink(Roster + ".before", InFolder("victim"));
        File.WriteAllText(InFolder("in"), "id,post,start,end,leader\nX2,hotline,2026-03-05 08:00,2026-03-05 09:00,S01\n");
        Assert.Equal(0, Exchange.Import("csv", InFolder("in"), false, true, Now));
        Assert.Equal("our-own", DataFolder.ReadRoster(Roster).Posts[0].Pack);
        Assert.Equal("untouched", File.ReadAllText(InFolder("victim")));
    }

    /// <summary>A roster that says far more than it holds is refused before anything is made of it, and one that names its people once is not.</summary>
    [Fact]
    public void AliasesAreBounded()
    {
        const string Shift = "- {id: x, post: hotline, start: 2026-03-02 00:00, end: 2026-03-02 08:00, crew: ";
        string Text(int people, int shifts) => "posts:\n- id: hotline\nstaff:\n- id: a\nshifts:\n" + Shift + "&c [" + string.Join(',', Enumerable.Repeat("a", people)) + "]}\n" + string.Concat(Enumerable.Repeat(Shift + "*c}\n", shifts));
        File.WriteAllText(Roster, Text(20, 1000));
        Assert.Equal(1001, DataFolder.ReadRoster(Roster).Shifts.Count);
        File.WriteAllText(Roster, Text(3000, 3000));
        Assert.Contains("with its aliases written out it is far longer", Assert.Throws<RosterException>(() => DataFolder.ReadRoster(Roster)).Message, StringComparison.Ordinal);
        File.WriteAllText(Roster, new string('[', 1_000_000));
        Assert.Contains("too deep", Assert.Throws<RosterException>(() => DataFolder.ReadRoster(Roster)).Message, StringComparison.Ordinal);
    }
}
