using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Operations;

/// <summary>One event as one line. Whatever an outsider has got into a value, it stays within its line.</summary>
/// <param name="At">When it happened.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Event">Its number and name.</param>
/// <param name="Source">The part of the program that tells it.</param>
/// <param name="Words">The event in words.</param>
/// <param name="Values">The values in it, by name.</param>
/// <param name="Fault">What was thrown; null: nothing.</param>
public sealed record LogLine(DateTimeOffset At, LogLevel Level, EventId Event, string Source, string Words, IReadOnlyList<KeyValuePair<string, object?>> Values, Exception? Fault)
{
    private const string Template = "{OriginalFormat}";

    // The escaped characters are the ones that a line of JSON needs; letters of every language stay readable.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line for people. For the journal of systemd, which has a time of its own, it begins with the level in the journal's way instead.</summary>
    public string ToText(bool forJournal)
    {
        string fault = Fault == null ? "" : $" {Fault.GetType().Name}: {Fault.Message}";
        string begin = forJournal ? $"<{Severity()}>" : string.Create(CultureInfo.InvariantCulture, $"{At.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {Word()} ");
        return Printable.Of($"{begin}{Name()} {Words}{fault}");
    }

    /// <summary>The line for programs: one JSON object.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Writing))
        {
            json.WriteStartObject();
            json.WriteString("time", At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", Word());
            json.WriteNumber("id", Event.Id);
            json.WriteString("event", Name());
            json.WriteString("source", Source);
            json.WriteString("message", Printable.Of(Words));
            foreach ((string name, object? value) in Values)
            {
                string member = JsonNamingPolicy.CamelCase.ConvertName(name);
                switch (value)
                {
                    case var _ when string.Equals(name, Template, StringComparison.Ordinal):
                        break;
                    case int or long:
                        json.WriteNumber(member, Convert.ToInt64(value, CultureInfo.InvariantCulture));
                        break;
                    default:
                        json.WriteString(member, Printable.Of(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""));
                        break;
                }
            }

            if (Fault != null)
            {
                json.WriteString("fault", Printable.Of($"{Fault.GetType().Name}: {Fault.Message}"));
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    // What comes from a library may have no name.
    private string Name() => string.IsNullOrEmpty(Event.Name) ? Source : Event.Name;

    private string Word() => Level switch { LogLevel.Trace or LogLevel.Debug => "debug", LogLevel.Information => "information", LogLevel.Warning => "warning", _ => "error" };

    // The numbers of syslog.
    private int Severity() => Level switch { LogLevel.Trace or LogLevel.Debug => 7, LogLevel.Information => 6, LogLevel.Warning => 4, LogLevel.Error => 3, _ => 2 };
}
