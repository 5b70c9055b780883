using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>Dependencies point one way: Core ← Terminal ← virtual room → host bridge. The bridge knows the wire, never the firmware.</summary>
public sealed class DependencyTests
{
    // The one place where the bridge may call Core: it plays last week's taps through changed rules.
    private const string WhatIf = "host-bridge/Rules/WhatIf";

    [Fact]
    public void CoreReferencesNothingButTheParser()
    {
        Assert.Equal(["nanoFramework.Json", "netstandard"], Firmware.Core.References.Order(StringComparer.Ordinal));
        Assert.Equal(["hardware/virtual-board/nanoFramework.Json/nanoFramework.Json.csproj"], ProjectFile.At("firmware/Core/host/DutyKiosk.Core.csproj").ProjectReferences);
    }

    /// <summary>Core is a function of what it is told: it opens no file, socket or pin, starts no thread and reads no clock.</summary>
    [Fact]
    public void CoreTouchesNothingOfTheWorld()
    {
        string[] worlds = ["System.IO.", "System.Net.", "System.Threading.", "System.Device.", "System.Diagnostics.", "System.Environment", "System.Console", "nanoFramework.Runtime.", "nanoFramework.Hardware."];
        string[] clocks = ["P:System.DateTime.Now", "P:System.DateTime.UtcNow", "P:System.DateTime.Today"];
        string[] touched = Firmware.Core.Used
            .Where(used => worlds.Any(world => used.Key[2..].StartsWith(world, StringComparison.Ordinal)) || clocks.Contains(used.Key, StringComparer.Ordinal))
            .Select(used => used.Value + " uses " + used.Key)
            .ToArray();
        Assert.True(touched.Length == 0, string.Join('\n', touched));
    }

    [Fact]
    public void TerminalReferencesCoreAndNanoFrameworkAlone()
    {
        HashSet<string> allowed = ProjectFile.At("firmware/Terminal/DutyKiosk.Terminal.nfproj").References.Keys.ToHashSet(StringComparer.Ordinal);
        allowed.UnionWith(["netstandard", "DutyKiosk.Core", "DutyKiosk.VirtualBoard"]);
        Assert.DoesNotContain(Firmware.Terminal.References, reference => !allowed.Contains(reference));
        Assert.Empty(Outside("firmware/Terminal/host/DutyKiosk.Terminal.csproj", "firmware/Core/", "hardware/virtual-board/"));
    }

    /// <summary>The board is the host's; only twins may know of it, or the firmware would not compile for a device.</summary>
    [Fact]
    public void OnlyHostTwinsNameTheVirtualBoard()
    {
        Assert.DoesNotContain(
            Repository.Files("firmware", ".cs"),
            file => !file.EndsWith(".host.cs", StringComparison.Ordinal) && Repository.Text(file).Contains("VirtualBoard", StringComparison.Ordinal));
    }

    [Fact]
    public void TheVirtualBoardKnowsNeitherFirmwareNorBridge()
    {
        foreach (ProjectFile project in ProjectFile.All.Where(project => project.Path.StartsWith("hardware/virtual-board/", StringComparison.Ordinal)))
        {
            Assert.Empty(Outside(project.Path, "hardware/virtual-board/"));
        }
    }

    [Fact]
    public void TheBridgeKnowsTheFirmwareInWhatIfAlone()
    {
        string[] allowed = Directory.Exists(Path.Combine(Repository.Root, WhatIf))
            ? ["host-bridge/", "firmware/Core/", "hardware/virtual-board/nanoFramework.Json/"]
            : ["host-bridge/"];
        Assert.Empty(Outside("host-bridge/host-bridge.csproj", allowed));
        Assert.DoesNotContain(
            Repository.Files("host-bridge", ".cs", ".razor"),
            file => !file.StartsWith(WhatIf + "/", StringComparison.Ordinal)
                && (Repository.Text(file).Contains("DutyKiosk.Core", StringComparison.Ordinal) || Repository.Text(file).Contains("DutyKiosk.Terminal", StringComparison.Ordinal)));
    }

    /// <summary>What runs in a duty room never depends on a test.</summary>
    [Fact]
    public void NoProductReferencesATest()
    {
        Assert.Empty(ProjectFile.All
            .Where(project => !project.Path.StartsWith("tests/", StringComparison.Ordinal))
            .Where(project => project.Reaches().Any(path => path.StartsWith("tests/", StringComparison.Ordinal)))
            .Select(project => project.Path));
    }

    private static IEnumerable<string> Outside(string project, params string[] folders) =>
        ProjectFile.At(project).Reaches().Where(path => !folders.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)));
}
