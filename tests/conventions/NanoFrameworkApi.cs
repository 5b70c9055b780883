using System;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.Conventions.Tests;

/// <summary>
/// The public surface of the nanoFramework libraries that the device projects reference: <c>nanoframework-api/*.txt</c>, one
/// documentation id a line, a property with its accessors behind it.
/// </summary>
internal static class NanoFrameworkApi
{
    private const string Folder = "tests/conventions/nanoframework-api";

    // The same source calls another member on a device than on this machine; the device's stands behind.
    private static readonly Dictionary<string, string> Counterparts = new(StringComparer.Ordinal)
    {
        // nanoFramework's HMACs have no common base type.
        ["T:System.Security.Cryptography.HashAlgorithm"] = "T:System.Security.Cryptography.HMACSHA256",
        ["M:System.Security.Cryptography.HashAlgorithm.ComputeHash(System.Byte[])"] = "M:System.Security.Cryptography.HMACSHA256.ComputeHash(System.Byte[])",

        // .NET's exceptions declare GetType once more.
        ["M:System.Exception.GetType"] = "M:System.Object.GetType",

        // The compiler writes a lock with the Enter that the framework has.
        ["M:System.Threading.Monitor.Enter(System.Object,System.Boolean@)"] = "M:System.Threading.Monitor.Enter(System.Object)",

        // Whole milliseconds are given, which either parameter takes.
        ["M:System.TimeSpan.FromMilliseconds(System.Double)"] = "M:System.TimeSpan.FromMilliseconds(System.Int64)",
    };

    private static readonly Dictionary<string, string> Lines = Repository.Files(Folder, ".txt")
        .SelectMany(file => Repository.Lines(file))
        .Where(line => line[0] != '#')
        .Select(line => line.Split(' ', 2))
        .GroupBy(parts => parts[0], StringComparer.Ordinal)
        .ToDictionary(group => group.Key, group => group.First().ElementAtOrDefault(1) ?? "", StringComparer.Ordinal);

    /// <summary>What a device calls where the build of this machine calls <paramref name="id"/>.</summary>
    public static string OnDevice(string id) => Counterparts.GetValueOrDefault(id, id);

    /// <summary>True when nanoFramework has a member of this documentation id.</summary>
    public static bool Has(string id) => Lines.ContainsKey(id);

    /// <summary>True when nanoFramework has the property and this accessor of it.</summary>
    public static bool HasAccessor(string id, string accessor) =>
        Lines.TryGetValue(OnDevice(id), out string? accessors) && accessors.Split(' ').Contains(accessor, StringComparer.Ordinal);

    /// <summary>The ids of one library.</summary>
    public static ISet<string> Of(string library) =>
        Repository.Lines($"{Folder}/{library}.txt").Where(line => line[0] != '#').Select(line => line.Split(' ')[0]).ToHashSet(StringComparer.Ordinal);
}
