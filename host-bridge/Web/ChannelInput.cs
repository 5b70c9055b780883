using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DutyKiosk.HostBridge.Delivery;
using DutyKiosk.HostBridge.Roster;

namespace DutyKiosk.HostBridge.Web;

/// <summary>A channel as it is written, by a program or on a page. Token, secret and password are never read back.</summary>
internal sealed record ChannelInput(
    string? Name, string? Kind, bool? Enabled, string? Address, string? Token, string? Secret, string? Host, int? Port, string? Security, string? User, string? Password, string? From, string?[]? To,
    string?[]? Topics, string?[]? Posts, string? Priority, string? QuietFrom, string? QuietTo, int? PerMinute)
{
    /// <summary>The words for the kinds, in their order.</summary>
    internal static readonly string[] Kinds = ["webhook", "dingtalk", "wecom", "feishu", "mail"];

    /// <summary>The words for how a mail server is spoken to, in their order.</summary>
    internal static readonly string[] Securities = ["none", "starttls", "tls"];

    /// <summary>The channel that is meant, and what is wrong with it: the member and what to do about it, for each fault.</summary>
    /// <param name="input">What is written.</param>
    /// <param name="old">The channel as it was; null: it is a new one.</param>
    /// <param name="options">Which hosts may be private.</param>
    internal static (Channel Channel, IReadOnlyList<(string Member, string Words)> Faults) Read(ChannelInput input, Channel? old, BridgeOptions options)
    {
        var faults = new List<(string Member, string Words)>();
        Channel channel = Read(input, old, faults);
        faults.AddRange(ChannelCheck.Faults(channel.Settings, channel.Secrets, PrivateTargets.AllowedBy(options.AllowPrivate)).Where(fault => !faults.Exists(known => known.Member == fault.Member)));
        return (channel, faults);
    }

    /// <summary>A minute of the day as HH:mm; empty: there is none.</summary>
    internal static string Time(int? minute) => minute is { } of ? string.Create(CultureInfo.InvariantCulture, $"{of / 60:00}:{of % 60:00}") : "";

    private static Channel Read(ChannelInput input, Channel? old, List<(string Member, string Words)> faults)
    {
        int kind = Array.IndexOf(Kinds, input.Kind ?? (old == null ? "" : Kinds[(int)old.Settings.Kind]));
        int security = Array.IndexOf(Securities, input.Security ?? "starttls");
        int priority = Array.IndexOf(Priorities.Words, input.Priority ?? "information");
        Fault(kind < 0, "kind", $"Write one of {string.Join(", ", Kinds)}.");
        Fault(security < 0, "security", $"Write one of {string.Join(", ", Securities)}.");
        Fault(priority < 0, "priority", $"Write one of {string.Join(", ", Priorities.Words)}.");
        var channelKind = (ChannelKind)Math.Max(0, kind);
        string copied = string.IsNullOrWhiteSpace(input.Address) ? ChannelAddress.Usual(channelKind) : input.Address.Trim();
        (string address, string token) = ChannelAddress.Split(channelKind, copied);
        var settings = new ChannelSettings
        {
            Name = (input.Name ?? "").Trim(),
            Kind = channelKind,
            Enabled = input.Enabled ?? true,
            Address = channelKind == ChannelKind.Mail ? "" : address,
            Host = (input.Host ?? "").Trim(),
            Port = input.Port ?? 0,
            Security = (MailSecurity)Math.Max(0, security),
            User = input.User ?? "",
            From = (input.From ?? "").Trim(),
            To = Words("to", input.To),
            Topics = Words("topics", input.Topics),
            Posts = Words("posts", input.Posts),
            LeastPriority = (Priority)Math.Max(0, priority),
            Quiet = Quiet(),
            PerMinute = input.PerMinute ?? (channelKind == ChannelKind.Webhook ? 60 : 20),
        };
        ChannelSecrets secrets = Secrets(settings);
        return new Channel(old?.Id ?? DeliveryStore.NewId(), settings, secrets);

        ChannelSecrets Secrets(ChannelSettings settings)
        {
            ChannelSecrets kept = old?.Secrets ?? new ChannelSecrets();
            string? given = token.Length > 0 ? token : input.Token;

            // Whoever could point a channel elsewhere and leave its secrets in it would read them there.
            if (old != null && !IsSameReceiver(old.Settings, settings))
            {
                Fault(given == null && kept.Token.Length > 0, "token", "The receiver changes: write the token anew.");
                Fault(input.Secret == null && kept.Signing.Length > 0, "secret", "The receiver changes: write the secret anew.");
                Fault(input.Password == null && kept.Password.Length > 0, "password", "The receiver changes: write the password anew.");
                kept = new ChannelSecrets();
            }

            return new ChannelSecrets(given ?? kept.Token, input.Secret ?? kept.Signing, input.Password ?? kept.Password);
        }

        QuietHours? Quiet()
        {
            if (string.IsNullOrEmpty(input.QuietFrom) && string.IsNullOrEmpty(input.QuietTo))
            {
                return null;
            }

            (int? from, int? to) = (CivilClock.MinuteOf(input.QuietFrom ?? ""), CivilClock.MinuteOf(input.QuietTo ?? ""));
            Fault(from is null or 1440, "quietFrom", "Write a time of day as HH:mm, and quietTo with it.");
            Fault(to is null or 1440, "quietTo", "Write a time of day as HH:mm, and quietFrom with it.");
            Fault(from != null && from == to, "quietTo", "Quiet hours that begin and end at the same time are a whole day: choose the priority alarm instead.");
            return new QuietHours(from ?? 0, to ?? 0);
        }

        IReadOnlyList<string> Words(string member, string?[]? words)
        {
            Fault(words?.Any(string.IsNullOrWhiteSpace) == true, member, "An entry is empty: fill it in or take it away.");
            return [.. (words ?? []).Where(word => !string.IsNullOrWhiteSpace(word)).Select(word => word!.Trim())];
        }

        void Fault(bool wrong, string member, string words)
        {
            if (wrong)
            {
                faults.Add((member, words));
            }
        }
    }

    private static bool IsSameReceiver(ChannelSettings one, ChannelSettings other)
    {
        return one.Kind == other.Kind && one.Port == other.Port && one.Security == other.Security
            && string.Equals(one.Address, other.Address, StringComparison.Ordinal)
            && string.Equals(one.Host, other.Host, StringComparison.OrdinalIgnoreCase);
    }
}
