using System;
using System.Linq;
using DutyKiosk.HostBridge.Rules;
using DutyKiosk.HostBridge.Web.Frame;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Words for what a pack is made of; the name itself is what people write into a file.</summary>
public static class RuleWords
{
    private static readonly string[] Units = ["Min", "S", "H", "Yuan"];

    /// <summary>The words for a mechanism.</summary>
    public static string OfMechanism(Language t, string mechanism) => t[$"rules.mechanism-{mechanism}"];

    /// <summary>The words for a parameter.</summary>
    public static string OfParameter(Language t, string parameter) => t[$"rules.parameter-{parameter}"];

    /// <summary>A value with its unit, which is what the parameter's name ends with.</summary>
    public static string OfValue(Language t, Parameter parameter, string value)
    {
        string? unit = parameter.Words.Length > 0 ? null : Array.Find(Units, unit => parameter.Name.EndsWith(unit, StringComparison.Ordinal));
        return unit != null ? $"{value} {t[$"rules.unit-{unit}"]}" : t.Has($"rules.value-{value}") ? t[$"rules.value-{value}"] : value;
    }
}
