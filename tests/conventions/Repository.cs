using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace DutyKiosk.Conventions.Tests;

/// <summary>The files of this repository, by paths from its root with forward slashes.</summary>
internal static class Repository
{
    private static readonly HashSet<string> NotOurs = new(StringComparer.Ordinal) { ".git", ".vs", "bin", "obj", "data", "packages", "TestResults", "node_modules" };

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file below a folder that has one of the endings, build output left out; in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder, params string[] endings)
    {
        List<string> files = [];
        Collect(Path.Combine(Root, folder), endings, files);
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The path from the root of a path that stands in a file of <paramref name="folder"/>.</summary>
    public static string Resolve(string folder, string path) =>
        Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(Root, folder, path.Replace('\\', '/')))).Replace('\\', '/');

    /// <summary>The folder of a path, "" for the root.</summary>
    public static string Folder(string path) => path.Contains('/') ? path[..path.LastIndexOf('/')] : "";

    private static void Collect(string folder, string[] endings, List<string> files)
    {
        if (!Directory.Exists(folder))
        {
            return;
        }

        foreach (string file in Directory.GetFiles(folder).Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal))))
        {
            files.Add(Path.GetRelativePath(Root, file).Replace('\\', '/'));
        }

        foreach (string child in Directory.GetDirectories(folder).Where(child => !NotOurs.Contains(Path.GetFileName(child))))
        {
            Collect(child, endings, files);
        }
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DutyKiosk.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("DutyKiosk.sln stands in no folder above " + AppContext.BaseDirectory);
    }
}
