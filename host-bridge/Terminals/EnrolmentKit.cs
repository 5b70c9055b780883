using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DutyKiosk.HostBridge.Terminals;

/// <summary>Where a terminal finds its broker and its network, as its enrolment writes them down.</summary>
public sealed record EnrolmentPlace
{
    /// <summary>The broker's name or address, as it stands in its certificate.</summary>
    public required string Broker { get; init; }

    /// <summary>The broker's port.</summary>
    public required int Port { get; init; }

    /// <summary>The CA's certificate in PEM; empty: plain MQTT, without TLS.</summary>
    public string Authority { get; init; } = "";

    /// <summary>The name of the Wi-Fi; empty: it is written in by hand.</summary>
    public string Wifi { get; init; } = "";

    /// <summary>The password of the Wi-Fi.</summary>
    public string WifiPassword { get; init; } = "";

    /// <summary>The time server; empty: the firmware's own choice.</summary>
    public string TimeServer { get; init; } = "";

    /// <summary>The serial port at which the terminal is flashed.</summary>
    public string Serial { get; init; } = UsualSerial;

    /// <summary>The board that it is built with: one of <see cref="Boards"/>.</summary>
    public string Board { get; init; } = Boards[0];

    /// <summary>Its lamps: one of <see cref="LampChoices"/>.</summary>
    public string Lamps { get; init; } = LampChoices[0];

    /// <summary>Its buzzer: one of <see cref="BuzzerChoices"/>.</summary>
    public string Buzzer { get; init; } = BuzzerChoices[0];

    /// <summary>The boards of <c>hardware/terminal</c>, the reference first: an ESP32 with 4 MB, and an ESP32-S3 with 16 MB and octal PSRAM.</summary>
    public static IReadOnlyList<string> Boards { get; } = ["esp32", "esp32-s3"];

    /// <summary>Three lamps in a row, or one of several colours.</summary>
    public static IReadOnlyList<string> LampChoices { get; } = ["three", "rgb"];

    /// <summary>A buzzer that plays tunes, or one with a tone of its own.</summary>
    public static IReadOnlyList<string> BuzzerChoices { get; } = ["passive", "active"];

    /// <summary>The nanoFramework image for its board.</summary>
    public string Target => IsLarge ? "ESP32_S3_OCTAL" : "ESP32_REV3";

    /// <summary>Whether its file system has room for a larger journal.</summary>
    public bool IsLarge => string.Equals(Board, Boards[1], StringComparison.Ordinal);

    /// <summary>The field in which something is wrong: <c>broker</c>, <c>port</c>, <c>ntp</c>, <c>wifi</c>, <c>wifi-password</c>, <c>serial</c>, <c>built</c>; empty: nothing is.</summary>
    public string FaultyField()
    {
        return Broker.Length is < 1 or > 64 || Broker.AsSpan().ContainsAnyExcept(HostCharacters) ? "broker"
            : Port is < 1 or > 65535 ? "port"
            : TimeServer.Length > 64 || TimeServer.AsSpan().ContainsAnyExcept(HostCharacters) ? "ntp"
            : Encoding.UTF8.GetByteCount(Wifi) > 32 ? "wifi"
            : WifiPassword.Length > 64 ? "wifi-password"
            : Serial.Length is < 1 or > 64 || Serial.AsSpan().ContainsAnyExcept(SerialCharacters) ? "serial"
            : !Boards.Contains(Board) || !LampChoices.Contains(Lamps) || !BuzzerChoices.Contains(Buzzer) ? "built"
            : "";
    }

    /// <summary>What is wrong with it; empty: nothing.</summary>
    public string Fault() => FaultyField() switch
    {
        "broker" => $"the broker '{Broker}' is no name or address: 1 to 64 of letters, digits, dots and hyphens",
        "port" => $"{Port} is no port: 1 to 65535",
        "ntp" => $"the time server '{TimeServer}' is no name or address: 1 to 64 of letters, digits, dots and hyphens",
        "wifi" => "the name of a Wi-Fi has at most 32 bytes",
        "wifi-password" => "the password of a Wi-Fi has at most 64 characters",
        "serial" => $"the serial port '{Serial}' is none: write it as COM3 or /dev/ttyUSB0",
        "built" => $"'{Board}', '{Lamps}', '{Buzzer}': a terminal is built with {string.Join(" or ", Boards)}, with lamps {string.Join(" or ", LampChoices)} and a buzzer {string.Join(" or ", BuzzerChoices)}",
        _ => "",
    };

    /// <summary>A serial port as Windows names it, where nobody says another.</summary>
    public const string UsualSerial = "COM3";

    private static readonly System.Buffers.SearchValues<char> SerialCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-/");

    private static readonly System.Buffers.SearchValues<char> HostCharacters = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-");
}

/// <summary>
/// What is deployed to a terminal with nanoff, as one zip: its configuration with the keys, the CA that it trusts, its Wi-Fi, and the commands. It holds every
/// secret of the terminal, so it belongs on the machine that flashes it and nowhere else.
/// </summary>
public static class EnrolmentKit
{
    // What hardware/terminal gives the journal of a board with 16 MB, in blocks of 4 KB; two images of an update have room beside it.
    private const int LargeJournalSegments = 490;

