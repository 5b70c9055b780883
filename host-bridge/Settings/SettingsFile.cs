using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>The settings file: one flat YAML mapping. A member without a value says the same as no member.</summary>
public static class SettingsFile
{
    /// <summary>Its name in the data folder.</summary>
    public const string Name = "bridge.yaml";

    private const int MostBytes = 64 * 1024;

    /// <summary>Reads the values of a file.</summary>
    /// <exception cref="StartupException">It cannot be read, or something in it is no setting.</exception>
    public static IReadOnlyList<GivenValue> Read(string path)
    {
        try
        {
            string text = BoundedFile.Text(path, MostBytes) ?? throw new StartupException($"{path}: settings have at most {MostBytes} bytes: shorten the file.");
            return Parse(path, text);
        }
        catch (YamlException exception)
        {
            string reason = exception.InnerException?.Message ?? exception.Message;
            throw new StartupException($"{path}, line {exception.Start.Line}: {Printable.Of(reason)} Correct the line.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The settings file {path} cannot be read ({Printable.Of(exception.Message)}): correct its name, or let this user read it.");
        }
        catch (Exception exception) when (exception is not StartupException)
        {
            // The library throws other things, too, at texts that nobody has thought of.
            throw new StartupException($"The settings file {path} cannot be read ({Printable.Of(exception.Message)}): write one setting a line, as in 'port: 8080'.");
        }
    }

    private static List<GivenValue> Parse(string path, string text)
    {
        var values = new List<GivenValue>();
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var parser = new Parser(new StringReader(text));
        parser.Consume<StreamStart>();
        if (parser.TryConsume<StreamEnd>(out _))
        {
            return values;
        }

        parser.Consume<DocumentStart>();
        if (parser.TryConsume<Scalar>(out Scalar? alone) && !IsNothing(alone))
        {
            throw Fault(path, alone, "settings are written one a line, as in 'port: 8080'");
        }

        if (alone == null)
        {
            ParsingEvent first = parser.Current!;
            if (!parser.TryConsume<MappingStart>(out _))
            {
                throw Fault(path, first, "settings are written one a line, as in 'port: 8080'");
            }

            while (!parser.TryConsume<MappingEnd>(out _))
            {
                ReadMember(parser, path, folder, values);
            }
        }

        parser.Consume<DocumentEnd>();
        return parser.TryConsume<StreamEnd>(out _) ? values : throw Fault(path, parser.Current!, "a second document begins, and a settings file has one: take it away");
    }

    private static void ReadMember(Parser parser, string path, string folder, List<GivenValue> values)
    {
        ParsingEvent begin = parser.Current!;
        if (!parser.TryConsume<Scalar>(out Scalar? key))
        {
            throw Fault(path, begin, "a setting has a plain name, as in 'port: 8080'");
        }

        Setting setting = SettingTable.All.FirstOrDefault(candidate => string.Equals(candidate.Name, key.Value, StringComparison.Ordinal))
            ?? throw Fault(path, key, $"there is no setting '{Printable.Of(key.Value)}'{SettingTable.Nearest(key.Value, SettingTable.All.Select(known => known.Name))}: correct it, 'host-bridge settings' lists all");
        if (values.Exists(value => value.Setting == setting))
        {
            throw Fault(path, key, $"{setting.Name} stands there twice: take one away");
        }

        ParsingEvent valueBegin = parser.Current!;
        if (parser.TryConsume<Scalar>(out Scalar? scalar))
        {
            Add(IsNothing(scalar) ? "" : scalar.Value);
        }
        else if (setting.Kind.IsList && parser.TryConsume<SequenceStart>(out _))
        {
            var items = new List<string>();
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                ParsingEvent item = parser.Current!;
                items.Add(parser.TryConsume<Scalar>(out Scalar? word) ? word.Value : throw Fault(path, item, $"{setting.Name} must be {setting.Kind.Range}"));
            }

            Add(string.Join(',', items));
        }
        else
        {
            throw Fault(path, valueBegin, $"{setting.Name} must be {setting.Kind.Range}");
        }

        void Add(string text) => values.Add(new GivenValue(setting, text, $"{path}, line {key.Start.Line}: {setting.Name}", folder));
    }

    private static bool IsNothing(Scalar scalar) => scalar.Style == ScalarStyle.Plain && scalar.Value is "" or "~" or "null";

    private static StartupException Fault(string path, ParsingEvent at, string sentence) => new($"{path}, line {at.Start.Line}: {sentence}.");
}
