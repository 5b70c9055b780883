using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Admin;

/// <summary>Packs of the house, beside its roster.</summary>
public sealed class HousePackTests : IDisposable
{
    private const string Clauses = "clauses: { H1.1: { text: 提前二十五分钟到岗, mechanisms: [ARRIVE] } }\n";
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-packs-").FullName;

    private string Folder => Directory.CreateDirectory(Path.Combine(_data, "packs")).FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>One of the name of a carried pack takes its place, another is there beside them, and the roster has their texts.</summary>
    [Fact]
    public void AHousePackOverridesOrAdds()
    {
        Write("hotline-handover", Pack("hotline-handover", 25));
        Write("our-own", Pack("our-own", 5));
        File.WriteAllText(Path.Combine(Folder, ".our-own.yaml"), "of an editor");
        File.WriteAllText(Path.Combine(Folder, "our-own.yaml~"), "of an editor");
        using DataFolder data = Open();
        RosterDocument document = data.ReadRoster();
        Assert.Equal(["hotline-handover", "our-own"], document.Packs.Keys);
        var roster = RosterModel.Of(document);
        Assert.Equal(25, roster.PolicyOf("hotline").Number("requiredLeadMin"));
        Assert.Equal(10, roster.PolicyOf("hotline").Number("windowMin"));
        Assert.Equal(21, roster.Packs.Names.Count);
        Assert.Equal("H1", roster.Packs.Get("our-own", "test").Regulation);
        Assert.True(roster.Packs.IsOfHouse("our-own"));
        Assert.False(roster.Packs.IsOfHouse("workshop"));
        Assert.DoesNotContain("packs", File.ReadAllText(data.RosterPath), StringComparison.Ordinal);
    }

    /// <summary>A pack that cannot be used is told with file, line and reason.</summary>
    [Fact]
    public void ABrokenPackIsTold()
    {
        using DataFolder data = Open();
        foreach ((string name, string text, string reason) in new[]
        {
            ("a", Pack("b", 5), "line 1: the pack is named 'b', but its file 'a'"),
            ("a", Pack("a", 999), "line 6: parameters: requiredLeadMin: it is '999'"),
            ("a", Pack("a", 5) + "colour: red\n", "line 7: Property 'colour'"),
            ("a", "", "line 1: there is nothing in it"),
            ("a", new string('[', 10000), "line 1"),
            ("a", new string(' ', 65537), "line 1: a pack has at most 65536 bytes"),
        })
        {
            Write(name, text);
            string message = Assert.Throws<RosterException>(data.ReadRoster).Message;
            Assert.StartsWith(Path.Combine(Folder, name + ".yaml") + ", " + reason, message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', message);
        }

        Write("a", Pack("a", 5));
        data.ReadRoster();
        for (int i = 0; i < 64; i++)
        {
            Write($"p{i}", Pack($"p{i}", 5));
        }

        Assert.Contains("there are 65 packs", Assert.Throws<RosterException>(data.ReadRoster).Message, StringComparison.Ordinal);
    }

    /// <summary>The mark of the roster is another when a pack is written, added, renamed or taken away.</summary>
    [Fact]
    public void TheMarkFollowsThePacks()
    {
        using DataFolder data = Open();
        List<FileMark> marks = [data.RosterMark];
        Write("a", Pack("a", 5));
        marks.Add(data.RosterMark);
        Write("a", Pack("a", 15));
        marks.Add(data.RosterMark);
        File.Move(Path.Combine(Folder, "a.yaml"), Path.Combine(Folder, "b.yaml"));
        marks.Add(data.RosterMark);
        Assert.Equal(marks[^1], data.RosterMark);
        Assert.Equal(marks.Count, marks.Distinct().Count());
        File.Delete(Path.Combine(Folder, "b.yaml"));
        Assert.Equal(marks[0], data.RosterMark);
    }

    /// <summary>Folding the log again gives the packs as they were, whatever has become of the files.</summary>
    [Fact]
    public void TheLogKeepsThePacks()
    {
        using var bridge = new TestBridge();
        RosterDocument document = SampleRosterOfTests.Hotline();
        document.Posts[0].Pack = "our-own";
        document.Packs = new Dictionary<string, string>(StringComparer.Ordinal) { ["our-own"] = Pack("our-own", 35) };
        bridge.Core.SetRoster(document);
        bridge.Restart();
        Assert.Equal(35, bridge.Core.Read((room, _) => room.Roster.PolicyOf("hotline").Number("requiredLeadMin")));
        long position = bridge.Core.Read((room, _) => room.RosterPosition);
        bridge.Core.SetRoster(document);
        Assert.Equal(position, bridge.Core.Read((room, _) => room.RosterPosition));
    }

    /// <summary>A running bridge follows a changed pack; a broken one leaves roster and packs of before in force.</summary>
    [Fact]
    public async Task ARunningBridgeFollowsThePacks()
    {
        await using RunningBridge bridge = await RunningBridge.StartAsync();
        string folder = Directory.CreateDirectory(Path.Combine(bridge.Folder, "packs")).FullName;
        string file = Path.Combine(folder, "hotline-handover.yaml");
        await File.WriteAllTextAsync(file, Pack("hotline-handover", 25), Cancel);
        await LeadBecomesAsync(bridge, 25);
        long position = bridge.Host.Core.Read((room, _) => room.RosterPosition);
        await File.WriteAllTextAsync(file, Pack("hotline-handover", 999), Cancel);
        await Task.Delay(TimeSpan.FromSeconds(2.5), Cancel);
        Assert.Equal((25, position), bridge.Host.Core.Read((room, _) => (room.Roster.PolicyOf("hotline").Number("requiredLeadMin"), room.RosterPosition)));
        File.Delete(file);
        await LeadBecomesAsync(bridge, 15);
    }

    private static string Pack(string name, int lead) => $"name: {name}\ntitle: 本单位\nregulation: H1\n{Clauses}parameters:\n  requiredLeadMin: {{ value: {lead}, clause: H1.1 }}\n";

    private static Task LeadBecomesAsync(RunningBridge bridge, int lead)
    {
        return Until.HoldsAsync(() => bridge.Host.Core.Read((room, _) => room.Roster.PolicyOf("hotline").Number("requiredLeadMin")) == lead);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(Folder, name + ".yaml"), text);

    private DataFolder Open() => DataFolder.Open(_data, new DateTimeOffset(2026, 3, 2, 0, 0, 0, TimeSpan.Zero));

    /// <summary>A link is as long as what it leads to, and nobody waits at a pipe: the thread that commits records reads these files.</summary>
    [Fact]
    public async Task LinksAndPipesAreNoWayIn()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no pipes in folders.");
        using DataFolder data = Open();
        await File.WriteAllTextAsync(Path.Combine(_data, "big"), new string(' ', 5_000_000), Cancel);
        File.CreateSymbolicLink(Path.Combine(Folder, "a.yaml"), Path.Combine(_data, "big"));
        Assert.Contains("a pack has at most 65536 bytes", Assert.Throws<RosterException>(data.ReadRoster).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, "a.yaml"));
        File.CreateSymbolicLink(Path.Combine(Folder, "a.yaml"), "/dev/zero");
        Assert.Contains("there is nothing in it", Assert.Throws<RosterException>(data.ReadRoster).Message, StringComparison.Ordinal);
        File.Delete(Path.Combine(Folder, "a.yaml"));
        using (Process made = Process.Start("mkfifo", Path.Combine(Folder, "a.yaml")))
        {
            await made.WaitForExitAsync(Cancel);
        }

