using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace DutyKiosk.Conventions.Tests.Metadata;

/// <summary>
/// A compiled assembly of the firmware: which members of others it uses, and which language features it has that the interpreter lacks.
/// Types whose source is a host twin (<c>*.host.cs</c>, told from the debug symbols) are left out: a device has its own twin of them.
/// </summary>
internal sealed class CompiledAssembly
{
    private readonly MetadataReader _reader;
    private readonly PEReader _image;
    private readonly MetadataReader _symbols;
    private readonly SortedDictionary<string, string> _used = new(StringComparer.Ordinal);
    private readonly SortedSet<MemberId> _accessors = new(Comparer<MemberId>.Create((a, b) => string.CompareOrdinal(a.Id + a.Accessor, b.Id + b.Accessor)));
    private readonly SortedSet<string> _banned = new(StringComparer.Ordinal);
    private readonly TypeNames _names;
    private string _where = "";

    private CompiledAssembly(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, name);
        _image = new PEReader(File.OpenRead(path + ".dll"));
        _reader = _image.GetMetadataReader();
        _symbols = MetadataReaderProvider.FromPortablePdbStream(File.OpenRead(path + ".pdb")).GetMetadataReader();
        _names = new TypeNames(type => Use("T:" + type, ""), what => _banned.Add(_where + " has " + what));
        OwnTypes = _reader.TypeDefinitions.Where(handle => !IsOfHostTwin(handle) && !IsOfCompiler(handle)).ToArray();
        foreach (TypeDefinitionHandle handle in OwnTypes)
        {
            ReadType(handle);
        }
    }

    /// <summary>Used members of other assemblies: the id, and one place that uses it.</summary>
    public IReadOnlyDictionary<string, string> Used => _used;

    /// <summary>Accessors of properties of other assemblies that are called.</summary>
    public IReadOnlyCollection<MemberId> UsedAccessors => _accessors;

    /// <summary>Uses of what the interpreter lacks, a sentence each.</summary>
    public IReadOnlyCollection<string> Banned => _banned;

    /// <summary>The assembly's metadata.</summary>
    public MetadataReader Reader => _reader;

    /// <summary>The types that a device has too.</summary>
    public IReadOnlyList<TypeDefinitionHandle> OwnTypes { get; }

    /// <summary>Simple names of the referenced assemblies.</summary>
    public IEnumerable<string> References => _reader.AssemblyReferences.Select(handle => _reader.GetString(_reader.GetAssemblyReference(handle).Name));

    /// <summary>Reads an assembly that stands beside the tests.</summary>
    public static CompiledAssembly Load(string name) => new(name);

    /// <summary>The instructions of a method; none where it has no body.</summary>
    public IEnumerable<(OpCode Code, int Token)> Body(MethodDefinition method) =>
        method.RelativeVirtualAddress == 0 ? [] : Instructions.Read(_image.GetMethodBody(method.RelativeVirtualAddress).GetILReader());

    /// <summary>The type of a field as documentation ids write it.</summary>
    public string TypeOf(FieldDefinition field) => field.DecodeSignature(_names, null);

    private void ReadType(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        _where = TypeNames.Of(_reader, handle);
        if (type.GetGenericParameters().Count > 0)
        {
            _banned.Add(_where + " is generic");
        }

        UseEntity(type.BaseType);
        foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
        {
            UseEntity(_reader.GetInterfaceImplementation(implementation).Interface);
        }

        UseAttributes(type.GetCustomAttributes());
        foreach (FieldDefinition field in type.GetFields().Select(_reader.GetFieldDefinition))
        {
            field.DecodeSignature(_names, null);
            UseAttributes(field.GetCustomAttributes());
        }

        foreach (MethodDefinition method in type.GetMethods().Select(_reader.GetMethodDefinition))
        {
            ReadMethod(type, TypeNames.Of(_reader, handle), method);
        }
    }

    private void ReadMethod(TypeDefinition type, string typeName, MethodDefinition method)
    {
        _where = typeName + "." + _reader.GetString(method.Name);
        if (method.GetGenericParameters().Count > 0)
        {
            _banned.Add(_where + " is generic");
        }

        if (type.Attributes.HasFlag(TypeAttributes.Interface) && method.RelativeVirtualAddress != 0)
        {
            _banned.Add(_where + " is an interface's method with a body");
        }

        method.DecodeSignature(_names, null);
        UseAttributes(method.GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0)
        {
            return;
        }

        MethodBodyBlock body = _image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil)
        {
            _reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(_names, null);
        }

        foreach (ExceptionRegion region in body.ExceptionRegions)
        {
            UseEntity(region.CatchType);
        }

        foreach ((OpCode code, int token) in Instructions.Read(body.GetILReader()))
        {
            if (code == OpCodes.Localloc)
            {
                _banned.Add(_where + " has stackalloc");
            }

            if (code.Name!.Contains(".ovf", StringComparison.Ordinal) && !code.Name.StartsWith("conv.ovf.i", StringComparison.Ordinal) && !code.Name.StartsWith("conv.ovf.u", StringComparison.Ordinal))
            {
                _banned.Add(_where + " has checked arithmetic, which never throws on a device");
            }

            if (token != 0 && code.OperandType != OperandType.InlineSig)
            {
                UseEntity(MetadataTokens.EntityHandle(token));
            }
        }
    }

    private void UseEntity(EntityHandle handle)
    {
        if (handle.IsNil)
        {
            return;
        }

        switch (handle.Kind)
        {
            case HandleKind.TypeReference:
                _names.GetTypeFromReference(_reader, (TypeReferenceHandle)handle, 0);
                break;
            case HandleKind.TypeSpecification:
                _names.GetTypeFromSpecification(_reader, null, (TypeSpecificationHandle)handle, 0);
                break;
            case HandleKind.MethodSpecification:
                _banned.Add(_where + " calls a generic method");
                UseEntity(_reader.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
                break;
            case HandleKind.MemberReference:
                UseMember(_reader.GetMemberReference((MemberReferenceHandle)handle));
                break;
            default:
                // Definitions of this assembly are read where they stand.
                break;
        }
    }

    private void UseMember(MemberReference member)
    {
        UseEntity(member.Parent);
        string name = _reader.GetString(member.Name);
        if (member.Parent.Kind != HandleKind.TypeReference)
        {
            // Members of arrays and generic instantiations: the parent has been judged.
            return;
        }

        string type = TypeNames.Of(_reader, (TypeReferenceHandle)member.Parent);
        if (member.GetKind() == MemberReferenceKind.Field)
        {
            member.DecodeFieldSignature(_names, null);
            Use($"F:{type}.{name}", "");
            return;
        }

        MethodSignature<string> signature = member.DecodeMethodSignature(_names, null);
        if (name == ".ctor" && signature.ParameterTypes is ["System.Object", "System.IntPtr"])
        {
            // A delegate is made; that its type is there says as much.
            return;
        }

        MemberId id = MemberIds.OfMethod(type, name, signature.ParameterTypes, signature.ReturnType);
        Use(id.Id, id.Accessor);
    }

    private void Use(string id, string accessor)
    {
        // What other parts of the firmware offer is read in their own assemblies.
        if (id[2..].StartsWith("DutyKiosk.", StringComparison.Ordinal))
        {
            return;
        }

        _used.TryAdd(id, _where);
        if (accessor.Length > 0)
        {
            _accessors.Add(new MemberId(id, accessor));
        }
    }

    private void UseAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttribute attribute in attributes.Select(_reader.GetCustomAttribute).Where(attribute => attribute.Constructor.Kind == HandleKind.MemberReference))
        {
            MemberReference constructor = _reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor);
            string type = TypeNames.Of(_reader, (TypeReferenceHandle)constructor.Parent);

            // A compiler adds these where the framework has them, and adds none where it has not: no source of ours names them.
            if (!type.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) && !type.StartsWith("System.Diagnostics.Debugg", StringComparison.Ordinal))
            {
                UseMember(constructor);
            }
        }
    }

    /// <summary>Attributes that the compiler brings along because the framework has none of them, such as those of nullable annotations.</summary>
    private bool IsOfCompiler(TypeDefinitionHandle handle) =>
        TypeNames.Of(_reader, handle) is string name
        && (name.StartsWith("Microsoft.CodeAnalysis.", StringComparison.Ordinal) || name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal));

    private bool IsOfHostTwin(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _reader.GetTypeDefinition(handle);
        return type.IsNested
            ? IsOfHostTwin(type.GetDeclaringType())
            : type.GetMethods().SelectMany(Documents).Any(document => document.EndsWith(".host.cs", StringComparison.Ordinal));
    }

    private IEnumerable<string> Documents(MethodDefinitionHandle method)
    {
        MethodDebugInformation information = _symbols.GetMethodDebugInformation(method);
        return information.GetSequencePoints()
            .Select(point => point.Document)
            .Append(information.Document)
            .Where(document => !document.IsNil)
            .Distinct()
            .Select(document => _symbols.GetString(_symbols.GetDocument(document).Name));
    }
}
