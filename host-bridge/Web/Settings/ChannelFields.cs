using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Delivery;
using Microsoft.AspNetCore.Http;

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A channel as its form has it. Secrets are written and never shown: of those that stand already the form says so.</summary>
public sealed record ChannelFields
{
    private static readonly char[] Breaks = ['\r', '\n', ',', ';', '\uff0c', '\uff1b', '\u3001'];

    /// <summary>Its id; empty: it is a new one.</summary>
    public string Id { get; init; } = "";

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>The kind of its receiver, in the words of the API.</summary>
    public string Kind { get; init; } = "webhook";

    /// <summary>Whether anything is sent to it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where it is posted to.</summary>
    public string Address { get; init; } = "";

    /// <summary>The token that was written now.</summary>
    public string Token { get; init; } = "";

    /// <summary>The signing secret that was written now.</summary>
    public string Secret { get; init; } = "";

    /// <summary>The password that was written now.</summary>
    public string Password { get; init; } = "";

    /// <summary>The mail server.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port, as it is written.</summary>
    public string Port { get; init; } = "";

    /// <summary>How it is spoken to.</summary>
    public string Security { get; init; } = "starttls";

    /// <summary>Who signs in there.</summary>
    public string User { get; init; } = "";

    /// <summary>The sender.</summary>
    public string From { get; init; } = "";

    /// <summary>Who gets every mail, a line each.</summary>
    public string To { get; init; } = "";

    /// <summary>The topics; none: all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The posts; none: all.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>The least that it tells.</summary>
    public string Priority { get; init; } = "information";

    /// <summary>When its quiet hours begin; empty: it has none.</summary>
    public string QuietFrom { get; init; } = "";

    /// <summary>When they end.</summary>
    public string QuietTo { get; init; } = "";

    /// <summary>How many messages a minute it takes.</summary>
    public string PerMinute { get; init; } = "";

    /// <summary>Whether a token stands already.</summary>
    public bool HasToken { get; init; }

    /// <summary>Whether a signing secret stands already.</summary>
    public bool HasSecret { get; init; }

    /// <summary>Whether a password stands already.</summary>
    public bool HasPassword { get; init; }

    /// <summary>Whether its secrets cannot be read any more and must be written anew.</summary>
    public bool IsLost { get; init; }

    /// <summary>A channel as it stands.</summary>
    public static ChannelFields Of(Channel channel) => new()
    {
        Id = channel.Id,
        Name = channel.Settings.Name,
        Kind = ChannelInput.Kinds[(int)channel.Settings.Kind],
        Enabled = channel.Settings.Enabled,
        Address = channel.Settings.Address,
        Host = channel.Settings.Host,
        Port = channel.Settings.Port > 0 ? channel.Settings.Port.ToString(CultureInfo.InvariantCulture) : "",
        Security = ChannelInput.Securities[(int)channel.Settings.Security],
        User = channel.Settings.User,
        From = channel.Settings.From,
        To = string.Join('\n', channel.Settings.To),
        Topics = channel.Settings.Topics,
        Posts = channel.Settings.Posts,
        Priority = channel.Settings.LeastPriority.Word(),
        QuietFrom = ChannelInput.Time(channel.Settings.Quiet?.From),
        QuietTo = ChannelInput.Time(channel.Settings.Quiet?.To),
        PerMinute = channel.Settings.PerMinute.ToString(CultureInfo.InvariantCulture),
        HasToken = channel.Secrets.Token.Length > 0,
        HasSecret = channel.Secrets.Signing.Length > 0,
        HasPassword = channel.Secrets.Password.Length > 0,
        IsLost = channel.Secrets.IsLost,
    };

    /// <summary>A form that was sent, for a channel as it stood.</summary>
    public static ChannelFields Of(IFormCollection form, Channel? old)
    {
        ChannelFields known = old == null ? new ChannelFields() : Of(old);
        return new ChannelFields
        {
            Id = known.Id,
            Name = form["name"].ToString().Trim(),
            Kind = old == null ? form["kind"].ToString() : known.Kind,
            Enabled = form["enabled"].ToString() is "yes",
            Address = form["address"].ToString().Trim(),
            Token = form["token"].ToString().Trim(),
            Secret = form["secret"].ToString(),
            Password = form["password"].ToString(),
            Host = form["host"].ToString().Trim(),
            Port = form["port"].ToString().Trim(),
            Security = form["security"].ToString() is { Length: > 0 } security ? security : known.Security,
            User = form["user"].ToString().Trim(),
            From = form["from"].ToString().Trim(),
            To = form["to"].ToString(),
            Topics = [.. form["topic"].OfType<string>()],
            Posts = [.. form["post"].OfType<string>()],
            Priority = form["priority"].ToString(),
            QuietFrom = form["quietFrom"].ToString(),
            QuietTo = form["quietTo"].ToString(),
            PerMinute = form["perMinute"].ToString().Trim(),
            HasToken = known.HasToken,
            HasSecret = known.HasSecret,
            HasPassword = known.HasPassword,
            IsLost = known.IsLost,
        };
    }

    /// <summary>The same as a program writes it: what is empty is left out, and so stays as it is. A number that is none becomes one that is refused.</summary>
    internal ChannelInput ToInput() => new(
        Name, Kind, Enabled, Address, Said(Token), Said(Secret), Host, Number(Port), Security, User, Said(Password), From, To.Split(Breaks, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
        [.. Topics], [.. Posts], Priority, QuietFrom, QuietTo, PerMinute.Length == 0 ? null : Number(PerMinute));

    private static string? Said(string text) => text.Length > 0 ? text : null;

    private static int? Number(string text) => text.Length == 0 ? 0 : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : -1;
}
