using System;
using System.IO;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>YAML files with errors that say where.</summary>
internal static class Yaml
{
    // Ten years of shifts of a large house, one by one, are less.
    private const int MostBytes = 16 << 20;

    internal static T Read<T>(string path)
        where T : new()
    {
        try
        {
            string text = BoundedFile.Text(path, MostBytes) ?? throw new InvalidDataException($"it has more than {MostBytes} bytes.");
            YamlExtent.Check(text);
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).WithDuplicateKeyChecking().Build().Deserialize<T>(text) ?? new T();
        }
        catch (YamlException exception)
        {
            string reason = exception.InnerException?.Message ?? exception.Message;
            throw new RosterException($"{path}, line {exception.Start.Line}: {reason.ReplaceLineEndings(" ")} Correct the line or restore the file.");
        }
        catch (Exception exception)
        {
            // Whatever a file has in it that nobody has thought of: who wrote it is told so, and the service does not end of it.
            throw new RosterException($"{path} cannot be read: {exception.Message.ReplaceLineEndings(" ")} Correct or restore the file.");
        }
    }

    internal static void Write<T>(string path, T value)
    {
        string text = new SerializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance)
            .ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitDefaults | DefaultValuesHandling.OmitEmptyCollections).Build().Serialize(value!);
        File.WriteAllText(path, text);
    }
}
