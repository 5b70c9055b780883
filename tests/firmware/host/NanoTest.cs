using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using nanoFramework.TestFramework;

namespace DutyKiosk.Firmware.Tests;

/// <summary>One call of a test method of the firmware's suite: as it stands, or with the arguments of one of its data rows.</summary>
public sealed class NanoTest
{
    private NanoTest(MethodInfo method, object?[] arguments, string name)
    {
        Method = method;
        Arguments = arguments;
        Name = name;
    }

    /// <summary>What a report calls it: class, method and, of a data row, the arguments.</summary>
    public string Name { get; }

    /// <summary>The class with its setup and cleanup.</summary>
    public Type Class => Method.DeclaringType!;

    private MethodInfo Method { get; }

    private object?[] Arguments { get; }

    /// <summary>Every test of an assembly, ordered by class and name.</summary>
    public static IReadOnlyList<NanoTest> In(Assembly assembly)
    {
        List<NanoTest> tests = [];
        foreach (Type type in assembly.GetTypes().Where(type => type.IsDefined(typeof(TestClassAttribute))).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            foreach (MethodInfo method in type.GetMethods(Everything).OrderBy(method => method.Name, StringComparer.Ordinal))
            {
                tests.AddRange(Of(method));
            }
        }

        return tests;
    }

    /// <summary>Calls the methods of a class that carry an attribute, such as its setup.</summary>
    public static void Call(Type type, Type attribute)
    {
        foreach (MethodInfo method in type.GetMethods(Everything).Where(method => method.IsDefined(attribute)))
        {
            Invoke(method, []);
        }
    }

    /// <summary>Calls the test. Its own exception comes out.</summary>
    public void Run() => Invoke(Method, Arguments);

    private const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static IEnumerable<NanoTest> Of(MethodInfo method)
    {
        string name = method.DeclaringType!.Name + "." + method.Name;
        DataRowAttribute[] rows = method.GetCustomAttributes<DataRowAttribute>().ToArray();
        if (rows.Length == 0 && method.IsDefined(typeof(TestMethodAttribute)))
        {
            return [new NanoTest(method, [], name)];
        }

        return rows.Select(row => new NanoTest(method, row.MethodParameters, name + "(" + string.Join(", ", row.MethodParameters.Select(Text)) + ")"));
    }

    private static string Text(object? argument) => argument switch
    {
        null => "null",
        string text => "\"" + text + "\"",
        _ => Convert.ToString(argument, CultureInfo.InvariantCulture) ?? "",
    };

    private static void Invoke(MethodInfo method, object?[] arguments)
    {
        Type type = method.DeclaringType!;
        FieldInfo? own = type.GetFields(Everything).FirstOrDefault(field => !field.IsStatic);
        if (own != null)
        {
            // A device calls test methods without an instance: such a field would work here and fail there.
            throw new InvalidOperationException($"{type.Name}.{own.Name} is not static, and a device has no instance of a test class.");
        }

        object? instance = method.IsStatic ? null : RuntimeHelpers.GetUninitializedObject(type);
        method.Invoke(instance, BindingFlags.DoNotWrapExceptions, binder: null, arguments, CultureInfo.InvariantCulture);
    }
}
