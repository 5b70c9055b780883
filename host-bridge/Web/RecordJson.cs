using System;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace DutyKiosk.HostBridge.Web;

/// <summary>The JSON object of a record, byte for byte as it came, so that whoever has the key can prove it again.</summary>
[JsonConverter(typeof(Converter))]
public sealed class RecordJson
{
    private const int DeepestNesting = 8;

    private readonly byte[] _bytes;

    private RecordJson(byte[] bytes)
    {
        _bytes = bytes;
    }

    /// <summary>The object that these bytes are; null: they are none, or one that no reader should be troubled with.</summary>
    public static RecordJson? Of(byte[] body)
    {
        if (!Utf8.IsValid(body))
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DeepestNesting });
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (reader.Read())
            {
                // Reading to the end is what finds the faults.
            }

            return isObject ? new RecordJson(body) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed class Converter : JsonConverter<RecordJson>
    {
        public override RecordJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Records are only written.");

        public override void Write(Utf8JsonWriter writer, RecordJson value, JsonSerializerOptions options) => writer.WriteRawValue(value._bytes);
    }
}
