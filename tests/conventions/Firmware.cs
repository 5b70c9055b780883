using System.Collections.Generic;
using DutyKiosk.Conventions.Tests.Metadata;

namespace DutyKiosk.Conventions.Tests;

/// <summary>The compiled firmware, as this machine builds it.</summary>
internal static class Firmware
{
    /// <summary>firmware/Core.</summary>
    public static CompiledAssembly Core { get; } = CompiledAssembly.Load("DutyKiosk.Core");

    /// <summary>firmware/Terminal.</summary>
    public static CompiledAssembly Terminal { get; } = CompiledAssembly.Load("DutyKiosk.Terminal");

    /// <summary>The firmware's own tests.</summary>
    public static CompiledAssembly Suite { get; } = CompiledAssembly.Load("NFUnitTest");

    /// <summary>What runs on a terminal.</summary>
    public static IReadOnlyList<CompiledAssembly> Assemblies { get; } = [Core, Terminal];
}
