using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace nanoFramework.Json;

/// <summary>A piece of a parsed text.</summary>
public abstract class JsonToken
{
}

/// <summary>A text, number, truth, moment or null.</summary>
public sealed class JsonValue : JsonToken
{
    /// <summary>A value; with <paramref name="isDateTime"/> a text that is a moment.</summary>
    public JsonValue(object? value, bool isDateTime = false)
    {
        Value = isDateTime ? Moments.Parse((string)value!) : value;
    }

    /// <summary>The value.</summary>
    public object? Value { get; }
}

/// <summary>An array.</summary>
public sealed class JsonArray : JsonToken
{
    /// <summary>An array of these.</summary>
    public JsonArray(JsonToken[] values)
    {
        Items = values;
    }

    /// <summary>What is in it.</summary>
    public JsonToken[] Items { get; }

    /// <summary>How many.</summary>
    public int Length => Items.Length;
}

/// <summary>A member of an object.</summary>
public sealed class JsonProperty : JsonToken
{
    /// <summary>A member.</summary>
    public JsonProperty(string name, JsonToken value)
    {
        Name = name;
        Value = value;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its value.</summary>
    public JsonToken Value { get; }
}

/// <summary>An object; a name is there once.</summary>
public sealed class JsonObject : JsonToken
{
    private readonly Dictionary<string, JsonProperty> _members = [];

    /// <summary>The members, in no order that one may rely on.</summary>
    public ICollection Members => _members.Values.ToArray();

    /// <summary>Adds a member.</summary>
    /// <exception cref="System.ArgumentException">There is one of this name.</exception>
    public void Add(string name, JsonToken value) => _members.Add(name, new JsonProperty(name, value));

    /// <summary>The member of a name, or null.</summary>
    public JsonProperty? Get(string name) => _members.TryGetValue(name, out JsonProperty? member) ? member : null;
}
