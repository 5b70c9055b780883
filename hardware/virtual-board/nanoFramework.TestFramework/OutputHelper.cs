using System;

namespace nanoFramework.TestFramework;

/// <summary>What a test says while it runs.</summary>
public static class OutputHelper
{
    /// <summary>Writes a text.</summary>
    public static void Write(string message) => Console.Write(message);

    /// <summary>Writes a line.</summary>
    public static void WriteLine(string message) => Console.WriteLine(message);
}
