using System;
using System.Collections;
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
        private const int MostHostLength = 64;

        private static readonly string[] Texts = new string[] { "terminal", "post", "broker", "password", "key", "siteKey", "ntp", "lamps", "buzzer" };
        private static readonly string[] Flags = new string[] { "handover", "tls", "updates" };
        private static readonly string[] Numbers = new string[] { "port", "journalSegments" };

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
                string text = Encoding.UTF8.GetString(bytes, 0, bytes.Length);

                // Looked at as a table first: filling the class would end in an exception that names no member.
                Hashtable? members = (Hashtable?)JsonConvert.DeserializeObject(text, typeof(Hashtable), options);
                error = members == null ? "" : WrongKind(members);
                if (error.Length > 0)
                {
                    return null;
                }

                configuration = (TerminalConfiguration?)JsonConvert.DeserializeObject(text, typeof(TerminalConfiguration), options);
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

            if (!IsHost(configuration.Broker))
            {
                return Wrong("broker", "the broker's name or address, 1 to 64 of the characters A-Z a-z 0-9 . -");
            }

            if (configuration.Ntp.Length > 0 && !IsHost(configuration.Ntp))
            {
                return Wrong("ntp", "a time server's name or address, or left out");
            }

            if (configuration.Port < 1 || configuration.Port > 65535)
            {
                return Wrong("port", "1 to 65535");
            }

            if (configuration.JournalSegments < 3 || configuration.JournalSegments > 512)
            {
                return Wrong("journalSegments", "3 to 512 (blocks of 4 KB)");
            }

            if (configuration.Lamps != TerminalConfiguration.ThreeLamps && configuration.Lamps != TerminalConfiguration.ColourLamp)
            {
                return Wrong("lamps", "\"three\", \"rgb\", or left out");
            }

            if (configuration.Buzzer != TerminalConfiguration.PassiveBuzzer && configuration.Buzzer != TerminalConfiguration.ActiveBuzzer)
            {
                return Wrong("buzzer", "\"passive\", \"active\", or left out");
            }

            if (Hex.Parse(configuration.Key, 32) == null)
            {
                return Wrong("key", "64 hex digits");
            }

            return Hex.Parse(configuration.SiteKey, 32) == null ? Wrong("siteKey", "64 hex digits") : "";
        }

        private static string WrongKind(Hashtable members)
        {
            for (int i = 0; i < Texts.Length; i++)
            {
                if (members[Texts[i]] != null && !(members[Texts[i]] is string))
                {
                    return Wrong(Texts[i], "a text in quotes");
                }
            }

            for (int i = 0; i < Flags.Length; i++)
            {
                if (members[Flags[i]] != null && !(members[Flags[i]] is bool))
                {
                    return Wrong(Flags[i], "true or false, without quotes");
                }
            }

            for (int i = 0; i < Numbers.Length; i++)
            {
                object? number = members[Numbers[i]];
                if (number != null && (number is string || number is bool))
                {
                    return Wrong(Numbers[i], "a whole number, without quotes");
                }
            }

            return "";
        }

        private static bool IsHost(string? host)
        {
            if (host == null || host.Length == 0 || host.Length > MostHostLength)
            {
                return false;
            }

            for (int i = 0; i < host.Length; i++)
            {
                char c = host[i];
                if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-'))
                {
                    return false;
                }
            }

            return true;
        }

        private static string Wrong(string member, string wanted)
        {
            return Name + ": " + member + " must be " + wanted + ".";
        }
    }
}