    // nanoff hands the certificate over as it is, and the device's TLS reads PEM up to a zero (NetworkDeploymentManager.cs of nanoFirmwareFlasher, whose own zero gets lost).
    private const string EndOfPem = "\0";

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Json) { WriteIndented = true };

    /// <summary>Writes it.</summary>
    public static byte[] Zip(TerminalCredentials terminal, EnrolmentPlace place, DateTimeOffset now)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "dutykiosk.json", Configuration(terminal, place), now);
            if (place.Authority.Length > 0)
            {
                Put(zip, "ca.crt", place.Authority + EndOfPem, now);
            }

            Put(zip, "net.json", Network(place), now);
            Put(zip, "files.json", Files(place), now);
            Put(zip, "DEPLOY.md", Steps(terminal, place), now);
        }

        return bytes.ToArray();
    }

    /// <summary>The commands by which it is deployed, to be given one after another in the folder that it was unpacked into.</summary>
    public static IReadOnlyList<string> Commands(EnrolmentPlace place) =>
    [
        "dotnet tool install -g nanoff",
        $"nanoff --update --target {place.Target} --serialport {place.Serial} --masserase",

        // The device is asked where the program belongs: without --nanodevice nanoff writes it to an address that images of the ESP32 have left (nanoframework/Home#1835), and says that all is well.
        $"nanoff --nanodevice --deploy --serialport {place.Serial} --image DutyKiosk.bin",
        "nanoff --networkdeployment net.json",
        "nanoff --filedeployment files.json",
    ];

    // One line: the device's parser reads it into little memory.
    private static string Configuration(TerminalCredentials terminal, EnrolmentPlace place)
    {
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["terminal"] = terminal.Terminal,
            ["post"] = terminal.Post,
            ["handover"] = terminal.Handover,
            ["broker"] = place.Broker,
            ["port"] = place.Port,
            ["tls"] = place.Authority.Length > 0,
            ["password"] = terminal.Password,
            ["key"] = terminal.Key,
            ["siteKey"] = terminal.SiteKey,
        };
        if (place.TimeServer.Length > 0)
        {
            members["ntp"] = place.TimeServer;
        }

        // What the firmware takes for granted is left out, so that an older one can read it, too.
        if (!string.Equals(place.Lamps, EnrolmentPlace.LampChoices[0], StringComparison.Ordinal))
        {
            members["lamps"] = place.Lamps;
        }

        if (!string.Equals(place.Buzzer, EnrolmentPlace.BuzzerChoices[0], StringComparison.Ordinal))
        {
            members["buzzer"] = place.Buzzer;
        }

        if (place.IsLarge)
        {
            members["journalSegments"] = LargeJournalSegments;
            members["updates"] = true;
        }

        return JsonSerializer.Serialize(members, Json);
    }

    private static string Network(EnrolmentPlace place)
    {
        bool isOpen = place.Wifi.Length > 0 && place.WifiPassword.Length == 0;
        var members = new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["serialport"] = place.Serial,
            ["WirelessClient"] = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Ssid"] = place.Wifi.Length > 0 ? place.Wifi : "WIFI-NAME",
                ["Password"] = place.Wifi.Length > 0 ? place.WifiPassword : "WIFI-PASSWORD",
                // Left out, nanoff takes both for None. A network without a password is open.
                ["Authentication"] = isOpen ? "OPEN" : "WPA2",
                ["Encryption"] = isOpen ? "None" : "WPA2",
                ["ConfigurationOption"] = "AutoConnect",
            },
        };
        if (place.Authority.Length > 0)
        {
            members["CACertificatesPath"] = "ca.crt";
        }

        return JsonSerializer.Serialize(members, Indented);
    }

    private static string Files(EnrolmentPlace place) => JsonSerializer.Serialize(
        new
        {
            serialport = place.Serial,
            files = new[] { new { DestinationFilePath = @"I:\dutykiosk.json", SourceFilePath = "dutykiosk.json" } },
        },
        Indented);

    private static string Steps(TerminalCredentials terminal, EnrolmentPlace place) =>
        $"""
        # 终端 {terminal.Terminal} 的部署 · Deploying terminal {terminal.Terminal}

        本压缩包含该终端的全部密钥，只显示这一次：部署后请销毁。
        This folder holds every secret of the terminal and is shown only once: destroy it when the terminal is deployed.

        1. 串口若不是 `{place.Serial}`，在 `net.json` 和 `files.json` 里改正；没有填 Wi-Fi 的，写入名称和密码。
           Where the serial port is not `{place.Serial}`, correct it in both files; write in the Wi-Fi where it is not filled in.
        2. 依次执行 · Then, one after another:

        ```
        {string.Join("\n", Commands(place))}
        ```

        3. 重启终端：绿灯亮即已接入。 Restart the terminal: the board shows it as online.

        """;

    private static void Put(ZipArchive zip, string name, string text, DateTimeOffset now)
    {
        ZipArchiveEntry entry = zip.CreateEntry(name);
        entry.LastWriteTime = now;
        using Stream stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(text));
    }
}
