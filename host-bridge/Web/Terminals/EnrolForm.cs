using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using DutyKiosk.HostBridge.Broker;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Terminals;

/// <summary>A post that a terminal may be enrolled for.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Handover">Its handover terminal; empty: it has none yet.</param>
public sealed record PostChoice(string Id, string Name, string Handover);

/// <summary>What somebody writes to enrol a terminal.</summary>
public sealed record EnrolForm
{
    /// <summary>The word for a connection with TLS.</summary>
    public const string Tls = "tls";

    /// <summary>The word for one without.</summary>
    public const string Plain = "plain";

    private const int LongestAuthority = 16 * 1024;
    private const int SecurePort = 8883;
    private const int PlainPort = 1883;
    private const string AuthorityMark = "-----BEGIN CERTIFICATE-----";

    /// <summary>The terminal's id.</summary>
    public string Terminal { get; init; } = "";

    /// <summary>Its post.</summary>
    public string Post { get; init; } = "";

    /// <summary>Whether it is the post's handover terminal.</summary>
    public bool Handover { get; init; }

    /// <summary>The broker's name or address.</summary>
    public string Broker { get; init; } = "";

    /// <summary>The broker's port, as it is written.</summary>
    public string Port { get; init; } = "";

    /// <summary><see cref="Tls"/> or <see cref="Plain"/>.</summary>
    public string Security { get; init; } = Tls;

    /// <summary>The CA's certificate of an outside broker.</summary>
    public string Authority { get; init; } = "";

    /// <summary>The name of the Wi-Fi.</summary>
    public string Wifi { get; init; } = "";

    /// <summary>The password of the Wi-Fi. It is never written back into the page.</summary>
    public string WifiPassword { get; init; } = "";

    /// <summary>The time server.</summary>
    public string TimeServer { get; init; } = "";

    /// <summary>The serial port at which the terminal is flashed.</summary>
    public string Serial { get; init; } = EnrolmentPlace.UsualSerial;

    /// <summary>The board that it is built with.</summary>
    public string Board { get; init; } = EnrolmentPlace.Boards[0];

    /// <summary>Its lamps.</summary>
    public string Lamps { get; init; } = EnrolmentPlace.LampChoices[0];

    /// <summary>Its buzzer.</summary>
    public string Buzzer { get; init; } = EnrolmentPlace.BuzzerChoices[0];

    /// <summary>Reads one that was sent.</summary>
    public static EnrolForm Of(IFormCollection form) => new()
    {
        Terminal = form["terminal"].ToString().Trim(),
        Post = form["post"].ToString(),
        Handover = form["handover"].ToString() is "yes",
        Broker = form["broker"].ToString().Trim(),
        Port = form["port"].ToString().Trim(),
        Security = form["security"].ToString() is Plain ? Plain : Tls,
        Authority = form["authority"].ToString().Trim(),
        Wifi = form["wifi"].ToString(),
        WifiPassword = form["wifiPassword"].ToString(),
        TimeServer = form["ntp"].ToString().Trim(),
        Serial = form["serial"].ToString().Trim(),
        Board = form["board"].FirstOrDefault() ?? EnrolmentPlace.Boards[0],
        Lamps = form["lamps"].FirstOrDefault() ?? EnrolmentPlace.LampChoices[0],
        Buzzer = form["buzzer"].FirstOrDefault() ?? EnrolmentPlace.BuzzerChoices[0],
    };

    /// <summary>What is known before anybody writes: where terminals of this house find their broker.</summary>
    public static EnrolForm Usual(BridgeOptions options, IBroker broker)
    {
        BrokerAddress? outside = options.Broker.Length > 0 ? BrokerAddress.Parse(options.Broker, options.BrokerPassword) : null;
        bool secure = outside?.IsSecure ?? broker.TlsPort > 0;
        int port = outside?.Port ?? (secure ? broker.TlsPort : broker.Port);
        return new EnrolForm
        {
            Broker = outside?.Host ?? options.Names.FirstOrDefault() ?? (Uri.TryCreate(options.PublicUrl, UriKind.Absolute, out Uri? link) ? link.Host : Dns.GetHostName()),
            Port = (port > 0 ? port : secure ? SecurePort : PlainPort).ToString(CultureInfo.InvariantCulture),
            Security = secure ? Tls : Plain,
        };
    }

    /// <summary>The posts of the roster, with the handover terminal that each has already.</summary>
    public static IReadOnlyList<PostChoice> Posts(DutyRoom room, TerminalRegister register)
    {
        return [.. room.Roster.Document.Posts.Select(post => new PostChoice(
            post.Id,
            PostOrder.NameOf(room.Roster, post.Id),
            register.Terminals.FirstOrDefault(terminal => terminal.Handover && string.Equals(terminal.Post, post.Id, StringComparison.Ordinal))?.Id ?? ""))];
    }

    /// <summary>Where the terminal finds its broker and its network.</summary>
    /// <param name="authority">The CA's certificate that it trusts; empty: it speaks without TLS.</param>
    public EnrolmentPlace Place(string authority) => new()
    {
        Broker = Broker,
        Port = int.TryParse(Port, NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : 0,
        Authority = authority,
        Wifi = Wifi,
        WifiPassword = WifiPassword,
        TimeServer = TimeServer,
        Serial = Serial,
        Board = Board,
        Lamps = Lamps,
        Buzzer = Buzzer,
    };

    /// <summary>The field in which something is wrong; empty: nothing is.</summary>
    /// <param name="posts">The posts there are.</param>
    /// <param name="register">The terminals there are.</param>
    /// <param name="renews">Whether it is one that is enrolled already.</param>
    /// <param name="ownAuthority">Whether the broker is the bridge's own, whose CA is known.</param>
    public string FaultyField(IReadOnlyList<PostChoice> posts, TerminalRegister register, bool renews, bool ownAuthority)
    {
        return !RecordBody.IsId(Terminal) || Terminal is "bridge" or "new" ? "terminal"
            : !renews && register.Find(Terminal) != null ? "taken"
            : posts.All(post => !string.Equals(post.Id, Post, StringComparison.Ordinal)) ? "post"
            : Place("").FaultyField() is { Length: > 0 } field ? field
            : Security is Tls && !ownAuthority && (Authority.Length > LongestAuthority || !Authority.Contains(AuthorityMark, StringComparison.Ordinal)) ? "authority"
            : "";
    }
}
