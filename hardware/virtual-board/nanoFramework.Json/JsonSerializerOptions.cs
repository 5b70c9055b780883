namespace nanoFramework.Json;

/// <summary>How strictly members are matched.</summary>
public sealed class JsonSerializerOptions
{
    /// <summary>Whether a member is found whatever its case.</summary>
    public bool PropertyNameCaseInsensitive { get; set; }

    /// <summary>Whether a member that the class does not have is an error.</summary>
    public bool ThrowExceptionWhenPropertyNotFound { get; set; }
}
