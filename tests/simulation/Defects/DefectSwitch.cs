using System;
using System.Reflection;
using DutyKiosk.Core;

namespace DutyKiosk.Simulation.Defects;

/// <summary>The switch that a build with defects has in it, and the product has not.</summary>
public static class DefectSwitch
{
    /// <summary>The class that is added to the copy of the firmware's core.</summary>
    public const string Source = """
        namespace DutyKiosk.Core
        {
            /// <summary>Which deliberate defect is switched on.</summary>
            public static class DeliberateDefect
            {
                /// <summary>Its name; empty: none.</summary>
                public static string On = "";
            }
        }
        """;

    private static readonly FieldInfo? Field = typeof(Kiosk).Assembly.GetType("DutyKiosk.Core.DeliberateDefect")?.GetField("On");

    /// <summary>Whether this build has the defects in it.</summary>
    public static bool Exists => Field != null;

    /// <summary>What asks for a defect in the copied sources.</summary>
    public static string Asks(Defect defect) => $"(DutyKiosk.Core.DeliberateDefect.On == \"{defect.Name}\")";

    /// <summary>Switches a defect on, and every other off.</summary>
    public static void Set(Defect? defect) => (Field ?? throw new InvalidOperationException("This build has no defects in it.")).SetValue(null, defect?.Name ?? "");
}
