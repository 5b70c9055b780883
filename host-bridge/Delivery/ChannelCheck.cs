using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using DutyKiosk.HostBridge.Notices;
using MimeKit;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>What is wrong with a channel's settings, before it is kept.</summary>
public static class ChannelCheck
{
    private const int LongestName = 60;
    private const int LongestText = 500;
    private const int MostEntries = 50;
    private const int HighestPort = 65535;
    private const int MostPerMinute = 600;

    private const string Remedy = "whoever looks after the bridge names it in the setting allowPrivate (DUTYKIOSK_ALLOW_PRIVATE) if it is meant";

    /// <summary>The member and what to do about it, for each fault; empty: none.</summary>
    /// <param name="settings">What the channel is set to.</param>
    /// <param name="secrets">Its secrets.</param>
    /// <param name="allows">Whether a host may be private and be spoken to without TLS.</param>
    public static IReadOnlyList<(string Member, string Words)> Faults(ChannelSettings settings, ChannelSecrets secrets, Func<string, bool> allows)
    {
        var faults = new List<(string, string)>();
        void Fault(bool wrong, string member, string words)
        {
            if (wrong)
            {
                faults.Add((member, words));
            }
        }

        Fault(settings.Name.Trim().Length is 0 or > LongestName || settings.Name.Any(char.IsControl), "name", "Give the channel a name of 1 to 60 characters.");
        Fault(settings.PerMinute is < 1 or > MostPerMinute, "perMinute", "Write how many messages a minute the receiver takes, 1 to 600.");
        Fault(IsTooLong(settings.Topics) || settings.Topics.Any(topic => !NoticeTopics.All.Contains(topic, StringComparer.Ordinal)), "topics", $"Name topics among {string.Join(", ", NoticeTopics.All)}, or none for all of them.");
        Fault(IsTooLong(settings.Posts), "posts", "Name at most 50 posts by their ids, or none for all of them.");
        Fault(secrets.Token.Length > LongestText || secrets.Token.Any(IsNoVisible), "token", "Write the token as the robot's page shows it, at most 500 characters.");
        Fault(secrets.Signing.Length > LongestText || secrets.Signing.Any(char.IsControl), "secret", "Write the signing secret in at most 500 characters.");
        Fault(secrets.Password.Length > LongestText || secrets.Password.Any(char.IsControl), "password", "Write the password in at most 500 characters.");
        if (settings.Kind == ChannelKind.Mail)
        {
            Fault(Uri.CheckHostName(settings.Host.Trim('[', ']')) == UriHostNameType.Unknown, "host", "Name the mail server, such as mail.house.");
            Fault(settings.Port is < 1 or > HighestPort, "port", "Write the mail server's port: 587 for starttls, 465 for tls as a rule.");
            Fault(!IsMail(settings.From), "from", "Write the sender's mail address, such as duty@mail.house.");
            Fault(IsTooLong(settings.To) || settings.To.Any(to => !IsMail(to)), "to", "Write mail addresses such as head@mail.house, at most 50.");
            Fault(settings.User.Length > LongestText || settings.User.Any(char.IsControl), "user", "Write the user in at most 500 characters.");
            Fault(settings.User.Length == 0 && secrets.Password.Length > 0, "user", "A password stands there without a user: name the user, or leave the password out.");
            Fault(IsPrivate(settings.Host) && !allows(settings.Host), "host", $"{settings.Host} is no public address: {Remedy}.");
            Fault(settings.Security == MailSecurity.None && !allows(settings.Host), "security", "Choose starttls or tls: mail goes in the open only to a host that the setting allowPrivate names.");
            return faults;
        }

        if (settings.Address.Length > LongestText || !Uri.TryCreate(settings.Address, UriKind.Absolute, out Uri? address) || address.Scheme is not ("https" or "http") || address.UserInfo.Length > 0 || address.Fragment.Length > 0)
        {
            faults.Add(("address", "Write the address as https://host/path, without a user in it."));
        }
        else
        {
            Fault(IsPrivate(address.IdnHost) && !allows(address.IdnHost), "address", $"{address.IdnHost} is no public address: {Remedy}.");
            Fault(address.Scheme is "http" && !IsPrivate(address.IdnHost) && !allows(address.IdnHost), "address", $"Write https, as it goes without TLS only to a host that is allowed by name: {Remedy}.");
        }

        Fault(settings.Kind != ChannelKind.Webhook && secrets.Token.Length == 0, "token", "Copy the robot's whole address, or its token, from its page.");
        Fault(settings.Kind == ChannelKind.Webhook && secrets.Signing.Length == 0, "secret", "Write a secret, under which the receiver checks that a message is this bridge's.");
        return faults;
    }

    // Where a name leads is judged when the connection is made.
    private static bool IsPrivate(string host) => IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && !PrivateTargets.IsPublic(address);

    private static bool IsNoVisible(char character) => character is <= ' ' or > '~';

    private static bool IsMail(string text) => text.Length <= LongestText && !text.Any(char.IsControl) && MailboxAddress.TryParse(text, out MailboxAddress? mailbox) && mailbox.Address.Contains('@', StringComparison.Ordinal);

    private static bool IsTooLong(IReadOnlyList<string> list) => list.Count > MostEntries || list.Any(text => text is null || text.Length > LongestText);
}
