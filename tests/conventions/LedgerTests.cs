using System;
using System.Collections.Generic;
using System.Linq;
using DutyKiosk.Conventions.Tests.Metadata;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>
/// The firmware calls only what nanoFramework 1.x has. <c>firmware/nanoframework.ledger.txt</c> names each member that it calls, so that
/// a new one is a decision that a reviewer sees.
/// </summary>
public sealed class LedgerTests
{
    private const string LedgerFile = "firmware/nanoframework.ledger.txt";

    private static readonly string[] Ledger = Repository.Lines(LedgerFile);

    [Fact]
    public void EveryMemberThatTheFirmwareUsesStandsInTheLedger()
    {
        HashSet<string> ledger = Ledger.ToHashSet(StringComparer.Ordinal);
        KeyValuePair<string, string>[] missing = Used().Where(used => !ledger.Contains(used.Key)).ToArray();
        string users = string.Join(", ", missing.Select(used => used.Value).Distinct(StringComparer.Ordinal));
        Assert.True(missing.Length == 0, $"{users} use what {LedgerFile} lacks. If nanoFramework has them and they are wanted, add and sort:\n{string.Join('\n', missing.Select(used => used.Key))}");
    }

    [Fact]
    public void EveryLineOfTheLedgerStandsInNanoFramework()
    {
        string[] unknown = Ledger.Where(id => !NanoFrameworkApi.Has(id)).ToArray();
        Assert.True(unknown.Length == 0, "nanoFramework 1.x does not have:\n" + string.Join('\n', unknown.Select(id => id + "   " + Used().GetValueOrDefault(id, "(a device twin)"))));
    }

    [Fact]
    public void EveryAccessorThatTheFirmwareCallsStandsInNanoFramework()
    {
        string[] unknown = Firmware.Assemblies.SelectMany(assembly => assembly.UsedAccessors)
            .Where(used => !NanoFrameworkApi.HasAccessor(used.Id, used.Accessor))
            .Select(used => used.Accessor + " of " + used.Id)
            .Distinct(StringComparer.Ordinal)
            .ToArray();
        Assert.True(unknown.Length == 0, "nanoFramework 1.x does not have:\n" + string.Join('\n', unknown));
    }

    /// <summary>
    /// Device twins are not compiled on this machine: a line for one of them is told by the member's name in its text, or is a type that
    /// another line needs.
    /// </summary>
    [Fact]
    public void NoLineOfTheLedgerIsLeftOver()
    {
        string twins = string.Join('\n', Repository.Files("firmware", ".device.cs").Select(Repository.Text));
        string[] stale = Ledger
            .Where(id => !Used().ContainsKey(id) && !twins.Contains(SimpleName(id), StringComparison.Ordinal))
            .Where(id => !Ledger.Any(line => line != id && line.Contains(id[2..], StringComparison.Ordinal)))
            .ToArray();
        Assert.True(stale.Length == 0, $"the firmware no longer uses these lines of {LedgerFile}:\n{string.Join('\n', stale)}");
    }

    [Fact]
    public void TheLedgerIsSorted()
    {
        Assert.Equal(Ledger.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Ledger);
    }

    /// <summary>The firmware's tests run on a device too, so they have to keep to the same surface; they need no ledger.</summary>
    [Fact]
    public void TheFirmwaresTestsUseOnlyNanoFramework()
    {
        string[] unknown = Firmware.Suite.Used.Where(used => !NanoFrameworkApi.Has(NanoFrameworkApi.OnDevice(used.Key))).Select(used => used.Key + "   " + used.Value).ToArray();
        Assert.True(unknown.Length == 0, "nanoFramework 1.x does not have:\n" + string.Join('\n', unknown));
    }

    private static SortedDictionary<string, string> Used()
    {
        SortedDictionary<string, string> used = new(StringComparer.Ordinal);
        foreach ((string id, string where) in Firmware.Assemblies.SelectMany(assembly => assembly.Used))
        {
            used.TryAdd(NanoFrameworkApi.OnDevice(id), where);
        }

        return used;
    }

    private static string SimpleName(string id)
    {
        string name = id[2..].Split('(')[0];
        name = name.Replace(".#ctor", "", StringComparison.Ordinal);
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
