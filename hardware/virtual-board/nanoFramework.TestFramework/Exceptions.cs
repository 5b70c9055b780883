using System;

namespace TestFrameworkShared
{
    /// <summary>A test has failed.</summary>
    public class AssertFailedException : Exception
    {
        /// <summary>Without a reason.</summary>
        public AssertFailedException()
        {
        }

        /// <summary>Says why.</summary>
        public AssertFailedException(string msg)
            : base(msg)
        {
        }

        /// <summary>Says why, and what was behind it.</summary>
        public AssertFailedException(string msg, Exception ex)
            : base(msg, ex)
        {
        }
    }
}

namespace nanoFramework.TestFramework
{
    /// <summary>A test is skipped.</summary>
    public class SkipTestException : Exception
    {
        /// <summary>Says why.</summary>
        public SkipTestException(string? message = null, Exception? innerException = null)
            : base(message, innerException)
        {
        }
    }
}
