using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.TerminalKit.Pages;
using Xunit;

namespace DutyKiosk.Hardware.Tests;

/// <summary>What is made stands in the repository as it is made now, and every picture is of what stands there.</summary>
public sealed class DerivedFileTests
{
    private static readonly IReadOnlyDictionary<string, string> Made = DerivedFiles.Render(TerminalFolder.Plan());

    /// <summary>The files.</summary>
    public static TheoryData<string> Names { get; } = new(Made.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void NoFileIsStale(string name)
    {
        string path = TerminalFolder.At(DerivedFiles.Folder, name);
        Assert.True(File.Exists(path), $"{name} is missing: dotnet run --project hardware/terminal -- make");
        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == Made[name], $"{name} is stale: dotnet run --project hardware/terminal -- make");
    }

    [Fact]
    public void NoPictureIsStale()
    {
        string[] wanted = [.. Made.Where(file => DerivedFiles.HasPicture(file.Key)).Select(file => DerivedFiles.PictureLine(file.Key, file.Value))];
        Assert.Equal(wanted, File.ReadAllLines(TerminalFolder.At(DerivedFiles.Folder, DerivedFiles.PictureList)));
        Assert.All(wanted, line => Assert.True(new FileInfo(TerminalFolder.At(DerivedFiles.Folder, line.Split(' ')[0])).Length > 1000, line));
    }

    /// <summary>The pictures of the case are of the model as it stands; the commands that make them write its hash beside them.</summary>
    [Fact]
    public void NoPictureOfTheCaseIsStale()
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(TerminalFolder.At("enclosure", "enclosure.scad"))));
        Assert.StartsWith(hash, File.ReadAllText(TerminalFolder.At("enclosure", "pictures.txt")), StringComparison.Ordinal);
        Assert.True(Directory.GetFiles(TerminalFolder.At("enclosure"), "*.png").Length >= 4);
    }

    [Fact]
    public void NothingElseStandsThere()
    {
        string[] pictures = [.. Made.Keys.Where(DerivedFiles.HasPicture).Select(name => Path.ChangeExtension(name, ".png"))];
        Assert.Equal(
            Made.Keys.Concat(pictures).Append(DerivedFiles.PictureList).Order(StringComparer.Ordinal),
            Directory.GetFiles(TerminalFolder.At(DerivedFiles.Folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    /// <summary>Another plan makes other files: a test that compares them can fail.</summary>
    [Fact]
    public void AnotherPlanMakesOtherFiles()
    {
        IReadOnlyDictionary<string, string> other = DerivedFiles.Render(TerminalFolder.Changed("lamp-green: 25", "lamp-green: 13"));
        Assert.NotEqual(Made["wiring.md"], other["wiring.md"]);
        Assert.NotEqual(Made["wiring-esp32.svg"], other["wiring-esp32.svg"]);
        Assert.Equal(Made["wiring-esp32-s3.svg"], other["wiring-esp32-s3.svg"]);
    }
}
