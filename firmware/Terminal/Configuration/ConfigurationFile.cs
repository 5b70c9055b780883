using System;
using System.Text;
using DutyKiosk.Core.Configuration;
using DutyKiosk.Core.Flash;
using DutyKiosk.Core.Messages;
using DutyKiosk.Core.Roster;
using nanoFramework.Json;

namespace DutyKiosk.Terminal.Configuration
{
    /// <summary>Reads and checks what the terminal was told at enrolment.</summary>
    public static class ConfigurationFile
    {
        /// <summary>The name of the file on flash.</summary>
        public const string Name = "dutykiosk.json";

        private const int MostBytes = 2048;

        /// <summary>The configuration, or null with a sentence that names the wrong member and the remedy.</summary>
        public static TerminalConfiguration? Read(IFlash flash, out string error)
        {
            byte[]? bytes = flash.Read(Name);
            if (bytes == null || bytes.Length > MostBytes)
            {
                error = Name + (bytes == null ? " is missing" : " is longer than 2048 bytes") + ": enrol the terminal and deploy its files again.";
                return null;
            }

            TerminalConfiguration? configuration;
            try
            {
                JsonSerializerOptions options = new JsonSerializerOptions();
                options.PropertyNameCaseInsensitive = true;
                configuration = (TerminalConfiguration?)JsonConvert.DeserializeObject(
                    Encoding.UTF8.GetString(bytes, 0, bytes.Length), typeof(TerminalConfiguration), options);
            }
            catch (Exception exception)
            {
                error = Name + " cannot be read (" + exception.Message + "): deploy the terminal's files again.";
                return null;
            }

            error = configuration == null ? Name + " is empty: deploy the terminal's files again." : Check(configuration);
            return error.Length == 0 ? configuration : null;
        }

        private static string Check(TerminalConfiguration configuration)
        {
            if (!PersonId.IsValid(configuration.Terminal))
            {
                return Wrong("terminal", "1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }

            if (!PersonId.IsValid(configuration.Post))
            {
                return Wrong("post", "1 to 12 of the characters A-Z a-z 0-9 . _ -");
            }

            if (string.IsNullOrEmpty(configuration.Broker))
            {
                return Wrong("broker", "the broker's name or address");
            }

            if (configuration.Port < 1 || configuration.Port > 65535)
            {
                return Wrong("port", "1 to 65535");
            }

            if (configuration.JournalSegments < 3 || configuration.JournalSegments > 512)
            {
                return Wrong("journalSegments", "3 to 512 (blocks of 4 KB)");
            }

            if (Hex.Parse(configuration.Key, 32) == null)
            {
                return Wrong("key", "64 hex digits");
            }

            return Hex.Parse(configuration.SiteKey, 32) == null ? Wrong("siteKey", "64 hex digits") : "";
        }

        private static string Wrong(string member, string wanted)
        {
            return Name + ": " + member + " must be " + wanted + ".";
        }
    }
}
