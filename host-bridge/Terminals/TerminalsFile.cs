using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>One terminal of the file.</summary>
public sealed class ListedTerminal
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
}

/// <summary>
/// The terminals of the house with their secrets in the clear, <c>terminals.yaml</c>, as a house writes them who has the keys already, and as older bridges kept them. A start takes the file over
/// into the log, sealed, and deletes it.
/// </summary>
public sealed class TerminalsFile
{
    /// <summary>The name of the file in the data folder.</summary>
    public const string Name = "terminals.yaml";

    private const string ReservedId = "bridge";

    /// <summary>The site key, 64 hex digits: badges are hashed with it.</summary>
    public string SiteKey { get; set => field = value ?? ""; } = "";

    /// <summary>The terminals.</summary>
    public List<ListedTerminal> Terminals { get; set => field = value ?? []; } = [];

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
        foreach (ListedTerminal? terminal in file.Terminals)
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
