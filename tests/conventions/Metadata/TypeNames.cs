using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;

namespace DutyKiosk.Conventions.Tests.Metadata;

/// <summary>
/// Writes types of signatures as documentation ids do, and notes on the way what it meets: the types that are used, and what the
/// interpreter has not (generics, arrays of several dimensions, pointers).
/// </summary>
internal sealed class TypeNames(Action<string> typeUsed, Action<string> banned) : ISignatureTypeProvider<string, object?>
{
    /// <summary>The name of a type of another assembly.</summary>
    public static string Of(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Of(reader, (TypeReferenceHandle)type.ResolutionScope) + "." + name
            : Qualified(reader.GetString(type.Namespace), name);
    }

    /// <summary>The name of a type of this assembly.</summary>
    public static string Of(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.IsNested ? Of(reader, type.GetDeclaringType()) + "." + name : Qualified(reader.GetString(type.Namespace), name);
    }

    /// <inheritdoc/>
    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode == PrimitiveTypeCode.TypedReference ? "System.TypedReference" : "System." + typeCode;

    /// <inheritdoc/>
    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        string name = Of(reader, handle);
        typeUsed(name);
        return name;
    }

    /// <inheritdoc/>
    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) => Of(reader, handle);

    /// <inheritdoc/>
    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    /// <inheritdoc/>
    public string GetSZArrayType(string elementType) => elementType + "[]";

    /// <inheritdoc/>
    public string GetArrayType(string elementType, ArrayShape shape)
    {
        string name = elementType + "[" + string.Join(",", Enumerable.Repeat("0:", shape.Rank)) + "]";
        banned("an array of several dimensions: " + elementType + "[" + new string(',', shape.Rank - 1) + "]");
        return name;
    }

    /// <inheritdoc/>
    public string GetByReferenceType(string elementType) => elementType + "@";

    /// <inheritdoc/>
    public string GetPointerType(string elementType)
    {
        banned("a pointer: " + elementType + "*");
        return elementType + "*";
    }

    /// <inheritdoc/>
    public string GetFunctionPointerType(MethodSignature<string> signature)
    {
        banned("a function pointer");
        return "=FUNC:" + signature.ReturnType;
    }

    /// <inheritdoc/>
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments)
    {
        string name = genericType.Split('`')[0] + "{" + string.Join(",", typeArguments) + "}";
        banned("a generic type: " + name);
        return name;
    }

    /// <inheritdoc/>
    public string GetGenericTypeParameter(object? genericContext, int index) => "`" + index;

    /// <inheritdoc/>
    public string GetGenericMethodParameter(object? genericContext, int index) => "``" + index;

    /// <inheritdoc/>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    /// <inheritdoc/>
    public string GetPinnedType(string elementType) => elementType;

    private static string Qualified(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
