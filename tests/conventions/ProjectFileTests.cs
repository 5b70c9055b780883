using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>The solution, and what the device's and this machine's projects of the same sources have to agree on.</summary>
public sealed partial class ProjectFileTests
{
    /// <summary>The device's project, and this machine's of the same sources.</summary>
    public static TheoryData<string, string> Pairs { get; } = new()
    {
        { "firmware/Core/DutyKiosk.Core.nfproj", "firmware/Core/host/DutyKiosk.Core.csproj" },
        { "firmware/Terminal/DutyKiosk.Terminal.nfproj", "firmware/Terminal/host/DutyKiosk.Terminal.csproj" },
        { "tests/firmware/NFUnitTest.nfproj", "tests/firmware/host-suite/NFUnitTest.csproj" },
    };

    /// <summary>The projects of nanoFramework's project system.</summary>
    public static TheoryData<string> DeviceProjects { get; } = new(ProjectFile.All.Where(project => project.IsForDevice).Select(project => project.Path));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void DeviceAndHostCompileTheSameSourceList(string device, string host)
    {
        Assert.Single(ProjectFile.At(device).SourceLists);
        Assert.Equal(ProjectFile.At(device).SourceLists, ProjectFile.At(host).SourceLists);
    }

    [Theory]
    [MemberData(nameof(DeviceProjects))]
    public void EveryDeviceProjectHasItsHostTwin(string device)
    {
        Assert.Contains(Pairs, pair => pair.Data.Item1 == device);
    }

    [Theory]
    [MemberData(nameof(DeviceProjects))]
    public void EveryReferenceLiesInAPackageOfItsVersion(string device)
    {
        ProjectFile project = ProjectFile.At(device);
        HashSet<string> named = new(StringComparer.Ordinal);
        foreach ((string reference, string path) in project.References)
        {
            Match hint = PackagePath().Match(path);
            Assert.True(hint.Success, $"{device}: {reference} lies in no package: {path}");
            Assert.Equal(reference, Path.GetFileNameWithoutExtension(path));
            string folder = hint.Groups["package"].Value;
            string package = Assert.Single(project.Packages, package => package.Key + "." + package.Value == folder).Key;
            named.Add(package);
        }

        Assert.Equal(project.Packages.Keys.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }

    /// <summary>A device loads one version of a library, and every library that another needs: a project has the packages of the projects that it references.</summary>
    [Theory]
    [MemberData(nameof(DeviceProjects))]
    public void PackagesAreThoseOfTheReferencedProjectsToo(string device)
    {
        ProjectFile project = ProjectFile.At(device);
        foreach (ProjectFile referenced in project.Reaches().Select(ProjectFile.At))
        {
            Assert.Empty(referenced.Packages.Except(project.Packages).Select(package => $"{referenced.Path} has {package.Key} {package.Value}"));
        }
    }

    [Fact]
    public void EveryDeviceTwinHasAHostTwin()
    {
        Assert.Equal(
            Repository.Files("firmware", ".device.cs").Select(file => file.Replace(".device.cs", "", StringComparison.Ordinal)),
            Repository.Files("firmware", ".host.cs").Select(file => file.Replace(".host.cs", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void TheSolutionHoldsEveryProject()
    {
        string[] held = SolutionProject().Matches(Repository.Text("DutyKiosk.sln")).Select(match => match.Groups["path"].Value.Replace('\\', '/')).ToArray();
        Assert.Equal(ProjectFile.All.Select(project => project.Path).Order(StringComparer.Ordinal), held.Order(StringComparer.Ordinal));
    }

    /// <summary><c>dotnet run --project FOLDER</c> wants one project in the folder; so does restore, which writes one obj folder.</summary>
    [Fact]
    public void NoFolderHasTwoProjects()
    {
        Assert.Empty(ProjectFile.All.GroupBy(project => project.Folder, StringComparer.Ordinal).Where(group => group.Count() > 1).Select(group => group.Key));
    }

    /// <summary>Versions stand in one place.</summary>
    [Fact]
    public void NoProjectNamesThePackageVersionItself()
    {
        Assert.Empty(ProjectFile.All
            .Where(project => !project.IsForDevice)
            .Where(project => XElement.Parse(Repository.Text(project.Path)).Descendants("PackageReference").Any(package => package.Attribute("Version") != null || package.Attribute("VersionOverride") != null))
            .Select(project => project.Path));
    }

    [GeneratedRegex(@"^(\.\./)+packages/(?<package>[^/]+)/lib/[^/]+\.(dll|exe)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PackagePath();

    [GeneratedRegex(@"^Project\([^)]*\) = ""[^""]*"", ""(?<path>[^""]*\.(cs|nf)proj)""", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SolutionProject();
}
