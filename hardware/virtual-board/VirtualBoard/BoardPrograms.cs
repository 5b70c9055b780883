using System;
using System.Collections.Generic;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// What stands for <c>Assembly.Load</c>: this process cannot run a nanoFramework PE, so a test says which program some bytes are. Bytes that nobody has named are no assembly.
/// </summary>
public sealed class BoardPrograms
{
    private readonly Dictionary<string, Func<string, object?>?> _programs = new(StringComparer.Ordinal);

    /// <summary>These bytes are an assembly.</summary>
    /// <param name="assembly">The bytes.</param>
    /// <param name="program">What its entry does with the slot that it was loaded from; null: it is a library.</param>
    public void Add(byte[] assembly, Func<string, object?>? program) => _programs[Convert.ToBase64String(assembly)] = program;

    /// <summary>Throws where the bytes are no assembly, as the interpreter does where a CRC is wrong.</summary>
    public void Load(byte[] assembly)
    {
        if (!_programs.ContainsKey(Convert.ToBase64String(assembly)))
        {
            throw new ArgumentException("The assembly is not good.", nameof(assembly));
        }
    }

    /// <summary>Starts the program of an assembly that was loaded.</summary>
    public object? Start(byte[] assembly, string slot)
    {
        Func<string, object?> program = _programs[Convert.ToBase64String(assembly)] ?? throw new InvalidOperationException("The assembly has no entry.");
        return program(slot);
    }
}
