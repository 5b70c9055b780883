using System;

namespace nanoFramework.Json;

/// <summary>Sets of options.</summary>
public enum JsonSerializerDefaults
{
    /// <summary>Members are found by their exact name.</summary>
    General = 0,

    /// <summary>Members are found whatever their case.</summary>
    Web = 1,
}

/// <summary>How strictly members are matched.</summary>
public sealed class JsonSerializerOptions
{
    /// <summary>Exact names; what a class does not have is left out.</summary>
    public JsonSerializerOptions()
    {
    }

    /// <summary>A set of options.</summary>
    public JsonSerializerOptions(JsonSerializerDefaults defaults)
    {
        PropertyNameCaseInsensitive = defaults switch
        {
            JsonSerializerDefaults.General => false,
            JsonSerializerDefaults.Web => true,
            _ => throw new ArgumentOutOfRangeException(nameof(defaults)),
        };
    }

    /// <summary>What is used where no options are given.</summary>
    public static JsonSerializerOptions Default { get; } = new();

    /// <summary>Whether a member is found whatever its case.</summary>
    public bool PropertyNameCaseInsensitive { get; set; }

    /// <summary>Whether a member that the class does not have is an error.</summary>
    public bool ThrowExceptionWhenPropertyNotFound { get; set; }
}
