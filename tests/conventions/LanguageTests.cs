using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using DutyKiosk.Conventions.Tests.Metadata;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>Only reading the compiled firmware finds what compiles for nanoFramework 1.x and then crashes or lies on a device.</summary>
public sealed class LanguageTests
{
    /// <summary>Generics, arrays of several dimensions, interface methods with a body, stackalloc, pointers, checked arithmetic.</summary>
    [Fact]
    public void TheFirmwareHasNoFeatureThatTheInterpreterLacks()
    {
        string[] banned = Firmware.Assemblies.Append(Firmware.Suite).SelectMany(assembly => assembly.Banned).ToArray();
        Assert.True(banned.Length == 0, string.Join('\n', banned));
    }

    /// <summary>Two terminals live in one process, and tests run beside each other: what is static never changes.</summary>
    [Fact]
    public void TheFirmwareHasNoMutableStatics()
    {
        List<string> mutable = [];
        foreach (CompiledAssembly assembly in Firmware.Assemblies)
        {
            foreach (TypeDefinitionHandle type in assembly.OwnTypes)
            {
                mutable.AddRange(assembly.Reader.GetTypeDefinition(type).GetFields()
                    .Select(assembly.Reader.GetFieldDefinition)
                    .Where(field => field.Attributes.HasFlag(FieldAttributes.Static) && !IsConstant(assembly, field))
                    .Select(field => TypeNames.Of(assembly.Reader, type) + "." + assembly.Reader.GetString(field.Name)));
            }
        }

        Assert.True(mutable.Count == 0, "Mutable statics:\n" + string.Join('\n', mutable));
    }

    /// <summary>A device runs all static constructors before Main and swallows what they throw: they may fill constants and nothing else.</summary>
    [Fact]
    public void StaticConstructorsOnlyFillConstants()
    {
        List<string> working = [];
        foreach (CompiledAssembly assembly in Firmware.Assemblies)
        {
            foreach (TypeDefinitionHandle type in assembly.OwnTypes)
            {
                foreach (MethodDefinition method in assembly.Reader.GetTypeDefinition(type).GetMethods().Select(assembly.Reader.GetMethodDefinition))
                {
                    if (assembly.Reader.StringComparer.Equals(method.Name, ".cctor"))
                    {
                        working.AddRange(Calls(assembly, method, []).Select(call => TypeNames.Of(assembly.Reader, type) + " calls " + call));
                    }
                }
            }
        }

        Assert.True(working.Count == 0, string.Join('\n', working));
    }

    [Fact]
    public void TheFirmwareHasNoConditionalCompilation()
    {
        string[] conditional = Repository.Files("firmware", ".cs")
            .Where(file => Repository.Lines(file).Any(line => line.TrimStart().StartsWith("#if", StringComparison.Ordinal)))
            .ToArray();
        Assert.Empty(conditional);
    }

    private static bool IsConstant(CompiledAssembly assembly, FieldDefinition field)
    {
        if (field.Attributes.HasFlag(FieldAttributes.Literal))
        {
            return true;
        }

        // A lambda that captures nothing is made once and kept there by the compiler; it has no state.
        return assembly.Reader.GetString(field.Name).StartsWith("<>", StringComparison.Ordinal)
            || (field.Attributes.HasFlag(FieldAttributes.InitOnly) && IsUnchanging(assembly, assembly.TypeOf(field)));
    }

    /// <summary>Numbers, text, tables of them, and our own types of which no field can be assigned again.</summary>
    private static bool IsUnchanging(CompiledAssembly assembly, string type)
    {
        string element = type.Replace("[]", "", StringComparison.Ordinal);
        if (element.StartsWith("<PrivateImplementationDetails>", StringComparison.Ordinal))
        {
            return true;
        }

        foreach (CompiledAssembly part in Firmware.Assemblies)
        {
            foreach (TypeDefinition own in part.OwnTypes.Where(handle => TypeNames.Of(part.Reader, handle) == element).Select(part.Reader.GetTypeDefinition))
            {
                return own.GetFields().Select(part.Reader.GetFieldDefinition)
                    .Where(field => !field.Attributes.HasFlag(FieldAttributes.Static))
                    .All(field => IsEnumValue(part, field) || (field.Attributes.HasFlag(FieldAttributes.InitOnly) && IsUnchanging(part, part.TypeOf(field))));
            }
        }

        // Of the types of others, value types and strings alone never change; a device has no other constants.
        return element is "System.String" or "System.DateTime" or "System.TimeSpan" || (Type.GetType(element)?.IsPrimitive ?? false);
    }

    private static bool IsEnumValue(CompiledAssembly assembly, FieldDefinition field) => assembly.Reader.StringComparer.Equals(field.Name, "value__");

    /// <summary>Calls of other assemblies, also through own methods, but for the filling of an array and for base constructors.</summary>
    private static IEnumerable<string> Calls(CompiledAssembly assembly, MethodDefinition method, HashSet<int> seen)
    {
        foreach ((OpCode code, int token) in assembly.Body(method).Where(instruction => instruction.Code.FlowControl == FlowControl.Call && seen.Add(instruction.Token)))
        {
            EntityHandle callee = MetadataTokens.EntityHandle(token);
            if (callee.Kind == HandleKind.MethodDefinition)
            {
                foreach (string call in Calls(assembly, assembly.Reader.GetMethodDefinition((MethodDefinitionHandle)callee), seen))
                {
                    yield return call;
                }
            }
            else if (callee.Kind == HandleKind.MemberReference)
            {
                string name = assembly.Reader.GetString(assembly.Reader.GetMemberReference((MemberReferenceHandle)callee).Name);
                if (name != "InitializeArray" && !(name == ".ctor" && code == OpCodes.Call))
                {
                    yield return name;
                }
            }
        }
    }
}
