using System;

namespace nanoFramework.TestFramework;

/// <summary>A class with tests.</summary>
[AttributeUsage(AttributeTargets.Class)]
public class TestClassAttribute : Attribute
{
}

/// <summary>A test; it is called with a null instance, so state is static.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class TestMethodAttribute : Attribute
{
}

/// <summary>Runs once before the tests of a class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class SetupAttribute : Attribute
{
}

/// <summary>Runs once after the tests of a class.</summary>
[AttributeUsage(AttributeTargets.Method)]
public class CleanupAttribute : Attribute
{
}

/// <summary>One call of a test with arguments.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public class DataRowAttribute : Attribute
{
    /// <summary>The arguments.</summary>
    public DataRowAttribute(params object[] methodParameters)
    {
        MethodParameters = methodParameters;
    }

    /// <summary>The arguments.</summary>
    public object[] MethodParameters { get; }
}
