using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace nanoFramework.Json;

/// <summary>
/// Text to tokens, as forgiving and as strict as the real library: it takes single quotes, keywords in any case, a comma too many, and no comma
/// between two members; it refuses every escape but <c>\n \r \b \f \t \\ \"</c>, a name that is there twice, and text behind the value.
/// </summary>
internal sealed class JsonReader(string text)
{
    // A task's stack on the device ends somewhere here.
    private const int DeepestNesting = 32;

    private int _at;
    private int _depth;

    /// <summary>The whole text, which must be an object or an array.</summary>
    internal JsonToken Read()
    {
        char first = Next();
        if (first is not ('{' or '['))
        {
            throw new DeserializationException("A text must be an object or an array.");
        }

        JsonToken result = Value();
        return Next() == '\0' ? result : throw new DeserializationException("There is text behind the value.");
    }

    private JsonToken Value()
    {
        char next = Next();
        switch (next)
        {
            case '{':
            case '[':
                if (++_depth > DeepestNesting)
                {
                    throw new DeserializationException("The text is nested too deeply.");
                }

                _at++;
                JsonToken nested = next == '{' ? Object() : Array();
                _depth--;
                return nested;
            case '"':
            case '\'':
                string read = Text();
                return new JsonValue(read, Moments.Is(read));
            case 't' or 'T':
                return Word("true", true);
            case 'f' or 'F':
                return Word("false", false);
            case 'n' or 'N':
                return Word("null", null);
            default:
                return Number();
        }
    }

    private JsonObject Object()
    {
        var result = new JsonObject();
        while (Next() != '}')
        {
            if (Next() is not ('"' or '\''))
            {
                throw new DeserializationException("The name of a member was expected.");
            }

            string name = Text();
            if (Next() != ':')
            {
                throw new DeserializationException("':' was expected.");
            }

            _at++;
            if (result.Get(name) != null)
            {
                throw new DeserializationException($"{name} is there twice.");
            }

            result.Add(name, Value());
            if (Next() == ',')
            {
                _at++;
            }
        }

        _at++;
        return result;
    }

    private JsonArray Array()
    {
        var items = new List<JsonToken>();
        while (Next() != ']')
        {
            items.Add(Value());
            char next = Next();
            if (next == ',')
            {
                _at++;
            }
            else if (next != ']')
            {
                throw new DeserializationException("',' or ']' was expected.");
            }
        }

        _at++;
        return new JsonArray(items.ToArray());
    }

    private string Text()
    {
        char quote = text[_at++];
        var result = new StringBuilder();
        while (true)
        {
            char next = Take();
            if (next == quote)
            {
                return result.ToString();
            }

            result.Append(next != '\\' ? next : Take() switch
            {
                'n' => '\n',
                'r' => '\r',
                'b' => '\b',
                'f' => '\f',
                't' => '\t',
                '\\' => '\\',
                '"' => '"',
                _ => throw new DeserializationException("The library does not know this escape."),
            });
        }
    }

    private JsonValue Number()
    {
        int start = _at;
        while (_at < text.Length && text[_at] is (>= '0' and <= '9') or '-' or '+' or '.' or 'e' or 'E')
        {
            _at++;
        }

        string digits = text.Substring(start, _at - start);
        if (digits.IndexOfAny(['.', 'e', 'E']) >= 0 && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double real))
        {
            return new JsonValue(real);
        }

        if (int.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int small))
        {
            return new JsonValue(small);
        }

        if (long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long large))
        {
            return new JsonValue(large);
        }

        return ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out ulong largest)
            ? new JsonValue(largest)
            : throw new DeserializationException(digits.Length == 0 ? "A value was expected." : $"'{digits}' is no number.");
    }

    private JsonValue Word(string word, object? value)
    {
        if (string.Compare(text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            throw new DeserializationException($"'{word}' was expected.");
        }

        _at += word.Length;
        return new JsonValue(value);
    }

    /// <summary>The next character that is no white space, without taking it; 0 at the end.</summary>
    private char Next()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }

        return _at < text.Length ? text[_at] : '\0';
    }

    private char Take() => _at < text.Length ? text[_at++] : throw new DeserializationException("The text ends too soon.");
}
