using System;
using System.IO;

namespace DutyKiosk.Fuzz;

/// <summary>The source tree that this program was built in: the corpus is there.</summary>
internal static class Repository
{
    /// <summary>Its folder.</summary>
    internal static string Root { get; } = Find();

    /// <summary>The folder of a target's inputs.</summary>
    internal static string Corpus(string target) => Path.Combine(Root, "tests", "fuzz", "corpus", target);

    private static string Find()
    {
        if (Instrumented.TreeOf(AppContext.BaseDirectory) is { } tree)
        {
            return tree;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "DutyKiosk.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"{AppContext.BaseDirectory} is not in the source tree: run it where it was built.");
    }
}
