using System;

namespace nanoFramework.Json;

/// <summary>The text cannot be read.</summary>
public class DeserializationException : Exception
{
    /// <summary>Without a reason, as the real library throws it.</summary>
    public DeserializationException()
    {
    }

    internal DeserializationException(string message)
        : base(message)
    {
    }
}
