using System.Collections.Generic;

namespace DutyKiosk.HostBridge.Delivery;

/// <summary>What kind of receiver a channel speaks to.</summary>
public enum ChannelKind
{
    /// <summary>Any program that takes a signed JSON body by POST.</summary>
    Webhook,

    /// <summary>A group robot of DingTalk (钉钉).</summary>
    DingTalk,

    /// <summary>A group robot of WeCom (企业微信).</summary>
    WeCom,

    /// <summary>A group robot of Feishu or Lark (飞书).</summary>
    Feishu,

    /// <summary>A mail server.</summary>
    Mail,
}

/// <summary>How a mail server is spoken to.</summary>
public enum MailSecurity
{
    /// <summary>In the open; only to a host that the setting <c>allowPrivate</c> names.</summary>
    None,

    /// <summary>In the open until STARTTLS, without which nothing is sent.</summary>
    StartTls,

    /// <summary>TLS from the first byte.</summary>
    Tls,
}

/// <summary>What a channel is set to, without its secrets.</summary>
public sealed record ChannelSettings
{
    /// <summary>What people call it; 1 to 60 characters.</summary>
    public string Name { get; init; } = "";

    /// <summary>The kind of its receiver.</summary>
    public ChannelKind Kind { get; init; }

    /// <summary>Whether anything is sent to it.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Where it is posted to, without a query, which may be a secret; empty for a robot: its maker's own address.</summary>
    public string Address { get; init; } = "";

    /// <summary>The mail server's name.</summary>
    public string Host { get; init; } = "";

    /// <summary>The mail server's port.</summary>
    public int Port { get; init; }

    /// <summary>How the mail server is spoken to.</summary>
    public MailSecurity Security { get; init; } = MailSecurity.StartTls;

    /// <summary>Who signs in to the mail server; empty: nobody.</summary>
    public string User { get; init; } = "";

    /// <summary>The sender's mail address.</summary>
    public string From { get; init; } = "";

    /// <summary>Who gets every mail, beside the persons concerned.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>The topics that it tells; empty: all.</summary>
    public IReadOnlyList<string> Topics { get; init; } = [];

    /// <summary>The posts that it tells of, beside what is of no post; empty: all.</summary>
    public IReadOnlyList<string> Posts { get; init; } = [];

    /// <summary>The least that it tells.</summary>
    public Priority LeastPriority { get; init; } = Priority.Information;

    /// <summary>When it tells alarms alone; null: never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>How many messages a minute it takes, 1 to 600.</summary>
    public int PerMinute { get; init; } = 20;

    /// <summary>Whether several notices may stand in one message. A program gets each by itself.</summary>
    public bool Merges => Kind != ChannelKind.Webhook;
}

/// <summary>What a channel must not show to anybody who reads its settings.</summary>
/// <param name="Token">A robot's token or key; of a webhook the query behind its address.</param>
/// <param name="Signing">Under what messages are signed; empty: they are not.</param>
/// <param name="Password">Of the mail server's user.</param>
/// <param name="IsLost">Whether they were sealed under another master key or for another receiver: nothing can be sent until they are written anew.</param>
public sealed record ChannelSecrets(string Token = "", string Signing = "", string Password = "", bool IsLost = false);

/// <summary>A channel.</summary>
/// <param name="Id">Its id, drawn by the bridge.</param>
/// <param name="Settings">What it is set to.</param>
/// <param name="Secrets">Its secrets.</param>
public sealed record Channel(string Id, ChannelSettings Settings, ChannelSecrets Secrets);
