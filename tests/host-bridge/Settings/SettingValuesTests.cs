using System;
using System.Collections;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Settings;
using Microsoft.Extensions.Logging;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Settings;

/// <summary>What is set comes from the file, the environment and the command line, and what cannot be meant ends the start with one sentence.</summary>
public sealed class SettingValuesTests : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("dutykiosk-settings-").FullName;
    private readonly Hashtable _environment = [];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_data, true);

    /// <summary>Where nobody gives anything, every setting has the default that the bridge has without settings.</summary>
    [Fact]
    public void WithoutSettingsTheDefaultsHold()
    {
        BridgeOptions read = Read().ToOptions(), plain = new() { DataFolder = _data };
        // Where each value came from is no setting itself.
        foreach (PropertyInfo member in typeof(BridgeOptions).GetProperties().Where(member => member.Name is not nameof(BridgeOptions.Given)))
        {
            Assert.Equivalent(member.GetValue(plain), member.GetValue(read));
        }
    }

    /// <summary>The environment holds against the file, and the command line against both.</summary>
    [Fact]
    public void TheLaterSourceHolds()
    {
        Write("port: 1000\nmqttPort: 1001\ntlsPort: 1002\n");
        _environment["DUTYKIOSK_MQTT_PORT"] = "2001";
        _environment["DUTYKIOSK_TLS_PORT"] = "2002";
        BridgeOptions options = Read("--tls-port", "-1").ToOptions();
        Assert.Equal((1000, 2001, -1), (options.Port, options.MqttPort, options.TlsPort));
    }

    /// <summary>Every setting can be given in each of the three, but passwords on no command line.</summary>
    [Fact]
    public void EverySourceTakesEverySetting()
    {
        foreach (Setting setting in SettingTable.All.Where(setting => setting.Name is not ("config" or "data") && setting.HoldsSecretOf == null))
        {
            string value = Example(setting);
            string also = setting.Name switch
            {
                "brokerPassword" or "brokerDynamicSecurity" => "broker: mqtt://u@h\n",
                "homeAssistantPassword" => "homeAssistant: mqtt://u@h\n",
                "oidcAuthority" => "oidcClientId: bridge\n",
                "oidcClientId" or "oidcClientSecret" => "oidcAuthority: https://id.house\noidcClientId: bridge\n",
                _ => "",
            };
            Write(also.Contains(setting.Name + ":", StringComparison.Ordinal) ? also : also + $"{setting.Name}: {value}\n");
            Assert.NotNull(Read().Given(setting.Name));
            Write(also.Replace($"{setting.Name}: bridge\n", "", StringComparison.Ordinal));
            _environment[setting.Variable] = value;
            Assert.Equal(value, Read().Text(setting.Name));
            _environment.Clear();
            if (setting.IsPassword)
            {
                Assert.Contains(setting.InFile().Option, Refusal(setting.Option, value), StringComparison.Ordinal);
            }
            else
            {
                Assert.Equal(value, Read(setting.Kind.IsFlag ? [setting.Option] : [setting.Option, value]).Text(setting.Name));
            }
        }
    }

    /// <summary>Values arrive in the types that the bridge goes by.</summary>
    [Fact]
    public void ValuesArriveAsTheyAreMeant()
    {
        Write("names: [bridge.house, 10.0.0.2]\nbroker: mqtts://bridge@broker.house:8883\nbrokerPassword: 'pa:ss #1'\nbrokerDynamicSecurity: true\nretentionDays: 400\nlogFormat: json\nlogLevel: warning\nmasterKey: keys/m.key\nwatchdog:\n");
        BridgeOptions options = Read().ToOptions();
        Assert.Equal(["bridge.house", "10.0.0.2"], options.Names);
        Assert.Equal("mqtts://bridge@broker.house:8883", options.Broker);
        Assert.Equal("pa:ss #1", options.BrokerPassword);
        Assert.True(options.BrokerDynamicSecurity);
        Assert.Equal((400, LogFormat.Json, LogLevel.Warning, null), (options.RetentionDays, options.LogFormat, options.LogLevel, options.Watchdog));
        Assert.Equal(Path.Combine(_data, "keys", "m.key"), options.MasterKey);
        Assert.Equal(["a", "b", "c"], Read("--name", "a", "--name", "b,c").ToOptions().Names);
    }

    /// <summary>A fault in the file is told with file, line, member and remedy.</summary>
    [Theory]
    [InlineData("port: 8080\nmqttPrt: 1\n", "line 2: there is no setting 'mqttPrt', perhaps mqttPort is meant: correct it")]
    [InlineData("port: many\n", "line 1: port is 'many', but must be a whole number from 0 to 65535.")]
    [InlineData("port: 65536\n", "line 1: port is '65536', but must be a whole number from 0 to 65535.")]
    [InlineData("port: 80.5\n", "line 1: port is '80.5', but must be")]
    [InlineData("\n\nport: [1]\n", "line 3: port must be a whole number")]
    [InlineData("port: {a: 1}\n", "line 1: port must be a whole number")]
    [InlineData("port: 1\nport: 2\n", "line 2: port stands there twice")]
    [InlineData("allowPlainMqtt: maybe\n", "line 1: allowPlainMqtt is 'maybe', but must be true or false.")]
    [InlineData("listen: everywhere\n", "listen is 'everywhere', but must be an address")]
    [InlineData("names: [a b]\n", "names is 'a b', but must be host names")]
    [InlineData("names: [[a]]\n", "names must be host names")]
    [InlineData("retentionDays: 399\n", "retentionDays is '399', but must be 0 or a whole number from 400")]
    [InlineData("logLevel: loud\n", "logLevel is 'loud', but must be debug, information, warning or error.")]
    [InlineData("publicUrl: ftp://a\n", "publicUrl is 'ftp://a', but must be an address such as http://host")]
    [InlineData("port\n", "line 1: settings are written one a line")]
    [InlineData("- port\n", "line 1: settings are written one a line")]
    [InlineData("port: 1\n---\nport: 2\n", "line 2: a second document begins")]
    [InlineData("port: &a 1\n? [b]\n: 2\n", "line 2: a setting has a plain name")]
    [InlineData("port: \"1\n", "bridge.yaml, line")]
    [InlineData("data: elsewhere\n", "line 1: data cannot be set in the file that it leads to: give it as --data")]
    [InlineData("port: 1883\n", "line 1: port and The default of mqttPort are both 1883")]
    [InlineData("brokerPassword: x\n", "line 1: brokerPassword means nothing without broker")]
    [InlineData("brokerDynamicSecurity: true\n", "brokerDynamicSecurity means nothing without broker")]
    [InlineData("broker: mqtt://h\nbrokerPassword: x\n", "line 1: broker names no user for")]
    [InlineData("oidcAuthority: https://id.house\n", "oidcAuthority means nothing without oidcClientId")]
    [InlineData("oidcAuthority: http://id.house\noidcClientId: b\n", "oidcAuthority must be an https address")]
    [InlineData("oidcClientSecret: x\n", "oidcClientSecret means nothing without oidcAuthority")]
    public void AFaultInTheFileIsTold(string yaml, string sentence)
    {
        Write(yaml);
        string told = Refusal();
        Assert.Contains(sentence, told, StringComparison.Ordinal);
        Assert.Contains("bridge.yaml", told, StringComparison.Ordinal);
    }

    /// <summary>So is one in the environment or on the command line, by the variable or the option.</summary>
    [Theory]
    [InlineData("DUTYKIOSK_PROT", "1", "", "Environment: there is no setting DUTYKIOSK_PROT, perhaps DUTYKIOSK_PORT is meant")]
    [InlineData("DUTYKIOSK_PORT", "tcp://10.0.0.1:80", "", "Environment: DUTYKIOSK_PORT is 'tcp://10.0.0.1:80', but must be a whole number")]
    [InlineData("DUTYKIOSK_PORT", "7\n2026 error", "", "Environment: DUTYKIOSK_PORT is '7\\u000a2026 error', but must be")]
    [InlineData("DUTYKIOSK_CONFIG", "/nowhere/bridge.yaml", "", "The settings file /nowhere/bridge.yaml cannot be read")]
    [InlineData("", "", "--port 70000", "Command line: --port is '70000', but must be a whole number from 0 to 65535.")]
    [InlineData("", "", "--port 1 --mqtt-port 1", "Command line: --port and Command line: --mqtt-port are both 1")]
    [InlineData("", "", "--prot 1", "Unrecognized command or argument '--prot'")]
    public void AFaultElsewhereIsTold(string variable, string value, string arguments, string sentence)
    {
        if (variable.Length > 0)
        {
            _environment[variable] = value;
        }

        Assert.Contains(sentence, Refusal(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    /// <summary>A folder that is named by nothing is told; an empty variable says the same as none.</summary>
    [Fact]
    public void NothingNamesNoFolder()
    {
        _environment["DUTYKIOSK_PORT"] = "";
        Assert.Equal(8080, Read().Whole("port"));
        var fault = Assert.Throws<StartupException>(() => Parse("--data", ""));
        Assert.Equal("Command line: --data names no folder: write one behind it, or leave it out.", fault.Message);
    }

    /// <summary>A file named by --config is read in the place of the one in the data folder, and may say where that is; its paths are meant from where it stands.</summary>
    [Fact]
    public void ANamedFileIsRead()
    {
        Write("port: 1\n");
        string other = Path.Combine(_data, "other.yaml");
        File.WriteAllText(other, "data: store\nmqttPort: 2\n");
        BridgeOptions options = Parse("--config", other).ToOptions();
        Assert.Equal((Path.Combine(_data, "store"), 8080, 2), (options.DataFolder, options.Port, options.MqttPort));
    }

    /// <summary>A secret may stand in a file of its own, which a line end closes; one that cannot be read, is empty or stands beside the secret itself is told.</summary>
    [Fact]
    public void ASecretMayStandInAFile()
    {
        string secret = Path.Combine(_data, "db.secret");
        File.WriteAllText(secret, "Host=/run;Password=hunter2\n");
        Write("database: Host=elsewhere\n");
        _environment["DUTYKIOSK_DATABASE_FILE"] = secret;
        Assert.Equal("Host=/run;Password=hunter2", Read().ToOptions().Database);
        _environment["DUTYKIOSK_DATABASE"] = "Host=twice";
        Assert.Contains("DUTYKIOSK_DATABASE_FILE and Environment: DUTYKIOSK_DATABASE both give database", Refusal(), StringComparison.Ordinal);
        _environment.Remove("DUTYKIOSK_DATABASE");
        File.WriteAllText(secret, "");
        Assert.Contains("must hold a text", Refusal(), StringComparison.Ordinal);
        File.Delete(secret);
        Assert.Contains("DUTYKIOSK_DATABASE_FILE: the file cannot be read", Refusal(), StringComparison.Ordinal);
    }

    /// <summary>No sentence and no list repeats a secret, or an address with a password in it.</summary>
    [Fact]
    public void SecretsAreNotShown()
    {
        _environment["DUTYKIOSK_BROKER"] = "mqtt://user:hunter2@host";
        Assert.DoesNotContain("hunter2", Refusal(), StringComparison.Ordinal);
        _environment.Clear();
        Write("database: \"hunter2\\u0007\"\n");
        Assert.DoesNotContain("hunter2", Refusal(), StringComparison.Ordinal);
        Write("database: hunter2\nbroker: mqtt://user@host\nbrokerPassword: hunter2\nwatchdog: https://ping.example/hunter2\noidcAuthority: https://id.house\noidcClientId: bridge\noidcClientSecret: hunter2\n");
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        SettingsCommand.Write(Read(), output);
        Assert.DoesNotContain("hunter2", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("database = (set, not shown)", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("line 2: broker)", output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>The list names every setting with its variable, its option and its default.</summary>
    [Fact]
    public void TheListHasEverything()
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        SettingsCommand.Write(Read(), output);
        Assert.All(SettingTable.All, setting => Assert.Contains(setting.Variable, output.ToString(), StringComparison.Ordinal));
        Assert.Contains("mqttPort = 1883", output.ToString(), StringComparison.Ordinal);
        Assert.Contains("DUTYKIOSK_MQTT_PORT, --mqtt-port; default 1883", output.ToString(), StringComparison.Ordinal);
    }

    private static string Example(Setting setting) => setting.Name switch
    {
        "listen" => "127.0.0.2",
        "names" or "allowPrivate" => "bridge.house",
        "allowPlainMqtt" or "brokerDynamicSecurity" => "true",
        "publicUrl" or "watchdog" or "oidcAuthority" => "https://a.house",
        "broker" or "homeAssistant" => "mqtt://u@a.house",
        "logFormat" => "json",
        "logLevel" => "debug",
        "port" or "mqttPort" or "tlsPort" or "retentionDays" => "4711",
        _ => "/some/text",
    };

    private void Write(string yaml) => File.WriteAllText(Path.Combine(_data, SettingsFile.Name), yaml);

    private string Refusal(params string[] arguments)
    {
        string told = Assert.Throws<StartupException>(() => Read(arguments)).Message;
        Assert.DoesNotContain('\n', told);
        return told;
    }

    private SettingValues Read(params string[] arguments) => Parse([.. arguments, "--data", _data]);

    private SettingValues Parse(params string[] arguments)
    {
        var root = new RootCommand();
        var options = new SettingOptions(root);
        ParseResult parsed = root.Parse(arguments);
        return SettingOptions.FaultOf(parsed) is { } fault ? throw new StartupException(fault) : options.Read(parsed, _environment);
    }
}