        RosterException told = await Assert.ThrowsAsync<RosterException>(() => Task.Run(data.ReadRoster, Cancel).WaitAsync(Until.Limit, Cancel));
        Assert.Contains("there is nothing in it", told.Message, StringComparison.Ordinal);
    }

    /// <summary>A pack's name stands in the policy that terminals are told, and says nothing more there.</summary>
    [Theory]
    [InlineData("a','graceMin':240,'x':'")]
    [InlineData("Our Own")]
    public void ANameIsOnlyAName(string name)
    {
        name = name.Replace('\'', '"');
        string message = Assert.Throws<RosterException>(() => PackReader.Read("a.yaml", Pack($"'{name}'", 5))).Message;
        Assert.Contains("lower-case letters, digits and hyphens only", message, StringComparison.Ordinal);
    }

    /// <summary>A tick that is due every so many days is due, whatever number somebody has written, and the gates of all posts are told.</summary>
    [Fact]
    public void AnAbsurdNumberOfDaysStopsNoGate()
    {
        using var bridge = new TestBridge();
        RosterDocument document = SampleRosterOfTests.Hotline();
        document.Posts[0].Pack = "our-own";
        document.Posts[0].Sheets = true;
        string ticks = "sections: { a: { title: a, clause: H1.1 } }\nticks: { t: { title: t t, clause: H1.1, sides: outgoing, everyDays: 2000000000 } }\n";
        document.Packs = new Dictionary<string, string>(StringComparer.Ordinal) { ["our-own"] = Pack("our-own", 5) + ticks };
        bridge.Core.SetRoster(document);
        bridge.Receive(bridge.Terminal.Next("duty.clock-in", "\"staff\":\"S01\",\"shift\":\"N1\",\"holder\":true"));
        Assert.Equal(0, bridge.Core.Faults.Count);
        Assert.NotEmpty(bridge.Told("gate"));
    }
}
