using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using DutyKiosk.HostBridge.Ingest;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace DutyKiosk.HostBridge.Roster;

/// <summary>One enrolled terminal.</summary>
public sealed class TerminalEntry
{
    /// <summary>Its id.</summary>
    public string Id { get; set => field = value ?? ""; } = "";

    /// <summary>Its post.</summary>
    public string Post { get; set => field = value ?? ""; } = "";

    /// <summary>Whether it is the post's handover terminal.</summary>
    public bool Handover { get; set; }

    /// <summary>The terminal key, 64 hex digits.</summary>
    public string Key { get; set => field = value ?? ""; } = "";

    /// <summary>Its MQTT password; empty: it is let in without one, on loopback alone.</summary>
    public string Password { get; set => field = value ?? ""; } = "";

    /// <summary>The key's bytes.</summary>
    public byte[] KeyBytes() => Convert.FromHexString(Key);
}

/// <summary>The terminals of the house and their secrets: <c>terminals.yaml</c>.</summary>
public sealed class TerminalsFile
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string Name = "terminals.yaml";

    private const string ReservedId = "bridge";

    /// <summary>The site key, 64 hex digits: badges are hashed with it.</summary>
    public string SiteKey { get; set => field = value ?? ""; } = "";

    /// <summary>The terminals.</summary>
    public List<TerminalEntry> Terminals { get; set => field = value ?? []; } = [];

    /// <summary>A terminal, or null.</summary>
    public TerminalEntry? Find(string id) => Terminals.Find(terminal => string.Equals(terminal.Id, id, StringComparison.Ordinal));

    /// <summary>A new key.</summary>
    public static string NewKey() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the file.</summary>
    /// <exception cref="RosterException">It cannot be used.</exception>
    public static TerminalsFile Read(string path)
    {
        TerminalsFile file = Yaml.Read<TerminalsFile>(path);
        if (!IsKey(file.SiteKey))
        {
            throw new RosterException($"{path}: siteKey must be 64 hex digits.");
        }

        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (TerminalEntry? terminal in file.Terminals)
        {
            if (terminal == null)
            {
                throw new RosterException($"{path}: one of the terminals is empty: fill it in or take its dash away.");
            }

            if (string.Equals(terminal.Id, ReservedId, StringComparison.Ordinal) || !ids.Add(terminal.Id))
            {
                throw new RosterException($"{path}: terminal '{terminal.Id}' stands there twice or has the bridge's own name: give every terminal an id of its own.");
            }

            if (!RecordBody.IsId(terminal.Id) || !RecordBody.IsId(terminal.Post) || !IsKey(terminal.Key))
            {
                throw new RosterException($"{path}: terminal '{terminal.Id}' wants an id, a post and a key of 64 hex digits.");
            }
        }

        return file;
    }

    /// <summary>Writes the file for its owner's eyes only.</summary>
    public void Write(string path)
    {
        Yaml.Write(path, this);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }

    private static bool IsKey(string key) => key.Length == 64 && key.All(char.IsAsciiHexDigit);
}

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
