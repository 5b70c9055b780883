using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;

namespace DutyKiosk.Conventions.Tests;

/// <summary>A project as its file says it, unevaluated.</summary>
internal sealed class ProjectFile
{
    private readonly XElement _xml;

    private ProjectFile(string path)
    {
        Path = path;
        _xml = XElement.Parse(Repository.Text(path));
    }

    /// <summary>Every project of the repository.</summary>
    public static IReadOnlyList<ProjectFile> All { get; } = Repository.Files("", ".csproj", ".nfproj").Select(path => new ProjectFile(path)).ToArray();

    /// <summary>The project of a path.</summary>
    public static ProjectFile At(string path) => All.FirstOrDefault(project => project.Path == path) ?? throw new FileNotFoundException("There is no project " + path);

    /// <summary>From the root of the repository.</summary>
    public string Path { get; }

    /// <summary>The folder that it stands in.</summary>
    public string Folder => Repository.Folder(Path);

    /// <summary>True for a project of nanoFramework's project system.</summary>
    public bool IsForDevice => Path.EndsWith(".nfproj", StringComparison.Ordinal);

    /// <summary>Paths of the projects that it references.</summary>
    public IReadOnlyList<string> ProjectReferences => Items("ProjectReference").Select(item => Repository.Resolve(Folder, Include(item))).ToArray();

    /// <summary>Paths of the source lists that it imports.</summary>
    public IReadOnlyList<string> SourceLists => Items("Import")
        .Select(item => item.Attribute("Project")?.Value ?? "")
        .Where(path => path.EndsWith(".projitems", StringComparison.Ordinal))
        .Select(path => Repository.Resolve(Folder, path))
        .ToArray();

    /// <summary>Referenced assemblies and the paths of where they are, as far as one is said.</summary>
    public IReadOnlyDictionary<string, string> References => Items("Reference")
        .ToDictionary(Include, item => item.Elements().FirstOrDefault(child => child.Name.LocalName == "HintPath")?.Value.Replace('\\', '/') ?? "", StringComparer.Ordinal);

    /// <summary>Packages of packages.config beside it, with their versions.</summary>
    public IReadOnlyDictionary<string, string> Packages => XElement.Parse(Repository.Text(Folder + "/packages.config")).Elements()
        .ToDictionary(package => package.Attribute("id")!.Value, package => package.Attribute("version")!.Value, StringComparer.Ordinal);

    /// <summary>Everything that it reaches by project references, itself left out.</summary>
    public IReadOnlySet<string> Reaches()
    {
        HashSet<string> reached = new(StringComparer.Ordinal);
        Queue<string> open = new(ProjectReferences);
        while (open.TryDequeue(out string? path))
        {
            if (reached.Add(path))
            {
                foreach (string next in At(path).ProjectReferences)
                {
                    open.Enqueue(next);
                }
            }
        }

        return reached;
    }

    private static string Include(XElement item) => item.Attribute("Include")?.Value ?? "";

    private IEnumerable<XElement> Items(string name) => _xml.Descendants().Where(element => element.Name.LocalName == name && (name == "Import" || element.Attribute("Include") != null));
}
