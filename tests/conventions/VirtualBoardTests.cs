using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using DutyKiosk.Conventions.Tests.Metadata;
using Xunit;

namespace DutyKiosk.Conventions.Tests;

/// <summary>
/// The virtual board's libraries offer the firmware nothing that nanoFramework's libraries of the same names do not: what compiles
/// against them compiles for a device.
/// </summary>
public sealed class VirtualBoardTests
{
    /// <summary>The board's libraries; each has the name of one of nanoFramework's.</summary>
    public static TheoryData<string> Libraries { get; } = new(ProjectFile.All
        .Where(project => project.Path.StartsWith("hardware/virtual-board/", StringComparison.Ordinal))
        .Select(project => Path.GetFileNameWithoutExtension(project.Path))
        .Where(name => name != "DutyKiosk.VirtualBoard"));

    [Theory]
    [MemberData(nameof(Libraries))]
    public void HasOnlyWhatTheRealLibraryHas(string library)
    {
        ISet<string> real = NanoFrameworkApi.Of(library);
        using PEReader image = new(File.OpenRead(Path.Combine(AppContext.BaseDirectory, library + ".dll")));
        string[] invented = Offered(image.GetMetadataReader()).Where(id => !real.Contains(id)).Distinct(StringComparer.Ordinal).ToArray();
        Assert.True(invented.Length == 0, $"{library} of nanoFramework does not have:\n{string.Join('\n', invented)}");
    }

    private static IEnumerable<string> Offered(MetadataReader reader)
    {
        TypeNames names = new(_ => { }, _ => { });
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions.Where(handle => IsPublic(reader, handle)))
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            string name = TypeNames.Of(reader, handle);
            yield return "T:" + name;
            if (IsDelegate(reader, type))
            {
                continue;
            }

            foreach (MethodDefinition method in type.GetMethods().Select(reader.GetMethodDefinition).Where(method => IsOffered(method.Attributes)))
            {
                MethodSignature<string> signature = method.DecodeSignature(names, null);
                MemberId id = MemberIds.OfMethod(name, reader.GetString(method.Name), signature.ParameterTypes, signature.ReturnType);

                // Every type overrides what it likes of object.
                if (!id.Id.EndsWith(".ToString", StringComparison.Ordinal) && !id.Id.EndsWith(".GetHashCode", StringComparison.Ordinal) && !id.Id.EndsWith(".Equals(System.Object)", StringComparison.Ordinal))
                {
                    yield return id.Id;
                }
            }

            foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition).Where(field => (field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public))
            {
                if (!field.Attributes.HasFlag(FieldAttributes.RTSpecialName))
                {
                    yield return $"F:{name}.{reader.GetString(field.Name)}";
                }
            }
        }
    }

    private static bool IsOffered(MethodAttributes attributes) => (attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public;

    private static bool IsPublic(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        return (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => true,
            TypeAttributes.NestedPublic => IsPublic(reader, type.GetDeclaringType()),
            _ => false,
        };
    }

    private static bool IsDelegate(MetadataReader reader, TypeDefinition type) =>
        type.BaseType.Kind == HandleKind.TypeReference && TypeNames.Of(reader, (TypeReferenceHandle)type.BaseType) == "System.MulticastDelegate";
}
