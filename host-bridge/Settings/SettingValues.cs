using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Roster;
using Microsoft.Extensions.Logging;

namespace DutyKiosk.HostBridge.Settings;

/// <summary>
/// What is set, from the settings file, the environment and the command line; where several give a value, the later one of these holds. All of it is checked: what
/// cannot be carried out as it is written ends the start, as a bridge that runs otherwise than its owner believes is worse than none.
/// </summary>
public sealed class SettingValues
{
    private const int MostSecretBytes = 64 * 1024;

    private readonly Dictionary<Setting, GivenValue> _given = [];

    private SettingValues(string settingsFile)
    {
        SettingsFile = settingsFile;
    }

    /// <summary>The settings file that was read; empty: there is none.</summary>
    public string SettingsFile { get; }

    /// <summary>Reads the environment and the settings file to what the command line gives.</summary>
    /// <param name="commandLine">The values on the command line.</param>
    /// <param name="environment">The environment, as the system gives it.</param>
    /// <exception cref="StartupException">Something in it cannot be carried out; the sentence names the place, the member and the remedy.</exception>
    public static SettingValues Read(IReadOnlyList<GivenValue> commandLine, IDictionary environment)
    {
        IReadOnlyList<GivenValue> variables = SettingVariables.Read(environment);
        GivenValue? Highest(string name) => commandLine.Concat(variables).FirstOrDefault(value => string.Equals(value.Setting.Name, name, StringComparison.Ordinal));
        string named = Highest("config")?.Text ?? "";
        string path = named.Length > 0 ? named : Path.Combine(Highest("data")?.Text ?? Admin.DataFolder.Default(), Settings.SettingsFile.Name);
        bool isRead = named.Length > 0 || File.Exists(path);
        IReadOnlyList<GivenValue> file = isRead ? Settings.SettingsFile.Read(path) : [];
        foreach (GivenValue value in file.Where(value => value.Setting.Name is "config" || (value.Setting.Name is "data" && named.Length == 0)))
        {
            throw new StartupException($"{value.Place} cannot be set in the file that it leads to: give it as {value.Setting.Option} or {value.Setting.Variable}.");
        }

        var values = new SettingValues(isRead ? path : "");
        values.Take(file);
        values.Take(variables);
        values.Take(commandLine);
        values.Check();
        return values;
    }

    /// <summary>The value of a setting, or its default.</summary>
    public string Text(string name) => Given(name) is { } value ? value.Text : SettingTable.Get(name).Default;

    /// <summary>The value of a setting that is a number.</summary>
    public int Whole(string name) => SettingKind.Number(Text(name))!.Value;

    /// <summary>The value of a setting that is a flag.</summary>
    public bool Flag(string name) => bool.Parse(Text(name));

    /// <summary>What somebody gave for a setting; null: nobody did, and its default holds.</summary>
    public GivenValue? Given(string name) => _given.GetValueOrDefault(SettingTable.Get(name));

    /// <summary>The data folder.</summary>
    public string DataFolder => Text("data") is { Length: > 0 } folder ? folder : Admin.DataFolder.Default();

    /// <summary>What a bridge is started with.</summary>
    public BridgeOptions ToOptions()
    {
        return new BridgeOptions
        {
            Given = this,
            DataFolder = DataFolder,
            Port = Whole("port"),
            MqttPort = Whole("mqttPort"),
            TlsPort = Whole("tlsPort"),
            Listen = Text("listen"),
            AllowPlainMqtt = Flag("allowPlainMqtt"),
            Names = List("names"),
            PublicUrl = Link("publicUrl")?.OriginalString ?? "",
            MasterKey = Text("masterKey"),
            Database = Text("database"),
            Broker = Text("broker"),
            BrokerPassword = Text("brokerPassword"),
            BrokerDynamicSecurity = Flag("brokerDynamicSecurity"),
            RetentionDays = Whole("retentionDays"),
            AllowPrivate = List("allowPrivate"),
            Watchdog = Link("watchdog"),
            OidcAuthority = Link("oidcAuthority")?.OriginalString ?? "",
            OidcClientId = Text("oidcClientId"),
            OidcClientSecret = Text("oidcClientSecret"),
            OidcRoleClaim = Text("oidcRoleClaim"),
            HomeAssistant = Link("homeAssistant"),
            HomeAssistantPassword = Text("homeAssistantPassword"),
            HrSecret = Text("hrSecret"),
            LogFormat = Text("logFormat") is "json" ? LogFormat.Json : LogFormat.Text,
            LogLevel = Enum.Parse<LogLevel>(Text("logLevel"), ignoreCase: true),
        };
    }

