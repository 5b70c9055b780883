using System;
using System.Collections;
using System.Globalization;
using System.Reflection;

namespace nanoFramework.Json;

/// <summary>Tokens to objects of a type, Hashtables and ArrayLists.</summary>
internal sealed class JsonFiller(JsonSerializerOptions options)
{
    internal object? Fill(JsonToken token, Type type)
    {
        if (token is JsonObject members)
        {
            return type == typeof(Hashtable) ? Table(members) : Instance(members, type);
        }

        var array = (JsonArray)token;
        return type == typeof(ArrayList) ? List(array) : Array(array, type);
    }

    private static Hashtable Table(JsonObject members)
    {
        var table = new Hashtable();
        foreach (JsonProperty member in members.Members)
        {
            table.Add(member.Name, Loose(member.Value));
        }

        return table;
    }

    private static ArrayList List(JsonArray array)
    {
        if (array.Length == 0)
        {
            throw new DeserializationException("The library cannot read an empty array without a type.");
        }

        var list = new ArrayList();
        foreach (JsonToken item in array.Items)
        {
            list.Add(item is JsonArray ? throw new DeserializationException("The library cannot read an array in an array without a type.") : Loose(item));
        }

        return list;
    }

    private static object? Loose(JsonToken token) => token switch
    {
        JsonObject members => Table(members),
        JsonArray array => List(array),
        _ => ((JsonValue)token).Value,
    };

    private static object? Convert(object? value, Type type)
    {
        if (type == typeof(string))
        {
            // Null becomes the empty text, and what looked like a moment comes back in another form, as on the device.
            return value switch
            {
                null => "",
                DateTime moment => moment.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                _ => value.ToString(),
            };
        }

        if (type.IsInstanceOfType(value) || (value == null && !type.IsValueType))
        {
            return value;
        }

        string? text = (value as IFormattable)?.ToString(null, CultureInfo.InvariantCulture) ?? value?.ToString();
        try
        {
            // By way of the text, so that "5" is a number, and 1.5 or true is none.
            return text == null || type == typeof(bool) || !typeof(IConvertible).IsAssignableFrom(type)
                ? throw new DeserializationException($"{text ?? "null"} does not fit {type.Name}.")
                : System.Convert.ChangeType(text, type, CultureInfo.InvariantCulture);
        }
        catch (Exception exception) when (exception is FormatException or OverflowException or InvalidCastException)
        {
            throw new DeserializationException($"{text} does not fit {type.Name}.");
        }
    }

    private object Instance(JsonObject members, Type type)
    {
        ConstructorInfo constructor = type.GetConstructor(Type.EmptyTypes) ?? throw new DeserializationException($"{type.Name} cannot be made.");
        object instance = constructor.Invoke(null);
        foreach (JsonProperty member in members.Members)
        {
            PropertyInfo? property = Find(type, member.Name);
            if (property != null)
            {
                property.SetValue(instance, Member(member.Value, property.PropertyType));
            }
            else if (options.ThrowExceptionWhenPropertyNotFound)
            {
                throw new DeserializationException($"{type.Name} has no {member.Name}.");
            }
        }

        return instance;
    }

    private object? Member(JsonToken token, Type type) => token is JsonValue value ? Convert(value.Value, type) : Fill(token, type);

    private Array Array(JsonArray array, Type type)
    {
        Type element = type.GetElementType() ?? throw new DeserializationException($"An array does not fit {type.Name}.");
        Array result = System.Array.CreateInstance(element, array.Length);
        for (int i = 0; i < array.Length; i++)
        {
            if (array.Items[i] is JsonValue { Value: null })
            {
                throw new DeserializationException("The library cannot read null in an array.");
            }

            result.SetValue(Member(array.Items[i], element), i);
        }

        return result;
    }

    private PropertyInfo? Find(Type type, string name)
    {
        PropertyInfo? found = null;
        foreach (PropertyInfo property in type.GetProperties())
        {
            bool usable = property.GetGetMethod() != null && property.GetSetMethod() != null;
            if (usable && string.Equals(property.Name, name, StringComparison.Ordinal))
            {
                return property;
            }

            if (usable && options.PropertyNameCaseInsensitive && string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                found ??= property;
            }
        }

        return found;
    }
}
