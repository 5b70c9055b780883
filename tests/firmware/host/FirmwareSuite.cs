using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using nanoFramework.TestFramework;
using Xunit;

namespace DutyKiosk.Firmware.Tests;

/// <summary>Runs the firmware's own tests, which are written for a device, one row each.</summary>
public sealed class FirmwareSuite(NanoClasses classes) : IClassFixture<NanoClasses>
{
    private static readonly IReadOnlyList<NanoTest> All = NanoTest.In(Assembly.Load("NFUnitTest"));

    public static IEnumerable<TheoryDataRow<string, int>> Rows() =>
        All.Select((test, index) => new TheoryDataRow<string, int>(test.Name, index) { TestDisplayName = test.Name, Label = "" });

    [Theory]
    [MemberData(nameof(Rows))]
    public void Passes(string name, int index)
    {
        NanoTest test = All[index];
        Xunit.Assert.Equal(name, test.Name);
        try
        {
            classes.SetUp(test.Class);
            test.Run();
        }
        catch (SkipTestException skip)
        {
            Xunit.Assert.Skip(skip.Message);
        }
    }
}
