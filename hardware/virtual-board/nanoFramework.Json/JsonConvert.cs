using System;
using System.Collections;
using System.Globalization;
using System.Linq;
using System.Reflection;
using System.Text;

namespace nanoFramework.Json;

/// <summary>
/// Reads JSON into classes, arrays and Hashtables with the weaknesses of the real library: it knows the escapes <c>\n \r \b \f \t \\ \"</c> alone,
/// and throws for <c>[]</c> and for nested arrays in a Hashtable.
/// </summary>
public static class JsonConvert
{
    /// <summary>Reads a text into an object of a type, with default options.</summary>
    public static object? DeserializeObject(string value, Type type) => DeserializeObject(value, type, new JsonSerializerOptions());

    /// <summary>Reads a text into an object of a type.</summary>
    public static object? DeserializeObject(string value, Type type, JsonSerializerOptions options)
    {
        var reader = new Reader(value, options);
        object? result = reader.Value(type);
        reader.End();
        return result;
    }

    private sealed class Reader(string text, JsonSerializerOptions options)
    {
        private const int DeepestNesting = 32;

        private int _at;
        private int _depth;

        internal void End()
        {
            Space();
            if (_at != text.Length)
            {
                throw new DeserializationException("There is text behind the value.");
            }
        }

        internal object? Value(Type type)
        {
            Space();
            if (++_depth > DeepestNesting)
            {
                throw new DeserializationException("The text is nested too deeply.");
            }

            char next = Peek();
            object? value = next switch
            {
                '{' => Object(type),
                '[' => Array(type),
                '"' => Text(),
                't' => Word("true", true),
                'f' => Word("false", false),
                'n' => Word("null", null),
                _ => Number(type),
            };
            _depth--;
            return Fit(value, type);
        }

        private static object? Fit(object? value, Type type)
        {
            if (value == null || type.IsInstanceOfType(value) || type == typeof(object))
            {
                return value;
            }

            throw new DeserializationException($"A {value.GetType().Name} does not fit {type.Name}.");
        }

        private object? Object(Type type)
        {
            _at++;
            object target = type == typeof(Hashtable) || type == typeof(object)
                ? new Hashtable()
                : Activator.CreateInstance(type) ?? throw new DeserializationException($"{type.Name} cannot be made.");
            Space();
            if (Peek() == '}')
            {
                _at++;
                return target;
            }

            while (true)
            {
                Space();
                string name = Text();
                Space();
                Expect(':');
                Member(target, name);
                Space();
                if (Peek() == ',')
                {
                    _at++;
                    continue;
                }

                Expect('}');
                return target;
            }
        }

        private void Member(object target, string name)
        {
            if (target is Hashtable table)
            {
                Space();
                if (Peek() == '[' && NextAfter(_at + 1) is ']' or '[')
                {
                    throw new DeserializationException("An empty or nested array cannot be read into a Hashtable.");
                }

                table[name] = Value(typeof(object));
                return;
            }

            StringComparison comparison = options.PropertyNameCaseInsensitive ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
            PropertyInfo? property = target.GetType().GetProperties().FirstOrDefault(candidate => string.Equals(candidate.Name, name, comparison) && candidate.CanWrite);
            if (property == null)
            {
                if (options.ThrowExceptionWhenPropertyNotFound)
                {
                    throw new DeserializationException($"{target.GetType().Name} has no {name}.");
                }

                Value(typeof(object));
                return;
            }

            property.SetValue(target, Value(property.PropertyType));
        }

        private object Array(Type type)
        {
            _at++;
            Type element = type.IsArray ? type.GetElementType()! : typeof(object);
            var items = new ArrayList();
            Space();
            if (Peek() == ']')
            {
                _at++;
            }
            else
            {
                while (true)
                {
                    items.Add(Value(element));
                    Space();
                    if (Peek() == ',')
                    {
                        _at++;
                        continue;
                    }

                    Expect(']');
                    break;
                }
            }

            return type.IsArray ? items.ToArray(element) : items;
        }

        private string Text()
        {
            Expect('"');
            var result = new StringBuilder();
            while (true)
            {
                char next = Take();
                if (next == '"')
                {
                    return result.ToString();
                }

                if (next != '\\')
                {
                    result.Append(next);
                    continue;
                }

                result.Append(Take() switch
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

        private object Number(Type type)
        {
            int start = _at;
            while (_at < text.Length && (char.IsDigit(text[_at]) || text[_at] is '-' or '+' or '.' or 'e' or 'E'))
            {
                _at++;
            }

            string digits = text.Substring(start, _at - start);
            Type wanted = type;
            if (wanted == typeof(object))
            {
                wanted = digits.IndexOf('.') >= 0 ? typeof(double) : typeof(int);
            }

            try
            {
                return Convert.ChangeType(digits, wanted, CultureInfo.InvariantCulture);
            }
            catch (Exception exception) when (exception is FormatException or OverflowException or InvalidCastException)
            {
                throw new DeserializationException($"'{digits}' is no {wanted.Name}.");
            }
        }

        private object? Word(string word, object? value)
        {
            if (string.CompareOrdinal(text, _at, word, 0, word.Length) != 0)
            {
                throw new DeserializationException($"'{word}' was expected.");
            }

            _at += word.Length;
            return value;
        }

        private char NextAfter(int at)
        {
            while (at < text.Length && char.IsWhiteSpace(text[at]))
            {
                at++;
            }

            return at < text.Length ? text[at] : '\0';
        }

        private void Space()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
            {
                _at++;
            }
        }

        private char Peek() => _at < text.Length ? text[_at] : throw new DeserializationException("The text ends too soon.");

        private char Take()
        {
            char next = Peek();
            _at++;
            return next;
        }

        private void Expect(char wanted)
        {
            if (Take() != wanted)
            {
                throw new DeserializationException($"'{wanted}' was expected.");
            }
        }
    }
}
