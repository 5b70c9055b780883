using System;
using System.Collections.Immutable;

namespace DutyKiosk.Conventions.Tests.Metadata;

/// <summary>A member as a ledger names it: its documentation id and, of a property, the accessor ("get", "set"; "" otherwise).</summary>
internal readonly record struct MemberId(string Id, string Accessor);

/// <summary>Documentation ids of members.</summary>
internal static class MemberIds
{
    /// <summary>The id of a method, or of the property or event whose accessor it is.</summary>
    public static MemberId OfMethod(string type, string name, ImmutableArray<string> parameters, string returnType)
    {
        if (name is ".ctor" or ".cctor")
        {
            return new MemberId($"M:{type}.#{name[1..]}{List(parameters)}", "");
        }

        int dot = name.LastIndexOf('.') + 1;
        string last = name[dot..];
        string owner = name[..dot].Replace('.', '#');
        return last switch
        {
            _ when last.StartsWith("get_", StringComparison.Ordinal) => new MemberId($"P:{type}.{owner}{last[4..]}{List(parameters)}", "get"),
            _ when last.StartsWith("set_", StringComparison.Ordinal) => new MemberId($"P:{type}.{owner}{last[4..]}{List(parameters.RemoveAt(parameters.Length - 1))}", "set"),
            _ when last.StartsWith("add_", StringComparison.Ordinal) => new MemberId($"E:{type}.{owner}{last[4..]}", ""),
            _ when last.StartsWith("remove_", StringComparison.Ordinal) => new MemberId($"E:{type}.{owner}{last[7..]}", ""),
            "op_Implicit" or "op_Explicit" => new MemberId($"M:{type}.{last}{List(parameters)}~{returnType}", ""),
            _ => new MemberId($"M:{type}.{owner}{last}{List(parameters)}", ""),
        };
    }

    private static string List(ImmutableArray<string> parameters) => parameters.Length == 0 ? "" : "(" + string.Join(",", parameters) + ")";
}
