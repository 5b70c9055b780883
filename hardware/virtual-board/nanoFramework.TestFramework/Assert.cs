using System;
using System.Collections;
using TestFrameworkShared;

namespace nanoFramework.TestFramework;

/// <summary>
/// What tests of the firmware assert with. The old names (<c>Equal</c>, <c>True</c>, …) of the real class are not here.
/// </summary>
public sealed partial class Assert
{
    /// <summary>It is true.</summary>
    public static void IsTrue(bool condition, string message = "") => Require(condition, true, condition, message);

    /// <summary>It is false.</summary>
    public static void IsFalse(bool condition, string message = "") => Require(!condition, false, condition, message);

    /// <summary>It is null.</summary>
    public static void IsNull(object? value, string message = "") => Require(value == null, null, value, message);

    /// <summary>It is not null.</summary>
    public static void IsNotNull(object? value, string message = "") => Require(value != null, "something", value, message);

    /// <summary>Both are one object.</summary>
    public static void AreSame(object? expected, object? actual, string message = "") => Require(ReferenceEquals(expected, actual), expected, actual, message);

    /// <summary>They are two objects.</summary>
    public static void AreNotSame(object? notExpected, object? actual, string message = "")
    {
        Require(!ReferenceEquals(notExpected, actual), Other(notExpected), actual, message);
    }

    /// <summary>It is of this type or of one derived from it.</summary>
    public static void IsInstanceOfType(object? value, Type expected, string message = "")
    {
        Require(expected.IsInstanceOfType(value), expected, value?.GetType(), message);
    }

    /// <summary>It is neither of this type nor of one derived from it.</summary>
    public static void IsNotInstanceOfType(object? value, Type notExpected, string message = "")
    {
        Require(!notExpected.IsInstanceOfType(value), Other(notExpected), value?.GetType(), message);
    }

    /// <summary>The second text contains the first.</summary>
    public static void Contains(string expected, string value, string message = "")
    {
        Require(value.IndexOf(expected, StringComparison.Ordinal) >= 0, "something with " + expected, value, message);
    }

    /// <summary>The second text does not contain the first.</summary>
    public static void DoesNotContains(string notExpected, string value, string message = "")
    {
        Require(value.IndexOf(notExpected, StringComparison.Ordinal) < 0, "something without " + notExpected, value, message);
    }

    /// <summary>The second text starts with the first.</summary>
    public static void StartsWith(string expected, string value, string message = "")
    {
        Require(value.StartsWith(expected, StringComparison.Ordinal), expected + "…", value, message);
    }

    /// <summary>The second text ends with the first.</summary>
    public static void EndsWith(string expected, string value, string message = "")
    {
        Require(value.EndsWith(expected, StringComparison.Ordinal), "…" + expected, value, message);
    }

    /// <summary>The call throws an exception of exactly this type.</summary>
    public static void ThrowsException(Type exception, Action action, string message = "")
    {
        string thrownInstead = "nothing";
        try
        {
            action();
        }
        catch (Exception thrown)
        {
            if (thrown.GetType() == exception)
            {
                return;
            }

            thrownInstead = thrown.ToString();
        }

        Require(false, exception, thrownInstead, message);
    }

    /// <summary>Skips the test.</summary>
    public static void SkipTest(string? message = null) => throw new SkipTestException(message);

    private static string Other(object? notExpected) => "anything but " + (notExpected ?? "null");

    private static void Require(bool holds, object? expected, object? actual, string message)
    {
        if (!holds)
        {
            throw new AssertFailedException($"expected {expected ?? "null"}, was {actual ?? "null"}. {message}");
        }
    }
}
