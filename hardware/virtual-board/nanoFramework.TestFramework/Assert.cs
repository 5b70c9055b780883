using System;
using TestFrameworkShared;

namespace TestFrameworkShared
{
    /// <summary>A test has failed.</summary>
    public class AssertFailedException : Exception
    {
        /// <summary>Says why.</summary>
        public AssertFailedException(string msg)
            : base(msg)
        {
        }
    }
}

namespace nanoFramework.TestFramework
{
    /// <summary>A test is skipped.</summary>
    public class SkipTestException : Exception
    {
        internal SkipTestException(string message)
            : base(message)
        {
        }
    }

    /// <summary>What tests of the firmware assert with; those members of the real class that they use.</summary>
    public sealed class Assert
    {
        /// <summary>Both are the same number.</summary>
        public static void AreEqual(int expected, int actual, string message = "") => Require(expected == actual, expected, actual, message);

        /// <summary>Both are the same number.</summary>
        public static void AreEqual(long expected, long actual, string message = "") => Require(expected == actual, expected, actual, message);

        /// <summary>Both are the same number.</summary>
        public static void AreEqual(uint expected, uint actual, string message = "") => Require(expected == actual, expected, actual, message);

        /// <summary>Both are the same truth.</summary>
        public static void AreEqual(bool expected, bool actual, string message = "") => Require(expected == actual, expected, actual, message);

        /// <summary>Both are the same text.</summary>
        public static void AreEqual(string? expected, string? actual, string message = "")
        {
            Require(string.Equals(expected, actual, StringComparison.Ordinal), expected, actual, message);
        }

        /// <summary>Both are equal.</summary>
        public static void AreEqual(object? expected, object? actual, string message = "") => Require(Equals(expected, actual), expected, actual, message);

        /// <summary>They are different texts.</summary>
        public static void AreNotEqual(string? notExpected, string? actual, string message = "")
        {
            Require(!string.Equals(notExpected, actual, StringComparison.Ordinal), "anything but " + notExpected, actual, message);
        }

        /// <summary>It is true.</summary>
        public static void IsTrue(bool condition, string message = "") => Require(condition, true, condition, message);

        /// <summary>It is false.</summary>
        public static void IsFalse(bool condition, string message = "") => Require(!condition, false, condition, message);

        /// <summary>It is null.</summary>
        public static void IsNull(object? value, string message = "") => Require(value == null, null, value, message);

        /// <summary>It is not null.</summary>
        public static void IsNotNull(object? value, string message = "") => Require(value != null, "something", null, message);

        /// <summary>The call throws an exception of exactly this type.</summary>
        public static void ThrowsException(Type exception, Action action, string message = "")
        {
            try
            {
                action();
            }
            catch (Exception thrown) when (thrown.GetType() == exception)
            {
                return;
            }

            throw new AssertFailedException($"{exception.Name} was expected. {message}");
        }

        /// <summary>Skips the test.</summary>
        public static void SkipTest(string message = "") => throw new SkipTestException(message);

        private static void Require(bool holds, object? expected, object? actual, string message)
        {
            if (!holds)
            {
                throw new AssertFailedException($"expected {expected ?? "null"}, was {actual ?? "null"}. {message}");
            }
        }
    }
}
