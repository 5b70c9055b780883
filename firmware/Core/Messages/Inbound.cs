using System;
using nanoFramework.Json;

namespace DutyKiosk.Core.Messages
{
    /// <summary>
    /// Parses what has been verified. The parser of the device throws on much that is valid JSON, and a message that it cannot read must
    /// not end the thread that reads it: it is one more bad message.
    /// </summary>
    public static class Inbound
    {
        /// <summary>The message as an object of a type, or null where it cannot be read.</summary>
        public static object? Parse(byte[] payload, Type type)
        {
            string? text = SignedMessage.Text(payload);
            if (text == null)
            {
                return null;
            }

            JsonSerializerOptions options = new JsonSerializerOptions();
            options.PropertyNameCaseInsensitive = true;
            try
            {
                return JsonConvert.DeserializeObject(text, type, options);
            }
            catch (Exception)
            {
                // The library has no exception of its own for most of this; the caller counts the message as bad.
                return null;
            }
        }
    }
}
