using System.Collections;
using TestFrameworkShared;

namespace nanoFramework.TestFramework;

/// <summary>Assertions on collections.</summary>
public sealed class CollectionAssert
{
    /// <summary>Both have equal items in the same order.</summary>
    public static void AreEqual(ICollection expected, ICollection actual, string message = "")
    {
        Require(Same(expected, actual), "The collections differ.", message);
    }

    /// <summary>They differ in an item, in order or in number.</summary>
    public static void AreNotEqual(ICollection notExpected, ICollection actual, string message = "")
    {
        Require(!Same(notExpected, actual), "The collections are equal.", message);
    }

    /// <summary>There is nothing in it.</summary>
    public static void Empty(ICollection collection, string message = "") => Require(collection.Count == 0, $"There are {collection.Count} items.", message);

    /// <summary>There is something in it.</summary>
    public static void NotEmpty(ICollection collection, string message = "") => Require(collection.Count > 0, "There is no item.", message);

    private static bool Same(ICollection a, ICollection b)
    {
        if (a.Count != b.Count)
        {
            return false;
        }

        IEnumerator items = b.GetEnumerator();
        foreach (object? item in a)
        {
            if (!items.MoveNext() || !Equals(item, items.Current))
            {
                return false;
            }
        }

        return true;
    }

    private static void Require(bool holds, string found, string message)
    {
        if (!holds)
        {
            throw new AssertFailedException($"{found} {message}");
        }
    }
}
