using System;
using System.IO;

namespace nanoFramework.Json;

/// <summary>
/// Reads JSON into classes, arrays, Hashtables and ArrayLists with the weaknesses of the real library. Writing is not here: the real one's order of
/// members is undefined, so the firmware renders by itself.
/// </summary>
public static class JsonConvert
{
    /// <summary>Reads a text into an object of a type, with the options that all share.</summary>
    public static object? DeserializeObject(string value, Type type) => DeserializeObject(value, type, JsonSerializerOptions.Default);

    /// <summary>Reads a text into an object of a type; for a string, the text itself.</summary>
    /// <exception cref="DeserializationException">The text or its fit to the type is wrong; the real library throws others, too.</exception>
    public static object? DeserializeObject(string value, Type type, JsonSerializerOptions options)
    {
        return type == typeof(string) ? value : new JsonFiller(options).Fill(new JsonReader(value).Read(), type);
    }

    /// <summary>Reads a stream of UTF-8 into an object of a type, with the options that all share.</summary>
    public static object? DeserializeObject(Stream stream, Type type) => DeserializeObject(stream, type, JsonSerializerOptions.Default);

    /// <summary>Reads a stream of UTF-8 into an object of a type.</summary>
    public static object? DeserializeObject(Stream stream, Type type, JsonSerializerOptions options)
    {
        using var reader = new StreamReader(stream);
        return new JsonFiller(options).Fill(new JsonReader(reader.ReadToEnd()).Read(), type);
    }
}