    private string[] List(string name) => Text(name).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private Uri? Link(string name) => Text(name) is { Length: > 0 } text ? new Uri(text) : null;

    // A secret and the file that holds it are one matter: what a later source says of either takes the place of both.
    private void Take(IReadOnlyList<GivenValue> values)
    {
        foreach (GivenValue value in values.Where(value => value.Setting.HoldsSecretOf != null))
        {
            if (values.FirstOrDefault(other => other.Setting == value.Setting.HoldsSecretOf && other.Text.Length > 0) is { } twin && value.Text.Length > 0)
            {
                throw new StartupException($"{value.Place} and {twin.Place} both give {twin.Setting.Name}: take one away.");
            }
        }

        foreach (GivenValue value in values)
        {
            if (value.Text.Length == 0)
            {
                Clear(value);
                continue;
            }

            if (!value.Setting.Kind.Fits(value.Text))
            {
                throw value.Refused();
            }

            GivenValue meant = value.Setting.Kind.IsPath && value.Folder.Length > 0 ? value with { Text = Path.GetFullPath(value.Text, value.Folder) } : value;
            _given[meant.Setting.HoldsSecretOf ?? meant.Setting] = meant.Setting.HoldsSecretOf == null ? meant : SecretIn(meant);
        }
    }

    // Nothing stands for the default, and takes away what an earlier source gave.
    private void Clear(GivenValue value)
    {
        if (value.Setting.Name is "data" or "config")
        {
            throw new StartupException($"{value.Place} names no {(value.Setting.Name is "data" ? "folder" : "file")}: write one behind it, or leave it out.");
        }

        _given.Remove(value.Setting);
    }

    private static GivenValue SecretIn(GivenValue named)
    {
        try
        {
            string secret = (BoundedFile.Text(named.Text, MostSecretBytes) ?? "").TrimEnd('\r', '\n');
            Setting setting = named.Setting.HoldsSecretOf!;
            return secret.Length > 0 && setting.Kind.Fits(secret)
                ? named with { Setting = setting, Text = secret }
                : throw new StartupException($"{named.Place}: the file {Printable.Of(named.Text)} must hold {setting.Kind.Range} and nothing else.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{named.Place}: the file cannot be read ({Printable.Of(exception.Message)}): correct its name, or let this user read it.");
        }
    }

    private void Check()
    {
        string[] ports = ["port", "mqttPort", "tlsPort"];
        foreach ((string one, string other) in ports.SelectMany((port, i) => ports[(i + 1)..].Select(next => (port, next))))
        {
            if (Whole(one) > 0 && Whole(one) == Whole(other))
            {
                throw new StartupException(string.Create(CultureInfo.InvariantCulture, $"{PlaceOf(Given(one) == null ? other : one)} and {PlaceOf(Given(one) == null ? one : other)} are both {Whole(one)}: give each a port of its own."));
            }
        }

        Needs("brokerPassword", "broker");
        NeedsUser("brokerPassword", "broker");
        if (Flag("brokerDynamicSecurity"))
        {
            Needs("brokerDynamicSecurity", "broker");
        }

        Needs("homeAssistantPassword", "homeAssistant");
        NeedsUser("homeAssistantPassword", "homeAssistant");
        Needs("oidcAuthority", "oidcClientId");
        Needs("oidcClientId", "oidcAuthority");
        Needs("oidcClientSecret", "oidcAuthority");
        if (Link("oidcAuthority") is { IsLoopback: false } authority && string.Equals(authority.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal))
        {
            throw new StartupException($"{PlaceOf("oidcAuthority")} must be an https address, as sign-in over a plain one can be taken over: correct it.");
        }
    }

    private void Needs(string name, string needed)
    {
        if (Text(name).Length > 0 && Text(needed).Length == 0)
        {
            throw new StartupException($"{PlaceOf(name)} means nothing without {needed}: set that too ({SettingTable.Get(needed).Variable}), or take {name} away.");
        }
    }

    private void NeedsUser(string password, string link)
    {
        if (Text(password).Length > 0 && Link(link)!.UserInfo.Length == 0)
        {
            throw new StartupException($"{PlaceOf(link)} names no user for {PlaceOf(password)}: write it as in mqtt://user@host:1883, or take {password} away.");
        }
    }

    private string PlaceOf(string name) => Given(name)?.Place ?? $"The default of {name}";
}
